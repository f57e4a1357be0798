#include "interpreter/error.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace sli {
namespace {

constexpr std::array<std::string_view, 28> kind_names{"ArgumentType",
                                                      "StackUnderflow",
                                                      "DictError",
                                                      "UndefinedName",
                                                      "TypeMismatch",
                                                      "RangeCheck",
                                                      "PositiveIntegerExpected",
                                                      "DivisionByZero",
                                                      "RangeError",
                                                      "UnmatchedMark",
                                                      "SyntaxError",
                                                      "EStackUnderflow",
                                                      "DictStackUnderflow",
                                                      "UnknownMember",
                                                      "BadErrorHandler",
                                                      "BadIO",
                                                      "IOError",
                                                      "FileOpenError",
                                                      "SystemError",
                                                      "SystemSignal",
                                                      "NamingConflict",
                                                      "CppException",
                                                      "StackOverflow",
                                                      "EStackOverflow",
                                                      "DictStackOverflow",
                                                      "MemoryExhausted",
                                                      "OutputOverflow",
                                                      "Interrupted"};
static_assert(kind_names.size() == std::size_t(ErrorKind::interrupted) + 1);

std::string ordinal(std::size_t n) {
    constexpr std::array<std::string_view, 4> words{"one or more parameters", "first parameter",
                                                    "second parameter", "third parameter"};
    if (n == 0) return std::string(words[0]);
    return "the " + (n < words.size() ? std::string(words[n]) : fmt::format("{}th parameter", n));
}

} // namespace

std::string_view name_of(ErrorKind kind) { return kind_names[std::size_t(kind)]; }

Failure underflow(std::size_t needed, std::size_t present) {
    std::string text = fmt::format("Command needs (at least) {} argument(s)", needed);
    if (present > 0) text += fmt::format(", but the stack has only {}", present);
    return {ErrorKind::stack_underflow, {}, text + '.'};
}

Failure wrong_type(std::size_t depth) {
    return {ErrorKind::argument_type,
            {},
            "The type of " + ordinal(depth) + " did not match the argument(s) of this function."};
}

Failure outside(Integer index, std::size_t size) {
    return {ErrorKind::range_check, size == 0 ? fmt::format("position {} in something empty", index)
                                              : fmt::format("position {} is outside 0..{}", index, size - 1)};
}

void throw_underflow(std::size_t needed, std::size_t present) { throw Error(underflow(needed, present)); }
void throw_argument_type(std::size_t depth) { throw Error(wrong_type(depth)); }
void throw_range_check(Integer index, std::size_t size) { throw Error(outside(index, size)); }

void throw_type_mismatch(std::string_view expected, std::string_view provided) {
    throw Error(ErrorKind::type_mismatch,
                fmt::format("Expected datatype: {}\nProvided datatype: {}", expected, provided));
}

void throw_overflow(std::string_view operation) {
    throw Error(ErrorKind::range_check)
        .with_hint(fmt::format("the result of {} does not fit into 64 bits", operation));
}

std::size_t SourcePosition::line() const {
    std::string_view const before = std::string_view(source->text).substr(0, offset);
    return std::size_t(std::count(before.begin(), before.end(), '\n')) + 1;
}

std::size_t SourcePosition::column() const {
    std::string_view const before = std::string_view(source->text).substr(0, offset);
    return before.size() - (before.rfind('\n') + 1) + 1; // npos + 1 is 0
}

std::string_view SourcePosition::line_text() const {
    std::string_view const rest =
        std::string_view(source->text).substr(std::min(offset, source->text.size()) - (column() - 1));
    return rest.substr(0, rest.find('\n'));
}

std::string SourcePosition::text() const { return fmt::format("{}:{}:{}", source->name, line(), column()); }

std::string describe(ErrorRecord const& record) {
    std::string text = record.where ? record.where.text() + ": " : std::string();
    text += fmt::format("{} in {}", record.name, record.command);
    if (!record.message.empty()) text += ": " + record.message;
    text += '\n';
    if (record.where) {
        std::string_view const line = record.where.line_text();
        std::string margin(line.substr(0, record.where.column() - 1));
        for (char& c : margin) c = c == '\t' ? '\t' : ' ';
        text += fmt::format("    {}\n    {}^\n", line, margin);
    }
    if (!record.hint.empty()) text += fmt::format("  {}\n", record.hint);
    return text;
}

} // namespace sli
