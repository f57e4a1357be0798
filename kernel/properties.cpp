#include "kernel/properties.hpp"

#include "kernel/errors.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace nest {

namespace {
template <class... Cases> struct overloaded : Cases... { using Cases::operator()...; };

PropertyVariant const& variant(Property const& value) { return value; }

[[noreturn]] void mismatch(char const* expected, Property const& value, std::string_view key) {
    throw TypeMismatch(expected, type_name(value), key, brief(value));
}

template <class T> bool same_contents(std::shared_ptr<T> const& a, std::shared_ptr<T> const& b) {
    return a == b || (a && b && *a == *b);
}

template <class T> std::string brief_vector(std::vector<T> const& values) {
    if (values.size() <= 6) return fmt::format("[{}]", fmt::join(values, " "));
    return fmt::format("[{} {} {} ...], {} values", values[0], values[1], values[2], values.size());
}

template <class T, class Convert>
std::shared_ptr<std::vector<T> const> converted(PropertyList const& list, Convert convert) {
    std::vector<T> values;
    values.reserve(list.size());
    for (Property const& element : list) values.push_back(convert(element));
    return std::make_shared<std::vector<T> const>(std::move(values));
}
} // namespace

Property::Property(Properties map)
    : PropertyVariant(std::make_shared<Properties const>(std::move(map))) {}

bool operator==(Property const& a, Property const& b) {
    if (a.index() != b.index()) return false;
    return std::visit(
        [&]<class T>(T const& left) {
            T const& right = *b.get_if<T>();
            if constexpr (requires { left.use_count(); })
                return same_contents(left, right);
            else
                return left == right;
        },
        variant(a));
}

std::string type_name(Property const& value) {
    static constexpr char const* names[] = {"nulltype",           "booltype",         "integertype",
                                            "doubletype",         "stringtype",       "literaltype",
                                            "intvectortype",      "doublevectortype", "arraytype",
                                            "nodecollectiontype", "parametertype",    "dictionarytype"};
    static_assert(std::size(names) == std::variant_size_v<PropertyVariant>);
    return names[value.index()];
}

std::string brief(Property const& value) {
    return std::visit(
        overloaded{[](std::monostate) { return std::string("nothing"); },
                   [](bool b) { return std::string(b ? "true" : "false"); },
                   [](std::int64_t i) { return fmt::format("{}", i); },
                   [](double d) { return fmt::format("{}", d); },
                   [](std::string const& s) { return fmt::format("({})", s); },
                   [](Literal const& l) { return "/" + l.text; },
                   [](Integers const& v) { return v ? brief_vector(*v) : std::string("[]"); },
                   [](Doubles const& v) { return v ? brief_vector(*v) : std::string("[]"); },
                   [](PropertyList const& l) { return fmt::format("array of {}", l.size()); },
                   [](NodeCollection const& n) { return fmt::format("{} nodes", n.size()); },
                   [](Expression const& e) { return e.text(); },
                   [](PropertyMap const& m) { return fmt::format("dictionary of {}", m ? m->size() : 0); }},
        variant(value));
}

bool to_boolean(Property const& value, std::string_view key) {
    if (auto const* b = value.get_if<bool>()) return *b;
    mismatch("booltype", value, key);
}

std::int64_t to_integer(Property const& value, std::string_view key) {
    if (auto const* i = value.get_if<std::int64_t>()) return *i;
    mismatch("integertype", value, key);
}

double to_double(Property const& value, std::string_view key) {
    if (auto const* d = value.get_if<double>()) return *d;
    if (auto const* i = value.get_if<std::int64_t>()) return static_cast<double>(*i);
    mismatch("doubletype", value, key);
}

std::string to_text(Property const& value, std::string_view key) {
    if (auto const* s = value.get_if<std::string>()) return *s;
    if (auto const* l = value.get_if<Literal>()) return l->text;
    mismatch("stringtype, nametype, literaltype, or symboltype", value, key);
}

