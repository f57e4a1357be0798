#include <catch2/catch.hpp>

#include <random>

#include "interpreter/command.hpp"
#include "interpreter/error.hpp"
#include "tests/interpreter/toy_language.hpp"

using namespace sli;

namespace {

// The trie of the language description, word for word.
struct NaiveTrie {
    struct Alternative {
        Type type;
        NaiveTrie* next;
    };
    std::vector<Alternative> alternatives; // specific ones in order of definition, any last
    std::optional<Integer> leaf;

    void insert(std::span<Type const> types, Integer value) {
        NaiveTrie* at = this;
        for (std::size_t depth = types.size(); depth > 0; --depth) {
            if (at->leaf) return;
            auto& list = at->alternatives;
            Type const type = types[depth - 1];
            auto found =
                std::find_if(list.begin(), list.end(), [&](auto const& a) { return a.type == type; });
            if (found == list.end()) {
                bool const before_any = type != Type::any && !list.empty() && list.back().type == Type::any;
                found = list.insert(before_any ? list.end() - 1 : list.end(), {type, new NaiveTrie});
            }
            at = found->next;
        }
        if (at->alternatives.empty()) at->leaf = value;
    }
    // The leaf, or the error as a text.
    std::string select(std::vector<Value> const& stack) const {
        NaiveTrie const* at = this;
        for (std::size_t level = 0;; ++level) {
            if (at->leaf) return std::to_string(*at->leaf);
            if (level >= stack.size()) return "underflow " + std::to_string(level);
            Type const type = stack[stack.size() - 1 - level].type();
            auto const found =
                std::find_if(at->alternatives.begin(), at->alternatives.end(),
                             [&](auto const& a) { return a.type == type || a.type == Type::any; });
            if (found == at->alternatives.end()) return "type " + std::to_string(level);
            at = found->next;
        }
    }
    ~NaiveTrie() {
        for (auto const& a : alternatives) delete a.next;
    }
};

std::string select(Overloads const& set, std::vector<Value> const& stack) {
    std::size_t level = 0;
    try {
        return std::to_string(set.select(stack.data() + stack.size(), stack.size()).integer());
    } catch (Error const& error) {
        if (error.name == "StackUnderflow") return "underflow " + std::to_string(stack.size());
        for (std::string_view word : {"one or more", "first", "second", "third", "4th"}) {
            if (error.message->find(word) != std::string::npos) return "type " + std::to_string(level);
            ++level;
        }
        return *error.message;
    }
}

Value sample(Type type) {
    switch (type) {
    case Type::integer:
        return Value(Integer{1});
    case Type::real:
        return Value(1.0);
    case Type::boolean:
        return Value(true);
    default:
        return make_string("s");
    }
}

} // namespace

TEST_CASE("selection agrees with the naive trie for random overload sets and stacks") {
    std::mt19937 random(3);
    constexpr Type types[] = {Type::integer, Type::real, Type::boolean, Type::string, Type::any};
    for (int round = 0; round < 2000; ++round) {
        Overloads set(NameId{0});
        NaiveTrie naive;
        for (Integer variant = 0; variant < 8; ++variant) {
            std::vector<Type> list(1 + random() % 4);
            for (Type& type : list) type = types[random() % 5];
            set.insert(list, Value(variant));
            naive.insert(list, variant);
        }
        for (int call = 0; call < 20; ++call) {
            std::vector<Value> stack(random() % 5);
            for (Value& value : stack) value = sample(types[random() % 4]);
            REQUIRE(select(set, stack) == naive.select(stack));
        }
    }
}

TEST_CASE("a shorter list where a longer one exists is refused as ambiguous") {
    Overloads set(NameId{0});
    std::vector<Type> const two{Type::integer, Type::integer}, one{Type::integer};
    CHECK(set.insert(two, Value(Integer{2})) == Overloads::Insertion::done);
    CHECK(set.insert(one, Value(Integer{1})) == Overloads::Insertion::ambiguous);
    CHECK(select(set, {Value(Integer{0}), Value(Integer{0})}) == "2");
}

TEST_CASE("variants are listed in stack order, specific types before anytype") {
    Overloads set(NameId{0});
    set.insert(std::vector{Type::any}, Value(Integer{1}));
    set.insert(std::vector{Type::string, Type::integer}, Value(Integer{2}));
    std::vector<std::vector<Type>> seen;
    set.for_each([&](std::vector<Type> const& types, Value const&) { seen.push_back(types); });
    CHECK(seen == std::vector<std::vector<Type>>{{Type::string, Type::integer}, {Type::any}});
}

TEST_CASE("a remembered selection is forgotten when a variant is added") {
    toy::Machine machine;
    CHECK(machine.run("1 2 add == 1 2 add ==") == "3\n3\n");
    auto& set = machine.engine.lookup(machine.engine.intern("add"))->object<Overloads>();
    set.insert(std::vector{Type::integer, Type::integer}, make_string("changed"));
    CHECK(machine.run("1 2 add ==") == "(changed)\n");
}
