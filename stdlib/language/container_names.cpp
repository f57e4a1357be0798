// AppendTo and JoinTo: change the container that a name or an entry holds. A container that nobody
// else has is changed where it lies, so that growing in a loop costs amortised constant time.
#include <fmt/format.h>

#include "interpreter/engine.hpp"
#include "interpreter/module.hpp"

namespace sli {
namespace {

bool has_elements(Value const& value) {
    return value.is(Type::array) || value.is(Type::procedure) || value.is(Type::literal_procedure);
}

char character(Value const& code) {
    if (!code.is(Type::integer)) throw_argument_type(1);
    Integer const c = code.integer();
    if (c < -128 || c > 255)
        throw Error(ErrorKind::range_check).with_hint(fmt::format("{} is no character", c));
    return static_cast<char>(c);
}

void append(Value& container, Value element) {
    if (has_elements(container)) {
        container.unique<Array>().items.push_back(std::move(element));
    } else if (container.is(Type::string)) {
        char const c = character(element);
        container.unique<String>().text += c;
    } else {
        throw Error(ErrorKind::argument_type).with_hint("nothing can be appended to this object");
    }
}

void join(Value& container, Value const& other) {
    if (has_elements(container) && other.type() == container.type()) {
        auto const items = other.object<Array>().items; // a copy: both may be the same
        auto& all = container.unique<Array>().items;
        all.insert(all.end(), items.begin(), items.end());
    } else if (container.is(Type::string) && other.is(Type::string)) {
        Value const kept = other;
        container.unique<String>().text += kept.object<String>().text;
    } else if (container.is(Type::dictionary) && other.is(Type::dictionary)) {
        auto& into = container.object<Dictionary>();
        auto const& from = other.object<Dictionary>();
        if (&into != &from)
            for (NameId const key : from.keys()) into.set(key, Value(*from.find(key)));
    } else {
        throw Error(ErrorKind::argument_type).with_hint("these two objects cannot be joined");
    }
}

// The entry to change in a dictionary; its own if there is one, else what the name means now.
template <class Change> void change(Engine& engine, Dictionary& where, NameId name, Change&& apply) {
    if (Value* own = where.find(name)) return apply(*own);
    Value const* known = engine.lookup(name);
    if (!known)
        throw Error(ErrorKind::undefined_name)
            .with_hint(fmt::format("/{} is defined in none of the open dictionaries", engine.text(name)));
    Value copy = *known;
    apply(copy);
    where.set(name, std::move(copy));
}

template <class Change> void change_entry(Engine& engine, Dictionary& where, NameId name, Change&& apply) {
    if (Value* own = where.find(name)) return apply(*own);
    throw Error(ErrorKind::dict_error,
                fmt::format("Key '/{}' does not exist in dictionary.", engine.text(name)));
}

void append_to(Engine& engine, Value element, Literal name) {
    change(engine, engine.dictionaries().top(), name.id,
           [&](Value& container) { append(container, std::move(element)); });
}
void append_to_entry(Engine& engine, Value element, Literal name, Dictionary& where) {
    change_entry(engine, where, name.id, [&](Value& container) { append(container, std::move(element)); });
}
void join_to(Engine& engine, Value const& other, Literal name) {
    change(engine, engine.dictionaries().top(), name.id, [&](Value& container) { join(container, other); });
}
void join_to_entry(Engine& engine, Value const& other, Literal name, Dictionary& where) {
    change_entry(engine, where, name.id, [&](Value& container) { join(container, other); });
}

constexpr Builtin append_variants[] = {bind<append_to>("AppendTo_l"), bind<append_to_entry>("AppendTo_D")};
constexpr Builtin join_variants[] = {bind<join_to>("JoinTo_cont"), bind<join_to_entry>("JoinTo_ald")};

constexpr Command commands[] = {
    {"AppendTo", "x /name -> or x /key D ->", "Appends an element to the container of a name or an entry.",
     append_variants},
    {"JoinTo", "y /name -> or y /key D ->", "Joins a container to that of a name or an entry.",
     join_variants},
    {"JoinTo_d", "D /name ->", "Copies all entries of D into the dictionary of a name.", bind<join_to>()},
};

} // namespace

extern Module const container_names{"container_names", commands};

} // namespace sli
