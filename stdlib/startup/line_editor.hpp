// The prompt's line editor: readline where the program is linked with it, plain lines elsewhere.
#pragma once

#include <memory>

#include "stdlib/language/program.hpp"

namespace sli {

std::shared_ptr<LineEditor> make_line_editor();

} // namespace sli
