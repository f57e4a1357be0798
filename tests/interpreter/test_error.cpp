#include <catch2/catch.hpp>

#include "tests/interpreter/toy_language.hpp"

using toy::Machine;
using namespace sli;

namespace {

std::string entry(Machine& machine, std::string_view key) {
    Value const* const value = machine.engine.errordict().find(machine.engine.intern(key));
    return value ? pretty_printed(*value, machine.engine) : "missing";
}

} // namespace

TEST_CASE("after an error the operands lie where they were, then the command's name, then true") {
    Machine machine;
    CHECK(machine.run("{ 1 0 div } stopped == == == ==") == "true\n/div_ii\n0\n1\n");
}

TEST_CASE("an error raised by name sets errorname and commandname, and no message") {
    Machine machine;
    machine.run("1 0 div");
    CHECK(entry(machine, "errorname") == "/DivisionByZero");
    CHECK(entry(machine, "commandname") == "/div_ii");
    CHECK(entry(machine, "newerror") == "true");
    CHECK(entry(machine, "message") == "missing");
    CHECK(entry(machine, "ostack") == "[1 0]");
}

TEST_CASE("a set without a fitting variant reports itself, the operand and the candidates' owner") {
    Machine machine;
    machine.run("(a) 1 add");
    CHECK(entry(machine, "errorname") == "/ArgumentType");
    CHECK(entry(machine, "commandname") == "/add");
    CHECK(entry(machine, "command") == "+add+");
    CHECK(entry(machine, "message") ==
          "(The type of the first parameter did not match the argument(s) of this function.)");
}

TEST_CASE("too few operands are counted") {
    Machine machine;
    machine.run("1 add");
    CHECK(entry(machine, "message") == "(Command needs (at least) 2 argument(s), but the stack has only 1.)");
    Machine empty;
    empty.run("add");
    CHECK(entry(empty, "message") == "(Command needs (at least) 1 argument(s).)");
}

TEST_CASE("an unknown name is a DictError of the interpreter") {
    Machine machine;
    machine.run("{ no_such_thing } exec");
    CHECK(entry(machine, "errorname") == "/DictError");
    CHECK(entry(machine, "commandname") == "/SLIInterpreter::execute");
    CHECK(entry(machine, "message") == "(Key '/no_such_thing' does not exist in dictionary.)");
}

TEST_CASE("a second error while newerror is true becomes BadErrorHandler") {
    Machine machine;
    machine.run("{ 1 0 div } stopped { (a) 1 add } stopped");
    CHECK(entry(machine, "errorname") == "/BadErrorHandler");
    CHECK(entry(machine, "commandname") == "/raiserror");
    CHECK(entry(machine, "newerror") == "true");
}

TEST_CASE("raiseerror keeps the message that was there") {
    Machine machine;
    machine.run("errordict begin /message (why) def end /mine /MyError raiseerror");
    CHECK(machine.engine.last_error().name == "MyError");
    CHECK(machine.engine.last_error().message == "why");
    CHECK(pretty_printed(machine.engine.operand(0), machine.engine) == "/mine");
}

TEST_CASE("a report shows file, line, column, the line and a caret") {
    Machine machine;
    machine.run("1 2 add pop\n  { 3 0 div } exec\n");
    CHECK(machine.engine.report() == "test:2:9: DivisionByZero in div_ii\n"
                                     "      { 3 0 div } exec\n"
                                     "            ^\n"
                                     "  called at test:2:15\n");
}

TEST_CASE("a report suggests a name that is close") {
    Machine machine;
    machine.run("1 dupp");
    CHECK(machine.engine.report() ==
          "test:1:3: DictError in SLIInterpreter::execute: Key '/dupp' does not exist in dictionary.\n"
          "    1 dupp\n"
          "      ^\n"
          "  Did you mean 'dup'?\n");
}

TEST_CASE("a report says which types were found, and which a builtin wants") {
    Machine machine;
    machine.run("1 (a) add");
    CHECK(machine.engine.last_error().hint == "on the stack: integertype stringtype");
    machine.engine.errordict().set(machine.engine.known().newerror, Value(false));
    machine.run("clear 1 (a) add_ii");
    CHECK(machine.engine.last_error().hint == "expected integertype, found stringtype");
}

TEST_CASE("the message of another error is not reported with one that has none") {
    Machine machine;
    machine.run("{ add } stopped");
    machine.engine.errordict().set(machine.engine.known().newerror, Value(false));
    machine.run("clear 1 0 div");
    CHECK(machine.engine.last_error().message.empty());
}

TEST_CASE("an overflow is a RangeCheck with a hint, operands kept") {
    Machine machine;
    machine.run("9223372036854775807 1 add");
    CHECK(machine.engine.last_error().name == "RangeCheck");
    CHECK(machine.engine.last_error().command == "add_ii");
    CHECK_FALSE(machine.engine.last_error().hint.empty());
    CHECK(machine.engine.count() == 3);
}
