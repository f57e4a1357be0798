// What both programs have in common: read the command line, assemble the environment, do as asked.
#pragma once

#include <span>
#include <string_view>

#include "interpreter/module.hpp"

namespace sli {

// Returns the exit code.
int run_program(std::string_view name, std::span<char const* const> arguments,
                std::span<Module const* const> further = {}, std::span<std::string_view const> scripts = {});

} // namespace sli
