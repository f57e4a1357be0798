// Floor for the cortical microcircuit (Potjans and Diesmann 2014): random weights and delays, one table of
// edges per thread, runs of equal delay entered into a calendar.
//
//   microcircuit N_SCALE K_SCALE THREADS MILLISECONDS_BEFORE MILLISECONDS          prints one line of JSON
#include "network.hpp"

#include <array>
#include <random>
#include <utility>

namespace {

constexpr int populations = 8, delays = 64, rows = 128; // delays are below 64 steps
constexpr double h = 0.1, tau_m = 10, tau_s = 0.5, C = 250;

constexpr double full_size[populations] = {20683, 5834, 21915, 5479, 4850, 1065, 14395, 2948};
constexpr double probability[populations][populations] = {
    {0.1009, 0.1689, 0.0437, 0.0818, 0.0323, 0., 0.0076, 0.},
    {0.1346, 0.1371, 0.0316, 0.0515, 0.0755, 0., 0.0042, 0.},
    {0.0077, 0.0059, 0.0497, 0.135, 0.0067, 0.0003, 0.0453, 0.},
    {0.0691, 0.0029, 0.0794, 0.1597, 0.0033, 0., 0.1057, 0.},
    {0.1004, 0.0622, 0.0505, 0.0057, 0.0831, 0.3726, 0.0204, 0.},
    {0.0548, 0.0269, 0.0257, 0.0022, 0.06, 0.3158, 0.0086, 0.},
    {0.0156, 0.0066, 0.0211, 0.0166, 0.0572, 0.0197, 0.0396, 0.2252},
    {0.0364, 0.001, 0.0034, 0.0005, 0.0277, 0.008, 0.0658, 0.1443}};
constexpr double external[populations] = {1600, 1500, 2100, 1900, 2000, 1900, 2900, 2100};
constexpr double mean_V[populations] = {-68.28, -63.16, -63.33, -63.45, -63.11, -61.66, -66.72, -61.43};
constexpr double spread_V[populations] = {5.36, 4.57, 4.74, 4.94, 4.94, 4.55, 5.46, 4.48};
constexpr double rates[populations] = {0.903, 2.965, 4.414, 5.876, 7.569, 8.633, 1.105, 7.829};

// What is connected how strongly, at the scale asked for.
struct Circuit {
    u32 first[populations + 1] = {};              // id of each population
    double edges[populations][populations] = {};  // into a population (first index) from another
    double weight[populations][populations] = {}; // mean
    double external_weight = 0, current[populations] = {}, poisson_mean[populations] = {};

