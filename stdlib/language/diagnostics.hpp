// Errors, shown to people.
#pragma once

#include <string>

#include "interpreter/engine.hpp"

namespace sli {

// Shows the last error under the name of a command: on standard output the reference's message, on
// standard error a block with the place, the line and hints. On one terminal the block alone is shown.
void show_error(Engine& engine, std::string_view command);

} // namespace sli
