// Arithmetic of int and double vectors: always new vectors. The order of operands in sub and div of two
// vectors is the reference's: second minus first, second divided by first.
#include <cmath>
#include <concepts>

#include <fmt/format.h>

#include "interpreter/module.hpp"
#include "stdlib/language/checked.hpp"
#include "stdlib/language/phrase.hpp"
#include "stdlib/language/sequence.hpp"

namespace sli {

namespace {

struct Add {
    static constexpr std::string_view name = "add";
    static bool overflows(Integer a, Integer b, Integer* c) { return __builtin_add_overflow(a, b, c); }
    static Real of(Real a, Real b) { return a + b; }
};
struct Sub {
    static constexpr std::string_view name = "sub";
    static bool overflows(Integer a, Integer b, Integer* c) { return __builtin_sub_overflow(a, b, c); }
    static Real of(Real a, Real b) { return a - b; }
};
struct Mul {
    static constexpr std::string_view name = "mul";
    static bool overflows(Integer a, Integer b, Integer* c) { return __builtin_mul_overflow(a, b, c); }
    static Real of(Real a, Real b) { return a * b; }
};

[[noreturn]] void zero_divisor(Engine& engine, std::string_view command) {
    engine.message(30, command, "A divisor is zero.");
    throw Error(ErrorKind::division_by_zero).with_hint("a divisor is zero");
}

void check_lengths(Engine& engine, std::size_t a, std::size_t b, std::string_view command) {
    if (a == b) return;
    engine.message(30, command, "The vectors must have the same length.");
    throw Error(ErrorKind::range_check).with_hint(fmt::format("vectors of lengths {} and {}", a, b));
}

// The vector whose element i is make(i).
template <class Vector> Value vector_of(std::size_t size, auto const& make) {
    typename Vector::Items result(size);
    for (std::size_t i = 0; i < size; ++i) result[i] = make(i);
    return Value::make<Vector>(std::move(result));
}

template <class Operation> Integer exact(Integer a, Integer b) {
    Integer result;
    if (Operation::overflows(a, b, &result)) throw_overflow(Operation::name);
    return result;
}

template <class Operation> Value integers(Engine& engine, IntVector const& a, IntVector const& b) {
    check_lengths(engine, a.items().size(), b.items().size(), Operation::name);
    auto const &x = a.items(), &y = b.items();
    return vector_of<IntVector>(x.size(), [&](std::size_t i) { return exact<Operation>(x[i], y[i]); });
}
template <class Operation> Value reals(Engine& engine, DoubleVector const& a, DoubleVector const& b) {
    check_lengths(engine, a.items().size(), b.items().size(), Operation::name);
    auto const &x = a.items(), &y = b.items();
    return vector_of<DoubleVector>(x.size(), [&](std::size_t i) { return Operation::of(x[i], y[i]); });
}
Value sub_integers(Engine& engine, IntVector const& a, IntVector const& b) {
    return integers<Sub>(engine, b, a);
}
Value sub_reals(Engine& engine, DoubleVector const& a, DoubleVector const& b) {
    return reals<Sub>(engine, b, a);
}

Integer quotient(Engine& engine, Integer a, Integer b) {
    if (b == 0) zero_divisor(engine, "div");
    if (b == -1) return exact<Sub>(0, a);
    return a / b;
}
Value div_integers(Engine& engine, IntVector const& a, IntVector const& b) {
    check_lengths(engine, a.items().size(), b.items().size(), "div");
    auto const &x = b.items(), &y = a.items();
    return vector_of<IntVector>(x.size(), [&](std::size_t i) { return quotient(engine, x[i], y[i]); });
}
Value div_reals(Engine& engine, DoubleVector const& a, DoubleVector const& b) {
    check_lengths(engine, a.items().size(), b.items().size(), "div");
    auto const &x = b.items(), &y = a.items();
    return vector_of<DoubleVector>(x.size(), [&](std::size_t i) {
        if (y[i] == 0.0) zero_divisor(engine, "div");
        return x[i] / y[i];
    });
}

// --- with a number
template <class Operation> Value integers_by(IntVector const& v, Integer n) {
    auto const& x = v.items();
    return vector_of<IntVector>(x.size(), [&](std::size_t i) { return exact<Operation>(x[i], n); });
}
template <class Operation> Value by_integers(Integer n, IntVector const& v) {
    return integers_by<Operation>(v, n);
}
Value div_by_integer(Engine& engine, IntVector const& v, Integer n) {
    auto const& x = v.items();
    return vector_of<IntVector>(x.size(), [&](std::size_t i) { return quotient(engine, x[i], n); });
}
// The numbers of an int or double vector as doubles.
template <class Operation, class Vector> Value reals_by(Vector const& v, Real r) {
    auto const& x = v.items();
    return vector_of<DoubleVector>(x.size(), [&](std::size_t i) { return Operation::of(Real(x[i]), r); });
}
template <class Operation, class Vector> Value by_reals(Real r, Vector const& v) {
    return reals_by<Operation, Vector>(v, r);
}
Value div_real_by(Engine& engine, Real r, DoubleVector const& v) {
    auto const& x = v.items();
    return vector_of<DoubleVector>(x.size(), [&](std::size_t i) {
        if (x[i] == 0.0) zero_divisor(engine, "div");
        return r / x[i];
    });
}
// (Reference: a double vector cannot be divided by a double.)
Value div_by_real(DoubleVector const&, Real) {
    throw Error(ErrorKind::dict_error)
        .with_hint("a double vector cannot be divided by a double: multiply by 1/d")
        .by("SLIInterpreter::execute");
}

Value negative(DoubleVector const& v) { return reals_by<Mul>(v, -1.0); }
// (Reference: int vectors have no negative.)
Value no_negative(IntVector const&) {
    throw Error(ErrorKind::argument_type).with_hint("int vectors have no negative: multiply by -1");
}
Value inverse(Engine& engine, DoubleVector const& v) {
    auto const& x = v.items();
    return vector_of<DoubleVector>(x.size(), [&](std::size_t i) {
        if (x[i] * x[i] < 1e-100) zero_divisor(engine, "inv_dv");
        return 1.0 / x[i];
    });
}

// --- with an array: it is converted, then the operator works on two vectors
template <class Operation> constexpr char const* converter = nullptr;
template <> constexpr char const* converter<IntVector> = "cv_iv";
template <> constexpr char const* converter<DoubleVector> = "cv_dv";

struct Div {
    static constexpr std::string_view name = "div";
};
template <class Operation, class Vector> void with_array(Engine& engine) {
    run_phrase(engine, {converter<Vector>, Operation::name});
}
template <class Operation, class Vector> void array_with(Engine& engine) {
    run_phrase(engine, {"exch", converter<Vector>, "exch", Operation::name});
}

using enum Type;

constexpr Builtin add_variants[] = {
    bind<integers<Add>>("add_iv_iv"),
    bind<by_integers<Add>>("add_i_iv"),
    bind<integers_by<Add>>("add_iv_i"),
    bind<reals<Add>>("add_dv_dv"),
    bind<by_reals<Add, DoubleVector>>("add_d_dv"),
    bind<reals_by<Add, DoubleVector>>("add_dv_d"),
    checked<with_array<Add, IntVector>, int_vector, array>("add_iv_a"),
    checked<with_array<Add, DoubleVector>, double_vector, array>("add_dv_a"),
    checked<array_with<Add, IntVector>, array, int_vector>("add_a_iv"),
    checked<array_with<Add, DoubleVector>, array, double_vector>("add_a_dv"),
};
constexpr Builtin sub_variants[] = {
    bind<sub_integers>("sub_iv_iv"),
    bind<integers_by<Sub>>("sub_iv_i"),
    bind<sub_reals>("sub_dv_dv"),
    checked<with_array<Sub, IntVector>, int_vector, array>("sub_iv_a"),
    checked<with_array<Sub, DoubleVector>, double_vector, array>("sub_dv_a"),
};
constexpr Builtin mul_variants[] = {
    bind<integers<Mul>>("mul_iv_iv"),
    bind<by_integers<Mul>>("mul_i_iv"),
    bind<integers_by<Mul>>("mul_iv_i"),
    bind<by_reals<Mul, IntVector>>("mul_d_iv"),
    bind<reals_by<Mul, IntVector>>("mul_iv_d"),
    bind<reals<Mul>>("mul_dv_dv"),
    bind<by_reals<Mul, DoubleVector>>("mul_d_dv"),
    bind<reals_by<Mul, DoubleVector>>("mul_dv_d"),
    checked<with_array<Mul, IntVector>, int_vector, array>("mul_iv_a"),
    checked<with_array<Mul, DoubleVector>, double_vector, array>("mul_dv_a"),
    checked<array_with<Mul, IntVector>, array, int_vector>("mul_a_iv"),
    checked<array_with<Mul, DoubleVector>, array, double_vector>("mul_a_dv"),
};
constexpr Builtin div_variants[] = {
    bind<div_integers>("div_iv_iv"),
    bind<div_by_integer>("div_iv_i"),
    bind<div_reals>("div_dv_dv"),
    bind<div_real_by>("div_d_dv"),
    bind<div_by_real>("div_dv_d"),
    checked<with_array<Div, IntVector>, int_vector, array>("div_iv_a"),
    checked<with_array<Div, DoubleVector>, double_vector, array>("div_dv_a"),
    checked<array_with<Div, IntVector>, array, int_vector>("div_a_iv"),
    checked<array_with<Div, DoubleVector>, array, double_vector>("div_a_dv"),
};
constexpr Builtin neg_variants[] = {bind<no_negative>("neg_iv"), bind<negative>("neg_dv")};
constexpr Builtin inv_variants[] = {bind<inverse>("inv_dv")};

constexpr Command commands[] = {
    {"add", "a b -> sum", "Element-wise sum of vectors, or of a vector and a number.", add_variants},
    {"sub", "a b -> difference", "Element-wise difference; of two vectors second minus first.", sub_variants},
    {"mul", "a b -> product", "Element-wise product of vectors, or of a vector and a number.", mul_variants},
    {"div", "a b -> quotient", "Element-wise quotient; of two vectors second divided by first.",
     div_variants},
    {"neg", "vector -> vector", "The negative of every element of a double vector.", neg_variants},
    {"inv", "vector -> vector", "The inverse of every element of a double vector.", inv_variants},
};

} // namespace

extern Module const vector_arithmetic{"vector_arithmetic", commands};

} // namespace sli
