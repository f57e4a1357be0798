// Kernel errors become SLI errors here and nowhere else.
#pragma once

#include "interpreter/error.hpp"
#include "kernel/errors.hpp"

namespace sli {

// Name, message and hint of the kernel's error under the names of the language.
Error to_error(nest::KernelError const& error);

// For library commands that are made of other commands: the error names the one that failed.
template <class Work> decltype(auto) reported_by(char const* command, Work&& work) try {
    return work();
} catch (nest::KernelError const& error) {
    throw to_error(error).by(command);
}

} // namespace sli
