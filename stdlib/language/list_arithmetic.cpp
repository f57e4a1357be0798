// Arithmetic of arrays: element by element, sums and products, Dot. Arrays of numbers are computed here;
// other elements (arrays in arrays, vectors, parameters) go through the commands of the same name.
#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "interpreter/module.hpp"
#include "stdlib/language/checked.hpp"
#include "stdlib/language/phrase.hpp"
#include "stdlib/language/sequence.hpp"

namespace sli {

namespace {

using Result = std::optional<Value>; // none: not for here (no numbers, overflow, division by zero)

struct Add {
    static constexpr std::string_view name = "add";
    static bool integers(Integer a, Integer b, Integer* c) { return !__builtin_add_overflow(a, b, c); }
    static Result reals(Real a, Real b) { return Value(a + b); }
};
struct Sub {
    static constexpr std::string_view name = "sub";
    static bool integers(Integer a, Integer b, Integer* c) { return !__builtin_sub_overflow(a, b, c); }
    static Result reals(Real a, Real b) { return Value(a - b); }
};
struct Mul {
    static constexpr std::string_view name = "mul";
    static bool integers(Integer a, Integer b, Integer* c) { return !__builtin_mul_overflow(a, b, c); }
    static Result reals(Real a, Real b) { return Value(a * b); }
};
struct Div {
    static constexpr std::string_view name = "div";
    static bool integers(Integer a, Integer b, Integer* c) {
        if (b == 0 || b == -1) return false;
        *c = a / b;
        return true;
    }
    static Result reals(Real a, Real b) { return b == 0.0 ? Result() : Value(a / b); }
};

template <class Operation> Result apply(Value const& a, Value const& b) {
    if (a.is(Type::integer) && b.is(Type::integer)) {
        Integer result;
        return Operation::integers(a.integer(), b.integer(), &result) ? Result(Value(result)) : Result();
    }
    return a.is_number() && b.is_number() ? Operation::reals(a.number(), b.number()) : Result();
}

// The array of compute(element), none as soon as one is none.
Result each(Items const& items, auto const& compute) {
    Items results;
    results.reserve(items.size());
    for (Value const& item : items) {
        Result result = compute(item);
        if (!result) return {};
        results.push_back(std::move(*result));
    }
    return make_array(std::move(results));
}

// array array op -> array
template <class Operation> void arrays(Engine& engine) {
    auto const &a = engine.operand<Array>(1).items, &b = engine.operand<Array>(0).items;
    if (a.size() != b.size())
        throw Error(ErrorKind::range_check)
            .with_hint(fmt::format("arrays of lengths {} and {}", a.size(), b.size()))
            .by("MapThread_a");
    auto const result =
        each(a, [&](Value const& x) { return apply<Operation>(x, b[std::size_t(&x - a.data())]); });
    if (result) return engine.replace(2, *result);
    Value second = engine.pop(), first = engine.pop();
    engine.push(make_array({std::move(first), std::move(second)}));
    engine.push(phrase(engine, {Operation::name}));
    run_phrase(engine, {"MapThread"});
}

// The array is at this depth, the number next to it; element op number, or the other way round.
template <class Operation, bool number_first> void with_number(Engine& engine, std::size_t array_depth) {
    Value const array = engine.operand(array_depth), number = engine.operand(1 - array_depth);
    auto const result = each(array.object<Array>().items, [&](Value const& x) {
        return number_first ? apply<Operation>(number, x) : apply<Operation>(x, number);
    });
    if (result) return engine.replace(2, *result);
    Items body{number};
    if (number_first) body.push_back(Value::name(engine.intern("exch")));
    body.push_back(Value::name(engine.intern(Operation::name)));
    engine.replace(2, array);
    engine.push(make_procedure(std::move(body)));
    run_phrase(engine, {"Map"});
}
template <class Operation, bool number_first = true> void number_array(Engine& engine) {
    with_number<Operation, number_first>(engine, 0);
}
template <class Operation, bool number_first = false> void array_number(Engine& engine) {
    with_number<Operation, number_first>(engine, 1);
}

// array Plus -> sum; the sum of no elements is `first`
template <class Operation, Integer first> void reduce(Engine& engine) {
    Value const array = engine.operand(0);
    Value total(first);
    for (Value const& item : array.object<Array>().items) {
        auto const next = apply<Operation>(total, item);
        if (!next) {
            engine.replace(1, Value(first));
            engine.push(array);
            engine.push(phrase(engine, {Operation::name}));
            return run_phrase(engine, {"forall"});
        }
        total = *next;
    }
    engine.replace(1, total);
}

// --- Dot and OuterProduct
[[noreturn]] void dimension_mismatch(std::string hint) {
    throw Error("DimensionMismatch", std::nullopt).with_hint(std::move(hint)).by("Dot");
}
template <class Operation> Value number(Value const& a, Value const& b) {
    auto const result = apply<Operation>(a, b);
    if (result) return *result;
    if (a.is_number() && b.is_number()) throw_overflow(Operation::name);
    throw Error(ErrorKind::argument_type)
        .with_hint("elements of vectors and matrices are numbers")
        .by(std::string(Operation::name));
}
bool is_matrix(Array const& array) { return !array.items.empty() && array.items[0].is(Type::array); }

void check_rows(Array const& matrix) {
    for (Value const& row : matrix.items)
        if (!row.is(Type::array) || items_of(row).size() != items_of(matrix.items[0]).size())
            dimension_mismatch("the rows of a matrix have equal lengths");
}

void check_inner(std::size_t a, std::size_t b) {
    if (a != b) dimension_mismatch(fmt::format("dimensions {} and {} do not fit", a, b));
}

// Sum of row[k] * column(k).
Value product(Patience& patience, Items const& row, auto const& column) {
    Value sum(Integer{0});
    for (std::size_t k = 0; k < row.size(); ++k, patience.turn())
        sum = number<Add>(sum, number<Mul>(row[k], column(k)));
    return sum;
}
// A vector times a vector or a matrix.
Value row_times(Patience& patience, Items const& row, Array const& b) {
    check_inner(row.size(), b.items.size());
    if (!is_matrix(b))
        return product(patience, row, [&](std::size_t k) -> Value const& { return b.items[k]; });
    Items result;
    for (std::size_t j = 0; j < items_of(b.items[0]).size(); ++j)
        result.push_back(
            product(patience, row, [&](std::size_t k) -> Value const& { return items_of(b.items[k])[j]; }));
    return make_array(std::move(result));
}
Value dot(Engine& engine, Array const& a, Array const& b) {
    Patience patience(engine);
    if (is_matrix(b)) check_rows(b);
    if (!is_matrix(a)) return row_times(patience, a.items, b);
    check_rows(a);
    Items result;
    for (Value const& row : a.items) result.push_back(row_times(patience, items_of(row), b));
    return make_array(std::move(result));
}
Items outer_product(Engine& engine, Array const& a, Array const& b) {
    Patience patience(engine);
    Items result;
    for (Value const& x : a.items) {
        Items row;
        for (Value const& y : b.items) {
            patience.turn();
            row.push_back(number<Mul>(x, y));
        }
        result.push_back(make_array(std::move(row)));
    }
    return result;
}

using enum Type;

constexpr Builtin add_variants[] = {
    checked<arrays<Add>, array, array>("add_a_a"),      checked<number_array<Add>, integer, array>("add_i_a"),
    checked<number_array<Add>, real, array>("add_i_a"), checked<array_number<Add>, array, integer>("add_a_i"),
    checked<array_number<Add>, array, real>("add_a_i"),
};
constexpr Builtin sub_variants[] = {
    checked<arrays<Sub>, array, array>("sub_a_a"),      checked<number_array<Sub>, integer, array>("sub_i_a"),
    checked<number_array<Sub>, real, array>("sub_i_a"), checked<array_number<Sub>, array, integer>("sub_a_i"),
    checked<array_number<Sub>, array, real>("sub_a_i"),
};
constexpr Builtin mul_variants[] = {
    checked<arrays<Mul>, array, array>("mul_a_a"),      checked<number_array<Mul>, integer, array>("mul_i_a"),
    checked<number_array<Mul>, real, array>("mul_i_a"), checked<array_number<Mul>, array, integer>("mul_a_i"),
    checked<array_number<Mul>, array, real>("mul_a_i"),
};
// A number divided by an array is the array divided by the number (reference: gotchas).
constexpr Builtin div_variants[] = {
    checked<arrays<Div>, array, array>("div_a_a"),
    checked<number_array<Div, false>, integer, array>("div_i_a"),
    checked<number_array<Div, false>, real, array>("div_i_a"),
    checked<array_number<Div>, array, integer>("div_a_i"),
    checked<array_number<Div>, array, real>("div_a_i"),
};
constexpr Builtin plus_variants[] = {checked<reduce<Add, 0>, array>("Plus_a")};
constexpr Builtin times_variants[] = {checked<reduce<Mul, 1>, array>("Times_a")};
constexpr Builtin total_variants[] = {checked<reduce<Add, 0>, array>("Total_a")};
constexpr Builtin dot_variants[] = {bind<dot>("Dot_a_a")};
constexpr Builtin outer_variants[] = {bind<outer_product>("OuterProduct_a_a")};

constexpr Command commands[] = {
    {"add", "a b -> sum", "Element-wise sum of arrays, or of an array and a number.", add_variants},
    {"sub", "a b -> difference", "Element-wise difference of arrays, or of an array and a number.",
     sub_variants},
    {"mul", "a b -> product", "Element-wise product of arrays, or of an array and a number.", mul_variants},
    {"div", "a b -> quotient", "Element-wise quotient of arrays, or of an array and a number.", div_variants},
    {"Plus", "array -> sum", "The sum of the elements, 0 if there are none.", plus_variants},
    {"Times", "array -> product", "The product of the elements, 1 if there are none.", times_variants},
    {"Total", "array -> sum", "The sum of the elements.", total_variants},
    {"Dot", "a b -> product", "Inner product of vectors and matrices.", dot_variants},
    {"OuterProduct", "a b -> matrix", "The matrix of the products of all pairs.", outer_variants},
};

} // namespace

extern Module const list_arithmetic{"list_arithmetic", commands};

} // namespace sli
