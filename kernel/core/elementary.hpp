// Elementary functions that give the same bits on every machine and in every clone: additions,
// multiplications, divisions and choices in a fixed order, no table, no call. Errors stay below two units
// in the last place. The bodies of exp, expm1, log, log1p and tanh have no branch: loops over them vectorise.
#pragma once

#include "kernel/core/clones.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace nest::elementary {

inline constexpr double infinity = std::numeric_limits<double>::infinity();
inline constexpr double pi = 3.14159265358979323846;

namespace detail {
inline constexpr double ln2_high = 0x1.62e42feep-1; // 32 bits: k * ln2_high is exact
inline constexpr double ln2_low = 0x1.a39ef35793c76p-33;
inline constexpr double to_integer = 0x1.8p52; // added and subtracted: round to the nearest integer

// 2^k for |k| < 1023, k given as rounded double plus `to_integer`.
NEST_INLINE double power_of_two(double shifted) {
    return std::bit_cast<double>((std::bit_cast<std::uint64_t>(shifted) << 52) + (std::uint64_t{1023} << 52));
}

// (e^r - 1 - r) / r^2 for |r| <= ln(2)/2: its Taylor series.
NEST_INLINE double exp_series(double r) {
    double p = 1.0 / 6227020800.0;
    p = p * r + 1.0 / 479001600.0;
    p = p * r + 1.0 / 39916800.0;
    p = p * r + 1.0 / 3628800.0;
    p = p * r + 1.0 / 362880.0;
    p = p * r + 1.0 / 40320.0;
    p = p * r + 1.0 / 5040.0;
    p = p * r + 1.0 / 720.0;
    p = p * r + 1.0 / 120.0;
    p = p * r + 1.0 / 24.0;
    p = p * r + 1.0 / 6.0;
    p = p * r + 0.5;
    return p;
}

// ln(1 + f) - f for sqrt(1/2) - 1 <= f <= sqrt(2) - 1, by the series of 2 artanh(s), s = f / (2 + f);
// small beside f, so its rounding errors are, too.
NEST_INLINE double log_rest(double f) {
    double const s = f / (2.0 + f);
    double const z = s * s;
    double p = 2.0 / 23.0;
    p = p * z + 2.0 / 21.0;
    p = p * z + 2.0 / 19.0;
    p = p * z + 2.0 / 17.0;
    p = p * z + 2.0 / 15.0;
    p = p * z + 2.0 / 13.0;
    p = p * z + 2.0 / 11.0;
    p = p * z + 2.0 / 9.0;
    p = p * z + 2.0 / 7.0;
    p = p * z + 2.0 / 5.0;
    p = p * z + 2.0 / 3.0;
    double const half_square = 0.5 * f * f;
    return s * (half_square + p * z) - half_square;
}

struct Split {
    double mantissa; // in [sqrt(1/2), sqrt(2))
    double exponent;
};

// x = mantissa * 2^exponent for positive finite x; subnormal numbers are scaled up first.
NEST_INLINE Split split(double x) {
    bool const subnormal = x < 0x1p-1022;
    double const scaled = subnormal ? x * 0x1p54 : x;
    std::uint64_t const bits = std::bit_cast<std::uint64_t>(scaled);
    // Adding the distance from sqrt(1/2) to 1 carries into the exponent from sqrt(2) on.
    std::uint64_t const shifted = bits + (0x3ff0000000000000u - 0x3fe6a09e667f3bcdu);
    std::uint64_t const biased = shifted >> 52;
    double const exponent = std::bit_cast<double>(biased | 0x4330000000000000u) - (0x1p52 + 1023.0);
    double const mantissa = std::bit_cast<double>((shifted & 0x000fffffffffffffu) + 0x3fe6a09e667f3bcdu);
    return {mantissa, subnormal ? exponent - 54.0 : exponent};
}

// An unevaluated sum; |low| is at most half a unit in the last place of high.
struct Double2 {
    double high, low;
};
NEST_INLINE Double2 sum(double a, double b) {
    double const s = a + b;
    double const b_part = s - a;
    return {s, (a - (s - b_part)) + (b - b_part)};
}
NEST_INLINE Double2 product(double a, double b) { // Dekker, with Veltkamp's splitting
    double const p = a * b;
    double const ta = 134217729.0 * a, tb = 134217729.0 * b;
    double const ah = ta - (ta - a), bh = tb - (tb - b);
    double const al = a - ah, bl = b - bh;
    return {p, ((ah * bh - p) + ah * bl + al * bh) + al * bl};
}
NEST_INLINE Double2 operator*(Double2 a, Double2 b) {
    Double2 const p = product(a.high, b.high);
    return sum(p.high, p.low + (a.high * b.low + a.low * b.high));
}
NEST_INLINE Double2 operator+(Double2 a, Double2 b) {
    Double2 const s = sum(a.high, b.high);
    return sum(s.high, s.low + (a.low + b.low));
}
} // namespace detail

