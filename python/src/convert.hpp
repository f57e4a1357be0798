// Python objects <-> SLI values. Both directions need the GIL and a Turn.
#pragma once

#include "interpreter/engine.hpp"

#include <pybind11/pybind11.h>

namespace python {

namespace py = pybind11;

// Throws (as a Python exception) for types that SLI has no value for. Arrays are copied once, as blocks.
sli::Value to_value(py::handle object);

// Vectors become read-only arrays that share the data; opaque values are wrapped in their Python class.
py::object to_python(sli::Value const& value);

// An exception of a class in nest.errors, made from the arguments of its constructor.
[[noreturn]] void raise_error(char const* kind, std::string const& text);

} // namespace python
