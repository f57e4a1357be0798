// Floor for the balanced network: one table per population, one delay, one weight, 16-bit targets.
//
//   g++ -std=c++20 -O3 -march=native -ffp-contract=off -fno-trapping-math -fno-math-errno -pthread
//       -o balanced benchmarks/floor/balanced.cpp
//   balanced ORDER THREADS MILLISECONDS            5*ORDER neurons; prints one line of JSON
#include "network.hpp"

namespace {

constexpr int slice = 15; // steps: the one delay of the network

struct Shard {
    std::size_t neurons = 0, padded = 0;
    Buffer<double> V, dE, E, dI, I, wait, fired, ex, in;
    Buffer<u16> bits;
    Table from[2];              // excitatory, inhibitory
    std::vector<u64> spikes[2]; // id << 32 | step, sorted; written in one slice, read in the next
    std::vector<Edges> due[2][slice];
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
    AlphaConstants const k{
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
        s.from[0].build({0, NE, 0, N}, CE, 1, t, threads);
        s.from[1].build({NE, NI, 0, N}, CI, 2, t, threads);
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
                s.due[channel][row].push_back(s.from[channel].of(id));
            }
            for (int channel = 0; channel < 2; ++channel)
                for (std::size_t row = 0; row < slice; ++row) {
                    auto const& due = s.due[channel][row];
                    double* const input = (channel ? s.in.p : s.ex.p) + row * s.padded;
                    Table const& table = s.from[channel];
                    for (std::size_t q = 0; q < due.size(); ++q) {
                        if (q + 1 < due.size()) table.prefetch(due[q + 1]);
                        table.add(due[q], weight[channel], input);
                    }
                }
            auto& out = s.spikes[phase ^ 1];
            out.clear();
            for (u32 c = 0; c < s.padded; c += chunk) {
                auto const id = [&](int i) { return (c + static_cast<u32>(i)) * T + me; };
                for (u32 st = begin; st < begin + slice; ++st) {
                    std::size_t const row = st % slice;
                    double *ex = &s.ex[row * s.padded + c], *in = &s.in[row * s.padded + c];
                    if (st % 8 == 0) draw_bits(&s.bits[c], s.padded, chunk, c * T + me, T, st / 8);
                    poisson.counts(&s.bits[(st % 8) * s.padded + c], counts, chunk, st, id);
                    for (int i = 0; i < chunk; ++i) ex[i] += JE * static_cast<double>(counts[i]);
                    step_alpha(k, ex, in, &s.V[c], &s.dE[c], &s.E[c], &s.dI[c], &s.I[c], &s.wait[c],
                               &s.fired[c]);
                    each_spike(&s.fired[c], chunk, [&](int i) { out.push_back(u64{id(i)} << 32 | st); });
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
