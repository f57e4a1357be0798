// Definitions and names: def with and without a type list, Set, load, lookup.
#include <fmt/format.h>

#include "interpreter/engine.hpp"
#include "interpreter/module.hpp"
#include "stdlib/language/messages.hpp"
#include "stdlib/language/type_lists.hpp"

namespace sli {
namespace {

void def(Engine& engine) {
    engine.need(2);
    NameId const name = engine.operand<Literal>(1).id;
    engine.define(name, engine.pop());
    engine.drop(1);
}

void set(Engine& engine) {
    engine.need(2);
    NameId const name = engine.operand<Literal>(0).id;
    engine.drop(1);
    engine.define(name, engine.pop());
}

// The overload set a typed definition adds to: the one bound to the name, or a new one.
Value overloads_for(Engine& engine, NameId name) {
    Value const* known = engine.lookup(name);
    return known && known->is(Type::trie) ? *known : Value::make<Overloads>(name);
}

void refuse_empty_list(Engine& engine, NameId name) {
    Value const* known = engine.lookup(name);
    if (!known || !known->is(Type::trie)) return;
    auto const& text = engine.text(name);
    show_message(engine, 40, "def",
                 fmt::format("Attempt to define {} without a list of parameter types.", text));
    show_message(engine, 40, "def", fmt::format("{} is already defined for several lists of types.", text));
    throw Error("AmbiguousParameterListError", std::nullopt).by("def");
}

// /name [/t1 .. /tn] x def -
void def_typed(Engine& engine) {
    engine.need(3);
    auto const& list = engine.operand<Array>(1);
    NameId const name = engine.operand<Literal>(2).id;
    if (list.items.empty()) {
        refuse_empty_list(engine, name);
        engine.define(name, engine.pop());
    } else {
        auto const types = types_of(engine, list);
        Value set = overloads_for(engine, name);
        add_variant(engine, set.object<Overloads>(), types, engine.operand(0));
        engine.define(name, std::move(set));
        engine.drop(1);
    }
    engine.drop(2);
}

struct Assignment {
    Value const *value, *target;
};

// Pairs up two arrays of the same shape, nested ones included; literals name, arrays go deeper.
std::vector<Assignment> assignments(Value const& values, Value const& names) {
    std::vector<Assignment> open{{&values, &names}}, found;
    while (!open.empty()) {
        auto const [value, target] = open.back();
        open.pop_back();
        if (target->is(Type::literal)) {
            found.push_back({value, target});
            continue;
        }
        if (!target->is(Type::array) || !value->is(Type::array))
            throw Error(ErrorKind::argument_type).with_hint("names must be literals or arrays of literals");
        auto const& left = value->object<Array>().items;
        auto const& right = target->object<Array>().items;
        if (left.size() != right.size())
            throw Error("ArraysMustHaveEqualLength", std::nullopt)
                .with_hint(fmt::format("{} values for {} names", left.size(), right.size()));
        for (std::size_t i = right.size(); i-- > 0;) open.push_back({&left[i], &right[i]});
    }
    return found;
}

// [x1 ..] [/n1 ..] Set -
void set_all(Engine& engine) {
    engine.operand<Array>(0), engine.operand<Array>(1);
    Value const names = engine.operand(0), values = engine.operand(1);
    auto const found = assignments(values, names);
    engine.drop(2);
    for (auto const [value, target] : found) engine.define(target->id(), *value);
}

Attempt<Value> load(Engine& engine, Literal name) {
    if (Value const* value = engine.lookup(name.id)) return *value;
    return Failure{ErrorKind::undefined_name,
                   fmt::format("/{} is defined in none of the open dictionaries", engine.text(name.id))};
}

std::optional<Value> lookup(Engine& engine, Literal name) {
    if (Value const* value = engine.lookup(name.id)) return *value;
    return std::nullopt;
}

bool currentname() { return false; }

constexpr Builtin def_variants[] = {
    raw<def>("def_", {Type::literal, Type::any}, Opcode::def),
    raw<def_typed>(":def_", {Type::literal, Type::array, Type::any}),
};
constexpr Builtin set_variants[] = {
    raw<set>("Set_", {Type::any, Type::literal}),
    raw<set_all>("Set_a", {Type::array, Type::array}),
};

constexpr Command commands[] = {
    {"def", "/name x -> or /name [/t1 ..] x ->",
     "Defines a name in the current dictionary, for operands of the listed types if there is a list.",
     def_variants},
    {"Set", "x /name -> or [x1 ..] [/n1 ..] ->", "Defines one name or, element by element, several.",
     set_variants},
    {"load", "/name -> x", "The value of a name, not executed.", bind<load>()},
    {"lookup", "/name -> x true or false", "The value of a name, if it has one.", bind<lookup>()},
    {"currentname", "-> false", "Whether the calling name is known; it never is.", bind<currentname>()},
};

} // namespace

extern Module const definitions{"definitions", commands};

} // namespace sli
