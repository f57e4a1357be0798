#include "python/src/session.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string_view>

#include "interpreter/read.hpp"
#include "kernel/job.hpp"
#include "python/src/convert.hpp"
#include "python/src/interrupt.hpp"
#include "python/src/streams.hpp"

namespace python {

Turn::Turn(Session& session)
    : session_(session) {
    if (session_.owner_ == std::this_thread::get_id())
        raise_error("PyNESTError", "the simulator is running: it cannot be called from within");
    if (!session_.mutex_.try_lock()) {
        py::gil_scoped_release free;
        session_.mutex_.lock();
    }
    session_.owner_ = std::this_thread::get_id();
    session_.released_.clear();
}

Turn::~Turn() {
    session_.owner_ = std::thread::id{};
    session_.mutex_.unlock();
}

namespace {

// Phrases that end soon, whatever their operands: Ctrl-C is for Python alone while they run.
constexpr std::string_view short_phrases[] = {"get",  "SetStatus",   "size", "GetKernelStatus",
                                              "Find", "InCollection"};

constexpr std::size_t permanent_dictionaries = 2; // systemdict and userdict

// Messages go to Python's logging; they come while the GIL is free.
void log(int level, std::string_view from, std::string_view text) {
    py::gil_scoped_acquire const gil;
    try {
        py::module_::import("nest.logs").attr("log")(level, from, text);
    } catch (py::error_already_set& error) {
        error.discard_as_unraisable("logging a message of the simulator");
    }
}

// The command line is Python's; of its words only the verbosity is for us.
sli::Program program() {
    sli::Program result;
    result.name = "nest";
    result.threads = true;
    result.messages = log;
    result.mode = "python";
    // PREFIX/lib/python3/dist-packages/nest
    std::filesystem::path const package =
        py::cast<std::string>(py::list(py::module_::import("nest").attr("__path__"))[0]);
    result.prefix = package.parent_path().parent_path().parent_path().parent_path().string();
    for (py::handle const word : py::module_::import("sys").attr("argv"))
        result.arguments.push_back(py::str(word));
    return result;
}

} // namespace

Session::Session()
    : environment_(sli::make_simulator(host_streams(), program())) {}

Session& Session::get() {
    // Lives as long as the process: handles refer to it to the end.
    static Session* const session = std::make_unique<Session>().release();
    static bool const together = [] {
        bool const several = nest::join_job()->size() > 1;
        if (several) py::module_::import("nest.parallel").attr("end_together")();
        return several;
    }();
    static_cast<void>(together);
    return *session;
}

void Session::leave(int code) {
    py::gil_scoped_release const free;
    nest::leave_job(code);
}

py::handle Session::wrapper(std::string const& type) const {
    auto const found = wrappers_.find(type);
    return found == wrappers_.end() ? py::handle() : py::handle(found->second);
}

void Session::release(sli::Value value) {
    bool const mine = owner_ == std::this_thread::get_id();
    if (mine || mutex_.try_lock()) {
        { sli::Value const dying = std::move(value); }
        if (!mine) mutex_.unlock();
    } else {
        released_.push_back(std::move(value));
    }
}

// A copy of the value: running a phrase may add others.
sli::Value Session::phrase(std::string const& text) {
    constexpr std::size_t enough = 10'000; // phrases that are worth keeping
    if (auto const found = phrases_.find(text); found != phrases_.end()) return found->second;
    if (phrases_.size() >= enough) phrases_.clear();
    sli::Value const procedure = engine().reader().procedure(text, "phrase");
    engine().streams().out.flush();
    if (procedure.is(sli::Type::none)) raise_error("PyNESTError", "interpreter stack is empty");
    return phrases_.emplace(text, procedure).first->second;
}

bool Session::observed() const { return observer_ && !observer_.is_none() && !telling_; }

void Session::tell(char const* when, py::args const& words) {
    telling_ = true;
    try {
        observer_.attr(when)(*words);
    } catch (...) {
        telling_ = false;
        throw;
    }
    telling_ = false;
}

// The GIL is released: messages and output take it again for themselves.
void Session::run_to_end(std::string const& text, sli::Value const& procedure) {
    auto outcome = sli::Outcome::finished;
    {
        std::optional<InterruptGuard> interrupts; // two system calls, more than short phrases take
        if (std::ranges::find(short_phrases, text) == std::end(short_phrases)) interrupts.emplace(engine());
        py::gil_scoped_release const free;
        outcome = engine().run(procedure);
        engine().streams().out.flush();
        engine().streams().err.flush();
    }
    if (PyErr_CheckSignals() != 0) {
        clean_up();
        throw py::error_already_set();
    }
    if (outcome != sli::Outcome::finished) raise();
}

// After an error nothing of the phrase is left: no operands, no open dictionaries, no pending error.
void Session::clean_up() {
    engine().operands().clear();
    engine().dictionaries().cut(permanent_dictionaries);
    engine().errordict().set(engine().known().newerror, sli::Value(false));
}

void Session::raise() {
    sli::ErrorRecord const error = engine().last_error();
    clean_up();
    std::string const code = environment_->code_of(error.name);
    auto const made = py::module_::import("nest.errors")
                          .attr("from_simulator")(error.name, error.command, error.message, error.hint, code);
    PyErr_SetObject(py::type::handle_of(made).ptr(), made.ptr());
    throw py::error_already_set();
}

py::object Session::call(std::string const& text, py::args const& operands) {
    if (observed()) tell("before", py::make_tuple(text, operands));
    py::list results;
    {
        Turn const turn(*this);
        sli::Value const procedure = phrase(text);
        std::size_t const floor = engine().count();
        try {
            for (py::handle const operand : operands) engine().push(to_value(operand));
            run_to_end(text, procedure);
            while (engine().count() > floor) {
                results.insert(0, to_python(engine().operand(0)));
                engine().drop(1);
            }
        } catch (...) {
            if (engine().count() > floor) engine().drop(engine().count() - floor);
            throw;
        }
    }
    if (observed()) tell("after", py::make_tuple(text, operands, results));
    if (results.empty()) return py::none();
    return results.size() == 1 ? py::object(results[0]) : py::tuple(results);
}

void Session::run(std::string const& code) {
    if (observed()) tell("before", py::make_tuple(code, py::tuple()));
    {
        Turn const turn(*this);
        sli::Value const procedure = phrase(code);
        run_to_end(code, procedure);
    }
    if (observed()) tell("after", py::make_tuple(code, py::tuple(), py::list()));
}

void Session::push(py::handle value) {
    Turn const turn(*this);
    engine().push(to_value(value));
}

py::object Session::pop() {
    Turn const turn(*this);
    if (engine().count() == 0) raise_error("PyNESTError", "interpreter stack is empty");
    py::object result = to_python(engine().operand(0));
    engine().drop(1);
    return result;
}

std::size_t Session::count() {
    Turn const turn(*this);
    return engine().count();
}

} // namespace python
