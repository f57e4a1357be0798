// The SLI library: texts that the program carries with it.
#include <algorithm>

#include "interpreter/interpreter.hpp"
#include "stdlib/language/program.hpp"

namespace sli {

namespace {

// name :library -
void run_library(Engine& engine) {
    std::string const name(engine.operand<std::string_view>(0));
    auto const& program = engine.attachment<Program>();
    auto text = program.library ? program.library->find(name) : std::nullopt;
    if (!text) throw Error("FileOpenError", "The library has no file \"" + name + "\".");
    // Read as one procedure that knows it is the library's: errors point to the user's own text.
    Value file = engine.reader().procedure(*text, name + ".sli", true);
    if (file.is(Type::none)) throw Error(ErrorKind::syntax_error, "The library file " + name + " is broken.");
    engine.drop(1);
    engine.enter(std::move(file));
}

// Passes over a first line such as `#!/usr/bin/env nest`; its end stays, so that lines keep their numbers.
void skip_shebang(Engine& engine) {
    Value& input = engine.operand(0);
    if (!input.is(Type::istream)) throw_argument_type(0);
    auto& buffer = input.object<InputStream>().buffer();
    while (buffer.unread().size() < 2 && buffer.fetch()) {
    }
    if (!buffer.unread().starts_with("#!")) return;
    while (buffer.unread().find('\n') == std::string_view::npos && buffer.fetch()) {
    }
    buffer.skip(std::min(buffer.unread().find('\n'), buffer.unread().size()));
}

constexpr Command commands[] = {
    {":skipshebang", "istream -> istream", "Passes over a first line that begins with #!.",
     raw<skip_shebang>()},
    {":library", "name ->", "Runs a file of the SLI library.", raw<run_library>()},
};

} // namespace

extern Module const library{"library", commands};

} // namespace sli
