#include <catch2/catch.hpp>

#include "interpreter/read.hpp"
#include "tests/interpreter/toy_language.hpp"

using namespace sli;

namespace {

std::string diagnostic(std::string const& where, std::string const& what, std::string const& context) {
    return "% parser: At line " + where + ".\n% parser: Syntax Error: " + what +
           "\n% parser: Context preceding the error follows:\n" + context + "\n";
}

} // namespace

TEST_CASE("numbers are read exactly") {
    toy::Machine machine;
    machine.run("9223372036854775807 -9223372036854775808 0.1 1e400 +7");
    auto const values = machine.engine.operands().values();
    REQUIRE(values.size() == 5);
    CHECK(values[0].integer() == std::numeric_limits<Integer>::max());
    CHECK(values[1].integer() == std::numeric_limits<Integer>::min());
    CHECK(values[2].real() == 0.1);
    CHECK(values[3].real() == std::numeric_limits<double>::infinity());
    CHECK(values[4].integer() == 7);
}

TEST_CASE("an integer beyond 64 bits is diagnosed and dropped, and reading goes on") {
    toy::Machine machine;
    CHECK(machine.run("1 ==\n9223372036854775808 2 ==") ==
          "1\n" +
              diagnostic("2 position 19", "Integer does not fit into 64 bits.",
                         "1  ==\n\n9223372036854775808") +
              "2\n");
}

TEST_CASE("a bad token is diagnosed with its context, characters put back shown twice") {
    toy::Machine machine;
    CHECK(machine.run("{ 1abc 2.5/x 3(s) 4{5} } ==\n(a) == 1-2 (b) ==\n") ==
          "{1 abc 2.500000e+00 /x 3 (s) 4 /{5}}\n(a)\n" +
              diagnostic("2 position 9", "", "{ 1aabc  2.5//x  3((s) 4{{5}} } ==\n\n(a) ==  1-") + "(b)\n");
    CHECK(machine.engine.count() == 1); // the 2
}

TEST_CASE("a closing brace alone raises SyntaxError from ::parse") {
    toy::Machine machine;
    CHECK(machine.run("(before) ==\n} (after) ==\n") ==
          "(before)\n" + diagnostic("2 position 1", "Open brace missing.", "(before) ==\n\n}"));
    CHECK(machine.outcome == Outcome::stopped);
    CHECK(machine.engine.last_error().name == "SyntaxError");
    CHECK(machine.engine.last_error().command == "::parse");
}

TEST_CASE("the end of input inside a procedure raises SyntaxError") {
    toy::Machine machine;
    CHECK(machine.run("(before) ==\n{ 1 2\n(inside) ==\n") ==
          "(before)\n" + diagnostic("4 position 1", "Unexpected end of input.", "(inside) ==\n\n"));
    CHECK(machine.engine.last_error().name == "SyntaxError");
}

TEST_CASE("the end of input inside a string raises SyntaxError") {
    toy::Machine machine;
    CHECK(machine.run("(before) ==\n(never closed\n") ==
          "(before)\n" + diagnostic("3 position 1", "", "(never closed\n\n"));
    CHECK(machine.engine.last_error().name == "SyntaxError");
}

TEST_CASE("an array that is still open at the end is no error") {
    toy::Machine machine;
    CHECK(machine.run("[ 1 2") == "");
    CHECK(machine.outcome == Outcome::finished);
    CHECK(machine.engine.count() == 3);
}

TEST_CASE("a text gives its values one by one, procedures as literal procedures") {
    toy::Machine machine;
    std::size_t position = 0;
    Value value;
    Reader& reader = machine.engine.reader();
    std::string const text = "{1 {2}} /x";
    CHECK(reader.next(text, position, value) == ReadResult::value);
    CHECK(value.type() == Type::literal_procedure);
    CHECK(pretty_printed(value, machine.engine) == "/{1 /{2}}");
    CHECK(text.substr(position) == " /x");
    CHECK(reader.next(text, position, value) == ReadResult::value);
    CHECK(value.type() == Type::literal);
    CHECK(reader.next(text, position, value) == ReadResult::end);
}

TEST_CASE("braces and brackets are symbols where symbols are asked for") {
    toy::Machine machine;
    std::size_t position = 0;
    Value value;
    std::string shown;
    while (machine.engine.reader().next_symbol("{1} [x", position, value) == ReadResult::value)
        shown += pretty_printed(value, machine.engine) + ' ';
    CHECK(shown == "/BeginProcedureSymbol 1 /EndProcedureSymbol /BeginArraySymbol x ");
    CHECK(value.type() == Type::name);
}

TEST_CASE("the prompt is told whether a text is complete") {
    CHECK(Reader::is_incomplete("{ 1 2"));
    CHECK(Reader::is_incomplete("(abc"));
    CHECK(Reader::is_incomplete("1 /* 2"));
    CHECK_FALSE(Reader::is_incomplete("{ 1 2 } (abc)"));
    CHECK_FALSE(Reader::is_incomplete("}"));
}

TEST_CASE("a million nested procedures are read, run and destroyed") {
    toy::Machine machine;
    constexpr std::size_t depth = 1'000'000;
    CHECK(machine.run(std::string(depth, '{') + std::string(depth, '}') + " pop 1 ==") == "1\n");
}

TEST_CASE("a program may read on from the stream it stands in") {
    toy::Machine machine;
    InputStream input(std::make_unique<std::istringstream>("1 rest of line\n2"), "text");
    Value value;
    machine.engine.reader().next(input, value);
    std::string line;
    std::getline(input.stream(), line);
    CHECK(line == " rest of line");
    CHECK(machine.engine.reader().next(input, value) == ReadResult::value);
    CHECK(value.integer() == 2);
}
