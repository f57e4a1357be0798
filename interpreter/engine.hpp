// The engine's face: the stacks, and everything a command may do. Control structures have no other.
#pragma once

#include <any>
#include <array>
#include <atomic>
#include <cstddef>
#include <functional>
#include <iosfwd>
#include <memory>
#include <span>
#include <string_view>
#include <typeindex>
#include <unordered_map>
#include <vector>

#include "interpreter/command.hpp"
#include "interpreter/dictionary.hpp"
#include "interpreter/error.hpp"
#include "interpreter/names.hpp"
#include "interpreter/objects.hpp"
#include "interpreter/operand_stack.hpp"
#include "interpreter/read.hpp"
#include "interpreter/value.hpp"

namespace sli {

class Engine;
struct Frame;

enum class Then { run_body, leave };
// What `exit`, `stop` and `closeinput` look for. A host frame is the bottom of a run started from C++.
enum class FrameKind : std::uint8_t { procedure, loop, stopped, source, native, host };
// Asked when the body of a frame is used up: set it up again (Frame::restart) and say run_body, or leave.
using Resume = Then (*)(Engine&, Frame&);

// One kind of frame; a constant next to its resume function. `name` is what an error raised while
// such a frame is on top reports as its command (::for, ::Map, ...).
struct FrameType {
    std::string_view name;
    FrameKind kind;
    Resume resume = nullptr;
    void (*on_exit)(Engine&, Frame&) = nullptr; // `exit` is about to remove this frame (Map leaves its array)
};

// A stretch of values still to run plus, optionally, somebody to ask when it is used up.
struct Frame {
    Value const* next = nullptr; // value to run next
    Value const* end = nullptr;  // one past the last
    FrameType const* type = nullptr;
    Value body;                      // keeps [next, end) alive
    std::array<Value, 3> state = {}; // for: counter, step, limit
    void restart() {
        auto const& items = body.object<Array>().items;
        next = items.data();
        end = next + items.size();
    }
};

// Names the engine itself needs; interned at construction.
struct EngineNames {
    explicit EngineNames(NameTable& table);
    NameId mark, errordict, systemdict, userdict, newerror, errorname, commandname, command, message,
        recordstacks, ostack, estack, dstack, stop, interpreter, parse, quitbyerror, statusdict, exitcode;
};

// What goes beyond ends in an SLI error, not in the operating system's killer.
struct Limits {
    std::size_t operands = 10'000'000;
    std::size_t frames = 10'000'000;
    std::size_t dictionaries = 1'000'000;
    std::size_t output = 1'000'000'000; // elements and characters of one printed value
    std::size_t memory = 0;             // bytes, imposed by the surrounding program; 0: no limit
    std::size_t steps = 0;              // calls and loop turns; 0: no limit
};

// The streams of the surrounding program; they outlive the engine.
struct HostStreams {
    std::istream& in;
    std::ostream& out;
    std::ostream& err;
};

enum class Outcome : std::uint8_t { finished, stopped, quit };

// Levels of messages are numbers of the language (M_ERROR is 30).
using MessageSink = std::function<void(int level, std::string_view from, std::string_view text)>;

// Watches every step while installed (stepping, tracing); without one the loop does not pay for it.
struct Observer {
    virtual ~Observer() = default;
    virtual void before(Engine& engine, Value const& value) = 0;
    virtual void stopping(Engine&) {} // `stop` is about to unwind
};

class Engine {
public:
    Engine(NameTable& names, HostStreams streams);
    Engine(Engine const&) = delete;
    Engine& operator=(Engine const&) = delete;
    ~Engine();

