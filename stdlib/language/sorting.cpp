// Sort, extremes.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "interpreter/module.hpp"
#include "stdlib/language/checked.hpp"
#include "stdlib/language/sequence.hpp"

namespace sli {

namespace {

bool all_of(Items const& items, auto const& property) {
    return std::all_of(items.begin(), items.end(), property);
}
bool is_integer(Value const& value) { return value.is(Type::integer); }
bool is_number(Value const& value) { return value.is_number(); }
bool is_string(Value const& value) { return value.is(Type::string); }

// Sorted elements of one C++ type; what is not a number comes last.
template <class Key>
Items sorted(Engine& engine, Items const& items, Key (*key)(Value const&), auto const& before) {
    Patience patience(engine);
    std::vector<Key> keys;
    keys.reserve(items.size());
    for (Value const& item : items) keys.push_back(key(item));
    std::sort(keys.begin(), keys.end(), [&](Key a, Key b) { return patience.turn(), before(a, b); });
    return Items(keys.begin(), keys.end());
}
Items sorted_strings(Engine& engine, Items items) {
    Patience patience(engine);
    std::stable_sort(items.begin(), items.end(), [&](Value const& a, Value const& b) {
        patience.turn();
        return a.object<String>().text < b.object<String>().text;
    });
    return items;
}
bool real_before(Real a, Real b) { return std::isnan(b) ? !std::isnan(a) : a < b; }

Items sort(Engine& engine, Array const& array) {
    auto const& items = array.items;
    if (all_of(items, is_integer))
        return sorted<Integer>(
            engine, items, [](Value const& v) { return v.integer(); }, std::less<>());
    if (all_of(items, is_number))
        return sorted<Real>(
            engine, items, [](Value const& v) { return v.number(); }, real_before);
    if (all_of(items, is_string)) return sorted_strings(engine, items);
    engine.message(30, "Sort", "The array must consist of integers, of numbers, or of strings.");
    throw Error(ErrorKind::argument_type).with_hint("only numbers or only strings can be sorted");
}

// Less-than of numbers and strings, as `lt`.
bool less(Value const& a, Value const& b, std::string_view command) {
    if (a.is(Type::integer) && b.is(Type::integer)) return a.integer() < b.integer();
    if (a.is_number() && b.is_number()) return a.number() < b.number();
    if (is_string(a) && is_string(b)) return a.object<String>().text < b.object<String>().text;
    throw Error(ErrorKind::argument_type)
        .with_hint("only numbers with numbers and strings with strings can be compared")
        .by(std::string(command));
}
template <bool largest> Value extreme(Array const& array) {
    if (array.items.empty()) throw Error(ErrorKind::range_check).with_hint("the array is empty").by("get_a");
    Value const* best = &array.items[0];
    for (Value const& item : array.items)
        if (largest ? less(*best, item, "gt") : less(item, *best, "lt")) best = &item;
    return *best;
}

// array GetMax -> n, integers only
template <bool largest> Integer extreme_integer(Engine& engine, Array const& array) {
    std::string_view const command = largest ? "GetMax" : "GetMin";
    if (!all_of(array.items, is_integer)) {
        engine.message(30, command, "The array must consist of integers.");
        throw Error(ErrorKind::argument_type).with_hint("an element is not an integer");
    }
    if (array.items.empty()) throw Error(ErrorKind::range_check).with_hint("the array is empty");
    auto const less_than = [](Value const& a, Value const& b) { return a.integer() < b.integer(); };
    auto const [low, high] = std::minmax_element(array.items.begin(), array.items.end(), less_than);
    return (largest ? high : low)->integer();
}

constexpr Builtin max_variants[] = {bind<extreme<true>>("Max_a")};
constexpr Builtin min_variants[] = {bind<extreme<false>>("Min_a")};

constexpr Command commands[] = {
    {"Sort", "array -> array", "Numbers or strings in ascending order; mixed numbers become doubles.",
     bind<sort>()},
    {"Max", "array -> x", "The largest element.", max_variants},
    {"Min", "array -> x", "The smallest element.", min_variants},
    {"GetMax", "array -> n", "The largest of an array of integers.", bind<extreme_integer<true>>()},
    {"GetMin", "array -> n", "The smallest of an array of integers.", bind<extreme_integer<false>>()},
};

} // namespace

extern Module const sorting{"sorting", commands};

} // namespace sli
