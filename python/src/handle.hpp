// What Python holds of a value that it has no type for: node collections, connections, Parameters.
#pragma once

#include "python/src/session.hpp"

#include <cstddef>

namespace python {

// Keeps the value alive. Only used by a thread that has the GIL; what happens to the value happens in a Turn.
class Handle {
public:
    // `dtype` is a text of the interpreter's name table, which never moves.
    Handle(sli::Value value, std::string const& dtype)
        : value_(std::move(value))
        , dtype_(&dtype) {}
    Handle(Handle const&) = delete;
    Handle& operator=(Handle const&) = delete;
    ~Handle() { Session::get().release(std::move(value_)); }

    sli::Value const& value() const { return value_; }
    std::string const& dtype() const { return *dtype_; } // "nodecollectiontype"
    std::size_t size() const;                            // of an array

private:
    sli::Value value_;
    std::string const* dtype_;
};

void define_handle(py::module_& module);

} // namespace python