    // --- operands; depth 0 is the top. A command checks before it pops.
    std::size_t count() const { return operands_.size(); }
    void need(std::size_t operands) const { // else StackUnderflow
        if (count() < operands) throw_underflow(operands, count());
    }
    Value& operand(std::size_t depth) { return need(depth + 1), operands_.top(depth); }
    template <class T> decltype(auto) operand(std::size_t depth); // typed, else ArgumentType; see bind.hpp
    void push(Value value) { operands_.push(std::move(value)); }
    template <class T>
    requires(!std::same_as<std::remove_cvref_t<T>, Value>) void push(
        T&& result); // Integer, Real, bool, text, Literal, ...; see bind.hpp
    Value pop() { return need(1), operands_.pop(); }
    void drop(std::size_t operands) { need(operands), operands_.drop(operands); }
    // Replaces the `operands` topmost values by the result.
    void replace(std::size_t operands, Value result) {
        drop(operands);
        push(std::move(result));
    }
    OperandStack& operands() { return operands_; }
    OperandStack const& operands() const { return operands_; }

    // --- names, types, dictionaries
    NameTable& names() const { return names_; }
    EngineNames const& known() const { return known_; }
    NameId intern(std::string_view text) { return names_.intern(text); }
    std::string const& text(NameId id) const { return names_.text(id); }
    Value literal(std::string_view text) { return Value::literal(intern(text)); }
    NameId type_name(Type type) const;
    Type type_named(NameId name) const; // Type::none: no such type
    void add_type(OpaqueType const& type);
    DictionaryStack& dictionaries() { return dictionaries_; }
    Value const* lookup(NameId name) { return dictionaries_.find(name); } // none: null
    void define(NameId name, Value value) { dictionaries_.define(name, std::move(value)); }
    Dictionary& systemdict() const { return systemdict_.object<Dictionary>(); }
    Dictionary& userdict() const { return userdict_.object<Dictionary>(); }
    Dictionary& errordict() const { return errordict_.object<Dictionary>(); }

    // Keeps a value until the engine ends: its last name goes, but it may be part of a cycle, broken only
    // then.
    void retire(Value value) { retired_.push_back(std::move(value)); }

    // --- reading values off texts and streams; all readers share one, as the reference's do
    Reader& reader() { return reader_; }

    // --- running things. These set up; the loop runs them after the command has returned.
    void execute(Value value);      // any value, as if it stood in a procedure (`exec`)
    void enter(Value procedure);    // a procedure; replaces a frame that has nothing left to do
    void enter_source(Value input); // an input stream, token by token
    // A frame with nothing to run yet: its resume is asked first. The reference holds until the next frame.
    Frame& enter(FrameType const& type, Value body = {});
    Frame& top() { return next_frame_[-1]; }
    std::size_t frames() const { return std::size_t(next_frame_ - frames_.get()); }

    // --- unwinding; what lies above the place looked for is gone when they return
    void exit_loop();   // EStackUnderflow if there is no loop
    void stop();        // to the nearest stopped frame, pushes true
    void quit();        // everything, hosts included
    void close_input(); // the nearest source
    bool quitting() const { return quitting_; }

    // --- errors
    // Records the error and stops, as raiseerror does; for a command that raises and returns.
    void raise(NameId command, NameId error);
    void raise_again();
    void raise(Error const& error); // as if thrown by the running command
    void raise(Failure failure);    // the same; the command returns after this
    ErrorRecord const& last_error() const { return last_error_; }
    std::string report() const;   // of the last error, for people: position, line, caret, hint, suggestion
    SourcePosition where() const; // of the token being run
    std::string current_name() const; // command reported for an error raised now
    // The command reported by `if` and the like: that of the construct they stand in.
    std::string construct_name() const;
    Value execution_stack() const; // array of frames, bottom first
    void restore_execution_stack(Array const& frames);
    std::vector<SourcePosition> backtrace() const; // innermost first

