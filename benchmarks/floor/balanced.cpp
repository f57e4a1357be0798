// Floor for the balanced network: one table per population, one delay, one weight, 16-bit targets.
//
//   g++ -std=c++20 -O3 -march=native -ffp-contract=off -fno-trapping-math -fno-math-errno -pthread
//       -o balanced benchmarks/floor/balanced.cpp
//   balanced ORDER THREADS MILLISECONDS            5*ORDER neurons; prints one line of JSON
#include "common.hpp"

namespace {

constexpr int chunk = 512; // neurons whose columns stay in the nearest cache for a whole slice
constexpr int slice = 15;  // steps: the one delay of the network
constexpr u32 seed = 4711;

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
    // Counts of `chunk` neurons from 16 random bits each; `id` and `step` key the further bits.
    template <class Id> void counts(u16 const* bits, u16* out, u32 step, Id id) const {
        for (int at = 0; at < chunk; at += lanes16) {
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
class Table {
public:
    u32 first_source = 0, sources = 0;
    Buffer<u32> start;
    Buffer<u16> target;

    void build(u32 first, u32 count, u32 neurons, int indegree, u32 purpose, int thread, int threads) {
        first_source = first, sources = count;
        start.allocate(count + 2);
        each_edge(neurons, indegree, purpose, thread, threads, [&](u32 source, u32) { ++start[source + 2]; });
        for (u32 s = 0, sum = 0; s < count; ++s) {
            u32 const degree = start[s + 2];
            start[s + 1] = sum;
            sum += degree;
            start[s + 2] = degree;
        }
        u32 const edges = start[count] + start[count + 1];
        target.allocate(edges + 64);
        each_edge(neurons, indegree, purpose, thread, threads,
                  [&](u32 source, u32 local) { target[start[source + 1]++] = static_cast<u16>(local); });
    }

private:
    template <class F>
    void each_edge(u32 neurons, int indegree, u32 purpose, int thread, int threads, F act) {
        for (u32 id = static_cast<u32>(thread), local = 0; id < neurons;
             id += static_cast<u32>(threads), ++local)
            for (int at = 0; at < indegree; at += 4 * lanes64) {
                Block b{iota() + static_cast<u64>(at / 4), splat(id), splat(purpose), {}};
                philox(b, seed, 3);
                auto const draw = [&](Lanes64 x, int from) {
                    Lanes64 const s = multiply_low(x, sources) >> 32;
                    for (int i = 0; i < lanes64 && from + i < indegree; ++i)
                        act(static_cast<u32>(s[i]), local);
                };
                draw(b.x0, at), draw(b.x1, at + lanes64), draw(b.x2, at + 2 * lanes64),
                    draw(b.x3, at + 3 * lanes64);
            }
    }
};

struct Constants {
    double P33, P31, P32, P21, P22, jump, threshold, reset, hold;
};
[[gnu::noinline]] void step(Constants const k, double const* __restrict ex, double const* __restrict in,
                            double* __restrict V, double* __restrict dE, double* __restrict E,
                            double* __restrict dI, double* __restrict I, double* __restrict wait,
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

struct Entry {
    u32 first, count;
};
struct Shard {
    std::size_t neurons = 0, padded = 0;
    Buffer<double> V, dE, E, dI, I, wait, fired, ex, in;
    Buffer<u16> bits;
    Table from[2];              // excitatory, inhibitory
    std::vector<u64> spikes[2]; // id << 32 | step, sorted; written in one slice, read in the next
    std::vector<Entry> due[2][slice];
};

} // namespace

int main(int argc, char** argv) {
    if (argc != 4) return std::puts("usage: balanced ORDER THREADS MILLISECONDS"), 2;
    u32 const order = static_cast<u32>(std::atoi(argv[1]));
    int const threads = std::atoi(argv[2]);
    u32 const steps = static_cast<u32>(std::atof(argv[3]) * 10);
    u32 const NE = 4 * order, NI = order, N = NE + NI;
    int const CE = static_cast<int>(NE / 10), CI = static_cast<int>(NI / 10);

    double const h = 0.1, g = 5, eta = 2, J = 0.1, theta = 20, tau_m = 20, tau_s = 0.5, e = std::exp(1.0);
    double const b = 1 / tau_s - 1 / tau_m;
    double peak = 0;
    for (int i = 1; i < 20000; ++i) {
        double const t = i * 0.001;
        peak = std::max(peak,
                        e / (tau_s * b) *
                            ((std::exp(-t / tau_m) - std::exp(-t / tau_s)) / b - t * std::exp(-t / tau_s)));
    }
    double const JE = J / peak, gamma = tau_m * tau_s / (tau_m - tau_s);
    double const P22 = std::exp(-h / tau_s), P33 = std::exp(-h / tau_m);
    Constants const k{
        P33, gamma * (gamma * (P33 - P22) - h * P22), gamma * (P33 - P22), h * P22, P22, e / tau_s, theta, 10,
        20};
    Poisson const poisson(eta * theta / (JE * CE * e * tau_m * tau_s) * CE * h);
    double const weight[2] = {JE, -g * JE};

    std::vector<Shard> shards(static_cast<std::size_t>(threads));
    Barrier barrier(threads);
    std::atomic<u64> total{0};
    double began = seconds(), built = 0, ended = 0;

    on_each_thread(threads, [&](int t) {
        Shard& s = shards[static_cast<std::size_t>(t)];
        u32 const T = static_cast<u32>(threads), me = static_cast<u32>(t);
        s.neurons = (N - me + T - 1) / T;
        s.padded = (s.neurons + chunk - 1) / chunk * chunk;
        s.from[0].build(0, NE, N, CE, 1, t, threads);
        s.from[1].build(NE, NI, N, CI, 2, t, threads);
        for (auto* column : {&s.V, &s.dE, &s.E, &s.dI, &s.I, &s.wait, &s.fired}) column->allocate(s.padded);
        s.ex.allocate(slice * s.padded), s.in.allocate(slice * s.padded), s.bits.allocate(8 * s.padded);
        for (std::size_t i = s.neurons; i < s.padded; ++i) s.wait[i] = 1e300;
        barrier.wait();
        if (t == 0) built = seconds();

        alignas(64) u16 counts[chunk];
        std::vector<u64> merged;
        for (u32 begin = 0, phase = 0; begin < steps; begin += slice, phase ^= 1) {
            auto const* spikes = &s.spikes[phase];
            if (threads > 1) {
                merged.clear();
                for (Shard const& other : shards) {
                    auto const middle = static_cast<std::ptrdiff_t>(merged.size());
                    merged.insert(merged.end(), other.spikes[phase].begin(), other.spikes[phase].end());
                    std::inplace_merge(merged.begin(), merged.begin() + middle, merged.end());
                }
                spikes = &merged;
            }
            // By due row, so that one row is hot at a time; the order within a row stays that of the spikes.
            for (auto& channel : s.due)
                for (auto& row : channel) row.clear();
            for (u64 const x : *spikes) {
                u32 const id = static_cast<u32>(x >> 32), row = static_cast<u32>(x) % slice;
                int const channel = id >= NE;
                Table const& table = s.from[channel];
                u32 const at = id - table.first_source;
                s.due[channel][row].push_back({table.start[at], table.start[at + 1] - table.start[at]});
            }
            for (int channel = 0; channel < 2; ++channel)
                for (std::size_t row = 0; row < slice; ++row) {
                    auto const& due = s.due[channel][row];
                    double* const input = (channel ? s.in.p : s.ex.p) + row * s.padded;
                    double const w = weight[channel];
                    for (std::size_t q = 0; q < due.size(); ++q) {
                        u16 const* const target = s.from[channel].target.p;
                        if (q + 1 < due.size())
                            for (u32 z = 0; z < due[q + 1].count; z += 32)
                                __builtin_prefetch(target + due[q + 1].first + z);
                        u16 const *p = target + due[q].first, *end = p + due[q].count;
#pragma GCC unroll 8
                        for (; p < end; ++p) input[*p] += w;
                    }
                }
            auto& out = s.spikes[phase ^ 1];
            out.clear();
            for (u32 c = 0; c < s.padded; c += chunk) {
                auto const id = [&](int i) { return (c + static_cast<u32>(i)) * T + me; };
                for (u32 st = begin; st < begin + slice; ++st) {
                    std::size_t const row = st % slice;
                    double *ex = &s.ex[row * s.padded + c], *in = &s.in[row * s.padded + c];
                    if (st % 8 == 0)
                        for (int i = 0; i < chunk; i += lanes64) {
                            Block x{(iota() + static_cast<u64>(c + static_cast<u32>(i))) * u64{T} + u64{me},
                                    splat(st / 8),
                                    splat(9),
                                    {}};
                            philox(x, seed, 7);
                            typedef u16 Narrow __attribute__((vector_size(2 * lanes64)));
                            auto const put = [&](std::size_t r, Lanes64 v) {
                                Narrow const low = __builtin_convertvector(v, Narrow);
                                Narrow const high = __builtin_convertvector(v >> 16, Narrow);
                                std::memcpy(&s.bits[r * s.padded + c + static_cast<u32>(i)], &low,
                                            sizeof low);
                                std::memcpy(&s.bits[(r + 1) * s.padded + c + static_cast<u32>(i)], &high,
                                            sizeof high);
                            };
                            put(0, x.x0), put(2, x.x1), put(4, x.x2), put(6, x.x3);
                        }
                    poisson.counts(&s.bits[(st % 8) * s.padded + c], counts, st, id);
                    for (int i = 0; i < chunk; ++i) ex[i] += JE * static_cast<double>(counts[i]);
                    step(k, ex, in, &s.V[c], &s.dE[c], &s.E[c], &s.dI[c], &s.I[c], &s.wait[c], &s.fired[c]);
                    for (int i = 0; i < chunk; i += 8) {
                        u64 any[8], some = 0;
                        std::memcpy(any, &s.fired[c + static_cast<u32>(i)], 64);
                        for (u64 const x : any) some |= x;
                        if (some)
                            for (int j = i; j < i + 8; ++j)
                                if (s.fired[c + static_cast<u32>(j)] != 0.0)
                                    out.push_back(u64{id(j)} << 32 | st);
                    }
                    std::memset(ex, 0, chunk * 8), std::memset(in, 0, chunk * 8);
                }
            }
            std::sort(out.begin(), out.end());
            total += out.size();
            barrier.wait();
        }
        if (t == 0) ended = seconds();
    });

    u64 hash = 0;
    for (u32 t = 0; t < shards.size(); ++t)
        for (std::size_t i = 0; i < shards[t].neurons; ++i) {
            u64 z;
            std::memcpy(&z, &shards[t].V[i], 8);
            z = (z ^ (i * shards.size() + t) * 0x9e3779b97f4a7c15ull) * 0xbf58476d1ce4e5b9ull;
            hash += z ^ z >> 29;
        }
    std::printf(
        "{\"connect\": %.4f, \"simulate\": %.4f, \"rate\": %.2f, \"peak_mb\": %.1f, \"hash\": \"%016llx\"}\n",
        built - began, ended - built, static_cast<double>(total) / N / steps * 1e4, peak_megabytes(),
        static_cast<unsigned long long>(hash));
}
