#include "stdlib/language/colour.hpp"

#include <cstdlib>
#include <unistd.h>

namespace sli {

bool has_colour(int descriptor) {
    char const* const refused = std::getenv("NO_COLOR");
    char const* const terminal = std::getenv("TERM");
    bool const able = terminal && *terminal && std::string_view(terminal) != "dumb";
    return !(refused && *refused) && able && ::isatty(descriptor);
}

std::string painted(std::string_view text, Colour colour, int descriptor) {
    if (!has_colour(descriptor)) return std::string(text);
    char const* const code = colour == Colour::red   ? "\033[1;31m"
                             : colour == Colour::dim ? "\033[2m"
                                                     : "\033[1m";
    return code + std::string(text) + "\033[0m";
}

} // namespace sli
