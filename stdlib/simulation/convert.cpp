#include "stdlib/simulation/convert.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <unordered_map>

#include "stdlib/simulation/types.hpp"

namespace sli {

namespace {

// Far above anything the kernel has a use for; what is nested deeper is a mistake.
constexpr std::size_t deepest = 1000;

std::string type_text(Engine const& engine, Value const& value) {
    return engine.text(engine.type_name(value.type()));
}

bool is_container(Value const& value) { return value.is(Type::array) || value.is(Type::dictionary); }

template <class T> T const& thing(Value const& value) { return value.object<Opaque>().as<T const>(); }

nest::Property opaque_property(Engine const& engine, Value const& value) {
    if (value.is(OpaqueTraits<nest::NodeCollection>::type.code)) return thing<nest::NodeCollection>(value);
    if (value.is(OpaqueTraits<nest::Expression>::type.code)) return thing<nest::Expression>(value);
    throw_type_mismatch("a value the kernel knows", type_text(engine, value));
}

nest::Property leaf_property(Engine const& engine, Value const& value) {
    switch (value.type()) {
    case Type::integer:
        return value.integer();
    case Type::real:
        return value.real();
    case Type::boolean:
        return value.boolean();
    case Type::literal:
        return nest::Literal{engine.text(value.id())};
    case Type::string:
        return value.object<String>().text;
    case Type::int_vector:
        return value.object<IntVector>().snapshot();
    case Type::double_vector:
        return value.object<DoubleVector>().snapshot();
    default:
        return opaque_property(engine, value);
    }
}

// Walks nested arrays and dictionaries with a stack of its own.
class PropertyReader {
public:
    explicit PropertyReader(Engine const& engine)
        : engine_(engine) {}

    nest::Property read(Value const& root) {
        if (!is_container(root)) return leaf_property(engine_, root);
        open(root.is(Type::array) ? &root.object<Array>() : nullptr,
             root.is(Type::dictionary) ? &root.object<Dictionary>() : nullptr);
        return run();
    }
    nest::Properties read(Dictionary const& root) {
        open(nullptr, &root);
        return *std::get<nest::PropertyMap>(run());
    }

private:
    struct Level {
        Array const* array;
        Dictionary const* dictionary;
        std::vector<NameId> keys; // of the dictionary
        std::size_t next = 0;
        nest::PropertyList list = {};
        nest::Properties map = {};

        std::size_t size() const { return array ? array->items.size() : keys.size(); }
        Value const& child() const { return array ? array->items[next] : *dictionary->find(keys[next]); }
    };

    nest::Property run() {
        for (;;) {
            Level& level = levels_.back();
            if (level.next == level.size()) {
                nest::Property made = close();
                if (levels_.empty()) return made;
                add(std::move(made));
            } else if (Value const& child = level.child(); !is_container(child)) {
                add(leaf_property(engine_, child));
            } else if (child.is(Type::array)) {
                open(&child.object<Array>(), nullptr);
            } else if (auto const known = finished_.find(&child.object<Dictionary>());
                       known != finished_.end()) {
                add(known->second);
            } else {
                open(nullptr, &child.object<Dictionary>());
            }
        }
    }

    void open(Array const* array, Dictionary const* dictionary) {
        auto const itself = [&](Level const& level) { return dictionary && level.dictionary == dictionary; };
        if (levels_.size() >= deepest || std::ranges::any_of(levels_, itself))
            throw Error(ErrorKind::range_check)
                .with_hint(fmt::format(
                    "the kernel takes values nested at most {} deep, and none that contains itself",
                    deepest));
        levels_.push_back({array, dictionary, dictionary ? dictionary->keys() : std::vector<NameId>()});
        if (array) levels_.back().list.reserve(array->items.size());
    }

    nest::Property close() {
        Level level = std::move(levels_.back());
        levels_.pop_back();
        if (level.array) return std::move(level.list);
        auto map = std::make_shared<nest::Properties const>(std::move(level.map));
        finished_.emplace(level.dictionary, map);
        return map;
    }

