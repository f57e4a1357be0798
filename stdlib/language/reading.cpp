// Reading characters, lines, words and numbers from streams.
#include <sstream>

#include "interpreter/module.hpp"
#include "stdlib/language/stream_operands.hpp"

namespace sli {
namespace {

// What has been printed is seen before the program waits for an answer.
std::istream& ready(Engine& engine, InputStream& input) {
    if (!input.is_owned()) engine.streams().out.flush();
    return input.stream();
}

template <class T> void answer(Engine& engine, bool success, T&& result) {
    if (success) engine.push(std::forward<T>(result));
    engine.push(success);
}

// As std::getline, but a line without end does not eat all memory.
void get_line(std::istream& in, std::string& line) {
    constexpr std::size_t most = std::size_t{1} << 28;
    using Traits = std::istream::traits_type;
    std::istream::sentry const ready_to_read(in, true);
    if (!ready_to_read) return;
    for (;;) {
        auto const c = in.rdbuf()->sbumpc();
        if (Traits::eq_int_type(c, Traits::eof())) break;
        if (c == '\n') return;
        if (line.size() == most)
            throw Error(ErrorKind::bad_io).with_hint("a line of more than 2^28 characters");
        line += Traits::to_char_type(c);
    }
    in.setstate(line.empty() ? std::ios::eofbit | std::ios::failbit : std::ios::eofbit);
}

// A last line without end is lost, as in the documented system.
void read_line(Engine& engine) {
    std::istream& in = ready(engine, input_operand(engine, 0));
    std::string line;
    if (in.good()) get_line(in, line);
    answer(engine, in.good(), std::move(line));
}

void read_line_or_empty(Engine& engine) {
    std::istream& in = ready(engine, input_operand(engine, 0));
    std::string line;
    get_line(in, line);
    engine.push(std::move(line));
}

// is -> is s true / is false: what >> reads. A stream that does not stand at its end can be used further.
template <class T> void read_item(Engine& engine) {
    std::istream& in = ready(engine, input_operand(engine, 0));
    T item{};
    in >> item;
    bool const success = !in.fail();
    if (!success && !in.eof()) in.clear();
    answer(engine, success, std::move(item));
}

void read_character(Engine& engine) {
    std::istream& in = ready(engine, good_input(engine, 0));
    int const c = in.get();
    if (!in) throw Error(ErrorKind::bad_io).with_hint("end of the stream");
    engine.push(Integer{c});
}

void read_word(Engine& engine) {
    std::istream& in = ready(engine, good_input(engine, 0));
    std::string word;
    in >> word;
    if (!in) throw Error(ErrorKind::bad_io).with_hint("end of the stream");
    engine.push(std::move(word));
}

void skip_white_space(Engine& engine) { ready(engine, good_input(engine, 0)) >> std::ws; }

void discard(Engine& engine) {
    std::istream& in = input_operand(engine, 0).stream();
    while (in.good() && in.rdbuf()->in_avail() > 0) in.ignore(in.rdbuf()->in_avail());
}

constexpr Builtin line_variants[] = {raw<read_line>("getline_is", {Type::istream})};

constexpr Command commands[] = {
    {"getline", "istream -> istream string true / istream false", "Reads a line, without its end.",
     line_variants},
    {"oldgetline", "istream -> istream string", "Reads a line; empty at the end of the stream.",
     raw<read_line_or_empty>()},
    {"getc", "istream -> istream code", "Reads one character; BadIO at the end.", raw<read_character>()},
    {"gets", "istream -> istream word", "Reads up to the next white space; BadIO at the end.",
     raw<read_word>()},
    {"ReadInt", "istream -> istream n true / istream false", "Reads an integer.", raw<read_item<Integer>>()},
    {"ReadDouble", "istream -> istream x true / istream false", "Reads a double.", raw<read_item<Real>>()},
    {"ReadWord", "istream -> istream word true / istream false", "Reads up to the next white space.",
     raw<read_item<std::string>>()},
    {"ws", "istream -> istream", "Skips white space.", raw<skip_white_space>()},
    {"ignore", "istream -> istream", "Discards all input that can be read without waiting.", raw<discard>()},
};

} // namespace

extern Module const reading{"reading", commands};

} // namespace sli
