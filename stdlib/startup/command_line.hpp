// The options both programs take (language reference, section 12.2).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "stdlib/language/program.hpp"

namespace sli {

struct CommandLine {
    enum class Wish { run, help, version, nothing };
    Wish wish = Wish::run;
    std::string complaint;                  // of `nothing`: what is wrong with the options
    std::vector<std::string> taken_as_file; // look like options, but there are none of these names
    Program program;
};

CommandLine parse_command_line(std::string_view name, std::span<char const* const> arguments);
std::string usage(std::string_view name);

} // namespace sli
