#include <catch2/catch.hpp>

#include "interpreter/names.hpp"

using namespace sli;

TEST_CASE("names known from the start have the lowest ids, in their fixed order") {
    NameTable names;
    CHECK(names.intern("anytype") == NameId{0});
    CHECK(names.intern("pop") < names.intern("add"));
    CHECK(names.intern("add") < names.intern("some name invented here"));
    CHECK(names.size() == known_names().size() + 1);
}

TEST_CASE("a name keeps its id") {
    NameTable names;
    NameId const id = names.intern("a new one");
    for (int i = 0; i < 10'000; ++i) names.intern(std::to_string(i));
    CHECK(names.intern("a new one") == id);
    CHECK(names.text(id) == "a new one");
}