    Circuit(double n_scale, double k_scale) {
        double const sub = 1 / (tau_s - tau_m), ratio = std::pow(tau_m / tau_s, sub);
        double const w = 0.15 / (tau_m * tau_s / C * sub * (std::pow(ratio, tau_m) - std::pow(ratio, tau_s)));
        external_weight = w / std::sqrt(k_scale);
        for (int i = 0; i < populations; ++i) {
            first[i + 1] = first[i] + static_cast<u32>(std::round(full_size[i] * n_scale));
            double input = 0;
            for (int j = 0; j < populations; ++j) {
                double const all = std::round(std::log(1 - probability[i][j]) /
                                              std::log(1 - 1 / (full_size[i] * full_size[j])));
                edges[i][j] = std::round(all * n_scale * k_scale);
                weight[i][j] = (j % 2 ? -4 * w : w) * (i == 0 && j == 2 ? 2 : 1);
                input += weight[i][j] * all / full_size[i] * rates[j];
                weight[i][j] /= std::sqrt(k_scale);
            }
            if (k_scale != 1)
                current[i] = 0.001 * tau_s * (1 - std::sqrt(k_scale)) * (input + w * external[i] * 8);
            poisson_mean[i] = 8 * external[i] * k_scale * h / 1000;
        }
    }
    u32 size(int i) const { return first[i + 1] - first[i]; }
    u32 neurons() const { return first[populations]; }
};

// Two normal numbers from 64 random bits, by series that a compiler can turn into vector code (Box, Muller).
[[gnu::noinline]] void normal(u32 const* __restrict a, u32 const* __restrict b, double* __restrict x,
                              double* __restrict y, int n) {
    constexpr double magic = 0x1p52 + 0x1p51;
    for (int i = 0; i < n; ++i) {
        double const u =
            (static_cast<double>(static_cast<std::int32_t>(a[i] ^ 0x80000000u)) + 2147483648.5) * 0x1p-32;
        u64 bits;
        std::memcpy(&bits, &u, 8);
        u64 const exponent = (bits - 0x3fe6a09e667f3bcdull) & 0xfff0000000000000ull,
                  mantissa = bits - exponent;
        u64 const biased = (exponent >> 52) | 0x4330000000000000ull;
        double m, e;
        std::memcpy(&m, &mantissa, 8), std::memcpy(&e, &biased, 8);
        e -= 0x1p52;
        e = e > 2048 ? e - 4096 : e;
        double const s = (m - 1) / (m + 1), q = s * s;
        double p = 2.0 / 19;
        for (int k = 17; k >= 1; k -= 2) p = p * q + 2.0 / k;
        double const r = std::sqrt(-2 * (s * p + e * 0.69314718055994531));
        double const turns =
            (static_cast<double>(static_cast<std::int32_t>(b[i] ^ 0x80000000u)) + 2147483648.5) * 0x1p-30;
        double const shifted = turns + magic, quarter = shifted - magic;
        double const t = (turns - quarter) * 1.5707963267948966, z = t * t;
        u64 n4;
        std::memcpy(&n4, &shifted, 8);
        double sine = -1.0 / 39916800, cosine = 1.0 / 479001600;
        for (double const f : {362880., -5040., 120., -6., 1.}) sine = sine * z + 1 / f;
        for (double const f : {-3628800., 40320., -720., 24., -2., 1.}) cosine = cosine * z + 1 / f;
        sine *= t;
        double const c = n4 & 1 ? sine : cosine, d = n4 & 1 ? cosine : sine;
        x[i] = r * ((n4 + 1) & 2 ? -c : c);
        y[i] = r * (n4 & 2 ? -d : d);
    }
}

struct Constants {
    double leak, from_current, pull, fade;
};
[[gnu::noinline]] void step_exp(Constants const k, int n, double const* __restrict current,
                                double const* __restrict ex, double const* __restrict in,
                                double* __restrict V, double* __restrict E, double* __restrict I,
                                double* __restrict wait, double* __restrict fired) {
    for (int i = 0; i < n; ++i) {
        double const free =
            -65 + k.leak * (V[i] + 65) + k.pull * current[i] + k.from_current * E[i] + k.from_current * I[i];
        double const w = wait[i], v = w > 0 ? V[i] : free, left = w > 0 ? w - 1 : 0.0;
        bool const spike = v >= -50;
        E[i] = k.fade * E[i] + ex[i], I[i] = k.fade * I[i] + in[i];
        V[i] = spike ? -65 : v;
        wait[i] = spike ? 20 : left;
        fired[i] = spike ? 1.0 : 0.0;
    }
}

using Degrees = std::vector<u32>; // of the neurons of one population, from another
class Shard {
public:
    Shard(Circuit const& circuit, int thread, int threads)
        : circuit_(circuit)
        , T_(static_cast<u32>(threads))
        , me_(static_cast<u32>(thread)) {
        for (int i = 0; i < populations; ++i) {
            u32 const first = circuit.first[i];
            first_id_[i] = first + (me_ + T_ - first % T_) % T_;
            count_[i] =
                first_id_[i] < circuit.first[i + 1] ? (circuit.first[i + 1] - first_id_[i] + T_ - 1) / T_ : 0;
            base_[i + 1] = base_[i] + (count_[i] + 63) / 64 * 64;
        }
        if (base_[populations] > 65535) std::fprintf(stderr, "too many neurons for 16 bits\n"), std::exit(1);
    }

