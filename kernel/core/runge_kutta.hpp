// Runge-Kutta-Fehlberg 4(5) over columns (Fehlberg 1969, NASA TR R-315; the state follows the fifth order).
//
// Lanes advance together in blocks, but every lane has its own step, error ratio and decision: a lane that
// refuses its step or needs several of them goes on while the others wait, so no result depends on
// neighbours. A lane suggests the length of its next step; suggestions survive from one simulation step to
// the next.
//
// A system M has
//   variables, columns   how many quantities are integrated, and how many a lane carries in all; the
//                        integrated ones come first
//   control              what the error is compared with: `absolute` tol, or tol (1 + |step y'|)
//   tolerance[i]         tol of lane i
//   slopes(i, x, y, dy)  the right-hand side at y for the lanes i ... i + width - 1, which carry x
//   begin(i, x)          optional: at the beginning of a simulation step
//   accepted(i, x, here) optional: after every sub-step of the lanes marked in `here`; may change x, and
//                        answers whether it did so
//   finish(i, x)         at the end of the simulation step: input, threshold
#pragma once

#include "kernel/core/clones.hpp"
#include "kernel/core/column.hpp"
#include "kernel/core/elementary.hpp"

#include <cstdint>
#include <utility>

namespace nest::rkf45 {

inline constexpr std::size_t width = lane_group;
using Row = double[width];         // a quantity of the lanes of a block
using Mask = std::uint64_t[width]; // 1: the lane is meant
inline constexpr int stages = 6;

enum class Control { absolute, derivative };

// Beyond this number of attempts within one simulation step a lane has failed.
inline constexpr int most_attempts = 1'000'000;

namespace detail {

inline constexpr double weights[stages][stages] = {
    {},
    {1.0 / 4.0},
    {3.0 / 32.0, 9.0 / 32.0},
    {1932.0 / 2197.0, -7200.0 / 2197.0, 7296.0 / 2197.0},
    {8341.0 / 4104.0, -32832.0 / 4104.0, 29440.0 / 4104.0, -845.0 / 4104.0},
    {-6080.0 / 20520.0, 41040.0 / 20520.0, -28352.0 / 20520.0, 9295.0 / 20520.0, -5643.0 / 20520.0}};

// Rows for the quantities of one block.
struct Work {
    Row* trial; // where a stage evaluates the slopes
    Row* next;  // the state after the attempt
    Row* slope[stages + 1];
};

template <int stage> NEST_INLINE void combine(std::size_t n, Row const* y, Row const& step, Work const& w) {
    auto const sum = [&]<int... j>(std::integer_sequence<int, j...>, std::size_t v, std::size_t l) {
        return (... + (weights[stage][j] * w.slope[j][v][l]));
    };
    for (std::size_t v = 0; v < n; ++v)
#pragma GCC ivdep
        for (std::size_t l = 0; l < width; ++l)
            w.trial[v][l] = y[v][l] + step[l] * sum(std::make_integer_sequence<int, stage>{}, v, l);
}

template <class M>
NEST_INLINE void evaluate_stages(M const& m, std::size_t i, std::size_t n, Row const* x, Row const& step,
                                 Work const& w) {
    for (int stage = 1; stage < stages; ++stage) {
        switch (stage) {
        case 1:
            combine<1>(n, x, step, w);
            break;
        case 2:
            combine<2>(n, x, step, w);
            break;
        case 3:
            combine<3>(n, x, step, w);
            break;
        case 4:
            combine<4>(n, x, step, w);
            break;
        default:
            combine<5>(n, x, step, w);
        }
        m.slopes(i, x, w.trial, w.slope[stage]);
    }
}

// The fifth-order solution.
NEST_INLINE void extrapolate(std::size_t n, Row const* x, Row const& step, Work const& w) {
    for (std::size_t v = 0; v < n; ++v)
#pragma GCC ivdep
        for (std::size_t l = 0; l < width; ++l)
            w.next[v][l] = x[v][l] + step[l] * (902880.0 / 7618050.0 * w.slope[0][v][l] +
                                                3953664.0 / 7618050.0 * w.slope[2][v][l] +
                                                3855735.0 / 7618050.0 * w.slope[3][v][l] -
                                                1371249.0 / 7618050.0 * w.slope[4][v][l] +
                                                277020.0 / 7618050.0 * w.slope[5][v][l]);
}

inline constexpr double huge = 1e300; // the ratio of an error that is not a number

// The largest error of a variable as a multiple of what is tolerated.
template <class M>
NEST_INLINE void error_ratio(M const& m, std::size_t i, std::size_t n, Row const& step, Work const& w,
                             Row& ratio) {
#pragma GCC ivdep
    for (std::size_t l = 0; l < width; ++l) ratio[l] = 0.0;
    for (std::size_t v = 0; v < n; ++v)
#pragma GCC ivdep
        for (std::size_t l = 0; l < width; ++l) {
            double const error =
                step[l] * (1.0 / 360.0 * w.slope[0][v][l] - 128.0 / 4275.0 * w.slope[2][v][l] -
                           2197.0 / 75240.0 * w.slope[3][v][l] + 1.0 / 50.0 * w.slope[4][v][l] +
                           2.0 / 55.0 * w.slope[5][v][l]);
            double size = std::abs(error);
            if constexpr (M::control == Control::derivative) {
                double const tol = m.tolerance[i + l];
                size = size / (tol * std::abs(step[l] * w.slope[stages][v][l]) + tol);
            }
            double const known = size < huge ? size : huge;
            ratio[l] = known > ratio[l] ? known : ratio[l];
        }
    if constexpr (M::control == Control::absolute)
#pragma GCC ivdep
        for (std::size_t l = 0; l < width; ++l) {
            double const r = ratio[l] / m.tolerance[i + l];
            ratio[l] = r < huge ? r : huge;
        }
}

// By how much the step should grow or shrink. A full step that succeeded needs no figure: the next one
// cannot be longer.
NEST_INLINE void resize(double h, Row const& t, Row const& step, Row const& ratio, Row& factor) {
    std::uint64_t wanted = 0;
#pragma GCC ivdep
    for (std::size_t l = 0; l < width; ++l) {
        bool const resized = ratio[l] > 1.1 || (ratio[l] < 0.5 && step[l] < h);
        wanted |= std::uint64_t{t[l] < h && resized};
        factor[l] = 1.0;
    }
    if (!wanted) return;
#pragma GCC ivdep
    for (std::size_t l = 0; l < width; ++l) {
        double const r = ratio[l];
        double const power = r > 1.1 ? -1.0 / 5.0 : -1.0 / 6.0;
        double const raw = 0.9 * elementary::exp(power * elementary::log(r));
        double const shrunk = raw < 0.2 ? 0.2 : raw;
        double const grown = raw < 1.0 ? 1.0 : raw > 5.0 ? 5.0 : raw;
        factor[l] = r > 1.1 ? shrunk : r < 0.5 ? grown : 1.0;
    }
}

// One lane's progress through a simulation step.
struct Progress {
    Row t;          // ms since its beginning
    Row suggestion; // ms
    Mask here;      // lanes whose last attempt was accepted
};

// Accepts or refuses the attempt; answers whether any lane still has to go on.
NEST_INLINE bool decide(double h, std::size_t n, Row* x, Row const& step, Row const& ratio, Row const& factor,
                        Work const& w, Progress& p) {
    std::uint64_t unfinished = 0;
#pragma GCC ivdep
    for (std::size_t l = 0; l < width; ++l) {
        double const t = p.t[l], shorter = step[l] * factor[l];
        bool const active = t < h;
        bool const refused = ratio[l] > 1.1 && shorter < step[l] && t + shorter != t;
        bool const lost = ratio[l] >= huge; // if not refused: no step is short enough
        bool const accepted = active && !refused;
        bool const last = lost || p.suggestion[l] > h - t;
        p.here[l] = accepted ? 1 : 0;
        p.t[l] = accepted ? (last ? h : t + step[l]) : t;
        p.suggestion[l] = active ? shorter : p.suggestion[l];
        unfinished |= std::uint64_t{p.t[l] < h};
    }
    for (std::size_t v = 0; v < n; ++v)
#pragma GCC ivdep
        for (std::size_t l = 0; l < width; ++l) x[v][l] = p.here[l] ? w.next[v][l] : x[v][l];
    return unfinished != 0;
}

// Takes the lanes of a block through h ms. False: some lane needs too many attempts.
template <class M>
NEST_INLINE bool integrate(M const& m, std::size_t i, std::size_t n, double h, Row* x, Work const& w,
                           Progress& p) {
    bool stale = true, unfinished = true;
    for (int attempt = 0; unfinished; ++attempt) {
        if (attempt == most_attempts) return false;
        if (stale) m.slopes(i, x, x, w.slope[0]);
        alignas(64) Row step, ratio, factor;
#pragma GCC ivdep
        for (std::size_t l = 0; l < width; ++l) {
            double const left = h - p.t[l];
            step[l] = p.suggestion[l] > left ? left : p.suggestion[l];
        }
        evaluate_stages(m, i, n, x, step, w);
        extrapolate(n, x, step, w);
        if constexpr (M::control == Control::derivative) m.slopes(i, x, w.next, w.slope[stages]);
        error_ratio(m, i, n, step, w, ratio);
        resize(h, p.t, step, ratio, factor);
        unfinished = decide(h, n, x, step, ratio, factor, w, p);
        stale = M::control == Control::absolute;
        if constexpr (M::control == Control::derivative)
            for (std::size_t v = 0; v < n; ++v)
#pragma GCC ivdep
                for (std::size_t l = 0; l < width; ++l)
                    w.slope[0][v][l] = p.here[l] ? w.slope[stages][v][l] : w.slope[0][v][l];
        if constexpr (requires { m.accepted(i, x, p.here); }) stale = m.accepted(i, x, p.here) || stale;
    }
    return true;
}

} // namespace detail

// Columns of a chunk: what the lanes carry, in the order of the system's rows.
struct Columns {
    std::size_t lanes;   // a multiple of the width
    std::size_t neurons; // lanes beyond are padding and stay as they are
    double* suggestion;  // ms
    double* const* value;
};

namespace detail {

// Rows x[0] to x[columns - 1] in front of and behind the `n` integrated ones, which begin at x[before].
template <class M>
NEST_INLINE bool advance_block(M const& m, std::size_t i, double h, Columns const& c, std::size_t n,
                               std::size_t before, std::size_t columns, Row* x, Work const& w) {
    alignas(64) Progress p;
#pragma GCC ivdep
    for (std::size_t l = 0; l < width; ++l) {
        p.t[l] = i + l < c.neurons ? 0.0 : h;
        p.suggestion[l] = c.suggestion[i + l];
    }
    for (std::size_t v = 0; v < columns; ++v)
#pragma GCC ivdep
        for (std::size_t l = 0; l < width; ++l) x[v][l] = c.value[v][i + l];
    Row* const state = x + before;
    if constexpr (requires { m.begin(i, state); }) m.begin(i, state);
    if (!integrate(m, i, n, h, state, w, p)) return false;
    m.finish(i, state);
    for (std::size_t v = 0; v < columns; ++v)
#pragma GCC ivdep
        for (std::size_t l = 0; l < width; ++l) c.value[v][i + l] = x[v][l];
#pragma GCC ivdep
    for (std::size_t l = 0; l < width; ++l) c.suggestion[i + l] = p.suggestion[l];
    return true;
}

} // namespace detail

// Takes all lanes through one simulation step of h ms. Answers the first lane of a block that failed, or
// `lanes`.
template <class M> NEST_CLONES std::size_t advance(M const m, double h, Columns const c) {
    alignas(64) double x[M::columns][width];
    alignas(64) double rows[stages + 3][M::variables][width];
    detail::Work const w{rows[0], rows[1], {rows[2], rows[3], rows[4], rows[5], rows[6], rows[7], rows[8]}};
    for (std::size_t i = 0; i < c.lanes; i += width)
        if (!detail::advance_block(m, i, h, c, M::variables, 0, M::columns, x, w)) return i;
    return c.lanes;
}

// The same for systems whose number of variables is known when they run: m.variables, behind M::before rows
// that have negative numbers. `rows`: space for rows_needed(m).
template <class M> std::size_t rows_needed(M const& m) {
    return M::before + m.variables + (stages + 3) * m.variables;
}
template <class M>
NEST_CLONES std::size_t advance_many(M const m, double h, Columns const c, Row* NEST_RESTRICT rows) {
    std::size_t const n = m.variables, columns = M::before + n;
    Row* const r = rows + columns;
    detail::Work const w{
        r, r + n, {r + 2 * n, r + 3 * n, r + 4 * n, r + 5 * n, r + 6 * n, r + 7 * n, r + 8 * n}};
    for (std::size_t i = 0; i < c.lanes; i += width)
        if (!detail::advance_block(m, i, h, c, n, M::before, columns, rows, w)) return i;
    return c.lanes;
}

} // namespace nest::rkf45
