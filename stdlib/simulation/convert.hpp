// SLI values <-> the kernel's plain data. Nothing else crosses the border.
#pragma once

#include <vector>

#include "interpreter/engine.hpp"
#include "kernel/properties.hpp"

namespace sli {

// Vectors are shared, not copied; arrays and dictionaries are translated. Values the kernel has no
// word for (procedures, names, streams, ...) give TypeMismatch, a dictionary inside itself RangeCheck.
nest::Property to_property(Engine const& engine, Value const& value);
nest::Properties to_properties(Engine const& engine, Dictionary const& dictionary);
// The dictionaries of an array; TypeMismatch if it holds anything else.
std::vector<nest::Properties> to_properties(Engine const& engine, Array const& dictionaries);

Value to_value(Engine& engine, nest::Property const& property);
Value to_dictionary(Engine& engine, nest::Properties const& properties);
Value literals(Engine& engine, std::vector<std::string> const& words);

inline void push_result(Engine& engine, nest::Properties const& properties) {
    engine.push(to_dictionary(engine, properties));
}

} // namespace sli
