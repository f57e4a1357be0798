// The one interpreter of the Python process, and the rules under which Python threads use it.
#pragma once

#include "stdlib/startup/simulator.hpp"

#include <pybind11/pybind11.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace python {

namespace py = pybind11;

// Values count their owners without atomics, so whoever touches one holds the session: a Turn. The GIL
// is free while SLI runs; a second Python thread waits for its turn, calling from within is an error.
class Session {
public:
    static Session& get();
    static void leave(int code); // of this rank, before Python ends

    // Pushes the operands, runs the phrase and converts what it leaves on top: nothing, one result or a
    // tuple. An SLI error becomes the Python exception of its name and clears the operand stack.
    py::object call(std::string const& phrase, py::args const& operands);
    void run(std::string const& code); // results stay on the operand stack
    void push(py::handle value);
    py::object pop(); // a value that Python cannot hold stays
    std::size_t count();

    // Called with (phrase, operands) before and (phrase, operands, results) after each phrase, unless none.
    void observe(py::object observer) { observer_ = std::move(observer); }
    // Python classes: of names ("literal"), and by type name those that wrap handles.
    void wrap(std::string const& type, py::object made_by) { wrappers_[type] = std::move(made_by); }
    py::handle wrapper(std::string const& type) const;

    sli::Engine& engine() { return environment_->interpreter().engine(); }
    // Gives up a value at once or, while somebody else runs, at the next turn. Needs the GIL.
    void release(sli::Value value);

    Session();

private:
    friend class Turn;
    sli::Value phrase(std::string const& text);
    void run_to_end(std::string const& text, sli::Value const& procedure);
    void clean_up();
    [[noreturn]] void raise();
    bool observed() const;
    void tell(char const* when, py::args const& words);

    std::unique_ptr<sli::Environment> environment_;
    std::mutex mutex_;
    std::atomic<std::thread::id> owner_{};
    std::vector<sli::Value> released_;
    std::unordered_map<std::string, sli::Value> phrases_;
    std::unordered_map<std::string, py::object> wrappers_;
    py::object observer_;
    bool telling_ = false;
};

// The right to use the interpreter, for as long as it lives. Made and destroyed with the GIL held.
class Turn {
public:
    explicit Turn(Session& session);
    Turn(Turn const&) = delete;
    Turn& operator=(Turn const&) = delete;
    ~Turn();

private:
    Session& session_;
};

} // namespace python
