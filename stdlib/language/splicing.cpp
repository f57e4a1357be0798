// Parts of arrays, procedures and strings: intervals, insertion, replacement, search, reversal.
#include <algorithm>

#include "interpreter/module.hpp"
#include "stdlib/language/checked.hpp"
#include "stdlib/language/sequence.hpp"

namespace sli {

namespace {

auto place(auto& all, std::size_t at) { return all.begin() + static_cast<std::ptrdiff_t>(at); }

bool same(char a, char b) { return a == b; }
bool same(Value const& a, Value const& b) { return equal(a, b); }
bool same_elements(auto const& a, auto const& b) { return same(a, b); }

// container start count getinterval -> container
template <class Kind> void getinterval(Engine& engine) {
    auto const size = elements_of<Kind>(engine.operand(2)).size();
    auto const count = checked_count(engine.operand<Integer>(0));
    auto const start = checked_index(engine.operand<Integer>(1), size);
    if (count > size - start) throw_range_check(engine.operand<Integer>(0), size);
    engine.drop(2);
    auto const& all = elements_of<Kind>(engine.operand(0));
    using All = std::remove_cvref_t<decltype(all)>;
    engine.replace(
        1, Value::make<Kind>(All(place(all, start), place(all, start + count))).as(engine.operand(0).type()));
}

// container i container insert -> container
template <class Kind> void insert(Engine& engine) {
    auto const at = checked_index(engine.operand<Integer>(1), elements_of<Kind>(engine.operand(2)).size());
    Value const more = engine.pop();
    engine.drop(1);
    auto& all = writable<Kind>(engine.operand(0));
    auto const& added = elements_of<Kind>(more);
    all.insert(place(all, at), added.begin(), added.end());
}

// container i x insertelement -> container
template <class Kind> void insert_element(Engine& engine) {
    auto const at = checked_index(engine.operand<Integer>(1), elements_of<Kind>(engine.operand(2)).size());
    auto element = element_from<Kind>(engine.operand(0));
    engine.drop(2);
    auto& all = writable<Kind>(engine.operand(0));
    all.insert(place(all, at), std::move(element));
}

// The interval to replace or erase: a count that is too large is cut.
struct Interval {
    std::size_t start, count;
};
Interval checked_interval(Integer start, Integer count, std::size_t size) {
    auto const first = checked_index(start, size);
    return {first, std::min(checked_count(count), size - first)};
}

// container start count container replace -> container
template <class Kind> void replace(Engine& engine) {
    auto const [start, count] = checked_interval(engine.operand<Integer>(2), engine.operand<Integer>(1),
                                                 elements_of<Kind>(engine.operand(3)).size());
    Value const more = engine.pop();
    engine.drop(2);
    auto& all = writable<Kind>(engine.operand(0));
    auto const& added = elements_of<Kind>(more);
    auto const common = std::min(count, added.size());
    std::copy_n(added.begin(), common, place(all, start));
    all.erase(place(all, start + common), place(all, start + count));
    all.insert(place(all, start + common), place(added, common), added.end());
}

// container start count erase -> container
template <class Kind> void erase(Engine& engine) {
    auto const [start, count] = checked_interval(engine.operand<Integer>(1), engine.operand<Integer>(0),
                                                 elements_of<Kind>(engine.operand(2)).size());
    engine.drop(2);
    auto& all = writable<Kind>(engine.operand(0));
    all.erase(place(all, start), place(all, start + count));
}

// container erase -> empty container
template <class Kind> void erase_all(Engine& engine) {
    engine.replace(1, Value::make<Kind>("").as(engine.operand(0).type()));
}
template <> void erase_all<Array>(Engine& engine) {
    engine.replace(1, make_array({}).as(engine.operand(0).type()));
}

template <class Kind> auto find(auto const& all, auto const& pattern, auto from) {
    return std::search(from, all.end(), pattern.begin(), pattern.end(),
                       [](auto const& a, auto const& b) { return same_elements(a, b); });
}

// container pattern search -> post match pre true, or container false
template <class Kind> void search(Engine& engine) {
    auto const& all = elements_of<Kind>(engine.operand(1));
    auto const& pattern = elements_of<Kind>(engine.operand(0));
    using All = std::remove_cvref_t<decltype(all)>;
    auto const found = find<Kind>(all, pattern, all.begin());
    if (found == all.end() && !pattern.empty()) return engine.replace(1, Value(false));
    Value pre = Value::make<Kind>(All(all.begin(), found));
    Value post = Value::make<Kind>(All(found + static_cast<std::ptrdiff_t>(pattern.size()), all.end()));
    Value match = engine.pop();
    engine.replace(1, std::move(post));
    engine.push(std::move(match));
    engine.push(std::move(pre));
    engine.push(true);
}

template <class Kind> bool contains(Kind const& container, Kind const& pattern) {
    auto const& all = elements(container);
    return elements(pattern).empty() || find<Kind>(all, elements(pattern), all.begin()) != all.end();
}

// container old new ReplaceOccurrences -> container
template <class Kind> void replace_occurrences(Engine& engine) {
    auto const& all = elements_of<Kind>(engine.operand(2));
    auto const& old = elements_of<Kind>(engine.operand(1));
    auto const& substitute = elements_of<Kind>(engine.operand(0));
    if (old.empty())
        throw Error(ErrorKind::range_check).with_hint("nothing to look for: the second operand is empty");
    std::remove_cvref_t<decltype(all)> result;
    for (auto at = all.begin();;) {
        auto const found = find<Kind>(all, old, at);
        result.insert(result.end(), at, found);
        if (found == all.end()) break;
        result.insert(result.end(), substitute.begin(), substitute.end());
        at = found + static_cast<std::ptrdiff_t>(old.size());
    }
    engine.replace(3, Value::make<Kind>(std::move(result)));
}

// container separator breakup -> array of containers
template <class Kind> Items breakup(Kind const& container, Kind const& separator) {
    auto const& all = elements(container);
    auto const& mark = elements(separator);
    if (mark.empty()) throw Error(ErrorKind::range_check).with_hint("the separator is empty");
    using All = std::remove_cvref_t<decltype(all)>;
    Items pieces;
    for (auto at = all.begin();;) {
        auto const found = find<Kind>(all, mark, at);
        pieces.push_back(Value::make<Kind>(All(at, found)));
        if (found == all.end()) return pieces;
        at = found + static_cast<std::ptrdiff_t>(mark.size());
    }
}

// container n breakup -> array of containers
template <class Kind> Items breakup_by_length(Kind const& container, Integer length) {
    auto const& all = elements(container);
    using All = std::remove_cvref_t<decltype(all)>;
    if (all.empty()) return {Value::make<Kind>(All())};
    if (length < 1 || all.size() % std::size_t(length) != 0)
        throw Error(ErrorKind::range_check)
            .with_hint("the length is no multiple of the pieces' length")
            .by(std::same_as<Kind, String> ? "getinterval_s" : "getinterval_a");
    Items pieces;
    for (std::size_t at = 0; at < all.size(); at += std::size_t(length))
        pieces.push_back(Value::make<Kind>(All(place(all, at), place(all, at + std::size_t(length)))));
    return pieces;
}

// Strips an element at the front (0), the end (1) or both (2).
template <class Kind> void trim(Engine& engine, auto const& unwanted) {
    Integer mode = engine.operand<Integer>(0);
    if (mode < 0 || mode > 2) {
        engine.message(20, "trim", "The flag must be 0, 1 or 2; 0 is taken.");
        mode = 0;
    }
    auto const& all = elements_of<Kind>(engine.operand(2));
    using All = std::remove_cvref_t<decltype(all)>;
    auto const wanted = [&](auto const& x) { return !same_elements(x, unwanted); };
    auto const first = mode == 1 ? all.begin() : std::find_if(all.begin(), all.end(), wanted);
    auto last = all.end();
    if (mode != 0)
        while (last != first && !wanted(last[-1])) --last;
    engine.replace(3, Value::make<Kind>(All(first, last)));
}
void trim_array(Engine& engine) { trim<Array>(engine, Value(engine.operand(1))); }
void trim_code(Engine& engine) { trim<String>(engine, character(engine.operand<Integer>(1))); }
void trim_character(Engine& engine) {
    auto const& unwanted = engine.operand<String>(1).text;
    if (unwanted.empty()) throw_range_check(0, 0);
    trim<String>(engine, char{unwanted[0]});
}

// container reverse -> container
template <class Kind> void reverse(Engine& engine) {
    auto& all = writable<Kind>(engine.operand(0));
    std::reverse(all.begin(), all.end());
}

// array n Rotate -> array, the elements moved n places to the left
void rotate(Engine& engine) {
    auto const size = static_cast<Integer>(engine.operand<Array>(1).items.size());
    Integer const n = engine.operand<Integer>(0);
    engine.drop(1);
    if (size == 0) return;
    auto& all = writable<Array>(engine.operand(0));
    std::rotate(all.begin(), place(all, std::size_t((n % size + size) % size)), all.end());
}

using enum Type;

constexpr Builtin getinterval_variants[] = {
    checked<getinterval<Array>, array, integer, integer>("getinterval_a"),
    checked<getinterval<String>, string, integer, integer>("getinterval_s"),
};
constexpr Builtin insert_variants[] = {
    checked<insert<Array>, array, integer, array>("insert_a"),
    checked<insert<String>, string, integer, string>("insert_s"),
};
// An integer cannot be inserted into an array: the string's variant takes the branch (reference: gotchas).
constexpr Builtin insertelement_variants[] = {
    checked<insert_element<Array>, array, integer, any>("insertelement_a"),
    checked<insert_element<String>, string, integer, integer>("insertelement_s"),
};
constexpr Builtin replace_variants[] = {
    checked<replace<Array>, array, integer, integer, array>("replace_a"),
    checked<replace<String>, string, integer, integer, string>("replace_s"),
};
constexpr Builtin erase_variants[] = {
    checked<erase<Array>, array, integer, integer>("erase_a"),
    checked<erase<Array>, procedure, integer, integer>("erase_p"),
    checked<erase<String>, string, integer, integer>("erase_s"),
    checked<erase_all<Array>, array>("erase_a_all"),
    checked<erase_all<Array>, procedure>("erase_p_all"),
    checked<erase_all<String>, string>("erase_s_all"),
};
constexpr Builtin search_variants[] = {
    checked<search<Array>, array, array>("search_a"),
    checked<search<String>, string, string>("search_s"),
};
constexpr Builtin searchif_variants[] = {
    bind<contains<String>>("searchif_sa"),
    bind<contains<Array>>("searchif_a"),
};
constexpr Builtin replace_occurrences_variants[] = {
    checked<replace_occurrences<String>, string, string, string>("ReplaceOccurrences_s"),
    checked<replace_occurrences<Array>, array, array, array>("ReplaceOccurrences_a"),
};
constexpr Builtin breakup_variants[] = {
    bind<breakup<String>>("breakup_sa"),
    bind<breakup<Array>>("breakup_a"),
    bind<breakup_by_length<String>>("breakup_sa_i"),
    bind<breakup_by_length<Array>>("breakup_a_i"),
};
constexpr Builtin trim_variants[] = {
    checked<trim_character, string, string, integer>("trim_sa"),
    checked<trim_code, string, integer, integer>("trim_code"),
    checked<trim_array, array, integer, integer>("trim_a_i"),
    checked<trim_array, array, any, integer>("trim_a"),
};
constexpr Builtin reverse_variants[] = {
    checked<reverse<String>, string>("reverse_sa"),
    checked<reverse<Array>, array>("reverse_a"),
};

constexpr Command commands[] = {
    {"getinterval", "container start count -> container", "`count` elements from index `start`.",
     getinterval_variants},
    {"insert", "container i container -> container", "Inserts all elements of the second before index i.",
     insert_variants},
    {"insertelement", "container i element -> container", "Inserts one element before index i.",
     insertelement_variants},
    {"replace", "container start count container -> container", "Replaces an interval by other elements.",
     replace_variants},
    {"erase", "container start count -> container", "Removes an interval; without numbers, all elements.",
     erase_variants},
    {"search", "container pattern -> post match pre true | container false", "First occurrence of a pattern.",
     search_variants},
    {"searchif", "container pattern -> bool", "Does the pattern occur?", searchif_variants},
    {"ReplaceOccurrences", "container old new -> container", "Replaces every occurrence of `old`.",
     replace_occurrences_variants},
    {"breakup", "container separator -> array", "The pieces between separators, or pieces of a given length.",
     breakup_variants},
    {"trim", "container element flag -> container",
     "Strips an element at the front (flag 0), at the end (1) or both (2).", trim_variants},
    {"reverse", "container -> container", "The elements in reverse order.", reverse_variants},
    {"Reverse", "array -> array", "The elements in reverse order.",
     raw<run_checked<reverse<Array>, array>>()},
    {"Rotate", "array n -> array", "The elements moved n places to the left, cyclically.",
     raw<run_checked<rotate, array, integer>>()},
};

} // namespace

extern Module const splicing{"splicing", commands};

} // namespace sli