    void add(nest::Property made) {
        Level& level = levels_.back();
        if (level.array)
            level.list.push_back(std::move(made));
        else
            level.map.set(engine_.text(level.keys[level.next]), std::move(made));
        ++level.next;
    }

    Engine const& engine_;
    std::vector<Level> levels_;
    std::unordered_map<Dictionary const*, nest::PropertyMap> finished_; // shared ones are read once
};

struct LeafValue {
    Engine& engine;
    Value operator()(std::monostate) const { return engine.literal("None"); }
    Value operator()(bool b) const { return Value(b); }
    Value operator()(std::int64_t i) const { return Value(i); }
    Value operator()(double d) const { return Value(d); }
    Value operator()(std::string const& text) const { return make_string(text); }
    Value operator()(nest::Literal const& word) const { return engine.literal(word.text); }
    Value operator()(nest::Integers const& column) const { return Value::make<IntVector>(column); }
    Value operator()(nest::Doubles const& column) const { return Value::make<DoubleVector>(column); }
    Value operator()(nest::NodeCollection const& nodes) const { return make_nodes(nodes); }
    Value operator()(nest::Expression const& expression) const { return make_parameter(expression); }
    Value operator()(nest::PropertyList const&) const { return make_array({}); }
    Value operator()(nest::PropertyMap const&) const { return Value::make<Dictionary>(); }
};

// The other way round: containers are made empty, and filled when their turn comes.
class ValueWriter {
public:
    explicit ValueWriter(Engine& engine)
        : engine_(engine) {}

    Value write(nest::Property const& root) {
        Value made = shell(root);
        run();
        return made;
    }
    Value write(nest::Properties const& root) {
        Value made = Value::make<Dictionary>();
        open_.push_back({made, nullptr, &root});
        run();
        return made;
    }

private:
    struct Pending {
        Value into; // the same object, so filling it fills what was handed out
        nest::PropertyList const* list;
        nest::Properties const* map;
    };

    Value shell(nest::Property const& property) {
        Value made = std::visit(LeafValue{engine_}, static_cast<nest::PropertyVariant const&>(property));
        if (auto const* list = property.get_if<nest::PropertyList>()) open_.push_back({made, list, nullptr});
        if (auto const* map = property.get_if<nest::PropertyMap>(); map && *map)
            open_.push_back({made, nullptr, map->get()});
        return made;
    }

    void run() {
        while (!open_.empty()) {
            Pending const one = std::move(open_.back());
            open_.pop_back();
            if (one.list) fill(one.into.object<Array>(), *one.list);
            if (one.map) fill(one.into.object<Dictionary>(), *one.map);
        }
    }
    void fill(Array& array, nest::PropertyList const& list) {
        array.items.reserve(list.size());
        for (nest::Property const& item : list) array.items.push_back(shell(item));
    }
    void fill(Dictionary& dictionary, nest::Properties const& map) {
        for (auto const& [key, item] : map) dictionary.set(engine_.intern(key), shell(item));
    }

    Engine& engine_;
    std::vector<Pending> open_;
};

} // namespace

nest::Property to_property(Engine const& engine, Value const& value) {
    return PropertyReader(engine).read(value);
}

nest::Properties to_properties(Engine const& engine, Dictionary const& dictionary) {
    return PropertyReader(engine).read(dictionary);
}

std::vector<nest::Properties> to_properties(Engine const& engine, Array const& dictionaries) {
    std::vector<nest::Properties> all;
    all.reserve(dictionaries.items.size());
    for (Value const& item : dictionaries.items) {
        if (!item.is(Type::dictionary)) throw_type_mismatch("dictionarytype", type_text(engine, item));
        all.push_back(to_properties(engine, item.object<Dictionary>()));
    }
    return all;
}

Value to_value(Engine& engine, nest::Property const& property) { return ValueWriter(engine).write(property); }

Value to_dictionary(Engine& engine, nest::Properties const& properties) {
    return ValueWriter(engine).write(properties);
}

Value literals(Engine& engine, std::vector<std::string> const& words) {
    std::vector<Value> items;
    items.reserve(words.size());
    for (std::string const& word : words) items.push_back(engine.literal(word));
    return make_array(std::move(items));
}

} // namespace sli
