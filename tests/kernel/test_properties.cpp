#include "kernel/errors.hpp"
#include "kernel/properties.hpp"

#include <catch2/catch.hpp>

using namespace nest;

TEST_CASE("Properties keep their order and compare without it") {
    Properties const one{{"b", 1}, {"a", 2.5}};
    Properties const two{{"a", 2.5}, {"b", 1}};
    CHECK(one.keys() == std::vector<std::string>{"b", "a"});
    CHECK(one == two);
    CHECK_FALSE(one == Properties{{"a", 2.5}, {"b", 1.0}});
    CHECK(Properties{{"m", one}} == Properties{{"m", two}});
}

TEST_CASE("Setting a key twice replaces its value") {
    Properties map{{"a", 1}};
    map.set("a", 2);
    map.set("c", true);
    CHECK(map.size() == 2);
    CHECK(to_integer(map.at("a")) == 2);
    CHECK(map.erase("a"));
    CHECK_FALSE(map.erase("a"));
}

TEST_CASE("A missing key is named") {
    CHECK_THROWS_WITH(Properties().at("indegree"), "Key '/indegree' does not exist in dictionary.");
}

TEST_CASE("Integers serve as doubles and nothing else converts") {
    CHECK(to_double(Property(3)) == 3.0);
    CHECK_THROWS_AS(to_double(Property(true)), TypeMismatch);
    CHECK_THROWS_AS(to_integer(Property(2.0)), TypeMismatch);
    CHECK_THROWS_AS(to_boolean(Property(1)), TypeMismatch);
    CHECK(to_text(Property(Literal{"memory"})) == "memory");
    CHECK(*to_doubles(Property(PropertyList{1, 2.5})) == std::vector<double>{1.0, 2.5});
    CHECK(*to_integers(Property(PropertyList{1, 2})) == std::vector<std::int64_t>{1, 2});
    CHECK_THROWS_AS(to_integers(Property(PropertyList{1, 2.5})), TypeMismatch);
    CHECK(to_words(Property(PropertyList{Literal{"V_m"}, "g_ex"})) ==
          std::vector<std::string>{"V_m", "g_ex"});
}

TEST_CASE("A type error says what was expected, what was found and for which key") {
    try {
        to_double(Property("fast"), "tau_m");
        FAIL("no error");
    } catch (KernelError const& error) {
        CHECK(error.name() == "TypeMismatch");
        CHECK(error.text() == "Expected datatype: doubletype\nProvided datatype: stringtype");
        CHECK(error.hint() == "'tau_m' expects doubletype, but was given stringtype ((fast))");
    }
}

TEST_CASE("The nearest known word is suggested, a far one is not") {
    std::vector<std::string> const known{"tau_m", "C_m", "V_th"};
    CHECK(did_you_mean("tau_n", known) == "did you mean 'tau_m'?");
    CHECK(did_you_mean("frequency", known).empty());
}