    void build(std::array<std::array<Degrees, populations>, populations> const& degrees) {
        std::size_t const sources = circuit_.neurons();
        cells_.allocate(sources * delays + 1);
        each_target(degrees, false, [&](u32, int n) {
            for (int e = 0; e < n; ++e) ++cells_[key_[e]];
        });
        std::vector<u32> run_first;
        u32 edges = 0;
        for (std::size_t s = 0; s < sources; ++s) {
            run_of_.push_back(static_cast<u32>(runs_.size()));
            for (u32 d = 0; d < delays; ++d)
                if (u32& cell = cells_[s * delays + d]; cell) {
                    runs_.push_back({edges, cell, d});
                    edges += std::exchange(cell, edges);
                }
        }
        run_of_.push_back(static_cast<u32>(runs_.size()));
        target_.allocate(edges + 64), weight_.allocate(edges + 64);
        std::vector<u32> at(most);
        each_target(degrees, true, [&](u32 local, int n) {
            for (int e = 0; e < n; ++e) {
                at[e] = cells_[key_[e]]++;
                __builtin_prefetch(&weight_[at[e]], 1), __builtin_prefetch(&target_[at[e]], 1);
            }
            for (int e = 0; e < n; ++e) weight_[at[e]] = drawn_[e], target_[at[e]] = static_cast<u16>(local);
        });
        munmap(cells_.p, cells_.bytes);
    }

    void start() {
        std::size_t const n = base_[populations];
        for (auto* column : {&V_, &E_, &I_, &wait_, &fired_, &ex_, &in_, &current_})
            column->allocate(n + 512);
        bits_.allocate(8 * n + 512);
        for (std::size_t i = 0; i < n; ++i) wait_[i] = 1e300, V_[i] = -65;
        for (int i = 0; i < populations; ++i)
            for (u32 l = 0; l < count_[i]; ++l) {
                std::mt19937 random(first_id_[i] + l * T_);
                u32 const at = base_[i] + l;
                V_[at] = std::normal_distribution<>(mean_V[i], spread_V[i])(random);
                wait_[at] = 0, current_[at] = circuit_.current[i];
            }
    }

