#include <catch2/catch.hpp>

#include "tests/interpreter/toy_language.hpp"

using toy::Machine;
using namespace sli;

TEST_CASE("data push themselves, procedures run, nested procedures are pushed") {
    Machine machine;
    CHECK(machine.run("1 (a) {2} == == ==") == "{2}\n(a)\n1\n");
    CHECK(machine.run("{ {1} } exec ==") == "{1}\n");
}

TEST_CASE("a procedure calls itself") {
    Machine machine;
    CHECK(machine.run("/fib { dup 2 lt { } { dup 1 sub fib exch 2 sub fib add } ifelse } def 20 fib ==") ==
          "6765\n");
}

TEST_CASE("recursion 200,000 deep works") {
    Machine machine;
    CHECK(machine.run("/down { dup 0 eq { } { 1 sub down 1 add } ifelse } def 200000 down ==") == "200000\n");
}

TEST_CASE("a call with nothing left to do needs no frame") {
    Machine machine;
    machine.engine.limits.frames = 100;
    CHECK(machine.run("/down { dup 0 eq { } { 1 sub down } ifelse } def 100000 down ==") == "0\n");
}

TEST_CASE("unbounded recursion ends in an SLI error") {
    Machine machine;
    CHECK(machine.run("/f { f 1 } def { f } stopped ==") == "true\n");
    CHECK(machine.engine.last_error().name == "EStackOverflow");
}

TEST_CASE("too many operands end in an SLI error") {
    Machine machine;
    machine.engine.limits.operands = 5000;
    CHECK(machine.run("{ { 1 } loop } stopped clear (ok) ==") == "(ok)\n");
    CHECK(machine.engine.last_error().name == "StackOverflow");
}

TEST_CASE("a step limit ends an endless loop and an endless chain of names") {
    Machine machine;
    machine.engine.limits.steps = 100'000;
    machine.run("{ 1 pop } loop");
    CHECK(machine.engine.last_error().name == "Interrupted");
    Machine empty;
    empty.engine.limits.steps = 100'000;
    empty.run("{} loop");
    CHECK(empty.engine.last_error().name == "Interrupted");
    Machine other;
    other.engine.limits.steps = 100'000;
    other.run("/x /x cvn def x");
    CHECK(other.engine.last_error().name == "Interrupted");
}

TEST_CASE("a signal stops a script with an SLI error that can be caught") {
    Machine machine;
    CHECK(machine.run("{ 2 interrupt { 1 pop } loop } stopped ==") == "true\n");
    CHECK(machine.engine.last_error().name == "SystemSignal");
    CHECK(machine.engine.errordict().find(machine.engine.intern("sys_signo"))->integer() == 2);
}

TEST_CASE("exit leaves the innermost loop, through procedures and stopped contexts") {
    Machine machine;
    CHECK(machine.run("1 1 3 { == { { exit } exec } stopped } for (end) ==") == "1\n(end)\n");
    CHECK(machine.engine.count() == 0);
}

TEST_CASE("exit outside of a loop is EStackUnderflow") {
    Machine machine;
    CHECK(machine.run("{ exit } stopped ==") == "true\n");
    CHECK(machine.error() == "/EStackUnderflow\n/exit\n");
}

TEST_CASE("stopped leaves false after success and true after stop, with what lay on the stack") {
    Machine machine;
    CHECK(machine.run("{ 1 } stopped == ==") == "false\n1\n");
    CHECK(machine.run("{ 1 2 stop } stopped == == ==") == "true\n2\n1\n");
    CHECK(machine.run("5 stopped == ==") == "false\n5\n");
}

TEST_CASE("a name is looked up until something else is found") {
    Machine machine;
    CHECK(machine.run("/y 5 def /x /y cvn def x == /z /y def z ==") == "5\n/y\n");
}

TEST_CASE("a changed procedure does not disturb its own execution") {
    Machine machine;
    CHECK(machine.run("/p { /p { (new) == } def (old) == } def p p") == "(old)\n(new)\n");
}

TEST_CASE("local dictionaries shadow and give free again") {
    Machine machine;
    CHECK(machine.run("/x 1 def /get_x { x } def /d dictionary begin /x 2 def get_x == end get_x ==") ==
          "2\n1\n");
}

TEST_CASE("a frame array taken by a program can be put back") {
    Machine machine;
    machine.run("1");
    Value const frames = machine.engine.execution_stack();
    CHECK(frames.object<Array>().items.empty());
    machine.engine.restore_execution_stack(frames.object<Array>());
    CHECK(machine.run("2 ==") == "2\n");
}

TEST_CASE("quit ends everything") {
    Machine machine;
    CHECK(machine.run("1 == { { quit } stopped } exec 2 ==") == "1\n");
    CHECK(machine.outcome == Outcome::quit);
    CHECK(machine.run("3 ==") == "3\n");
}

TEST_CASE("an observer sees every value before it runs") {
    struct Counter : Observer {
        void before(Engine&, Value const&) override { ++seen; }
        int seen = 0;
    } counter;
    Machine machine;
    machine.engine.set_observer(&counter);
    machine.run("1 2 add pop");
    machine.engine.set_observer(nullptr);
    CHECK(counter.seen >= 4);
    CHECK(machine.run("1 ==") == "1\n");
}

TEST_CASE("an observer may take its leave in the middle of a procedure") {
    struct Once : Observer {
        void before(Engine& engine, Value const&) override { engine.set_observer(nullptr); }
    } once;
    Machine machine;
    machine.engine.set_observer(&once);
    CHECK(machine.run("1 2 add ==") == "3\n");
}

TEST_CASE("appending in a loop to the last owner takes constant time") {
    Machine machine;
    CHECK(machine.run("[ ] 1 1 300000 { append } for pop (ok) ==") == "(ok)\n");
}
