#include "python/src/convert.hpp"

#include "python/src/handle.hpp"
#include "python/src/session.hpp"

#include <pybind11/numpy.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace python {
namespace {

sli::Engine& engine() { return Session::get().engine(); }

// Guards against containers that contain themselves: ends in a RecursionError.
class Depth {
public:
    Depth() {
        if (Py_EnterRecursiveCall(" while converting a value for the simulator") != 0)
            throw py::error_already_set();
    }
    Depth(Depth const&) = delete;
    Depth& operator=(Depth const&) = delete;
    ~Depth() { Py_LeaveRecursiveCall(); }
};

[[noreturn]] void unknown_type(py::handle object) {
    raise_error("PyNESTError", "unknown Python type: " + std::string(py::str(py::type::handle_of(object))));
}

std::string utf8(py::handle text) {
    auto const bytes =
        py::reinterpret_steal<py::object>(PyUnicode_AsEncodedString(text.ptr(), "utf-8", "surrogateescape"));
    if (!bytes) throw py::error_already_set();
    return bytes.cast<std::string>();
}

sli::Value integer(py::handle object) {
    long const value = PyLong_AsLong(object.ptr()); // OverflowError beyond 64 bits
    if (value == -1 && PyErr_Occurred() != nullptr) throw py::error_already_set();
    return sli::Value(sli::Integer{value});
}

sli::Value array(py::handle sequence) {
    Depth const depth;
    auto const items = py::reinterpret_steal<py::object>(PySequence_Fast(sequence.ptr(), "a sequence"));
    if (!items) throw py::error_already_set();
    auto const size = PySequence_Fast_GET_SIZE(items.ptr());
    std::vector<sli::Value> values;
    values.reserve(static_cast<std::size_t>(size));
    for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(items.ptr()); ++i)
        values.push_back(to_value(PySequence_Fast_GET_ITEM(items.ptr(), i)));
    return sli::make_array(std::move(values));
}

sli::Value dictionary(py::handle mapping) {
    Depth const depth;
    auto result = sli::Value::make<sli::Dictionary>();
    for (auto const& [key, value] : py::reinterpret_borrow<py::dict>(mapping))
        result.object<sli::Dictionary>().set(engine().intern(utf8(py::str(key))), to_value(value));
    return result;
}

template <class Column, class T> sli::Value column(py::array const& source) {
    auto const block = py::array_t<T, py::array::c_style | py::array::forcecast>::ensure(source);
    if (!block) throw py::error_already_set();
    return sli::Value::make<Column>(std::vector<T>(block.data(), block.data() + block.size()));
}

// uint64 beyond the integers of SLI would wrap around silently.
void check_range(py::array const& source) {
    if (source.dtype().kind() != 'u' || source.itemsize() != 8) return;
    auto const block = py::array_t<std::uint64_t, py::array::c_style | py::array::forcecast>::ensure(source);
    constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<sli::Integer>::max());
    if (std::any_of(block.data(), block.data() + block.size(), [](std::uint64_t n) { return n > most; })) {
        PyErr_SetString(PyExc_OverflowError, "Python int too large to convert to C long");
        throw py::error_already_set();
    }
}

sli::Value vector(py::array const& source) {
    char const kind = source.dtype().kind();
    if (source.ndim() == 0) return to_value(source.attr("item")());
    if (kind == 'f' && source.ndim() == 1) return column<sli::DoubleVector, sli::Real>(source);
    if ((kind == 'i' || kind == 'u') && source.ndim() == 1) {
        check_range(source);
        return column<sli::IntVector, sli::Integer>(source);
    }
    if (source.ndim() > 1 || kind == 'b') return to_value(source.attr("tolist")());
    raise_error("PyNESTError", "only vectors of integers or floats are supported");
}

bool is_numpy_scalar(py::handle object) {
    static PyObject* const generic = py::object(py::module_::import("numpy").attr("generic")).release().ptr();
    return PyObject_IsInstance(object.ptr(), generic) == 1;
}

sli::Value scalar(py::handle object) {
    py::object const item = object.attr("item")();
    if (!is_numpy_scalar(item)) return to_value(item);
    if (py::isinstance(item, py::module_::import("numpy").attr("longdouble")))
        return to_value(py::float_(item));
    unknown_type(object);
}

// Objects that carry a handle, objects that NumPy understands; nothing else.
sli::Value other(py::handle object) {
    if (py::isinstance<Handle>(object)) return object.cast<Handle const&>().value();
    if (PyObject* const datum = PyObject_GetAttrString(object.ptr(), "_datum")) {
        auto const held = py::reinterpret_steal<py::object>(datum);
        if (held.is_none()) unknown_type(object);
        return to_value(held);
    }
    PyErr_Clear();
    if (py::isinstance<py::array>(object)) return vector(py::reinterpret_borrow<py::array>(object));
    if (is_numpy_scalar(object)) return scalar(object);
    if (py::hasattr(object, "syn_specs")) return to_value(object.attr("syn_specs"));
    bool const numbers = py::hasattr(object, "__array__") || PyObject_CheckBuffer(object.ptr()) == 1;
    if (!numbers || PyByteArray_Check(object.ptr()) || PyType_Check(object.ptr())) unknown_type(object);
    return vector(py::array::ensure(object));
}

