// Streams: the program's own, strings and files as streams, their state, closing them.
#include <fcntl.h>
#include <sstream>
#include <unistd.h>

#include "interpreter/interpreter.hpp"
#include "stdlib/language/descriptor_stream.hpp"
#include "stdlib/language/stream_operands.hpp"

namespace sli {
namespace {

std::tuple<Value, bool> read_string(std::string_view text) {
    auto stream = std::make_unique<std::istringstream>(std::string(text));
    return {Value::make<InputStream>(std::move(stream), "string"), true};
}

std::tuple<Value, bool> write_string() {
    return {Value::make<OutputStream>(std::make_unique<std::ostringstream>()), true};
}

std::string contents(OutputStream& output) {
    auto const* string = dynamic_cast<std::ostringstream*>(&output.stream());
    if (!string) throw Error("StringStreamExpected", std::nullopt).with_hint("osstream makes such streams");
    return string->str();
}

std::optional<Value> read_file(std::string_view path) { return open_input(std::string(path)); }

std::optional<Value> read_program(std::string_view path) {
    auto stream = open_input(std::string(path));
    if (stream) *stream = stream->as(Type::xistream);
    return stream;
}

std::optional<Value> write_file(std::string_view path) {
    return open_output(std::string(path), O_WRONLY | O_CREAT | O_TRUNC);
}

std::optional<Value> open_file(std::string_view path, std::string_view mode) {
    if (mode != "w" && mode != "a")
        throw Error("UnknownFileOpenMode", std::nullopt).with_hint("the mode is (w) or (a)");
    return open_output(std::string(path), O_WRONLY | O_CREAT | (mode == "w" ? O_TRUNC : O_APPEND));
}

// Closing leaves a stream that answers BadIO; the standard streams stay open.
void close_input(InputStream& input) {
    auto* file = dynamic_cast<DescriptorInput*>(&input.source());
    if (!file) throw_argument_type(1);
    input.descriptor = -1;
    file->buffer().close();
    input.buffer().move_to(input.buffer().text().size());
    input.stream().setstate(std::ios::badbit);
}

void close_output(OutputStream& output) {
    auto* file = dynamic_cast<DescriptorOutput*>(&output.stream());
    if (!file) throw_argument_type(1);
    output.descriptor = -1;
    bool const written = file->buffer().close();
    output.stream().setstate(std::ios::badbit);
    if (!written) throw Error(ErrorKind::bad_io);
}

template <bool (std::ios::*state)() const> void input_state(Engine& engine) {
    engine.push((input_operand(engine, 0).stream().*state)());
}
template <bool (std::ios::*state)() const> void output_state(Engine& engine) {
    engine.push((output_operand(engine, 0).stream().*state)());
}

void clear_input(Engine& engine) { input_operand(engine, 0).stream().clear(); }
void clear_output(Engine& engine) { output_operand(engine, 0).stream().clear(); }

void available(Engine& engine) {
    engine.push(Integer{std::max<std::streamsize>(input_operand(engine, 0).stream().rdbuf()->in_avail(), 0)});
}

constexpr Builtin eof_variants[] = {raw<input_state<&std::ios::eof>>("ieof", {Type::istream}),
                                    raw<output_state<&std::ios::eof>>("oeof", {Type::ostream})};
constexpr Builtin good_variants[] = {raw<input_state<&std::ios::good>>("igood", {Type::istream}),
                                     raw<output_state<&std::ios::good>>("ogood", {Type::ostream})};
constexpr Builtin close_variants[] = {bind<close_input>("closeistream"), bind<close_output>("closeostream")};

constexpr Command commands[] = {
    {"isstream", "string -> istream true", "A stream that reads the characters of a string.",
     bind<read_string>()},
    {"osstream", "-> ostream true", "A stream that collects what is written to it; see str.",
     bind<write_string>()},
    {"ostrstream", "-> ostream true", "The same as osstream.", bind<write_string>()},
    {"str", "ostream -> string", "What has been written to a stream made by osstream.", bind<contents>()},
    {"ifstream", "name -> istream true / false", "Opens a file for reading, without the search path.",
     bind<read_file>()},
    {"xifstream", "name -> xistream true / false", "Opens a file to be executed, without the search path.",
     bind<read_program>()},
    {"ofstream", "name -> ostream true / false", "Opens a file for writing and empties it.",
     bind<write_file>()},
    {"ofsopen", "name mode -> ostream true / false", "Opens a file for writing, (w), or appending, (a).",
     bind<open_file>()},
    {"close", "stream ->", "Closes a file; the program's own streams cannot be closed.", close_variants},
    {"eof", "stream -> stream bool", "Has the end of a stream been met?", eof_variants},
    {"good", "stream -> stream bool", "Can a stream be read from or written to?", good_variants},
    {"ifail", "istream -> istream bool", "Has the last attempt to read failed?",
     raw<input_state<&std::ios::fail>>()},
    {"iclear", "istream -> istream", "Forgets that a stream has failed or ended.", raw<clear_input>()},
    {"oclear", "ostream -> ostream", "Forgets that a stream has failed.", raw<clear_output>()},
    {"in_avail", "istream -> istream n", "Number of characters that can be read without waiting.",
     raw<available>()},
};

void install(Interpreter& interpreter) {
    Engine& engine = interpreter.engine();
    HostStreams const& host = engine.streams();
    auto const define = [&](char const* name, Value stream) {
        engine.systemdict().set(engine.intern(name), std::move(stream));
    };
    Value in = Value::make<InputStream>(host.in, "standard input");
    Value out = Value::make<OutputStream>(host.out), err = Value::make<OutputStream>(host.err);
    if (&host.in == &std::cin) in.object<InputStream>().descriptor = STDIN_FILENO;
    if (&host.out == &std::cout) out.object<OutputStream>().descriptor = STDOUT_FILENO;
    if (&host.err == &std::cerr) err.object<OutputStream>().descriptor = STDERR_FILENO;
    define("cin", std::move(in));
    define("cout", std::move(out));
    define("cerr", std::move(err));
}

} // namespace

extern Module const streams{"streams", commands, {}, install};

} // namespace sli
