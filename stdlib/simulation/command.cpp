#include "stdlib/simulation/command.hpp"

#include <algorithm>
#include <vector>

namespace sli {

namespace {

void insert(Overloads& set, Value const& variant) {
    Signature const& signature = variant.builtin().signature;
    std::vector<Type> types(signature.types.begin(), signature.types.begin() + signature.arity);
    std::ranges::reverse(types); // bottom first
    set.insert(types, variant);
}

// The overload set of that name; a plain operator becomes its first variant.
Overloads& set_named(Engine& engine, NameId name) {
    Value const* found = engine.systemdict().find(name);
    if (found && found->is(Type::trie)) return found->object<Overloads>();
    Value const made = Value::make<Overloads>(name);
    if (found && found->is(Type::command) && found->builtin().signature.arity > 0)
        insert(made.object<Overloads>(), *found);
    engine.systemdict().set(name, made);
    return made.object<Overloads>();
}

} // namespace

void extend(Interpreter& interpreter, std::span<Join const> joins) {
    Engine& engine = interpreter.engine();
    for (auto const& [set, variant] : joins) {
        Value const operation = *engine.systemdict().find(engine.intern(variant));
        insert(set_named(engine, engine.intern(set)), operation);
    }
}

} // namespace sli
