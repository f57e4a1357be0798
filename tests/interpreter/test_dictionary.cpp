#include <catch2/catch.hpp>

#include <map>
#include <random>

#include "interpreter/dictionary.hpp"
#include "interpreter/error.hpp"

using namespace sli;

namespace {

Dictionary& content(Value const& value) { return value.object<Dictionary>(); }

} // namespace

TEST_CASE("a dictionary holds what a map holds after many random changes") {
    std::mt19937 random(1);
    Dictionary dictionary;
    std::map<NameId, Integer> reference;
    for (Integer step = 0; step < 100'000; ++step) {
        auto const key = NameId(random() % (step < 50'000 ? 12 : 500));
        if (random() % 3 == 0) {
            CHECK(dictionary.erase(key) == (reference.erase(key) == 1));
        } else {
            dictionary.set(key, Value(step));
            reference[key] = step;
        }
    }
    REQUIRE(dictionary.size() == reference.size());
    for (auto const& [key, value] : reference) {
        REQUIRE(dictionary.find(key));
        CHECK(dictionary.find(key)->integer() == value);
    }
}

TEST_CASE("keys are shown in the order of name ids, however they came") {
    Dictionary dictionary;
    for (unsigned key : {7U, 3U, 9U, 1U}) dictionary.set(NameId(key), Value(true));
    CHECK(dictionary.keys() == std::vector{NameId(1), NameId(3), NameId(7), NameId(9)});
}

TEST_CASE("the topmost dictionary that has a name binds it") {
    NameTable names;
    DictionaryStack stack(names);
    Value const low = Value::make<Dictionary>(), high = Value::make<Dictionary>();
    NameId const x{5};
    stack.push(low);
    stack.define(x, Value(Integer{1}));
    CHECK(stack.find(x)->integer() == 1);
    stack.push(high);
    CHECK(stack.find(x)->integer() == 1);
    stack.define(x, Value(Integer{2}));
    CHECK(stack.find(x)->integer() == 2);
    content(high).erase(x);
    CHECK(stack.find(x)->integer() == 1);
    content(high).set(x, Value(Integer{3})); // as put does, past the stack
    CHECK(stack.find(x)->integer() == 3);
    stack.pop();
    CHECK(stack.find(x)->integer() == 1);
}

TEST_CASE("names are found as a naive search finds them after many random changes") {
    std::mt19937 random(2);
    std::vector<Value> dictionaries(6);
    for (Value& d : dictionaries) d = Value::make<Dictionary>();
    NameTable names;
    DictionaryStack stack(names);
    stack.push(dictionaries[0]);
    for (Integer step = 0; step < 100'000; ++step) {
        auto const name = NameId(random() % 40);
        Dictionary& any = content(dictionaries[random() % dictionaries.size()]);
        switch (random() % 8) {
        case 0:
            if (stack.height() < 12) stack.push(dictionaries[random() % dictionaries.size()]);
            break;
        case 1:
            if (stack.height() > 1) stack.pop();
            break;
        case 2:
            any.erase(name);
            break;
        case 3:
            if (random() % 50 == 0) any.clear();
            break;
        case 4:
            stack.define(name, Value(step));
            break;
        case 5:
            any.set(name, Value(step));
            break;
        default:
            break;
        }
        Value const* expected = nullptr;
        for (auto d = stack.values().rbegin(); d != stack.values().rend() && !expected; ++d)
            expected = content(*d).find(name);
        REQUIRE(stack.find(name) == expected);
    }
}

TEST_CASE("too many open dictionaries are an error") {
    NameTable names;
    DictionaryStack stack(names);
    stack.set_limit(3);
    Value const dictionary = Value::make<Dictionary>();
    for (int i = 0; i < 3; ++i) stack.push(dictionary);
    CHECK_THROWS_AS(stack.push(dictionary), Error);
    CHECK(stack.height() == 3);
}
