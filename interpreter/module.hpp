// A module: what the language gains when it is installed.
#pragma once

#include <span>
#include <string_view>

#include "interpreter/command.hpp"
#include "interpreter/objects.hpp"

namespace sli {

class Interpreter;

// All parts are static tables. Installing checks that no command and no type exists already; a command
// with variants may add them to an overload set of an earlier module.
struct Module {
    std::string_view name;
    std::span<Command const> commands;
    std::span<OpaqueType const* const> types = {};
    void (*install)(Interpreter&) = nullptr; // constants, dictionaries, attachments; runs after the commands
    std::string_view script = {};            // SLI text, run by whoever assembles the environment
};

} // namespace sli