NEST_INLINE double exp(double x) {
    using namespace detail;
    double const below = x > 710.0 ? 710.0 : x; // a NaN passes both choices
    double const within = below < -746.0 ? -746.0 : below;
    double const k = (within * 1.44269504088896340736 + to_integer) - to_integer;
    double const r = (within - k * ln2_high) - k * ln2_low;
    double const e = 1.0 + (r + r * r * exp_series(r));
    // 2^k in two factors, so that neither over- nor underflows before the product does.
    double const half = (k * 0.5 + to_integer) - to_integer;
    return (e * power_of_two(half + to_integer)) * power_of_two((k - half) + to_integer);
}

// e^x - 1 without loss for small x.
NEST_INLINE double expm1(double x) {
    using namespace detail;
    double const below = x > 710.0 ? 710.0 : x;
    double const within = below < -50.0 ? -50.0 : below;
    double const k = (within * 1.44269504088896340736 + to_integer) - to_integer;
    double const high = within - k * ln2_high;
    double const low = k * ln2_low;
    double const r = high - low;
    double const lost = (high - r) - low;
    double const q = r * r * exp_series(r) + lost * (1.0 + r); // e^r - 1 = r + q
    double const half = (k * 0.5 + to_integer) - to_integer;
    double const scale = power_of_two((k - half) + to_integer);
    double const half_scale = power_of_two(half + to_integer);
    double const one = 1.0 / half_scale / scale; // 2^-k
    // 2^k ((1 - 2^-k) + r + q), summed from the largest term on.
    Double2 const head = sum(1.0 - one, r);
    double const value = ((head.high + (head.low + q)) * half_scale) * scale;
    double const plain = r + q;
    double const result = k == 0.0 ? plain : value;
    return x == 0.0 ? x : result;
}

NEST_INLINE double log(double x) {
    using namespace detail;
    auto const [m, k] = split(x);
    double const f = m - 1.0;
    double const value = k * ln2_high + (f + (k * ln2_low + log_rest(f)));
    double const finite = x < infinity ? value : x; // inf and NaN are their own logarithms
    double const defined = x < 0.0 ? std::numeric_limits<double>::quiet_NaN() : finite;
    return x == 0.0 ? -infinity : defined;
}

// ln(1 + x) without loss for small x.
NEST_INLINE double log1p(double x) {
    using namespace detail;
    double const u = 1.0 + x;
    double const lost = x >= 1.0 ? 1.0 - (u - x) : x - (u - 1.0); // 1 + x = u + lost
    auto const [m, k] = split(u);
    bool const direct = k == 0.0;
    double const f = direct ? x : m - 1.0;
    double const correction = direct ? 0.0 : lost / u;
    double const value = k * ln2_high + (f + (k * ln2_low + (log_rest(f) + correction)));
    double const finite = x < infinity ? value : x;
    double const defined = x < -1.0 ? std::numeric_limits<double>::quiet_NaN() : finite;
    double const result = x == -1.0 ? -infinity : defined;
    return x == 0.0 ? x : result;
}

NEST_INLINE double tanh(double x) {
    double const size = x < 0.0 ? -x : x;
    double const t = expm1(2.0 * (size < 22.0 ? size : 22.0));
    detail::Double2 const divisor = detail::sum(2.0, t);
    double const quotient = t / divisor.high;
    double const value =
        size < 0.5 ? quotient - quotient * divisor.low / divisor.high : 1.0 - 2.0 / (t + 2.0);
    double const result = x < 0.0 ? -value : value;
    return x == 0.0 || x != x ? x : result;
}

namespace detail {
// ln(x) to some 68 bits for positive finite x.
inline Double2 precise_log(double x) {
    auto const [m, k] = split(x);
    double const f = m - 1.0; // exact
    Double2 const divisor = sum(2.0, f);
    double const s0 = f / divisor.high;
    Double2 const back = product(s0, divisor.high);
    double const rest = ((f - back.high) - back.low) - s0 * divisor.low;
    Double2 const s = sum(s0, rest / divisor.high);
    Double2 const z = s * s;
    double p = 2.0 / 23.0;
    for (double odd = 21.0; odd > 6.0; odd -= 2.0) p = p * z.high + 2.0 / odd;
    Double2 const fifth = Double2{2.0 / 5.0, -2.2204460492503132e-17} + Double2{p * z.high, 0.0};
    Double2 const third = Double2{2.0 / 3.0, 3.7007434154171886e-17} + fifth * z;
    Double2 const value = Double2{2.0 * s.high, 2.0 * s.low} + s * (z * third);
    return Double2{k * ln2_high, 0.0} + (product(k, ln2_low) + value);
}

inline double exp_of(Double2 y) {
    if (y.high > 710.0) return infinity;
    if (y.high < -746.0) return 0.0;
    double const k = (y.high * 1.44269504088896340736 + to_integer) - to_integer;
    double const r = (y.high - k * ln2_high) - k * ln2_low;
    Double2 const reduced = sum(y.high - k * ln2_high, -k * ln2_low);
    double const low = reduced.low + y.low;
    double const tail = r * r * exp_series(r);
    double const e = 1.0 + (r + (tail + low * (1.0 + (r + tail))));
    double const half = (k * 0.5 + to_integer) - to_integer;
    return (e * power_of_two(half + to_integer)) * power_of_two((k - half) + to_integer);
}

inline bool is_integer(double y) { return std::floor(y) == y; }
inline bool is_odd(double y) {
    return is_integer(y) && std::abs(y) < 0x1p53 && std::floor(0.5 * y) != 0.5 * y;
}
} // namespace detail

