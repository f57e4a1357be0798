// What both programs have in common: read the command line, assemble the environment, do as asked.
#pragma once

#include <span>
#include <string_view>

#include "interpreter/module.hpp"

namespace sli {

// What a program has beside the language.
struct Features {
    std::span<Module const* const> modules = {};
    std::span<std::string_view const> scripts = {}; // of the library, run at the start
    std::string_view description = {};              // for --version
};

// Returns the exit code.
int run_program(std::string_view name, std::span<char const* const> arguments, Features const& features);

} // namespace sli
