#include <catch2/catch.hpp>

#include <limits>

#include "interpreter/command.hpp"
#include "interpreter/dictionary.hpp"
#include "interpreter/objects.hpp"
#include "tests/interpreter/toy_language.hpp"

using namespace sli;

namespace {

Value nested(std::size_t depth) {
    Value value = make_array({});
    for (std::size_t i = 0; i < depth; ++i) value = make_array({std::move(value)});
    return value;
}

} // namespace

TEST_CASE("a copied value shares its object until one of both is written to") {
    Value a = make_array({Value(Integer{1})});
    Value b = a;
    CHECK(a.address() == b.address());
    b.unique<Array>().items[0] = Value(Integer{2});
    CHECK(a.object<Array>().items[0].integer() == 1);
    CHECK(b.object<Array>().items[0].integer() == 2);
}

TEST_CASE("writing to the only reference does not copy") {
    Value a = make_string("abc");
    Object const* const before = a.address();
    a.unique<String>().text += 'd';
    CHECK(a.address() == before);
}

TEST_CASE("array and procedure can share an object and are of different type") {
    Value const array = make_array({Value(true)});
    Value const procedure = array.as(Type::procedure);
    CHECK(procedure.address() == array.address());
    CHECK(procedure.type() == Type::procedure);
    CHECK_FALSE(equal(array, procedure));
}

TEST_CASE("a moved-from value is none") {
    Value a = make_string("x");
    Value const b = std::move(a);
    CHECK(a.is(Type::none));
    CHECK(b.address()->owners() == 1);
}

TEST_CASE("equality is typed, goes by content for arrays and by identity for dictionaries") {
    CHECK_FALSE(equal(Value(Integer{1}), Value(1.0)));
    CHECK(equal(make_array({Value(1.0), make_string("x")}), make_array({Value(1.0), make_string("x")})));
    CHECK_FALSE(equal(make_array({Value(1.0)}), make_array({Value(1.0), Value(1.0)})));
    Value const d = Value::make<Dictionary>();
    CHECK(equal(d, Value(d)));
    CHECK_FALSE(equal(d, Value::make<Dictionary>()));
    double const nan = std::numeric_limits<double>::quiet_NaN();
    CHECK_FALSE(equal(Value(nan), Value(nan)));
}

TEST_CASE("a million nested arrays are compared, printed and destroyed without recursion") {
    constexpr std::size_t depth = 1'000'000;
    toy::Machine machine;
    Value const a = nested(depth), b = nested(depth);
    CHECK(equal(a, b));
    std::string const text = pretty_printed(a, machine.engine);
    CHECK(text.size() == 2 * (depth + 1));
    CHECK(text.substr(0, 3) == "[[[");
}

TEST_CASE("a vector made from a snapshot copies it before the first change") {
    auto const shared = std::make_shared<std::vector<double> const>(std::vector{1.0, 2.0});
    Value vector = Value::make<DoubleVector>(shared);
    CHECK(&vector.object<DoubleVector>().items() == shared.get());
    vector.object<DoubleVector>().edit()[0] = 7.0;
    CHECK((*shared)[0] == 1.0);
    CHECK(vector.object<DoubleVector>().items()[0] == 7.0);
}

TEST_CASE("a vector of its own is changed in place") {
    Value vector = Value::make<IntVector>(std::vector<Integer>{1, 2});
    auto const* const before = &vector.object<IntVector>().items();
    vector.object<IntVector>().edit()[1] = 5;
    CHECK(&vector.object<IntVector>().items() == before);
}
