// Elementary functions. Integers are converted to doubles where they lie, before the function is asked.
#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "interpreter/engine.hpp"
#include "interpreter/module.hpp"

namespace sli {
namespace {

[[noreturn]] void outside_domain(char const* command, Real x) {
    throw Error(ErrorKind::range_check).by(command).with_hint(fmt::format("not defined for {}", x));
}

Real sin(Real x) { return std::sin(x); }
Real cos(Real x) { return std::cos(x); }
Real asin(Real x) { return std::asin(x); }
Real acos(Real x) { return std::acos(x); }
Real exp(Real x) { return std::exp(x); }
Real square(Real x) { return x * x; }
Real square_root(Real x) {
    if (x < 0.0) outside_domain("sqrt_d", x);
    return std::sqrt(x);
}
Real natural_logarithm(Real x) {
    if (!(x > 0.0)) outside_domain("ln_d", x);
    return std::log(x);
}
Real decadic_logarithm(Real x) {
    if (!(x > 0.0)) outside_domain("log_d", x);
    return std::log10(x);
}

Real power(Real base, Real exponent) {
    if (base < 0.0) outside_domain("pow_dd", base);
    return std::pow(base, exponent);
}
Real integer_power(Real base, Integer exponent) {
    if (base == 0.0 && exponent < 0) outside_domain("pow_di", base);
    return std::pow(base, Real(exponent));
}

Real floor(Real x) { return std::floor(x); }
Real ceil(Real x) { return std::ceil(x); }
Real round(Real x) { return std::floor(x + 0.5); }
Real truncate(Real x) { return std::trunc(x); }
Real fraction(Real x) { return x - std::trunc(x); }
Integer same(Integer i) { return i; }

Integer nearest_integer(Real x) {
    Real const rounded = round(x);
    if (!(rounded >= -0x1p63 && rounded < 0x1p63)) outside_domain("iround_d", x);
    return Integer(rounded);
}

std::tuple<Real, Real> parts(Real x) {
    Real whole = 0.0;
    Real const rest = std::modf(x, &whole);
    return {rest, whole};
}
std::tuple<Real, Integer> mantissa_and_exponent(Real x) {
    int exponent = 0;
    Real const mantissa = std::frexp(x, &exponent);
    return {mantissa, exponent};
}

constexpr Integer most_exponent = 10'000; // beyond what a double can show
Real scaled(Real x, Integer exponent) {
    return std::ldexp(x, int(std::clamp(exponent, -most_exponent, most_exponent)));
}
Real power_of_two(Integer exponent) { return scaled(1.0, exponent); }

// The operand `depth` below the top, an integer, becomes a double.
void convert(Engine& engine, std::size_t depth) {
    Integer const i = engine.operand<Integer>(depth);
    engine.operand(depth) = Value(Real(i));
}
// The same function for an integer: f_i beside f_d.
template <Real (*function)(Real)> void of_integer(Engine& engine) {
    convert(engine, 0);
    ShapeOf<function>::template run<function>(engine);
}
template <Real (*function)(Real)> consteval Builtin integer_variant(std::string_view name) {
    return raw<of_integer<function>>(name, {Type::integer});
}

void power_of_integers(Engine& engine) {
    engine.operand<Integer>(0);
    convert(engine, 1);
    ShapeOf<integer_power>::run<integer_power>(engine);
}
void power_of_integer(Engine& engine) {
    engine.operand<Real>(0);
    convert(engine, 1);
    ShapeOf<power>::run<power>(engine);
}

constexpr Builtin sin_variants[] = {bind<sin>("sin_d"), integer_variant<sin>("sin_i")};
constexpr Builtin cos_variants[] = {bind<cos>("cos_d"), integer_variant<cos>("cos_i")};
constexpr Builtin asin_variants[] = {bind<asin>("asin_d"), integer_variant<asin>("asin_i")};
constexpr Builtin acos_variants[] = {bind<acos>("acos_d"), integer_variant<acos>("acos_i")};
constexpr Builtin exp_variants[] = {bind<exp>("exp_d"), integer_variant<exp>("exp_i")};
constexpr Builtin ln_variants[] = {bind<natural_logarithm>("ln_d"),
                                   integer_variant<natural_logarithm>("ln_i")};
constexpr Builtin log_variants[] = {bind<decadic_logarithm>("log_d"),
                                    integer_variant<decadic_logarithm>("log_i")};
constexpr Builtin sqr_variants[] = {bind<square>("sqr_d"), integer_variant<square>("sqr_i")};
constexpr Builtin sqrt_variants[] = {bind<square_root>("sqrt_d"), integer_variant<square_root>("sqrt_i")};
constexpr Builtin pow_variants[] = {bind<power>("pow_dd"), bind<integer_power>("pow_di"),
                                    raw<power_of_integers>("pow_ii", {Type::integer, Type::integer}),
                                    raw<power_of_integer>("pow_id", {Type::integer, Type::real})};
constexpr Builtin floor_variants[] = {bind<floor>("floor_d"), bind<same>("floor_i")};
constexpr Builtin ceil_variants[] = {bind<ceil>("ceil_d"), bind<same>("ceil_i")};
constexpr Builtin round_variants[] = {bind<round>("round_d"), integer_variant<round>("round_i")};
constexpr Builtin iround_variants[] = {bind<nearest_integer>("iround_d")};
constexpr Builtin trunc_variants[] = {bind<truncate>("trunc_d")};
constexpr Builtin whole_variants[] = {bind<truncate>("IntegerPart_d")};
constexpr Builtin fraction_variants[] = {bind<fraction>("FractionalPart_d")};
constexpr Builtin modf_variants[] = {bind<parts>("modf_d")};
constexpr Builtin frexp_variants[] = {bind<mantissa_and_exponent>("frexp_d")};
constexpr Builtin ldexp_variants[] = {bind<scaled>("ldexp_di")};
constexpr Builtin dexp_variants[] = {bind<power_of_two>("dexp_i")};

constexpr Command commands[] = {
    {"sin", "x -> d", "Sine of an angle in radians.", sin_variants},
    {"cos", "x -> d", "Cosine of an angle in radians.", cos_variants},
    {"asin", "x -> d", "Arc sine, in radians.", asin_variants},
    {"acos", "x -> d", "Arc cosine, in radians.", acos_variants},
    {"exp", "x -> d", "The exponential function.", exp_variants},
    {"ln", "x -> d", "Natural logarithm of a positive number.", ln_variants},
    {"log", "x -> d", "Decadic logarithm of a positive number.", log_variants},
    {"sqr", "x -> d", "The square, always a double.", sqr_variants},
    {"sqrt", "x -> d", "The square root of a number that is not negative.", sqrt_variants},
    {"pow", "base exponent -> d", "A power, always a double.", pow_variants},
    {"floor", "x -> y", "The largest integral number not above x, of the same type.", floor_variants},
    {"ceil", "x -> y", "The smallest integral number not below x, of the same type.", ceil_variants},
    {"round", "x -> d", "The nearest integral number, as double; halves go up.", round_variants},
    {"iround", "d -> i", "The nearest integer; halves go up.", iround_variants},
    {"trunc", "d -> d", "The integral part: rounded toward zero.", trunc_variants},
    {"IntegerPart", "d -> d", "The integral part: rounded toward zero.", whole_variants},
    {"FractionalPart", "d -> d", "What is left without the integral part; keeps the sign.",
     fraction_variants},
    {"modf", "d -> fraction whole", "Fractional and integral part.", modf_variants},
    {"frexp", "d -> mantissa exponent", "d = mantissa 2^exponent with a mantissa in [0.5, 1).",
     frexp_variants},
    {"ldexp", "d i -> d", "d 2^i.", ldexp_variants},
    {"dexp", "i -> d", "2^i.", dexp_variants},
};

} // namespace

extern Module const mathematics{"mathematics", commands};

} // namespace sli
