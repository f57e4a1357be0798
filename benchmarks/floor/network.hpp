// What the floors of networks have in common: Poisson input, tables of edges, alpha-function neurons.
#pragma once

#include "common.hpp"

inline constexpr int chunk = 512; // neurons whose columns stay in the nearest cache for a whole slice
inline constexpr u32 seed = 4711;

struct Edges {
    u32 first, count;
};

template <class T> void prefetch(T const* from, u32 count) {
    auto const* const bytes = reinterpret_cast<char const*>(from);
    for (std::size_t b = 0; b < count * sizeof(T) + 63; b += 64) __builtin_prefetch(bytes + b);
}

// Poisson counts by inversion: 16 bits first, 32 more where those leave the count open.
class Poisson {
public:
    explicit Poisson(double mean) {
        long double p = std::exp(static_cast<long double>(-mean)), sum = p;
        for (int k = 0; k < 90; ++k) {
            u64 const bound = sum >= 1 ? (u64{1} << 48) - 1 : static_cast<u64>(sum * 0x1p48L);
            cumulative_.push_back(bound);
            if (u16 const t = static_cast<u16>(bound >> 32); coarse_.empty() || coarse_.back() != t)
                coarse_.push_back(t);
            p *= mean / (k + 1);
            sum += p;
        }
    }
    // Counts of `n` neurons from 16 random bits each; `id` and `step` key the further bits.
    template <class Id> void counts(u16 const* bits, u16* out, int n, u32 step, Id id) const {
        for (int at = 0; at < n; at += lanes16) {
            Lanes16 const x = *reinterpret_cast<Lanes16 const*>(bits + at);
            Lanes16 count{}, open{};
            for (u16 const t : coarse_) {
                Lanes16 const bound = Lanes16{} + t;
                count -= (Lanes16)(x > bound);
                open |= (Lanes16)(x == bound);
            }
            *reinterpret_cast<Lanes16*>(out + at) = count;
            typename Lanes<u64>::type const any = (Lanes64)open;
            u64 some = 0;
            for (int i = 0; i < lanes64; ++i) some |= any[i];
            if (some)
                for (int i = 0; i < lanes16; ++i)
                    if (open[i]) out[at + i] = settle(bits[at + i], id(at + i), step);
        }
    }

private:
    u16 settle(u16 high, u32 id, u32 step) const {
        u32 c[4] = {id, step, 9, 1};
        philox_scalar(c, seed, 7);
        u64 const fine = u64{high} << 32 | c[0];
        return static_cast<u16>(std::upper_bound(cumulative_.begin(), cumulative_.end(), fine) -
                                cumulative_.begin());
    }
    std::vector<u16> coarse_;
    std::vector<u64> cumulative_;
};

// Targets of each source, in two passes over the same draws: count, then place.
struct Populations {
    u32 first_source, sources, first_target, targets;
};
class Table {
public:
    u32 first_source = 0, sources = 0;
    Buffer<u32> start;
    Buffer<u16> target; // among the neurons of the thread

