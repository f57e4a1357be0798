// Listings of overload sets.
#pragma once

#include <string>

#include "interpreter/engine.hpp"

namespace sli {

// One line per variant: types in stack order, "calls" and the leaf.
std::string variants_listing(Engine const& engine, Overloads const& set);

} // namespace sli
