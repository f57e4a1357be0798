// Lists of type names, as typed definitions and addtotrie take them.
#pragma once

#include <vector>

#include "interpreter/engine.hpp"

namespace sli {

// The types named by [/t1 .. /tn]; ArgumentType for what is no type.
std::vector<Type> types_of(Engine& engine, Array const& names);

// Adds a variant; a list that would be hidden is refused with the reference's warning on standard output.
void add_variant(Engine& engine, Overloads& set, std::vector<Type> const& types, Value leaf);

} // namespace sli
