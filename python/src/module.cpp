// The extension module `_nest`: the interpreter inside Python, with one door.
#include "python/src/handle.hpp"
#include "python/src/session.hpp"

PYBIND11_MODULE(_nest, module) {
    namespace py = pybind11;
    using python::Session;

    module.doc() = "The simulator behind the package nest.";
    python::define_handle(module);
    module.def(
        "sli",
        [](std::string const& phrase, py::args const& operands) {
            return Session::get().call(phrase, operands);
        },
        "Push the operands, run the phrase and return what it leaves: None, one result or a tuple.");
    module.def(
        "run", [](std::string const& code) { Session::get().run(code); },
        "Run a piece of SLI; its results stay on the operand stack.");
    module.def(
        "push", [](py::handle value) { Session::get().push(value); }, "Push a value.");
    module.def(
        "pop", [] { return Session::get().pop(); }, "Pop a value.");
    module.def(
        "count", [] { return Session::get().count(); }, "Number of values on the operand stack.");
    module.def(
        "observe", [](py::object observer) { Session::get().observe(std::move(observer)); },
        "Tell `observer` about every phrase (methods before and after), or nobody (None).");
    module.def(
        "leave", [](int code) { Session::leave(code); },
        "Leave the job, if this process is one of several ranks; a code other than 0 ends the others.");
    module.def(
        "wrap",
        [](std::string const& type, py::object made_by) { Session::get().wrap(type, std::move(made_by)); },
        "Make handles of a type into objects of a class.");
}
