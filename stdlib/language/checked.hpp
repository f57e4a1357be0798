// Builtins that move their operands themselves but leave the check to their signature.
#pragma once

#include "interpreter/engine.hpp"

namespace sli {

template <void (*function)(Engine&), Type... types> void run_checked(Engine& engine) {
    static constexpr Signature signature = raw<function>("", {types...}).signature;
    check_operands(engine, signature);
    function(engine);
}

// A variant for operands of these types (bottom first), checked also when it is called by its own name.
template <void (*function)(Engine&), Type... types> consteval Builtin checked(std::string_view name) {
    return raw<run_checked<function, types...>>(name, {types...});
}

// The same builtin for narrower operand types (bottom first). Selection is greedy: where another variant
// has made an alternative for a type, `anytype` is not looked at, so the type must be listed as well.
consteval Builtin also_for(Builtin builtin, std::initializer_list<Type> types) {
    std::size_t depth = types.size();
    for (Type type : types) builtin.signature.types[--depth] = type;
    return builtin;
}

} // namespace sli