bool is_literal(py::handle object) {
    py::handle const literal = Session::get().wrapper("literal");
    return literal && py::type::handle_of(object).is(literal);
}

// --- and back

py::object text(std::string const& bytes) {
    auto made = py::reinterpret_steal<py::object>(
        PyUnicode_DecodeUTF8(bytes.data(), static_cast<Py_ssize_t>(bytes.size()), "strict"));
    if (!made) throw py::error_already_set();
    return made;
}

// The array owns the snapshot through a capsule; the data are not copied and cannot be written.
template <class T> py::object view(std::shared_ptr<std::vector<T> const> snapshot) {
    using Owner = std::shared_ptr<std::vector<T> const>;
    auto owner = std::make_unique<Owner>(std::move(snapshot));
    std::vector<T> const& items = **owner;
    py::capsule const keeper(owner.get(),
                             [](void* held) { std::unique_ptr<Owner>(static_cast<Owner*>(held)); });
    owner.release();
    py::array_t<T> result(static_cast<py::ssize_t>(items.size()), items.data(), keeper);
    result.attr("setflags")(py::arg("write") = false);
    return result;
}

py::object wrapped(sli::Value const& value) {
    std::string const& dtype = engine().text(engine().type_name(value.type()));
    py::object handle = py::cast(std::make_unique<Handle>(value, dtype));
    py::handle const wrapper = Session::get().wrapper(dtype);
    return wrapper ? wrapper(handle) : handle;
}

py::object tuple(sli::Value const& value) {
    Depth const depth;
    auto const& items = value.object<sli::Array>().items;
    auto const is_connection = [](sli::Value const& item) {
        return engine().text(engine().type_name(item.type())) == "connectiontype";
    };
    if (!items.empty() && items[0].type() >= sli::Type::opaque && is_connection(items[0]))
        return wrapped(value);
    py::tuple result(items.size());
    for (std::size_t i = 0; i < items.size(); ++i) result[i] = to_python(items[i]);
    return result;
}

py::object dict(sli::Value const& value) {
    Depth const depth;
    py::dict result;
    value.object<sli::Dictionary>().for_each(
        [&](sli::NameId key, sli::Value const& item) { result[text(engine().text(key))] = to_python(item); });
    return result;
}

py::object literal(sli::Value const& value) {
    std::string const& name = engine().text(value.id());
    return name == "None" ? py::object(py::none()) : text(name);
}

} // namespace

sli::Value to_value(py::handle object) {
    PyObject* const o = object.ptr();
    if (PyBool_Check(o)) return sli::Value(o == Py_True);
    if (PyLong_Check(o)) return integer(object);
    if (PyFloat_Check(o)) return sli::Value(PyFloat_AS_DOUBLE(o));
    if (PyBytes_Check(o)) return sli::make_string(object.cast<std::string>());
    if (PyUnicode_Check(o)) return sli::make_string(utf8(object));
    if (is_literal(object)) return engine().literal(utf8(object.attr("name")));
    if (PyTuple_Check(o) || PyList_Check(o) || PyRange_Check(o)) return array(object);
    if (PyDict_Check(o)) return dictionary(object);
    if (object.is_none()) return sli::Value::make<sli::DoubleVector>();
    return other(object);
}

py::object to_python(sli::Value const& value) {
    switch (value.type()) {
    case sli::Type::boolean:
        return py::bool_(value.boolean());
    case sli::Type::integer:
        return py::int_(value.integer());
    case sli::Type::real:
        return py::float_(value.real());
    case sli::Type::literal:
        return literal(value);
    case sli::Type::string:
        return text(value.object<sli::String>().text);
    case sli::Type::array:
        return tuple(value);
    case sli::Type::dictionary:
        return dict(value);
    case sli::Type::int_vector:
        return view(value.object<sli::IntVector>().snapshot());
    case sli::Type::double_vector:
        return view(value.object<sli::DoubleVector>().snapshot());
    default:
        break;
    }
    if (value.type() >= sli::Type::opaque) return wrapped(value);
    raise_error("PyNESTError", "unknown SLI type: " + engine().text(engine().type_name(value.type())));
}

void raise_error(char const* kind, std::string const& text) {
    auto const made = py::module_::import("nest.errors").attr(kind)(text);
    PyErr_SetObject(py::type::handle_of(made).ptr(), made.ptr());
    throw py::error_already_set();
}

} // namespace python
