#include <catch2/catch.hpp>

#include "tests/interpreter/toy_language.hpp"

using namespace sli;

namespace {

struct Printer {
    toy::Machine machine;
    std::string plain(Value const& value) { return printed(value, machine.engine); }
    std::string pretty(Value const& value) { return pretty_printed(value, machine.engine); }
};

} // namespace

TEST_CASE("numbers, booleans and texts print in two forms") {
    Printer p;
    CHECK(p.plain(Value(0.1)) == "0.1");
    CHECK(p.pretty(Value(0.1)) == "1.000000e-01");
    CHECK(p.plain(Value(1e6)) == "1e+06");
    CHECK(p.plain(Value(true)) == "true");
    CHECK(p.plain(make_string("a")) == "a");
    CHECK(p.pretty(make_string("a)b")) == "(a)b)");
    CHECK(p.plain(p.machine.engine.literal("x")) == "x");
    CHECK(p.pretty(p.machine.engine.literal("x")) == "/x");
}

TEST_CASE("arrays and procedures print their type or their elements") {
    Printer p;
    Value const array = make_array({Value(Integer{1}), make_array({}), Value(Integer{2})});
    CHECK(p.plain(array) == "<arraytype>");
    CHECK(p.pretty(array) == "[1 [] 2]");
    CHECK(p.pretty(array.as(Type::procedure)) == "{1 [] 2}");
    CHECK(p.pretty(array.as(Type::literal_procedure)) == "/{1 [] 2}");
    CHECK(p.plain(array.as(Type::literal_procedure)) == "<literalproceduretype>");
}

TEST_CASE("vectors of thirty elements and more are cut") {
    Printer p;
    CHECK(p.pretty(Value::make<IntVector>(std::vector<Integer>{1, 2})) == "<# 1 2 #>");
    CHECK(p.pretty(Value::make<DoubleVector>(std::vector{0.5})) == "<. 5.000000e-01 .>");
    std::string const thirty = p.pretty(Value::make<IntVector>(std::vector<Integer>(30, 7)));
    CHECK(thirty.ends_with(" 7 ... #>"));
    CHECK(p.pretty(Value::make<IntVector>(std::vector<Integer>(29, 7))).find("...") == std::string::npos);
}

TEST_CASE("builtins and overload sets print their names") {
    Printer p;
    Engine& engine = p.machine.engine;
    CHECK(p.plain(*engine.lookup(engine.intern("pop"))) == "-pop-");
    CHECK(p.plain(*engine.lookup(engine.intern("add"))) == "+add+");
}

TEST_CASE("shared objects print owners and address") {
    Printer p;
    std::string const text = p.pretty(Value::make<Dictionary>());
    CHECK(text.starts_with("<lockPTR[1]->dictionarytype(0x"));
    CHECK(p.plain(Value::make<Dictionary>()) == "<dictionarytype>");
}

TEST_CASE("the pretty form of a double clears the scientific flag, and gives hexadecimal digits with fixed") {
    toy::Machine machine;
    std::ostringstream out;
    out << std::scientific;
    print_pretty(out, Value(2.5), machine.engine);
    print(out << ' ', Value(2.5), machine.engine);
    CHECK(out.str() == "2.500000e+00 2.5");
    std::ostringstream fixed;
    print_pretty(fixed << std::fixed, Value(2.5), machine.engine);
    CHECK(fixed.str() == "0x1.4p+1");
}
