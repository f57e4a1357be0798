// Random numbers of the usual distributions. Each consumes words of its stream in a fixed way and calculates
// with core/elementary.hpp only, so results depend on the key alone.
#pragma once

#include "kernel/core/elementary.hpp"
#include "kernel/random/kept_words.hpp"
#include "kernel/random/streams.hpp"

#include <array>
#include <cmath>
#include <cstdint>
#include <span>

namespace nest {

namespace detail {
// The three rational functions of M. J. Wichura: Algorithm AS 241, Applied Statistics 37 (1988).
// q = p - 1/2, at most `quantile_centre` from zero.
NEST_INLINE double quantile_near_centre(double q) {
    double const z = 0.180625 - q * q;
    return q *
           (((((((2509.0809287301226727 * z + 33430.575583588128105) * z + 67265.770927008700853) * z +
                45921.953931549871457) *
                   z +
               13731.693765509461125) *
                  z +
              1971.5909503065514427) *
                 z +
             133.14166789178437745) *
                z +
            3.387132872796366608) /
           (((((((5226.495278852854561 * z + 28729.085735721942674) * z + 39307.89580009271061) * z +
                21213.794301586595867) *
                   z +
               5394.1960214247511077) *
                  z +
              687.1870074920579083) *
                 z +
             42.313330701600911252) *
                z +
            1.0);
}
// r = sqrt(-ln(edge)), where edge < 0.075 is the probability beyond; r <= 5.
NEST_INLINE double quantile_near_edge(double r) {
    double const y = r - 1.6;
    return (((((((7.7454501427834140764e-4 * y + 0.0227238449892691845833) * y + 0.24178072517745061177) * y +
                1.27045825245236838258) *
                   y +
               3.64784832476320460504) *
                  y +
              5.7694972214606914055) *
                 y +
             4.6303378461565452959) *
                y +
            1.42343711074968357734) /
           (((((((1.05075007164441684324e-9 * y + 5.475938084995344946e-4) * y + 0.0151986665636164571966) *
                    y +
                0.14810397642748007459) *
                   y +
               0.68976733498510000455) *
                  y +
              1.6763848301838038494) *
                 y +
             2.05319162663775882187) *
                y +
            1.0);
}
// The same for r > 5.
NEST_INLINE double quantile_far_out(double r) {
    double const x = r - 5.0;
    return (((((((2.01033439929228813265e-7 * x + 2.71155556874348757815e-5) * x + 0.0012426609473880784386) *
                    x +
                0.026532189526576123093) *
                   x +
               0.29656057182850489123) *
                  x +
              1.7848265399172913358) *
                 x +
             5.4637849111641143699) *
                x +
            6.6579046435011037772) /
           (((((((2.04426310338993978564e-15 * x + 1.4215117583164458887e-7) * x + 1.8463183175100546818e-5) *
                    x +
                7.868691311456132591e-4) *
                   x +
               0.0148753612908506148525) *
                  x +
              0.13692988092273580531) *
                 x +
             0.59983220655588793769) *
                x +
            1.0);
}
constexpr double quantile_centre = 0.425;
} // namespace detail

// The number below which a standard normal variable lies with probability p, 0 < p < 1.
inline double normal_quantile(double p) {
    double const q = p - 0.5;
    if (q <= detail::quantile_centre && q >= -detail::quantile_centre) return detail::quantile_near_centre(q);
    double const r = std::sqrt(-elementary::log(q < 0.0 ? p : 1.0 - p));
    double const tail = r <= 5.0 ? detail::quantile_near_edge(r) : detail::quantile_far_out(r);
    return q < 0.0 ? -tail : tail;
}

inline double normal(Rng& rng) { return normal_quantile(rng.open_uniform()); }
inline double exponential(Rng& rng) { return -elementary::log1p(-rng.uniform()); } // mean 1
double gamma(Rng& rng, double shape);                                              // shape > 0, scale 1
std::int64_t poisson(Rng& rng, double mean);                                       // mean >= 0
std::int64_t binomial(Rng& rng, std::int64_t n, double p);                         // n >= 0, 0 <= p <= 1

// Uniform and normal numbers of many lanes at once. Lane i draws from the block {draw, second[i],
// third ? third[i] : counter[2], counter[3]}; see philox::rows.
void fill_uniform(philox::Words counter, philox::Key key, philox::Word const* second,
                  philox::Word const* third,
                  std::span<double> values); // [0, 1)
void fill_normal(philox::Words counter, philox::Key key, philox::Word const* second,
                 philox::Word const* third,
                 std::span<double> values); // standard

// Poisson numbers of one mean for many lanes and eight consecutive steps, by inversion. Sixteen bits decide
// nearly every draw; where they meet a threshold, 32 more follow: the distribution is exact to 48 bits.
class PoissonTable {
public:
    static constexpr std::size_t steps = 8;      // of one block
    static constexpr double largest_mean = 16.0; // beyond, counts come from poisson()

    explicit PoissonTable(double mean);
    double mean() const { return mean_; }

    // Numbers of the steps [from, to) for the lanes that `ids` name, as values[(s - from) * stride + i].
    // `tables` has one table for all steps, or one for each. `kept` saves drawing a block of steps more than
    // once; it serves one purpose, ordinal and list of ids.
    static void draw(std::span<PoissonTable const> tables, RandomStreams const& random, Purpose purpose,
                     philox::Word ordinal, std::span<philox::Word const> ids, std::int64_t from,
                     std::int64_t to, double* values, std::size_t stride, KeptWords* kept = nullptr);

private:
    class Drawing;
    std::uint32_t invert(std::uint64_t bits) const; // 48 bits

    static constexpr std::size_t capacity = 96;
    double mean_;
    std::size_t entries_ = 0; // 0: the mean is too large for a table
    std::size_t coarse_entries_ = 0;
    std::array<std::uint64_t, capacity> fine_{};   // 2^48 P(count <= k)
    std::array<std::uint16_t, capacity> coarse_{}; // its upper 16 bits, each once
};

} // namespace nest
