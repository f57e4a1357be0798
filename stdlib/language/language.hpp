// The modules that make SLI a language, in the order in which they are installed.
#pragma once

#include <span>

#include "interpreter/module.hpp"

namespace sli {

std::span<Module const* const> language_modules();

} // namespace sli
