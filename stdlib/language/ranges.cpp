// Ranges of numbers, as arrays and as vectors.
#include <cmath>

#include <fmt/format.h>

#include "interpreter/module.hpp"
#include "stdlib/language/checked.hpp"
#include "stdlib/language/sequence.hpp"

namespace sli {

namespace {

// start, start + step, ...: `count` numbers, none if it is negative.
template <class Number> struct Progression {
    Number start, step;
    Real count;
};

[[noreturn]] void bad_specification() {
    throw Error(ErrorKind::argument_type)
        .with_hint("expected [n], [first last] or [first last step], all integers or all doubles");
}

Progression<Integer> integers(Items const& spec) {
    if (spec.size() == 1) return {1, 1, Real(spec[0].integer())};
    Integer const first = spec[0].integer(), last = spec[1].integer();
    Integer const step = spec.size() == 3 ? spec[2].integer() : 1;
    if (step == 0) throw Error(ErrorKind::division_by_zero).with_hint("the step is 0");
    Integer distance;
    if (__builtin_sub_overflow(last, first, &distance) || (step == -1 && distance == INT64_MIN))
        throw_overflow("Range");
    return {first, step, 1.0 + Real(distance / step)};
}

Progression<Real> reals(Items const& spec) {
    if (spec.size() == 1) return {1.0, 1.0, std::floor(spec[0].real())};
    Real const first = spec[0].real(), last = spec[1].real();
    if (spec.size() == 2) return {first, 1.0, 1.0 + std::floor(last - first)};
    if (spec[2].real() == 0.0) throw Error(ErrorKind::division_by_zero).with_hint("the step is 0");
    Real const steps = std::trunc((last - first) / spec[2].real());
    return {first, spec[2].real(), 1.0 + steps};
}

bool all_of_type(Items const& spec, Type type) {
    for (Value const& value : spec)
        if (!value.is(type)) return false;
    return true;
}

template <class Container, class Number> Container numbers(Progression<Number> const& p) {
    if (!(p.count < 9e18))
        throw Error(ErrorKind::range_check).with_hint("the range has no end"); // infinite, NaN
    auto const count = p.count > 0 ? std::size_t(p.count) : 0;
    check_length(count);
    Container result;
    result.reserve(count);
    for (std::size_t i = 0; i < count; ++i)
        result.push_back(typename Container::value_type(p.start + static_cast<Number>(i) * p.step));
    return result;
}

// The Progression a specification describes, given to `make`.
template <class Make> auto with_progression(Items const& spec, Make&& make) {
    if (spec.empty() || spec.size() > 3) bad_specification();
    if (all_of_type(spec, Type::integer)) return make(integers(spec));
    if (all_of_type(spec, Type::real)) return make(reals(spec));
    bad_specification();
}

// Errors name the command, not its variant.
auto named(std::string_view command, auto&& work) {
    try {
        return work();
    } catch (Error& error) {
        error.command = command;
        throw;
    }
}

Items range(Array const& spec) {
    return named("Range", [&] {
        return with_progression(spec.items, [](auto const& p) { return numbers<Items>(p); });
    });
}

Value vector_range(Progression<Integer> const& p) {
    return Value::make<IntVector>(numbers<std::vector<Integer>>(p));
}
Value vector_range(Progression<Real> const& p) {
    return Value::make<DoubleVector>(numbers<std::vector<Real>>(p));
}

Value arange(Array const& spec) {
    return named("arange", [&] {
        return with_progression(spec.items, [&](auto const& p) {
            if (spec.items.size() != 2 && p.count < 0)
                throw Error(ErrorKind::range_check).with_hint("the number of elements is negative");
            return vector_range(p);
        });
    });
}

template <class Vector> Value filled(Integer n, typename Vector::Items::value_type number) {
    if (n < 0) throw Error(ErrorKind::range_check).with_hint(fmt::format("the number of elements is {}", n));
    check_length(std::size_t(n));
    return Value::make<Vector>(typename Vector::Items(std::size_t(n), number));
}
Value zeros_dv(Integer n) { return filled<DoubleVector>(n, 0.0); }
Value ones_dv(Integer n) { return filled<DoubleVector>(n, 1.0); }
Value zeros_iv(Integer n) { return filled<IntVector>(n, 0); }
Value ones_iv(Integer n) { return filled<IntVector>(n, 1); }

constexpr Builtin range_variants[] = {bind<range>("Range_")};
constexpr Builtin arange_variants[] = {bind<arange>("arange_")};
constexpr Builtin zeros_variants[] = {bind<zeros_dv>("zeros_dv")};
constexpr Builtin ones_variants[] = {bind<ones_dv>("ones_dv")};

constexpr Command commands[] = {
    {"Range", "[n] | [first last] | [first last step] -> array",
     "The numbers of a range, both ends included.", range_variants},
    {"arange", "[n] | [first last] | [first last step] -> vector", "Like Range, as a vector.",
     arange_variants},
    {"zeros", "n -> doublevector", "n zeros.", zeros_variants},
    {"ones", "n -> doublevector", "n ones.", ones_variants},
    {"zeros_iv", "n -> intvector", "n zeros as integers.", bind<zeros_iv>()},
    {"ones_iv", "n -> intvector", "n ones as integers.", bind<ones_iv>()},
};

} // namespace

extern Module const ranges{"ranges", commands};

} // namespace sli
