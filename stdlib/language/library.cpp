// The SLI library: texts that the program carries with it.

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

constexpr Command commands[] = {
    {":library", "name ->", "Runs a file of the SLI library.", raw<run_library>()},
};

} // namespace

extern Module const library{"library", commands};

} // namespace sli
