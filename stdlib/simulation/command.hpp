// How commands of this floor are bound: as in the interpreter, with kernel errors translated.
#pragma once

#include <initializer_list>
#include <span>
#include <string_view>

#include "interpreter/interpreter.hpp"
#include "stdlib/simulation/convert.hpp"
#include "stdlib/simulation/errors.hpp"
#include "stdlib/simulation/simulation.hpp"
#include "stdlib/simulation/types.hpp"

namespace sli {

template <void (*run)(Engine&)> void translated(Engine& engine) try {
    run(engine);
} catch (nest::KernelError const& error) {
    throw to_error(error);
}

// bind<>, for functions that call the kernel.
template <auto function> consteval Builtin kernel(std::string_view name = {}) {
    Builtin builtin = bind<function>(name);
    builtin.run = translated<ShapeOf<function>::template run<function>>;
    return builtin;
}

// A variant that belongs to an overload set of the language (`get`, `join`, `add`): both by name.
struct Join {
    std::string_view set, variant;
};
// Adds operators of this floor to the language's sets; a set that does not exist yet is made.
void extend(Interpreter& interpreter, std::span<Join const> joins);

} // namespace sli