    // The sources that fired in the step before, in ascending order.
    void announce(std::vector<u32> const& fired, u32 step) {
        for (u32 const g : fired) __builtin_prefetch(&run_of_[g]);
        for (u32 const g : fired) __builtin_prefetch(&runs_[run_of_[g]]);
        for (u32 const g : fired)
            for (u32 r = run_of_[g]; r < run_of_[g + 1]; ++r)
                due_[inhibitory(g)][(step + runs_[r].delay) % rows].push_back(r);
    }
    void deliver(u32 step) {
        for (int channel = 0; channel < 2; ++channel) {
            auto& due = due_[channel][step % rows];
            double* const row = channel ? in_.p : ex_.p;
            auto const fetch = [&](std::size_t q) {
                if (q >= due.size()) return;
                prefetch(target_.p + runs_[due[q]].first, runs_[due[q]].count);
                prefetch(weight_.p + runs_[due[q]].first, runs_[due[q]].count);
            };
            for (std::size_t q = 0; q < ahead; ++q) fetch(q);
            for (std::size_t q = 0; q < due.size(); ++q) {
                fetch(q + ahead);
                Run const run = runs_[due[q]];
                u16 const* const target = target_.p + run.first;
                double const* const w = weight_.p + run.first;
#pragma GCC unroll 4
                for (u32 e = 0; e < run.count; ++e) row[target[e]] += w[e];
                events += run.count;
            }
            due.clear();
        }
    }
    void advance(Constants const& k, std::array<Poisson, populations> const& poisson, u32 step,
                 std::vector<u32>& out) {
        alignas(64) u16 counts[chunk];
        out.clear();
        for (int i = 0; i < populations; ++i)
            for (u32 c = base_[i]; c < base_[i + 1]; c += chunk) {
                int const n = static_cast<int>(std::min<u32>(chunk, base_[i + 1] - c));
                u32 const id = first_id_[i] + (c - base_[i]) * T_;
                if (step % 8 == 0) draw_bits(&bits_[c], base_[populations], n, id, T_, step / 8);
                poisson[i].counts(&bits_[step % 8 * base_[populations] + c], counts, n, step,
                                  [&](int z) { return id + static_cast<u32>(z) * T_; });
                for (int z = 0; z < n; ++z)
                    ex_[c + z] += circuit_.external_weight * static_cast<double>(counts[z]);
                step_exp(k, n, &current_[c], &ex_[c], &in_[c], &V_[c], &E_[c], &I_[c], &wait_[c], &fired_[c]);
                std::memset(&ex_[c], 0, static_cast<u32>(n) * 8),
                    std::memset(&in_[c], 0, static_cast<u32>(n) * 8);
                each_spike(&fired_[c], n,
                           [&](int z) { out.push_back(id + static_cast<u32>(z) * T_), ++spikes[i]; });
            }
    }
    std::size_t edges() const { return runs_.empty() ? 0 : runs_.back().first + runs_.back().count; }
    u64 events = 0, spikes[populations] = {};

private:
    static constexpr int most = 1 << 17;
    static constexpr std::size_t ahead = 6;
    struct Run {
        u32 first, count, delay;
    };
    bool inhibitory(u32 g) const {
        int i = 0;
        while (g >= circuit_.first[i + 1]) ++i;
        return i % 2;
    }
    // All edges of a target: keys of (source, delay), and weights where wanted.
    template <class F>
    void each_target(std::array<std::array<Degrees, populations>, populations> const& degrees, bool weighted,
                     F act) {
        key_.resize(most), drawn_.resize(most);
        for (int i = 0; i < populations; ++i)
            for (u32 l = 0; l < count_[i]; ++l) {
                u32 const id = first_id_[i] + l * T_;
                int n = 0;
                for (int j = 0; j < populations; ++j)
                    if (!degrees[i][j].empty())
                        n += draw(id, i, j, static_cast<int>(degrees[i][j][id - circuit_.first[i]]), n,
                                  weighted);
                act(base_[i] + l, n);
            }
    }
    int draw(u32 id, int i, int j, int degree, int at, bool weighted) {
        alignas(64) u32 words[3][batch];
        alignas(64) double first[batch], second[batch];
        double const mean = j % 2 ? 0.75 : 1.5;
        for (int e = 0; e < degree; e += batch) {
            int const n = std::min(batch, degree - e);
            random(words, id, j, e, 0);
            normal(words[1], words[2], first, second, batch);
            u32 open[batch];
            int redraw = 0;
            for (int z = 0; z < n; ++z) {
                first[z] = first[z] * (mean * 0.5) + mean;
                open[redraw] = static_cast<u32>(z);
                redraw += first[z] < 0.05;
            }
            for (u32 attempt = 1; redraw > 0; ++attempt) {
                alignas(64) u32 more[3][batch];
                alignas(64) double again[batch], unused[batch];
                random(more, id, j, e, attempt);
                normal(more[1], more[2], again, unused, batch);
                int still = 0;
                for (int z = 0; z < redraw; ++z) {
                    double const d = again[open[z]] * (mean * 0.5) + mean;
                    first[open[z]] = d;
                    open[still] = open[z];
                    still += d < 0.05;
                }
                redraw = still;
            }
            for (int z = 0; z < n; ++z) {
                u32 const source =
                    circuit_.first[j] + static_cast<u32>(u64{words[0][z]} * circuit_.size(j) >> 32);
                int const steps = std::clamp(static_cast<int>(first[z] * 10 + 0.5), 1, delays - 1);
                key_[at + e + z] = source * delays + static_cast<u32>(steps);
            }
            if (weighted)
                for (int z = 0; z < n; ++z)
                    drawn_[at + e + z] =
                        circuit_.weight[i][j] + std::abs(circuit_.weight[i][j]) * 0.1 * second[z];
        }
        return degree;
    }
    static constexpr int batch = 64;
    static void random(u32 (&words)[3][batch], u32 id, int j, int e, u32 attempt) {
        typedef u32 Half __attribute__((vector_size(4 * lanes64)));
        for (int z = 0; z < batch; z += lanes64) {
            Block b{iota() + static_cast<u64>(e + z), splat(id), splat(100 + static_cast<u64>(j)),
                    splat(attempt)};
            philox(b, seed, 3);
            Half const x[3] = {__builtin_convertvector(b.x0, Half), __builtin_convertvector(b.x1, Half),
                               __builtin_convertvector(b.x2, Half)};
            for (int w = 0; w < 3; ++w) std::memcpy(&words[w][z], &x[w], sizeof(Half));
        }
    }

