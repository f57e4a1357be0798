// Elements of arrays, procedures and strings: get, put, append, prepend, join, sizes, storage.
#include <fmt/format.h>

#include "interpreter/module.hpp"
#include "stdlib/language/checked.hpp"
#include "stdlib/language/sequence.hpp"

namespace sli {

namespace {

constexpr int message_info = 10, message_error = 30;

template <class Kind> Attempt<Value> element(Kind const& container, Integer index) {
    auto const& all = elements(container);
    if (index < 0 || std::size_t(index) >= all.size()) return outside(index, all.size());
    return element_value(all[std::size_t(index)]);
}
Attempt<Value> element_of_procedure(Procedure p, Integer index) { return element(p.code, index); }
Attempt<Value> element_of_literal(LiteralProcedure p, Integer index) { return element(p.code, index); }

// array [i ..] get_a_a -> array
Items several_elements(Engine& engine, Array const& array, Array const& indices) {
    Items result;
    result.reserve(indices.items.size());
    for (Value const& index : indices.items) {
        if (!index.is(Type::integer)) {
            engine.message(message_info, "get_a_a", "Found a non-integer among the indices; it is ignored.");
            continue;
        }
        if (Integer const i = index.integer(); i < 0 || std::size_t(i) >= array.items.size()) {
            engine.message(message_error, "get_a_a",
                           fmt::format("Index {} is outside 0..{}.", i, Integer(array.items.size()) - 1));
            throw_range_check(i, array.items.size());
        }
        result.push_back(array.items[std::size_t(index.integer())]);
    }
    return result;
}

// container i x put -> container
template <class Kind> void put(Engine& engine) {
    auto const size = elements_of<Kind>(engine.operand(2)).size();
    auto const at = checked_index(engine.operand<Integer>(1), size);
    auto element = element_from<Kind>(engine.operand(0));
    engine.drop(2);
    writable<Kind>(engine.operand(0))[at] = std::move(element);
}

// The offsets that lead to a nested element; checks the whole path before anything is changed.
std::vector<std::size_t> path_to(Value const& array, Items const& indices) {
    std::vector<std::size_t> path;
    Value const* level = &array;
    for (Value const& index : indices) {
        if (!index.is(Type::integer))
            throw Error(ErrorKind::argument_type).with_hint("a position holds integers only");
        if (!level->is(Type::array))
            throw Error(ErrorKind::range_check).with_hint("the position is longer than the array is deep");
        auto const& items = level->object<Array>().items;
        path.push_back(checked_index(index.integer(), items.size()));
        level = &items[path.back()];
    }
    if (path.empty()) throw Error(ErrorKind::range_check).with_hint("the position is empty");
    return path;
}

// array [i ..] x put -> array
void put_nested(Engine& engine) {
    auto const path = path_to(engine.operand(2), engine.operand<Array>(1).items);
    Value element = engine.pop();
    engine.drop(1);
    Value* level = &engine.operand(0);
    for (std::size_t const at : path) level = &writable<Array>(*level)[at];
    *level = std::move(element);
}

// container x append -> container
template <class Kind> void append(Engine& engine) {
    auto element = element_from<Kind>(engine.operand(0));
    engine.drop(1);
    writable<Kind>(engine.operand(0)).push_back(std::move(element));
}

// container x prepend -> container
template <class Kind> void prepend(Engine& engine) {
    auto element = element_from<Kind>(engine.operand(0));
    engine.drop(1);
    auto& all = writable<Kind>(engine.operand(0));
    all.insert(all.begin(), std::move(element));
}

// container container join -> container
template <class Kind> void join(Engine& engine) {
    Value const tail = engine.pop();
    auto& all = writable<Kind>(engine.operand(0));
    auto const& more = elements_of<Kind>(tail);
    all.insert(all.end(), more.begin(), more.end());
}

template <class Kind> Integer length(Kind const& container) { return Integer(elements(container).size()); }
Integer length_of_procedure(Procedure p) { return length(p.code); }
Integer length_of_literal(LiteralProcedure p) { return length(p.code); }

// container size -> container n
template <class Kind> void size(Engine& engine) { engine.push(length(engine.operand(0).object<Kind>())); }

template <class Kind> void empty(Engine& engine) {
    engine.push(elements_of<Kind>(engine.operand(0)).empty());
}

template <class Kind> void capacity(Engine& engine) {
    engine.push(Integer(elements_of<Kind>(engine.operand(0)).capacity()));
}

// container n reserve -> container
template <class Kind> void reserve(Engine& engine) {
    auto const room = checked_count(engine.operand<Integer>(0));
    check_length(room);
    engine.drop(1);
    writable<Kind>(engine.operand(0)).reserve(room);
}

// container n :resize -> container
template <class Kind> void resize(Engine& engine) {
    auto const size = checked_count(engine.operand<Integer>(0));
    check_length(size);
    engine.drop(1);
    if constexpr (std::same_as<Kind, String>)
        writable<Kind>(engine.operand(0)).resize(size, ' ');
    else
        writable<Kind>(engine.operand(0)).resize(size, Value(Integer{0}));
}

// array shrink -> array bool
void shrink(Engine& engine) {
    auto& all = writable<Array>(engine.operand(0));
    bool const loose = all.capacity() > all.size();
    all.shrink_to_fit();
    engine.push(loose);
}

void references(Engine& engine) { engine.push(Integer(engine.operand(0).object<Array>().owners())); }

// array valid_a -> array bool
void valid(Engine& engine) {
    engine.operand<Array>(0);
    engine.push(true);
}

using enum Type;

constexpr Builtin get_variants[] = {
    bind<element<Array>>("get_a", Opcode::get_a),
    bind<several_elements>("get_a_a"),
    bind<element_of_procedure>("get_p"),
    bind<element_of_literal>("get_lp"),
    bind<element<String>>("get_s"),
};
// Doubles have an alternative of their own because of vectors, integers because of strings: selection
// never goes back to `anytype` from there, so what may hold them is listed again. Arrays do not take
// doubles by index (reference: gotchas).
constexpr Builtin put_a = checked<put<Array>, array, integer, any>("put_a");
constexpr Builtin put_a_a_t = checked<put_nested, array, array, any>("put_a_a_t");
constexpr Builtin put_p = checked<put<Array>, procedure, integer, any>("put_p");
constexpr Builtin put_lp = checked<put<Array>, literal_procedure, integer, any>("put_lp");
constexpr Builtin put_variants[] = {
    put_a,
    put_a_a_t,
    put_p,
    checked<put<String>, string, integer, integer>("put_s"),
    also_for(put_a, {array, integer, integer}),
    also_for(put_a_a_t, {array, array, integer}),
    also_for(put_p, {procedure, integer, integer}),
    put_lp,
    also_for(put_lp, {literal_procedure, integer, integer}),
    also_for(put_a_a_t, {array, array, real}),
};
constexpr Builtin append_a = checked<append<Array>, array, any>("append_a");
constexpr Builtin append_p = checked<append<Array>, procedure, any>("append_p");
constexpr Builtin append_variants[] = {
    append_a,
    append_p,
    checked<append<String>, string, integer>("append_s"),
    also_for(append_a, {array, integer}),
    also_for(append_p, {procedure, integer}),
};
constexpr Builtin prepend_a = checked<prepend<Array>, array, any>("prepend_a");
constexpr Builtin prepend_p = checked<prepend<Array>, procedure, any>("prepend_p");
constexpr Builtin prepend_variants[] = {
    prepend_a,
    prepend_p,
    checked<prepend<String>, string, integer>("prepend_s"),
    also_for(prepend_a, {array, integer}),
    also_for(prepend_p, {procedure, integer}),
};
constexpr Builtin join_variants[] = {
    checked<join<String>, string, string>("join_s"),
    checked<join<Array>, array, array>("join_a"),
    checked<join<Array>, procedure, procedure>("join_p"),
};
constexpr Builtin length_variants[] = {
    bind<length<String>>("length_s"),
    bind<length<Array>>("length_a"),
    bind<length_of_procedure>("length_p"),
    bind<length_of_literal>("length_lp"),
};
constexpr Builtin size_variants[] = {checked<size<Array>, array>("size_a"),
                                     checked<size<String>, string>("size_s")};
constexpr Builtin empty_variants[] = {checked<empty<Array>, array>("empty_a"),
                                      checked<empty<String>, string>("empty_s")};
constexpr Builtin capacity_variants[] = {checked<capacity<Array>, array>("capacity_a"),
                                         checked<capacity<String>, string>("capacity_s")};
constexpr Builtin reserve_variants[] = {checked<reserve<Array>, array, integer>("reserve_a"),
                                        checked<reserve<String>, string, integer>("reserve_s")};
constexpr Builtin resize_variants[] = {checked<resize<Array>, array, integer>(":resize_a"),
                                       checked<resize<String>, string, integer>(":resize_s")};
constexpr Builtin shrink_variants[] = {checked<shrink, array>("shrink_a")};
constexpr Builtin references_variants[] = {checked<references, array>("references_a")};

constexpr Command commands[] = {
    {"get", "container index -> element", "The element at an index from 0, or several as an array.",
     get_variants},
    {"put", "container index element -> container",
     "Replaces the element at an index, or at a nested position.", put_variants},
    {"append", "container element -> container", "Adds an element at the end.", append_variants},
    {"prepend", "container element -> container", "Adds an element in front.", prepend_variants},
    {"join", "container container -> container", "The elements of both, one after the other.", join_variants},
    {"length", "container -> n", "Number of elements.", length_variants},
    {"size", "container -> container n", "Number of elements; the container stays.", size_variants},
    {"empty", "container -> container bool", "Has it no element? The container stays.", empty_variants},
    {"capacity", "container -> container n", "Elements it can hold before it must grow.", capacity_variants},
    {"reserve", "container n -> container", "Makes room for n elements.", reserve_variants},
    {":resize", "container n -> container", "Cuts to n elements or extends with zeros (blanks in strings).",
     resize_variants},
    {"shrink", "array -> array bool", "Gives unused room back; was there any?", shrink_variants},
    {"references", "array -> array n", "Number of values that share the elements.", references_variants},
    {"valid_a", "array -> array bool", "Is the array consistent? Always true.", raw<valid>()},
};

} // namespace

extern Module const containers{"containers", commands};

} // namespace sli
