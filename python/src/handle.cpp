#include "python/src/handle.hpp"

namespace python {

std::size_t Handle::size() const {
    if (!value_.is(sli::Type::array)) throw py::type_error("only an array of connections has a length");
    return value_.object<sli::Array>().items.size();
}

void define_handle(py::module_& module) {
    py::class_<Handle>(module, "Handle", "A value of the simulator that Python only passes on.")
        .def_property_readonly("dtype", &Handle::dtype)
        .def("__len__", &Handle::size)
        .def("__repr__", [](Handle const& handle) { return "<SLIDatum: " + handle.dtype() + ">"; });
}

} // namespace python