    // --- the surrounding program
    HostStreams const& streams() const { return streams_; }
    void message(int level, std::string_view from, std::string_view text) const;
    void set_message_sink(MessageSink sink) { message_sink_ = std::move(sink); }
    void set_observer(Observer* observer);
    Limits limits;       // those of operands, frames and dictionaries hold from the next run, or
    void apply_limits(); // from now on
    // Called every few thousand calls and loop turns, and may throw.
    void set_lookout(void (*lookout)(Engine&)) { lookout_ = lookout; }
    std::uint64_t cycles() const { return cycles_ + (tank_ - fuel_); } // calls and loop turns so far
    // May be called from a signal handler or another thread: the script gets SystemSignal.
    void interrupt(int signal) noexcept { signal_.store(signal, std::memory_order_relaxed); }
    // For commands that take long: asked for to stop? The second raises SystemSignal if so.
    bool interrupted() const noexcept { return signal_.load(std::memory_order_relaxed) != 0; }
    void check_interrupt() const;

    // What a module keeps per interpreter (the kernel, a table of children), found by its type.
    template <class T> void attach(std::shared_ptr<T> thing) { attachments_[typeid(T)] = std::move(thing); }
    template <class T> T& attachment() const {
        return *std::any_cast<std::shared_ptr<T> const&>(attachments_.at(typeid(T)));
    }
    template <class T> bool has_attachment() const { return attachments_.contains(typeid(T)); }

    // --- for hosts: runs a value to its end on top of whatever is there. An SLI error or `stop` that
    // nothing inside catches ends the run (stopped). Commands do not call this.
    Outcome run(Value value);
    // The same without a net: `stop` without a stopped context empties the execution stack.
    Outcome run_program(Value value);

private:
    Outcome finish(std::size_t floor);
    std::size_t innermost(FrameKind kind) const; // frames up to it, inclusive; 0: none above the host's
    void loop(std::size_t floor);
    template <bool observed> void steps(std::size_t floor);
    void define_permanent();
    Frame& add_frame(FrameType const& type);
    void grow_frames();
    void pop_frame();
    void cut(std::size_t depth);
    void burn() {
        if (--fuel_ == 0) refuel();
    }
    void refuel();
    void handle(Error const& error);
    void handle_exhaustion(char const* hint);
    void restock();
    void raise(std::string command, std::string error, std::string message, std::string hint);
    void record(ErrorRecord const& error);
    Value const* select(Value const& trie); // none: the error has been raised, also by choose
    Value const* choose(Value const& trie, Value const& cell);
    void raise_undefined(NameId name);
    std::string similar_name(std::string_view unknown) const;
    Value culprit() const;

    NameTable& names_;
    EngineNames known_;
    HostStreams streams_;
    Reader reader_;
    OperandStack operands_;
    DictionaryStack dictionaries_;
    Value systemdict_, userdict_, errordict_;
    std::vector<Value> retired_;
    std::unique_ptr<Frame[]> frames_;
    std::size_t frames_size_ = 0;
    Frame *next_frame_ = nullptr,
          *frames_limit_ = nullptr; // one past the top frame, and past the last there may be
    std::vector<NameId> type_names_;
    std::unordered_map<NameId, Type> types_by_name_;
    // What is being run, for errors: a builtin, else an overload set or name, else the top frame.
    Builtin const* builtin_ = nullptr;
    Value culprit_;
    ErrorRecord last_error_;
    MessageSink message_sink_;
    Observer* observer_ = nullptr;
    std::unordered_map<std::type_index, std::any> attachments_;
    mutable std::atomic<int> signal_ = 0;
    void (*lookout_)(Engine&) = nullptr;
    std::unique_ptr<std::byte[]> spare_memory_; // given up when there is no more, to report just that
    std::uint64_t cycles_ = 0;
    std::uint32_t fuel_ = 1, tank_ = 1;
    bool quitting_ = false, stopped_ = false, change_loop_ = false;
};

// For loops inside a command that may take seconds: looks up now and then whether to stop.
class Patience {
public:
    explicit Patience(Engine const& engine)
        : engine_(engine) {}
    void turn() {
        constexpr std::uint32_t between = 1 << 14;
        if (++turns_ % between == 0) engine_.check_interrupt();
    }

private:
    Engine const& engine_;
    std::uint32_t turns_ = 0;
};

} // namespace sli

#include "interpreter/bind.hpp" // IWYU pragma: export