    void build(Populations const& p, int indegree, u32 purpose, int thread, int threads) {
        first_source = p.first_source, sources = p.sources;
        start.allocate(sources + 2);
        each_edge(p, indegree, purpose, thread, threads, [&](u32 source, u32) { ++start[source + 2]; });
        for (u32 s = 0, sum = 0; s < sources; ++s) {
            u32 const degree = start[s + 2];
            start[s + 1] = sum;
            sum += degree;
            start[s + 2] = degree;
        }
        target.allocate(start[sources] + start[sources + 1] + 64);
        each_edge(p, indegree, purpose, thread, threads,
                  [&](u32 source, u32 local) { target[start[source + 1]++] = static_cast<u16>(local); });
    }
    Edges of(u32 source) const {
        u32 const s = source - first_source;
        return {start[s], start[s + 1] - start[s]};
    }
    void prefetch(Edges e) const { ::prefetch(target.p + e.first, e.count); }
    // A run adds one weight to its targets.
    void add(Edges e, double weight, double* row) const {
        u16 const *p = target.p + e.first, *end = p + e.count;
#pragma GCC unroll 8
        for (; p < end; ++p) row[*p] += weight;
    }

private:
    template <class F>
    void each_edge(Populations const& p, int indegree, u32 purpose, int thread, int threads, F act) {
        u32 const T = static_cast<u32>(threads), t = static_cast<u32>(thread);
        for (u32 id = p.first_target; id < p.first_target + p.targets; ++id) {
            if (id % T != t) continue;
            for (int at = 0; at < indegree; at += 4 * lanes64) {
                Block b{iota() + static_cast<u64>(at / 4), splat(id), splat(purpose), {}};
                philox(b, seed, 3);
                auto const draw = [&](Lanes64 x, int from) {
                    Lanes64 const s = multiply_low(x, sources) >> 32;
                    for (int i = 0; i < lanes64 && from + i < indegree; ++i)
                        act(static_cast<u32>(s[i]), id / T);
                };
                draw(b.x0, at), draw(b.x1, at + lanes64), draw(b.x2, at + 2 * lanes64),
                    draw(b.x3, at + 3 * lanes64);
            }
        }
    }
};

// 16 random bits for 8 steps of many neurons: `id` of lane i is first + i * stride.
inline void draw_bits(u16* bits, std::size_t row, int n, u32 first, u32 stride, u32 block) {
    typedef u16 Narrow __attribute__((vector_size(2 * lanes64)));
    for (int i = 0; i < n; i += lanes64) {
        Block x{(iota() + static_cast<u64>(i)) * u64{stride} + u64{first}, splat(block), splat(9), {}};
        philox(x, seed, 7);
        auto const put = [&](std::size_t r, Lanes64 v) {
            Narrow const low = __builtin_convertvector(v, Narrow);
            Narrow const high = __builtin_convertvector(v >> 16, Narrow);
            std::memcpy(bits + r * row + i, &low, sizeof low);
            std::memcpy(bits + (r + 1) * row + i, &high, sizeof high);
        };
        put(0, x.x0), put(2, x.x1), put(4, x.x2), put(6, x.x3);
    }
}

// Calls take(i) for the neurons that have fired.
template <class F> void each_spike(double const* fired, int n, F take) {
    for (int i = 0; i < n; i += 8) {
        u64 any[8], some = 0;
        std::memcpy(any, fired + i, sizeof any);
        for (u64 const x : any) some |= x;
        if (some)
            for (int j = i; j < i + 8; ++j)
                if (any[j - i]) take(j);
    }
}

struct AlphaConstants {
    double P33, P31, P32, P21, P22, jump, threshold, reset, hold;
};
[[gnu::noinline]] inline void step_alpha(AlphaConstants const k, double const* __restrict ex,
                                         double const* __restrict in, double* __restrict V,
                                         double* __restrict dE, double* __restrict E, double* __restrict dI,
                                         double* __restrict I, double* __restrict wait,
                                         double* __restrict fired) {
    for (int i = 0; i < chunk; ++i) {
        double const free = k.P31 * dE[i] + k.P32 * E[i] + k.P31 * dI[i] + k.P32 * I[i] + k.P33 * V[i];
        double const w = wait[i], v = w > 0 ? V[i] : free, left = w > 0 ? w - 1 : 0.0;
        bool const spike = v >= k.threshold;
        E[i] = k.P21 * dE[i] + k.P22 * E[i], dE[i] = k.P22 * dE[i] + k.jump * ex[i];
        I[i] = k.P21 * dI[i] + k.P22 * I[i], dI[i] = k.P22 * dI[i] + k.jump * in[i];
        V[i] = spike ? k.reset : v;
        wait[i] = spike ? k.hold : left;
        fired[i] = spike ? 1.0 : 0.0;
    }
}