    Circuit const& circuit_;
    u32 T_, me_;
    u32 base_[populations + 1] = {}, first_id_[populations] = {}, count_[populations] = {};
    Buffer<double> V_, E_, I_, wait_, fired_, ex_, in_, current_, weight_;
    Buffer<u16> bits_, target_;
    Buffer<u32> cells_;
    std::vector<u32> run_of_, key_;
    std::vector<double> drawn_;
    std::vector<Run> runs_;
    std::vector<u32> due_[2][rows];
};

// A multinomial number of edges for every target.
Degrees draw_degrees(u32 targets, double edges, u64 key) {
    Degrees degrees(targets);
    std::mt19937_64 random(key);
    auto left = static_cast<long>(edges);
    for (u32 i = 0; i < targets && left; ++i) {
        long const n =
            i + 1 == targets ? left : std::binomial_distribution<long>(left, 1.0 / (targets - i))(random);
        degrees[i] = static_cast<u32>(n);
        left -= n;
    }
    return degrees;
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 6)
        return std::puts("usage: microcircuit N_SCALE K_SCALE THREADS MILLISECONDS_BEFORE MILLISECONDS"), 2;
    Circuit const circuit(std::atof(argv[1]), std::atof(argv[2]));
    int const threads = std::atoi(argv[3]);
    u32 const before = static_cast<u32>(std::atof(argv[4]) * 10),
              steps = before + static_cast<u32>(std::atof(argv[5]) * 10);
    double const leak = std::exp(-h / tau_m), fade = std::exp(-h / tau_s);
    Constants const k{leak, tau_m * tau_s / ((tau_m - tau_s) * C) * (leak - fade), (1 - leak) * tau_m / C,
                      fade};
    auto const poisson = [&]<std::size_t... i>(std::index_sequence<i...>) {
        return std::array<Poisson, populations>{Poisson(circuit.poisson_mean[i])...};
    }
    (std::make_index_sequence<populations>());

    std::array<std::array<Degrees, populations>, populations> degrees;
    std::vector<Shard> shards;
    for (int t = 0; t < threads; ++t) shards.emplace_back(circuit, t, threads);
    std::vector<std::vector<u32>> fired[2] = {std::vector<std::vector<u32>>(shards.size()),
                                              std::vector<std::vector<u32>>(shards.size())};
    Barrier barrier(threads);
    std::atomic<int> next{0};
    double const began = seconds();
    double built = 0, measured = 0, ended = 0;
    on_each_thread(threads, [&](int t) {
        for (int job; (job = next++) < populations * populations;)
            if (double const edges = circuit.edges[job / 8][job % 8]; edges > 0)
                degrees[job / 8][job % 8] =
                    draw_degrees(circuit.size(job / 8), edges, static_cast<u64>(job + 1));
        barrier.wait();
        Shard& shard = shards[static_cast<std::size_t>(t)];
        shard.build(degrees);
        shard.start();
        barrier.wait();
        if (t == 0) built = seconds();
        std::vector<u32> merged;
        for (u32 step = 0; step < steps; ++step) {
            if (step == before) {
                barrier.wait();
                if (t == 0) measured = seconds();
            }
            shard.deliver(step);
            auto& lists = fired[step % 2];
            shard.advance(k, poisson, step, lists[static_cast<std::size_t>(t)]);
            barrier.wait();
            merged.clear();
            for (auto const& list : lists) {
                auto const middle = static_cast<std::ptrdiff_t>(merged.size());
                merged.insert(merged.end(), list.begin(), list.end());
                std::inplace_merge(merged.begin(), merged.begin() + middle, merged.end());
            }
            shard.announce(merged, step);
        }
        barrier.wait();
        if (t == 0) ended = seconds();
    });
    u64 edges = 0, events = 0;
    for (Shard const& shard : shards) edges += shard.edges(), events += shard.events;
    std::printf("{\"connect\": %.4f, \"simulate\": %.4f, \"edges\": %llu, \"events\": %llu, \"rates\": [",
                built - began, ended - measured, static_cast<unsigned long long>(edges),
                static_cast<unsigned long long>(events));
    for (int i = 0; i < populations; ++i) {
        u64 spikes = 0;
        for (Shard const& shard : shards) spikes += shard.spikes[i];
        std::printf("%s%.2f", i ? ", " : "", static_cast<double>(spikes) / circuit.size(i) / steps * 1e4);
    }
    std::printf("], \"peak_mb\": %.1f}\n", peak_megabytes());
}
