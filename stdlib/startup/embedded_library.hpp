// lib-sli as the program carries it; the table is generated when the program is built.
#pragma once

#include <span>
#include <string_view>

namespace sli {

struct LibraryFile {
    std::string_view name; // path below lib-sli without ending
    std::string_view text;
};
std::span<LibraryFile const> embedded_library();

} // namespace sli
