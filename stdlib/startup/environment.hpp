// An interpreter with its commands and the SLI library, assembled once. Both programs and the Python
// module begin here.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "interpreter/interpreter.hpp"
#include "stdlib/language/program.hpp"

namespace sli {

class Environment {
public:
    // `further` are modules on top of the language; `scripts` library files run after its own.
    // Throws SliError if the library itself is broken. The streams outlive the environment.
    Environment(HostStreams streams, Program program, std::span<Module const* const> further = {},
                std::span<std::string_view const> scripts = {});

    Interpreter& interpreter() { return interpreter_; }
    Engine& engine() { return interpreter_.engine(); }
    Program const& program() const { return *program_; }
    std::string code_of(std::string_view error) const; // SLI-0101; empty if it has none

private:
    void run_library(std::string_view name);

    std::shared_ptr<Program> program_;
    Interpreter interpreter_;
};

} // namespace sli
