// Arithmetic of integers and reals. Integer results that do not fit raise RangeCheck.
#include <cmath>
#include <fmt/format.h>
#include <limits>

#include "interpreter/engine.hpp"
#include "interpreter/module.hpp"

namespace sli {
namespace {

constexpr Integer smallest = std::numeric_limits<Integer>::min();

Integer add(Integer a, Integer b) {
    Integer sum;
    if (__builtin_add_overflow(a, b, &sum)) throw_overflow("add");
    return sum;
}
template <class A, class B> Real add_mixed(A a, B b) { return Real(a) + Real(b); }

Integer sub(Integer a, Integer b) {
    Integer difference;
    if (__builtin_sub_overflow(a, b, &difference)) throw_overflow("sub");
    return difference;
}
template <class A, class B> Real sub_mixed(A a, B b) { return Real(a) - Real(b); }

Integer mul(Integer a, Integer b) {
    Integer product;
    if (__builtin_mul_overflow(a, b, &product)) throw_overflow("mul");
    return product;
}
template <class A, class B> Real mul_mixed(A a, B b) { return Real(a) * Real(b); }

Failure division_by_zero() { return {ErrorKind::division_by_zero, "the divisor is zero"}; }

Attempt<Integer> div(Integer a, Integer b) {
    if (b == 0) return division_by_zero();
    if (a == smallest && b == -1) throw_overflow("div");
    return a / b;
}
template <class A, class B> Attempt<Real> div_mixed(A a, B b) {
    if (b == 0) return division_by_zero();
    return Real(a) / Real(b);
}

Attempt<Integer> mod(Integer a, Integer b) {
    if (b == 0) return division_by_zero();
    return b == -1 ? 0 : a % b;
}

Integer negated(Integer a) {
    if (a == smallest) throw_overflow("neg");
    return -a;
}
Real negated_real(Real a) { return -a; }
bool negated_bool(bool a) { return !a; }

Integer absolute(Integer a) {
    if (a == smallest) throw_overflow("abs");
    return a < 0 ? -a : a;
}
Real absolute_real(Real a) { return std::abs(a); }
Real inverse(Real a) { return 1.0 / a; }

// The larger or smaller operand as it is; the first if they are equal.
template <class A, class B> Value larger(A a, B b) {
    if constexpr (std::is_same_v<A, B>) return a < b ? Value(b) : Value(a);
    return Real(a) < Real(b) ? Value(b) : Value(a);
}
template <class A, class B> Value smaller(A a, B b) {
    if constexpr (std::is_same_v<A, B>) return b < a ? Value(b) : Value(a);
    return Real(b) < Real(a) ? Value(b) : Value(a);
}

template <class Number> Number unit_step(Number x) { return x >= 0 ? Number(1) : Number(0); }

// One step for a whole point: 1 if no coordinate is negative; of the type of the first one.
Value unit_step_of_all(Engine& engine, Array const& point) {
    if (point.items.empty()) {
        engine.message(30, "UnitStep", "Array must not be empty.");
        throw Error(ErrorKind::argument_type).with_hint("the array is empty");
    }
    bool inside = true;
    for (Value const& x : point.items) {
        if (!x.is_number()) throw Error(ErrorKind::argument_type).with_hint("elements must be numbers");
        inside = inside && x.number() >= 0.0;
    }
    return point.items.front().is(Type::integer) ? Value(Integer(inside)) : Value(Real(inside));
}

constexpr Builtin add_variants[] = {
    bind<add>("add_ii", Opcode::add_ii),
    bind<add_mixed<Integer, Real>>("add_id"),
    bind<add_mixed<Real, Integer>>("add_di"),
    bind<add_mixed<Real, Real>>("add_dd", Opcode::add_dd),
};
constexpr Builtin sub_variants[] = {
    bind<sub>("sub_ii", Opcode::sub_ii),
    bind<sub_mixed<Integer, Real>>("sub_id"),
    bind<sub_mixed<Real, Integer>>("sub_di"),
    bind<sub_mixed<Real, Real>>("sub_dd", Opcode::sub_dd),
};
constexpr Builtin mul_variants[] = {
    bind<mul>("mul_ii", Opcode::mul_ii),
    bind<mul_mixed<Integer, Real>>("mul_id"),
    bind<mul_mixed<Real, Integer>>("mul_di"),
    bind<mul_mixed<Real, Real>>("mul_dd", Opcode::mul_dd),
};
constexpr Builtin div_variants[] = {
    bind<div>("div_ii"),
    bind<div_mixed<Integer, Real>>("div_id"),
    bind<div_mixed<Real, Integer>>("div_di"),
    bind<div_mixed<Real, Real>>("div_dd", Opcode::div_dd),
};
constexpr Builtin neg_variants[] = {
    bind<negated>("neg_i", Opcode::neg_i),
    bind<negated_real>("neg_d", Opcode::neg_d),
    bind<negated_bool>("neg_b"),
};
constexpr Builtin abs_variants[] = {bind<absolute>("abs_i"), bind<absolute_real>("abs_d")};
constexpr Builtin inv_variants[] = {bind<inverse>("inv_")};
constexpr Builtin max_variants[] = {
    bind<larger<Integer, Integer>>("max_i_i"),
    bind<larger<Integer, Real>>("max_i_d"),
    bind<larger<Real, Integer>>("max_d_i"),
    bind<larger<Real, Real>>("max_d_d"),
};
constexpr Builtin min_variants[] = {
    bind<smaller<Integer, Integer>>("min_i_i"),
    bind<smaller<Integer, Real>>("min_i_d"),
    bind<smaller<Real, Integer>>("min_d_i"),
    bind<smaller<Real, Real>>("min_d_d"),
};
constexpr Builtin unit_step_variants[] = {
    bind<unit_step<Integer>>("UnitStep_i"),
    bind<unit_step<Real>>("UnitStep_d"),
    bind<unit_step_of_all>("UnitStep_a"),
};

constexpr Command commands[] = {
    {"add", "a b -> sum", "Sum of two numbers; an integer when both are.", add_variants},
    {"sub", "a b -> difference", "Difference of two numbers; an integer when both are.", sub_variants},
    {"mul", "a b -> product", "Product of two numbers; an integer when both are.", mul_variants},
    {"div", "a b -> quotient", "Quotient of two numbers; truncated toward zero when both are integers.",
     div_variants},
    {"mod", "i j -> rest", "Rest of the integer division, with the sign of the dividend.",
     bind<mod>("", Opcode::mod)},
    {"neg", "a -> -a", "The negative of a number; not for a boolean.", neg_variants},
    {"abs", "a -> |a|", "The absolute value, of the same type.", abs_variants},
    {"inv", "d -> 1/d", "The reciprocal of a double; infinite for zero.", inv_variants},
    {"max", "a b -> larger", "The larger of two numbers, as it is; the first if they are equal.",
     max_variants},
    {"min", "a b -> smaller", "The smaller of two numbers, as it is; the first if they are equal.",
     min_variants},
    {"UnitStep", "a -> 0 or 1", "1 for numbers from zero on, else 0; for arrays 1 if no element is negative.",
     unit_step_variants},
    {"UnitStep_ia", "array -> 0 or 1", "1 if no element is negative, else 0.", bind<unit_step_of_all>()},
    {"UnitStep_da", "array -> 0 or 1", "1 if no element is negative, else 0.", bind<unit_step_of_all>()},
};

} // namespace

extern Module const arithmetic{"arithmetic", commands};

} // namespace sli
