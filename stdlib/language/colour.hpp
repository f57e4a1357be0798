// Colour, where people look and have not asked for none.
#pragma once

#include <string>
#include <string_view>

namespace sli {

// Is a terminal at this descriptor, NO_COLOR not set (https://no-color.org) and TERM not "dumb"?
bool has_colour(int descriptor);

enum class Colour { red, dim, bold };
std::string painted(std::string_view text, Colour colour, int descriptor); // unchanged without colour

} // namespace sli