// x to the power y, with the special values of IEEE 754.
inline double pow(double x, double y) {
    if (y == 0.0 || x == 1.0) return 1.0;
    if (std::isnan(x) || std::isnan(y)) return x + y;
    double const size = std::abs(x);
    bool const negative = std::signbit(x) && detail::is_odd(y);
    if (x < 0.0 && std::isfinite(x) && std::isfinite(y) && !detail::is_integer(y))
        return std::numeric_limits<double>::quiet_NaN();
    if (size == 1.0) return negative ? -1.0 : 1.0;
    if (std::isinf(y)) return (size > 1.0) == (y > 0.0) ? infinity : 0.0;
    double magnitude = 0.0;
    if (size == 0.0 || std::isinf(size))
        magnitude = (size == 0.0) == (y > 0.0) ? 0.0 : infinity;
    else if (std::abs(y) > 0x1p64) // over- or underflows for every x but 1
        magnitude = (size > 1.0) == (y > 0.0) ? infinity : 0.0;
    else
        magnitude = detail::exp_of(detail::precise_log(size) * detail::Double2{y, 0.0});
    return negative ? -magnitude : magnitude;
}

namespace detail {
// An angle as n quarter turns and a rest of at most an eighth turn.
struct Angle {
    std::uint64_t quarters;
    double rest, tail;
};
Angle reduce_large(double x); // any finite x

// |x| < 2^20: pi/2 in three parts of 33 bits, so that the products are exact, and a fourth.
inline Angle reduce(double x) {
    double const shifted = x * 0.63661977236758134308 + to_integer;
    double const n = shifted - to_integer;
    double const first = x - n * 0x1.921fb544p+0;
    Double2 const second = sum(first, -(n * 0x1.0b4611a6p-34));
    Double2 const third = sum(second.high, -(n * 0x1.3198a2ep-69));
    double const tail = (second.low + third.low) - n * 0x1.b839a252049c1p-104;
    double const rest = third.high + tail;
    return {std::bit_cast<std::uint64_t>(shifted), rest, (third.high - rest) + tail};
}

inline double sine_of_rest(double r, double tail) {
    double const z = r * r;
    double p = 1.0 / 355687428096000.0;
    p = p * z - 1.0 / 1307674368000.0;
    p = p * z + 1.0 / 6227020800.0;
    p = p * z - 1.0 / 39916800.0;
    p = p * z + 1.0 / 362880.0;
    p = p * z - 1.0 / 5040.0;
    p = p * z + 1.0 / 120.0;
    p = p * z - 1.0 / 6.0;
    return r + (r * z * p + tail * (1.0 - 0.5 * z));
}

inline double cosine_of_rest(double r, double tail) {
    double const z = r * r;
    double p = 1.0 / 20922789888000.0;
    p = p * z - 1.0 / 87178291200.0;
    p = p * z + 1.0 / 479001600.0;
    p = p * z - 1.0 / 3628800.0;
    p = p * z + 1.0 / 40320.0;
    p = p * z - 1.0 / 720.0;
    p = p * z + 1.0 / 24.0;
    double const half = 0.5 * z;
    double const head = 1.0 - half;
    return head + (((1.0 - head) - half) + (z * z * p - r * tail));
}

inline double quarter_wave(double x, std::uint64_t ahead) {
    if (!std::isfinite(x)) return std::numeric_limits<double>::quiet_NaN();
    Angle const angle = std::abs(x) < 0x1p20 ? reduce(x) : reduce_large(x);
    std::uint64_t const quadrant = (angle.quarters + ahead) & 3;
    double const value =
        quadrant & 1 ? cosine_of_rest(angle.rest, angle.tail) : sine_of_rest(angle.rest, angle.tail);
    return quadrant & 2 ? -value : value;
}
} // namespace detail

inline double sin(double x) { return x == 0.0 ? x : detail::quarter_wave(x, 0); }
inline double cos(double x) { return detail::quarter_wave(x, 1); }

// ln(n!) for n >= 0, by table and Stirling's series (relative error below 1e-15).
double log_factorial(double n);

// ln(Gamma(x)) for x > 0, and the probability that a gamma variable of shape a exceeds x >= 0.
double log_gamma(double x);
double gamma_exceeds(double a, double x);

} // namespace nest::elementary
