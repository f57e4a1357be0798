#include <catch2/catch.hpp>

#include "tests/interpreter/toy_language.hpp"

using namespace sli;

namespace {

struct Mask {
    int radius;
};

} // namespace

template <> struct sli::OpaqueTraits<Mask> {
    static constexpr OpaqueType type{opaque_code(100), "testmasktype"};
};

namespace {

int radius(Mask const& mask) { return mask.radius; }
std::optional<Integer> positive(Integer i) { return i > 0 ? std::optional(i) : std::nullopt; }

constexpr Command commands[] = {
    {"radius", "mask -> r", "", bind<radius>()},
    {"positive", "i -> i true / false", "", bind<positive>()},
};
constexpr OpaqueType const* types[] = {&OpaqueTraits<Mask>::type};
Module const masks{.name = "masks", .commands = commands, .types = types};

} // namespace

TEST_CASE("a host pushes operands, calls a phrase and gets its result") {
    toy::Machine machine;
    Value const sum = machine.interpreter.call("add 1 add", {Value(Integer{2}), Value(Integer{3})});
    CHECK(sum.integer() == 6);
    CHECK(machine.engine.count() == 0);
}

TEST_CASE("an SLI error in a phrase is an exception that leaves the stacks as they were") {
    toy::Machine machine;
    machine.interpreter.push(Value(Integer{7}));
    try {
        machine.interpreter.call("/d dictionary begin 0 div", {Value(Integer{1})});
        FAIL("no exception");
    } catch (SliError const& error) {
        CHECK(error.record.name == "DivisionByZero");
        CHECK(error.record.command == "div_ii");
    }
    CHECK(machine.engine.count() == 1);
    CHECK(machine.engine.dictionaries().height() == 2);
    CHECK(machine.interpreter.call("1 2 add").integer() == 3);
}

TEST_CASE("an incomplete phrase is refused") {
    toy::Machine machine;
    CHECK_THROWS_AS(machine.interpreter.call("{ 1"), Error);
}

TEST_CASE("opaque values know their type and reach typed commands") {
    toy::Machine machine;
    machine.interpreter.install(masks);
    Value const mask = make_opaque(std::make_shared<Mask>(Mask{5}));
    CHECK(machine.engine.text(machine.engine.type_name(mask.type())) == "testmasktype");
    CHECK(machine.interpreter.call("radius", {mask}).integer() == 5);
    CHECK_THROWS_AS(machine.interpreter.call("radius", {Value(Integer{1})}), SliError);
    CHECK(printed(mask, machine.engine) == "<testmasktype>");
}

TEST_CASE("an optional result is the content and true, or false") {
    toy::Machine machine;
    machine.interpreter.install(masks);
    CHECK(machine.run("3 positive == == -3 positive ==") == "true\n3\nfalse\n");
}

TEST_CASE("a module that brings a command a second time is refused") {
    toy::Machine machine;
    machine.interpreter.install(masks);
    CHECK_THROWS_AS(machine.interpreter.install(masks), Error);
}

TEST_CASE("two interpreters in one process do not meet") {
    toy::Machine a, b;
    a.run("/x 1 def");
    b.run("{ x } stopped");
    CHECK(b.engine.last_error().name == "DictError");
}

TEST_CASE("dictionaries that contain each other die with their interpreter") {
    toy::Machine machine;
    machine.run("/d /x dictionary def d begin /self d def end");
    SUCCEED();
}

TEST_CASE("state attached by a module is found by its type") {
    toy::Machine machine;
    CHECK_FALSE(machine.engine.has_attachment<Mask>());
    machine.engine.attach(std::make_shared<Mask>(Mask{9}));
    CHECK(machine.engine.attachment<Mask>().radius == 9);
}
