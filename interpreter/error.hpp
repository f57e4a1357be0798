// What goes wrong: thrown by commands, caught by the engine alone, which turns it into an SLI error.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>

#include "interpreter/objects.hpp"
#include "interpreter/value.hpp"

namespace sli {

// The errors of the catalogue (reference section 17); `name_of` gives their SLI names. Other names,
// such as those of the kernel, are given to Error as text.
enum class ErrorKind : std::uint8_t {
    argument_type,
    stack_underflow,
    dict_error,
    undefined_name,
    type_mismatch,
    range_check,
    positive_integer_expected,
    division_by_zero,
    range_error,
    unmatched_mark,
    syntax_error,
    estack_underflow,
    dict_stack_underflow,
    unknown_member,
    bad_error_handler,
    bad_io,
    io_error,
    file_open_error,
    system_error,
    system_signal,
    naming_conflict,
    cpp_exception,
    stack_overflow,      // operands beyond the limit
    estack_overflow,     // frames beyond the limit
    dict_stack_overflow, // open dictionaries beyond the limit
    memory_exhausted,
    output_overflow, // one value prints as more than the limit
    interrupted      // a step limit, or the host asked to stop
};
std::string_view name_of(ErrorKind kind);

// An error as a result, for what programs raise and catch in loops: throwing costs more than they do
// otherwise. What bind<> takes may return an Attempt; other commands give a Failure to Engine::raise and
// return.
struct Failure {
    ErrorKind kind;
    std::string hint = {};
    std::optional<std::string> message = {};
};
template <class T> using Attempt = std::variant<T, Failure>;

// `name` is the SLI error. With a message, errordict/message and errordict/command are set as the
// reference does for exceptions; without one the error is raised by name only and both stay as they
// are. `hint` says what was given and expected; it is shown to people and never part of the message.
struct Error : std::runtime_error {
    explicit Error(ErrorKind kind)
        : Error(std::string(name_of(kind)), std::nullopt) {}
    Error(ErrorKind kind, std::string text)
        : Error(std::string(name_of(kind)), std::move(text)) {}
    explicit Error(Failure const& failure)
        : Error(std::string(name_of(failure.kind)), failure.message) {
        hint = failure.hint;
    }
    Error(std::string error_name, std::optional<std::string> text)
        : std::runtime_error(text ? error_name + ": " + *text : error_name)
        , name(std::move(error_name))
        , message(std::move(text)) {}

    Error&& with_hint(std::string text) && { return hint = std::move(text), std::move(*this); }
    // The command to name instead of the one that is running.
    Error&& by(std::string command_name) && { return command = std::move(command_name), std::move(*this); }

    std::string name;
    std::optional<std::string> message;
    std::string hint;
    std::optional<std::string> command;
};

// The errors every command needs, with the reference's texts.
Failure underflow(std::size_t needed, std::size_t present);
Failure wrong_type(std::size_t depth); // 0: "one or more parameters"
Failure outside(Integer index, std::size_t size);
[[noreturn]] void throw_underflow(std::size_t needed, std::size_t present);
[[noreturn]] void throw_argument_type(std::size_t depth); // 0: "one or more parameters"
[[noreturn]] void throw_range_check(Integer index, std::size_t size);
[[noreturn]] void throw_type_mismatch(std::string_view expected, std::string_view provided);
[[noreturn]] void throw_overflow(std::string_view operation); // RangeCheck

// Where in a source text something stands.
struct SourcePosition {
    std::shared_ptr<SourceText const> source; // none: unknown
    std::size_t offset = 0;
    explicit operator bool() const { return source != nullptr; }
    std::size_t line() const; // from 1, as is the column
    std::size_t column() const;
    std::string_view line_text() const;
    std::string text() const; // file:line:column
};

// The last error, as recorded when it was raised.
struct ErrorRecord {
    std::string name, command, message, hint;
    std::string culprit; // the name or command being run, as written
    SourcePosition where;
};

// The block for people: "file:line:column: Error in command", the line, a caret, message and hint.
std::string describe(ErrorRecord const& record);

// What a host gets from Interpreter::call.
struct SliError : std::runtime_error {
    explicit SliError(ErrorRecord what)
        : std::runtime_error(what.message.empty() ? what.name + " in " + what.command
                                                  : what.name + " in " + what.command + ": " + what.message)
        , record(std::move(what)) {}
    ErrorRecord record;
};

} // namespace sli
