// Raising errors, cutting the execution stack, running on behalf of a host.
#include <algorithm>
#include <new>

#include "interpreter/engine.hpp"
#include "interpreter/engine/frames.hpp"

namespace sli {

namespace {

// A stack as an array, empty if memory does not hold it.
Value copied(auto const& copy) {
    try {
        return copy();
    } catch (std::bad_alloc const&) {
        return make_array({});
    }
}

// Room beyond the limit, for the operands of raising and handling an error; the next look at the limits takes
// back what is not used.
void make_room(Engine& engine, std::size_t operands) {
    engine.operands().set_limit(std::max(engine.limits.operands, engine.count() + operands));
}

// A program that catches the errors of limits and goes on all the same is ended.
bool is_hopeless(Engine const& engine) {
    constexpr std::size_t more_steps = 100'000, more_operands = 10'000;
    return (engine.limits.steps != 0 && engine.cycles() > engine.limits.steps + more_steps) ||
           engine.count() > engine.limits.operands + more_operands;
}

} // namespace

FrameType const host_frame{"SLIInterpreter::execute", FrameKind::host};

std::string Engine::current_name() const {
    if (builtin_) return std::string(builtin_->name);
    if (culprit_.is(Type::trie)) return text(culprit_.object<Overloads>().name);
    if (culprit_.is(Type::none) && frames() > 0 && next_frame_[-1].type->resume)
        return std::string(next_frame_[-1].type->name);
    return text(known_.interpreter);
}

std::string Engine::construct_name() const {
    return frames() > 0 ? std::string(next_frame_[-1].type->name) : text(known_.interpreter);
}

Value Engine::culprit() const {
    if (builtin_) return Value::command(*builtin_);
    if (!culprit_.is(Type::none)) return culprit_;
    return Value::literal(names_.intern(current_name()));
}

void Engine::raise_undefined(NameId name) {
    culprit_ = Value::name(name);
    raise(Failure{ErrorKind::dict_error, {}, "Key '/" + text(name) + "' does not exist in dictionary."});
}

// An exception becomes an SLI error here and nowhere else.
void Engine::handle(Error const& error) {
    last_error_.culprit = culprit_.is(Type::name) ? text(culprit_.id()) : std::string();
    if (error.message) {
        errordict().set(known_.command, culprit());
        errordict().set(known_.message, make_string(*error.message));
    }
    raise(error.command.value_or(current_name()), error.name, error.message.value_or(""), error.hint);
}

void Engine::raise(Failure failure) {
    last_error_.culprit = culprit_.is(Type::name) ? text(culprit_.id()) : std::string();
    if (failure.message) {
        errordict().set(known_.command, culprit());
        errordict().set(known_.message, make_string(*failure.message));
    }
    raise(current_name(), std::string(name_of(failure.kind)), std::move(failure.message).value_or(""),
          std::move(failure.hint));
}

void Engine::raise(NameId command, NameId error) {
    last_error_.culprit.clear();
    Value const* const message = errordict().find(known_.message);
    bool const has_text = message && message->is(Type::string);
    raise(text(command), text(error), has_text ? message->object<String>().text : std::string(), {});
}

void Engine::raise(Error const& error) { handle(error); }

void Engine::raise(std::string command, std::string error, std::string message, std::string hint) {
    Value const* const pending = errordict().find(known_.newerror);
    if (pending && pending->is(Type::boolean) && pending->boolean()) {
        hint = "while " + last_error_.name + " was still unhandled (errordict /newerror is true), " +
               command + " raised " + error;
        command = "raiserror";
        error = name_of(ErrorKind::bad_error_handler);
        message.clear();
    }
    last_error_ = {std::move(error),
                   std::move(command),
                   std::move(message),
                   std::move(hint),
                   std::move(last_error_.culprit),
                   where()};
    record(last_error_);
    builtin_ = nullptr;
    culprit_ = Value();
    stop();
}

// What SLI sees of an error: the entries of errordict, and the command's name on the stack.
void Engine::record(ErrorRecord const& error) {
    Dictionary& state = errordict();
    Value const command = literal(error.command);
    state.set(known_.newerror, Value(true));
    state.set(known_.errorname, literal(error.name));
    state.set(known_.commandname, command);
    if (Value const* const wanted = state.find(known_.recordstacks);
        wanted && wanted->is(Type::boolean) && wanted->boolean()) {
        auto const operands = operands_.values();
        state.set(known_.ostack, copied([&] { return make_array({operands.begin(), operands.end()}); }));
        constexpr std::size_t too_deep =
            100'000; // to be copied: an endless recursion would double its memory
        state.set(known_.estack,
                  frames() <= too_deep ? copied([&] { return execution_stack(); }) : make_array({}));
        state.set(known_.dstack, copied([&] { return make_array(dictionaries_.values()); }));
    }
    make_room(*this, 1);
    push(command);
}

void Engine::raise_again() {
    Dictionary& state = errordict();
    state.set(known_.newerror, Value(true));
    if (Value const* const command = state.find(known_.commandname)) push(*command);
    stop();
}

std::size_t Engine::innermost(FrameKind kind) const {
    for (std::size_t depth = frames(); depth > 0; --depth) {
        FrameKind const found = frames_[depth - 1].type->kind;
        if (found == kind) return depth;
        if (found == FrameKind::host) return 0;
    }
    return 0;
}

void Engine::exit_loop() {
    std::size_t const loop = innermost(FrameKind::loop);
    if (loop == 0) throw Error(ErrorKind::estack_underflow).with_hint("exit outside of a loop");
    cut(loop);
    if (auto const leave = top().type->on_exit) leave(*this, top());
    cut(loop - 1);
}

void Engine::close_input() {
    std::size_t const source = innermost(FrameKind::source);
    if (source == 0) throw Error(ErrorKind::estack_underflow).with_hint("no input is being read");
    cut(source - 1);
}

void Engine::stop() {
    if (observer_) observer_->stopping(*this);
    if (std::size_t const context = innermost(FrameKind::stopped); context != 0 && !is_hopeless(*this)) {
        cut(context - 1);
        constexpr std::size_t handler = 100;
        make_room(*this, handler);
        push(Value(true));
        return;
    }
    auto const is_host = [](Frame const& frame) { return frame.type->kind == FrameKind::host; };
    auto const begin = std::make_reverse_iterator(next_frame_),
               end = std::make_reverse_iterator(frames_.get());
    auto const host = std::find_if(begin, end, is_host);
    if (host == end) message(30, "stop", "No stopped context was found! \n");
    stopped_ = true;
    cut(host == end ? 0 : static_cast<std::size_t>(end - host) - 1);
}

void Engine::quit() {
    quitting_ = true;
    cut(0);
}

Outcome Engine::finish(std::size_t floor) {
    loop(floor);
    bool const stopped = std::exchange(stopped_, false);
    if (quitting_) return Outcome::quit;
    return stopped ? Outcome::stopped : Outcome::finished;
}

Outcome Engine::run(Value value) {
    std::size_t const floor = frames();
    apply_limits();
    restock();
    if (floor == 0) quitting_ = false;
    enter(host_frame, make_procedure({std::move(value)})).restart();
    return finish(floor);
}

Outcome Engine::run_program(Value value) {
    std::size_t const floor = frames();
    apply_limits();
    restock();
    if (floor == 0) quitting_ = false;
    enter(procedure_frame, make_procedure({std::move(value)})).restart();
    return finish(floor);
}

void check_operands(Engine& engine, Signature const& signature) {
    engine.need(signature.arity);
    for (std::size_t depth = 0; depth < signature.arity; ++depth) {
        Type const expected = signature.types[depth], found = engine.operands().top(depth).type();
        if (expected == Type::any || expected == found) continue;
        try {
            throw_argument_type(depth + 1);
        } catch (Error& error) {
            error.hint = "expected " + engine.text(engine.type_name(expected)) + ", found " +
                         engine.text(engine.type_name(found));
            throw;
        }
    }
}

} // namespace sli
