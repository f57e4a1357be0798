// The door: an interpreter as one object. Make it, install modules, run text, push and pop.
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "interpreter/engine.hpp"
#include "interpreter/module.hpp"
#include "interpreter/print.hpp"

namespace sli {

// Everything hangs on the object; several can live in one process, each used by one thread at a time.
class Interpreter {
public:
    explicit Interpreter(HostStreams streams);
    Interpreter(Interpreter const&) = delete;
    Interpreter& operator=(Interpreter const&) = delete;
    ~Interpreter();

    void install(Module const& module); // throws Error (NamingConflict)
    std::vector<Module const*> const& modules() const { return modules_; }
    Engine& engine() { return engine_; }
    NameTable& names() { return names_; }

    // Runs a whole text or stream; an SLI error that nothing in it catches gives Outcome::stopped and
    // is found in engine().last_error() and errordict.
    Outcome run(std::string_view text, std::string name);
    Outcome run(std::istream& input, std::string name);

    void push(Value value) { engine_.push(std::move(value)); }
    Value pop() { return engine_.pop(); }

    // Pushes the operands and runs a phrase, which is read once and kept. Returns what it leaves on top
    // (none if it leaves nothing more). An SLI error becomes SliError; the stacks are then as before.
    Value call(std::string_view phrase, std::vector<Value> operands = {});

private:
    Value const& phrase(std::string_view text);

    NameTable names_;
    Engine engine_;
    std::vector<Module const*> modules_;
    std::unordered_map<std::string, Value> phrases_;
};

} // namespace sli
