// How commands of this floor are bound: as in the interpreter, with kernel errors translated.
#pragma once

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

// Defaults are numbers: a Parameter among them is drawn once.
nest::Properties drawn_once(nest::Simulation& kernel, nest::Properties wanted);

} // namespace sli
