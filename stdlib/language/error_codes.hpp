// The codes of errors, as the explanations of the library declare them (lib-sli/explanations.sli).
#pragma once

#include <string>
#include <string_view>

#include "interpreter/value.hpp"
#include "stdlib/language/program.hpp"

namespace sli {

// How the number of an error is written: SLI-0101.
std::string written_code(Integer number);

// The code of an error by its name; empty if it has none. Where a declared name has ... an error may have
// anything: (Too many nodes: ... were asked for.).
std::string code_of(LibrarySource const& library, std::string_view error);

} // namespace sli
