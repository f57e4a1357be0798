// Runge-Kutta-Fehlberg 4(5) over columns (Fehlberg 1969, NASA TR R-315; the state follows the fifth order).
//
// Lanes advance together in blocks, but every lane has its own step, error ratio and decision, so no result
// depends on neighbours. Most lanes need one step; when only a few of a block are left, they wait until all
// blocks have come as far, and go on together in blocks of their own. A lane suggests the length of its next
// step; suggestions survive from one simulation step to the next.
//
// A system M has
//   variables, columns   how many quantities are integrated, and how many a lane carries in all; the
//                        integrated ones come first
//   control              what the error is compared with: `absolute` tol, or tol (1 + |step y'|)
//   tolerance[i]         tol of lane i
//   slopes(i, x, y, dy)  the right-hand side at y for the lanes i, i + 1, ..., which carry x; i is a number
//   or
//                        a Picked
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
#include <vector>

namespace nest::rkf45 {

inline constexpr std::size_t width = lane_group;
inline constexpr std::size_t few = 4; // lanes that are worth to be gathered
using Row = double[width];            // a quantity of the lanes of a block
using Mask = std::uint64_t[width];    // 1: the lane is meant
inline constexpr int stages = 6;

// The numbers of lanes that do not lie side by side.
struct Picked {
    std::size_t const* lane;
    operator std::size_t() const { return *lane; }
    Picked operator+(std::size_t l) const { return {lane + l}; }
    Picked& operator++() { return ++lane, *this; }
};

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

template <class M, class I>
NEST_INLINE void evaluate_stages(M const& m, I i, std::size_t n, Row const* x, Row const& step,
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
template <class M, class I>
NEST_INLINE void error_ratio(M const& m, I i, std::size_t n, Row const& step, Work const& w, Row& ratio) {
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

// Progress of lanes through a simulation step.
struct Progress {
    Row t;          // ms since its beginning
    Row suggestion; // ms
    Mask here;      // lanes whose last attempt was accepted
};

// Accepts or refuses the attempt; answers how many lanes still have to go on.
NEST_INLINE std::uint64_t decide(double h, std::size_t n, Row* x, Row const& step, Row const& ratio,
                                 Row const& factor, Work const& w, Progress& p) {
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
        unfinished += std::uint64_t{p.t[l] < h};
    }
    for (std::size_t v = 0; v < n; ++v)
#pragma GCC ivdep
        for (std::size_t l = 0; l < width; ++l) x[v][l] = p.here[l] ? w.next[v][l] : x[v][l];
    return unfinished;
}

// One attempt of all lanes that have not finished. `stale`: the slopes at x are not known.
template <class M, class I>
NEST_INLINE std::uint64_t attempt(M const& m, I i, std::size_t n, double h, Row* x, Work const& w,
                                  Progress& p, bool& stale) {
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
    std::uint64_t const unfinished = decide(h, n, x, step, ratio, factor, w, p);
    stale = M::control == Control::absolute;
    if constexpr (M::control == Control::derivative)
        for (std::size_t v = 0; v < n; ++v)
#pragma GCC ivdep
            for (std::size_t l = 0; l < width; ++l)
                w.slope[0][v][l] = p.here[l] ? w.slope[stages][v][l] : w.slope[0][v][l];
    if constexpr (requires { m.accepted(i, x, p.here); }) stale = m.accepted(i, x, p.here) || stale;
    return unfinished;
}

} // namespace detail

// A lane that has not come to the end of the simulation step with the others of its block.
struct Late {
    std::size_t lane;
    double t; // ms since the beginning of the step
    int attempts;
};

// Columns of a chunk: what the lanes carry, in the order of the system's rows.
struct Columns {
    std::size_t lanes;   // a multiple of the width
    std::size_t neurons; // lanes beyond are padding and stay as they are
    double* suggestion;  // ms
    double* const* value;
};

namespace detail {

// What a chunk needs: room for one block, and the lanes that go on together.
struct Space {
    std::size_t variables; // integrated ones
    std::size_t before;    // rows in front of them
    std::size_t columns;   // rows in all
    Row* x;                // all rows
    Work work;
    std::vector<Late>& late;
};

// The first attempts of a block. Lanes that need more than others are noted as late; the block is finished if
// there is none.
template <class M>
NEST_INLINE bool advance_block(M const& m, std::size_t i, double h, Columns const& c, Space const& s) {
    alignas(64) Progress p;
#pragma GCC ivdep
    for (std::size_t l = 0; l < width; ++l) {
        p.t[l] = i + l < c.neurons ? 0.0 : h;
        p.suggestion[l] = c.suggestion[i + l];
    }
    for (std::size_t v = 0; v < s.columns; ++v)
#pragma GCC ivdep
        for (std::size_t l = 0; l < width; ++l) s.x[v][l] = c.value[v][i + l];
    Row* const state = s.x + s.before;
    if constexpr (requires { m.begin(i, state); }) m.begin(i, state);
    bool stale = true;
    std::uint64_t unfinished = width;
    for (int count = 0; unfinished > few; ++count) {
        if (count == most_attempts) return false;
        unfinished = attempt(m, i, s.variables, h, state, s.work, p, stale);
    }
    if (unfinished == 0) m.finish(i, state);
    for (std::size_t v = 0; v < s.columns; ++v)
#pragma GCC ivdep
        for (std::size_t l = 0; l < width; ++l) c.value[v][i + l] = s.x[v][l];
#pragma GCC ivdep
    for (std::size_t l = 0; l < width; ++l) c.suggestion[i + l] = p.suggestion[l];
    for (std::size_t l = 0; unfinished > 0 && l < width; ++l)
        if (p.t[l] < h) s.late.push_back({i + l, p.t[l], 0});
    return true;
}

// Lets the late lanes go on, as many at a time as a block has room for. Answers a lane that failed, or
// `lanes`.
template <class M>
NEST_INLINE std::size_t advance_late(M const& m, double h, Columns const& c, Space const& s) {
    alignas(64) Progress p;
    std::size_t lane[width] = {}, slot[width], next = 0;
    Row* const state = s.x + s.before;
    bool stale = true;
    auto const take = [&](std::size_t l) { // the next lane into place l
        p.t[l] = h;
        if (next == s.late.size()) return false;
        slot[l] = next++;
        Late const& late = s.late[slot[l]];
        lane[l] = late.lane;
        p.t[l] = late.t;
        p.suggestion[l] = c.suggestion[late.lane];
        for (std::size_t v = 0; v < s.columns; ++v) s.x[v][l] = c.value[v][late.lane];
        return stale = true;
    };
    std::size_t active = 0;
    bool running[width];
    for (std::size_t l = 0; l < width; ++l) {
        p.suggestion[l] = h;
        for (std::size_t v = 0; v < s.columns; ++v) s.x[v][l] = c.value[v][s.late[0].lane];
        lane[l] = s.late[0].lane;
        running[l] = take(l);
        if (running[l]) ++active;
    }
    while (active > 0) {
        attempt(m, Picked{lane}, s.variables, h, state, s.work, p, stale);
        for (std::size_t l = 0; l < width; ++l) {
            if (!running[l]) continue;
            if (p.t[l] < h) {
                if (++s.late[slot[l]].attempts == most_attempts) return lane[l];
                continue;
            }
            for (std::size_t v = 0; v < s.columns; ++v) c.value[v][lane[l]] = s.x[v][l];
            c.suggestion[lane[l]] = p.suggestion[l];
            running[l] = take(l);
            if (!running[l]) --active;
        }
    }
    return c.lanes;
}

// What follows the integration of a block whose lanes were late.
template <class M>
NEST_INLINE void finish_block(M const& m, std::size_t i, Columns const& c, Space const& s) {
    for (std::size_t v = 0; v < s.columns; ++v)
#pragma GCC ivdep
        for (std::size_t l = 0; l < width; ++l) s.x[v][l] = c.value[v][i + l];
    m.finish(i, s.x + s.before);
    for (std::size_t v = 0; v < s.columns; ++v)
#pragma GCC ivdep
        for (std::size_t l = 0; l < width; ++l) c.value[v][i + l] = s.x[v][l];
}

template <class M>
NEST_INLINE std::size_t advance_chunk(M const& m, double h, Columns const& c, Space const& s) {
    s.late.clear();
    for (std::size_t i = 0; i < c.lanes; i += width)
        if (!advance_block(m, i, h, c, s)) return i;
    if (s.late.empty()) return c.lanes;
    if (std::size_t const failed = advance_late(m, h, c, s); failed < c.lanes) return failed;
    std::size_t done = c.lanes; // the block that was finished last
    for (Late const& late : s.late)
        if (std::size_t const block = late.lane / width * width; block != done)
            finish_block(m, done = block, c, s);
    return c.lanes;
}

} // namespace detail

// Takes all lanes through one simulation step of h ms. Answers a lane that failed, or the first of its block,
// or `lanes`.
template <class M>
NEST_CLONES std::size_t advance(M const m, double h, Columns const c, std::vector<Late>& late) {
    alignas(64) double x[M::columns][width];
    alignas(64) double rows[stages + 3][M::variables][width];
    detail::Work const w{rows[0], rows[1], {rows[2], rows[3], rows[4], rows[5], rows[6], rows[7], rows[8]}};
    return detail::advance_chunk(m, h, c, {M::variables, 0, M::columns, x, w, late});
}

// The same for systems whose number of variables is known when they run: m.variables, behind M::before rows
// that have negative numbers. `rows`: space for rows_needed(m).
template <class M> std::size_t rows_needed(M const& m) {
    return static_cast<std::size_t>(M::before) + m.variables + (stages + 3) * m.variables;
}
template <class M>
NEST_CLONES std::size_t advance_many(M const m, double h, Columns const c, Row* NEST_RESTRICT rows,
                                     std::vector<Late>& late) {
    constexpr auto before = static_cast<std::size_t>(M::before);
    std::size_t const n = m.variables, columns = before + n;
    Row* const r = rows + columns;
    detail::Work const w{
        r, r + n, {r + 2 * n, r + 3 * n, r + 4 * n, r + 5 * n, r + 6 * n, r + 7 * n, r + 8 * n}};
    return detail::advance_chunk(m, h, c, {n, before, columns, rows, w, late});
}

} // namespace nest::rkf45