Doubles to_doubles(Property const& value, std::string_view key) {
    if (auto const* v = value.get_if<Doubles>())
        return *v ? *v : std::make_shared<std::vector<double> const>();
    if (auto const* v = value.get_if<Integers>())
        return *v ? std::make_shared<std::vector<double> const>((*v)->begin(), (*v)->end())
                  : std::make_shared<std::vector<double> const>();
    if (auto const* list = value.get_if<PropertyList>())
        return converted<double>(*list, [&](Property const& element) { return to_double(element, key); });
    mismatch("doublevectortype or arraytype", value, key);
}

Integers to_integers(Property const& value, std::string_view key) {
    if (auto const* v = value.get_if<Integers>())
        return *v ? *v : std::make_shared<std::vector<std::int64_t> const>();
    if (auto const* v = value.get_if<Doubles>(); v && (!*v || (*v)->empty()))
        return std::make_shared<std::vector<std::int64_t> const>();
    if (auto const* list = value.get_if<PropertyList>())
        return converted<std::int64_t>(*list,
                                       [&](Property const& element) { return to_integer(element, key); });
    mismatch("intvectortype or arraytype", value, key);
}

std::vector<std::string> to_words(Property const& value, std::string_view key) {
    auto const* list = value.get_if<PropertyList>();
    if (!list) {
        if (auto const* v = value.get_if<Doubles>(); v && (!*v || (*v)->empty())) return {};
        if (auto const* v = value.get_if<Integers>(); v && (!*v || (*v)->empty())) return {};
        mismatch("arraytype", value, key);
    }
    std::vector<std::string> words;
    words.reserve(list->size());
    for (Property const& element : *list) words.push_back(to_text(element, key));
    return words;
}

NodeCollection to_nodes(Property const& value, std::string_view key) {
    if (auto const* nodes = value.get_if<NodeCollection>()) return *nodes;
    mismatch("nodecollectiontype", value, key);
}

Expression to_expression(Property const& value, std::string_view key) {
    if (auto const* e = value.get_if<Expression>()) return *e;
    if (auto const* i = value.get_if<std::int64_t>()) return Expression::constant(*i);
    return Expression::constant(to_double(value, key));
}

Properties const& to_map(Property const& value, std::string_view key) {
    if (auto const* map = value.get_if<PropertyMap>(); map && *map) return **map;
    mismatch("dictionarytype", value, key);
}

Properties::Properties(std::initializer_list<Entry> entries) {
    for (Entry const& entry : entries) set(entry.first, entry.second);
}

Property const* Properties::find(std::string_view key) const {
    auto const found = std::find_if(entries_.begin(), entries_.end(),
                                    [&](Entry const& entry) { return entry.first == key; });
    return found == entries_.end() ? nullptr : &found->second;
}

Property const& Properties::at(std::string_view key) const {
    if (Property const* found = find(key)) return *found;
    throw MissingKey(std::string(key));
}

void Properties::set(std::string_view key, Property value) {
    auto const found = std::find_if(entries_.begin(), entries_.end(),
                                    [&](Entry const& entry) { return entry.first == key; });
    if (found == entries_.end())
        entries_.emplace_back(std::string(key), std::move(value));
    else
        found->second = std::move(value);
}

bool Properties::erase(std::string_view key) {
    return std::erase_if(entries_, [&](Entry const& entry) { return entry.first == key; }) > 0;
}

void Properties::merge(Properties const& other) {
    for (auto const& [key, value] : other) set(key, value);
}

std::vector<std::string> Properties::keys() const {
    std::vector<std::string> all;
    all.reserve(entries_.size());
    for (Entry const& entry : entries_) all.push_back(entry.first);
    return all;
}

bool operator==(Properties const& a, Properties const& b) {
    return a.size() == b.size() && std::all_of(a.begin(), a.end(), [&](Properties::Entry const& entry) {
               Property const* other = b.find(entry.first);
               return other && entry.second == *other;
           });
}

} // namespace nest
