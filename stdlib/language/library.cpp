// The SLI library: texts that the program carries with it.
#include <sstream>

#include "interpreter/interpreter.hpp"
#include "interpreter/streams.hpp"
#include "stdlib/language/program.hpp"

namespace sli {

namespace {

// name :library -
void run_library(Engine& engine) {
    std::string const name(engine.operand<std::string_view>(0));
    auto const& program = engine.attachment<Program>();
    auto text = program.library ? program.library->find(name) : std::nullopt;
    if (!text) throw Error("FileOpenError", "The library has no file \"" + name + "\".");
    engine.drop(1);
    engine.enter_source(
        Value::make<InputStream>(std::make_unique<std::istringstream>(std::move(*text)), name + ".sli"));
}

constexpr Command commands[] = {
    {":library", "name ->", "Runs a file of the SLI library.", raw<run_library>()},
};

} // namespace

extern Module const library{"library", commands};

} // namespace sli
