// Stepping through a program at the terminal. Where there is none, programs run on as ever.
#include <fmt/format.h>
#include <fstream>

#include "interpreter/interpreter.hpp"
#include "interpreter/print.hpp"

namespace sli {
namespace {

constexpr std::string_view commands_of_the_debugger = "step      to the next object, into procedures\n"
                                                      "next      to the next object at this depth\n"
                                                      "continue  to the end\n"
                                                      "list      the line of the program\n"
                                                      "where     the procedures that are running\n"
                                                      "stack     the operands, top first\n"
                                                      "estack    the depth of the execution stack\n"
                                                      "stop      end with an error\n";

class Stepper final : public Observer {
public:
    void before(Engine& engine, Value const& value) override {
        if (engine.frames() > deepest_ || !open()) return;
        std::ostream& err = engine.streams().err;
        err << "next: ";
        print_pretty(err, value, engine);
        err << '\n';
        while (ask(engine)) {
        }
    }
    void start() { deepest_ = SIZE_MAX; }

private:
    bool open() {
        if (!terminal_.is_open()) terminal_.open("/dev/tty");
        return terminal_.good();
    }
    bool ask(Engine& engine);
    void show(Engine& engine, std::string_view what);

    std::ifstream terminal_;
    std::size_t deepest_ = SIZE_MAX; // frames beyond are not stopped in; 0: none
};

// One command; false: go on with the program.
bool Stepper::ask(Engine& engine) {
    engine.streams().err << "debug ] " << std::flush;
    std::string command;
    if (!std::getline(terminal_, command) || command == "continue") return deepest_ = 0, false;
    if (command.empty() || command == "step") return deepest_ = SIZE_MAX, false;
    if (command == "next") return deepest_ = engine.frames(), false;
    if (command == "stop") {
        deepest_ = 0;
        throw Error(ErrorKind::interrupted).with_hint("stopped in the debugger");
    }
    show(engine, command);
    return true;
}

void Stepper::show(Engine& engine, std::string_view what) {
    std::ostream& err = engine.streams().err;
    if (what == "list") {
        if (SourcePosition const at = engine.where()) err << at.text() << "\n    " << at.line_text() << '\n';
    } else if (what == "where") {
        for (SourcePosition const& at : engine.backtrace()) err << "  in " << at.text() << '\n';
    } else if (what == "stack") {
        auto const values = engine.operands().values();
        for (std::size_t i = values.size(); i-- > 0; err << '\n') print_pretty(err, values[i], engine);
    } else if (what == "estack") {
        err << engine.frames() << " frames\n";
    } else {
        err << commands_of_the_debugger;
    }
}

void debugon(Engine& engine) {
    engine.attachment<Stepper>().start();
    engine.set_observer(&engine.attachment<Stepper>());
}
void debugoff(Engine& engine) { engine.set_observer(nullptr); }

Then end_debugging(Engine& engine, Frame&) {
    debugoff(engine);
    return Then::leave;
}
constexpr FrameType debug_frame{"debug", FrameKind::native, end_debugging};

void debug(Engine& engine) {
    engine.operand<Procedure>(0);
    Value procedure = engine.pop();
    engine.enter(debug_frame);
    engine.enter(std::move(procedure));
    debugon(engine);
}

void install(Interpreter& interpreter) { interpreter.engine().attach(std::make_shared<Stepper>()); }

constexpr Command commands[] = {
    {"debug", "{procedure} ->", "Executes a procedure step by step.", raw<debug>()},
    {"debugon", "->", "Steps from here on; commands come from the terminal.", raw<debugon>()},
    {"debugoff", "->", "Ends stepping.", raw<debugoff>()},
};

} // namespace

extern Module const debugger{"debugger", commands, {}, install};

} // namespace sli
