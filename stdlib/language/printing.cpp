// Printing values to streams, in the plain and in the pretty form.
#include "interpreter/module.hpp"
#include "interpreter/print.hpp"
#include "stdlib/language/stream_operands.hpp"

namespace sli {
namespace {

using Printer = void (*)(std::ostream&, Value const&, Engine const&);

template <Printer printer> void show(Engine& engine, Value const& value) {
    std::ostream& out = engine.streams().out;
    printer(out, value, engine);
    out << std::endl;
}

// The stream below the value; called by their own names these check for a stream themselves.
template <Printer printer> void put(Engine& engine) {
    engine.need(2);
    printer(good_output(engine, 1).stream(), engine.operand(0), engine);
    engine.drop(1);
}

void end_line(Engine& engine) { good_output(engine, 0).stream() << std::endl; }
void flush(Engine& engine) { good_output(engine, 0).stream() << std::flush; }

// As in the documented system the stream is looked for one level too deep.
void end_string(Engine& engine) {
    engine.need(2);
    good_output(engine, 1).stream() << std::ends;
}

constexpr Type any = Type::any;
constexpr Builtin show_variants[] = {bind<show<print>>("=_")};
constexpr Builtin show_pretty_variants[] = {bind<show<print_pretty>>("==_")};
constexpr Builtin put_variants[] = {raw<put<print>>("<-_", {Type::ostream, any})};
constexpr Builtin put_pretty_variants[] = {raw<put<print_pretty>>("<--_", {Type::ostream, any})};
constexpr Builtin end_line_variants[] = {raw<end_line>("endl_", {Type::ostream})};

constexpr Command commands[] = {
    {"=", "x ->", "Prints a value to standard output and ends the line.", show_variants},
    {"==", "x ->", "Prints a value in pretty form and ends the line.", show_pretty_variants},
    {"<-", "ostream x -> ostream", "Prints a value to a stream.", put_variants},
    {"<--", "ostream x -> ostream", "Prints a value to a stream in pretty form.", put_pretty_variants},
    {"print", "ostream x -> ostream", "Prints a value to a stream.", raw<put<print>>()},
    {"pprint", "ostream x -> ostream", "Prints a value to a stream in pretty form.",
     raw<put<print_pretty>>()},
    {"endl", "ostream -> ostream", "Ends the line and writes out what is buffered.", end_line_variants},
    {"flush", "ostream -> ostream", "Writes out what is buffered.", raw<flush>()},
    {"ends", "x ostream -> x ostream", "Writes a null byte to the stream below the top.", raw<end_string>()},
};

} // namespace

extern Module const printing{"printing", commands};

} // namespace sli
