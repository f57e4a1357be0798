// Floor for the network with plastic synapses: power-law STDP between excitatory neurons, one delay.
//
//   plastic INDEGREE_FRACTION MILLISECONDS_BEFORE MILLISECONDS            11,250 neurons; prints one line of
//   JSON
#include "network.hpp"

#include <memory>
#include <random>

namespace {

constexpr u32 NE = 9000, NI = 2250, N = NE + NI;
constexpr int slice = 15; // steps: the one delay of the network
constexpr double h = 0.1, tau_m = 10, tau_s = 0.32582722403722841, C = 250;
constexpr double tau_plus = 15, tau_minus = 30, lambda = 0.1, alpha = 0.0513, mu = 0.4;

// exp(-lag h / tau) for whole lags.
class Decay {
public:
    explicit Decay(double tau) {
        for (std::size_t i = 0; i < lags; ++i) table_.push_back(std::exp(-static_cast<double>(i) * h / tau));
    }
    double operator()(int lag) const {
        return static_cast<std::size_t>(lag) < lags ? table_[static_cast<std::size_t>(lag)] : 0.0;
    }

private:
    static constexpr std::size_t lags = 1 << 16;
    std::vector<double> table_;
};

// x^mu of many positive numbers, by series that a compiler can turn into vector code.
[[gnu::noinline]] void powers(double const* __restrict x, double* __restrict result, int n) {
    constexpr double magic = 0x1p52 + 0x1p51;
    // Of the logarithm and of the exponential, divided in advance.
    constexpr double odd[] = {2.0 / 19, 2.0 / 17, 2.0 / 15, 2.0 / 13, 2.0 / 11,
                              2.0 / 9,  2.0 / 7,  2.0 / 5,  2.0 / 3};
    constexpr double inverse[] = {1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320,
                                  1.0 / 5040,     1.0 / 720,     1.0 / 120,    1.0 / 24,
                                  1.0 / 6,        1.0 / 2,       1.0,          1.0};
    for (int i = 0; i < n; ++i) {
        u64 bits, shift;
        std::memcpy(&bits, x + i, 8);
        u64 const high = bits - 0x3fe6a09e667f3bcdull; // mantissa between sqrt(1/2) and sqrt(2)
        u64 const exponent = high & 0xfff0000000000000ull;
        u64 const mantissa = bits - exponent;
        u64 const biased = (exponent >> 52) | 0x4330000000000000ull;
        double m, e;
        std::memcpy(&m, &mantissa, 8), std::memcpy(&e, &biased, 8);
        e -= 0x1p52;
        e = e > 2048 ? e - 4096 : e;
        double const s = (m - 1) / (m + 1), q = s * s;
        double p = 2.0 / 21;
#pragma GCC unroll 16
        for (double const c : odd) p = p * q + c;
        double const y = (e * 0.69314718055994531 + (2 * s + s * q * p)) * mu;
        double const shifted = y * 1.4426950408889634 + magic, whole = shifted - magic;
        double const r = (y - whole * 6.93147180369123816490e-01) - whole * 1.90821492927058770002e-10;
        double z = 1.0 / 479001600;
#pragma GCC unroll 16
        for (double const c : inverse) z = z * r + c;
        std::memcpy(&shift, &shifted, 8);
        std::memcpy(&bits, &z, 8);
        bits += shift << 52;
        std::memcpy(result + i, &bits, 8);
    }
}

// When every excitatory neuron fired: the last spike and the one before in columns, more in a ring.
class History {
public:
    static constexpr int kept = 64;
    std::vector<int> last = std::vector<int>(NE, -100000), before = last, count = std::vector<int>(NE, 0);
    std::vector<double> trace = std::vector<double>(NE, 0.0); // just after the last spike
    std::vector<int> ring = std::vector<int>(std::size_t{NE} * kept);

    void spike(u32 j, int step, Decay const& decay) {
        trace[j] = trace[j] * decay(step - last[j]) + 1;
        before[j] = last[j], last[j] = step;
        ring[j * kept + static_cast<u32>(count[j]++ % kept)] = step;
    }
    // Calls use(step) for the spikes after `since`, in their order.
    template <class F> void after(u32 j, int since, F use) const {
        int first = count[j];
        while (first > 0 && count[j] - first < kept && at(j, first - 1) > since) --first;
        for (int i = first; i < count[j]; ++i) use(at(j, i));
    }

private:
    int at(u32 j, int i) const { return ring[j * kept + static_cast<u32>(i % kept)]; }
};

class Plastic {
public:
    Plastic(Table const& table, double weight)
        : table_(table) {
        std::size_t const edges = table.start[NE];
        weights_.allocate(edges + 64);
        for (std::size_t e = 0; e < edges; ++e) weights_[e] = weight;
    }
    void prefetch(u32 source) const {
        Edges const e = table_.of(source);
        table_.prefetch(e);
        ::prefetch(weights_.p + e.first, e.count);
    }
    // Post-synaptic traces as the spikes of this row see them.
    void look(int step) {
        for (u32 j = 0; j < NE; ++j) depression_[j] = history.trace[j] * decay_minus_(step - history.last[j]);
    }
    void deliver(u32 source, int step, double* row) {
        Edges const edges = table_.of(source);
        u16 const* const target = table_.target.p + edges.first;
        double* const w = weights_.p + edges.first;
        int const n = static_cast<int>(edges.count), since = last_[source] - slice;
        if (trace_[source] > 0) potentiate(target, w, n, since, trace_[source]);
        double const fall = lambda * alpha;
        for (int i = 0; i < n; ++i) {
            double x = w[i] - fall * w[i] * depression_[target[i]];
            w[i] = x = x > 0 ? x : 0.0;
            row[target[i]] += x;
        }
        trace_[source] = trace_[source] * decay_plus_(step - last_[source]) + 1;
        last_[source] = step;
        events += n;
    }
    History history;
    Decay const& decay_minus() const { return decay_minus_; }
    long events = 0;

private:
    // Edges whose target fired once since are collected and computed together.
    void potentiate(u16 const* target, double* w, int n, int since, double trace) {
        int once = 0, often = 0;
        for (int i = 0; i < n; ++i) {
            once_[once] = often_[often] = i;
            bool const fired = history.last[target[i]] > since, twice = history.before[target[i]] > since;
            once += fired && !twice, often += twice;
        }
        for (int i = 0; i < once; ++i) step_[i] = history.last[target[once_[i]]];
        grow(w, once_, step_, once, since, trace);
        for (auto& round : rounds_) round.edge.clear(), round.step.clear();
        for (int i = 0; i < often; ++i) {
            std::size_t number = 0;
            history.after(target[often_[i]], since, [&](int step) {
                if (number == rounds_.size()) rounds_.emplace_back();
                rounds_[number].edge.push_back(often_[i]);
                rounds_[number++].step.push_back(step);
            });
        }
        for (auto const& round : rounds_)
            grow(w, round.edge.data(), round.step.data(), static_cast<int>(round.edge.size()), since, trace);
    }
    // Different edges, each for one spike of its target.
    void grow(double* w, int const* edge, int const* step, int n, int since, double trace) {
        for (int i = 0; i < n; ++i) {
            base_[i] = w[edge[i]];
            gain_[i] = lambda * trace * decay_plus_(step[i] - since);
        }
        powers(base_, power_, n);
        for (int i = 0; i < n; ++i)
            if (base_[i] > 0) w[edge[i]] = base_[i] + power_[i] * gain_[i];
    }
    struct Round { // the first spike since, of targets that fired more than once; the second; ...
        std::vector<int> edge, step;
    };
    static constexpr int most = 1 << 16;
    Table const& table_;
    Buffer<double> weights_;
    Decay decay_plus_{tau_plus}, decay_minus_{tau_minus};
    std::vector<double> trace_ = std::vector<double>(NE, 0.0);
    std::vector<int> last_ = std::vector<int>(NE, 0);
    std::vector<double> depression_ = std::vector<double>(NE, 0.0);
    std::vector<Round> rounds_;
    int once_[most], often_[most], step_[most];
    double base_[most], gain_[most], power_[most];
};

} // namespace

int main(int argc, char** argv) {
    if (argc != 4) return std::puts("usage: plastic INDEGREE_FRACTION MILLISECONDS_BEFORE MILLISECONDS"), 2;
    double const fraction = std::atof(argv[1]);
    int const CE = static_cast<int>(NE * fraction), CI = static_cast<int>(NI * fraction);
    u32 const before = static_cast<u32>(std::atof(argv[2]) * 10 + 0.5);
    u32 const steps = before + static_cast<u32>(std::atof(argv[3]) * 10 + 0.5);

    double const b = 1 / tau_s - 1 / tau_m, e = std::exp(1.0);
    double peak = 0;
    for (int i = 1; i < 20000; ++i) {
        double const t = i * 0.001;
        peak = std::max(peak,
                        e / (tau_s * C * b) *
                            ((std::exp(-t / tau_m) - std::exp(-t / tau_s)) / b - t * std::exp(-t / tau_s)));
    }
    double const JE = 0.14 / peak / fraction, nu = 20 / (CE * tau_m / C * JE * e * tau_s) * 1.685;
    double const beta = tau_m * tau_s / (tau_m - tau_s), gamma = beta / C;
    double const P22 = std::exp(-h / tau_s), P33 = std::exp(-h / tau_m);
    AlphaConstants const k{
        P33, gamma * (beta * (P33 - P22) - h * P22), gamma * (P33 - P22), h * P22, P22, e / tau_s, 20, 0, 5};
    Poisson const poisson(nu * CE * h);

    double const began = seconds();
    Table plastic, to_inhibitory, inhibitory;
    plastic.build({0, NE, 0, NE}, CE, 1, 0, 1);
    to_inhibitory.build({0, NE, NE, NI}, CE, 2, 0, 1);
    inhibitory.build({NE, NI, 0, N}, CI, 3, 0, 1);
    auto const synapses = std::make_unique<Plastic>(plastic, JE);
    double const built = seconds();

    std::size_t const padded = (N + chunk - 1) / chunk * chunk;
    Buffer<double> V, dE, E, dI, I, wait, fired, ex, in;
    Buffer<u16> bits;
    for (auto* column : {&V, &dE, &E, &dI, &I, &wait, &fired}) column->allocate(padded);
    ex.allocate(slice * padded), in.allocate(slice * padded), bits.allocate(8 * padded);
    std::mt19937 random(seed);
    for (u32 i = 0; i < padded; ++i)
        (i < N ? V : wait)[i] = i < N ? std::normal_distribution<>(5.7, 7.2)(random) : 1e300;

    alignas(64) u16 counts[chunk];
    std::vector<u64> spikes;                         // id << 32 | step, sorted
    std::vector<std::vector<u32>> fell(2 * slice);   // excitatory spikes by step
    std::vector<u32> from_ex[slice], from_in[slice]; // sources due in each row
    double measured = seconds();
    u64 total = 0;
    for (u32 begin = 0; begin < steps; begin += slice) {
        if (begin <= before && before < begin + slice) measured = seconds();
        for (int r = 0; r < slice; ++r) from_ex[r].clear(), from_in[r].clear();
        for (u64 const x : spikes) {
            u32 const id = static_cast<u32>(x >> 32), row = static_cast<u32>(x) % slice;
            (id < NE ? from_ex : from_in)[row].push_back(id);
        }
        for (u32 r = 0; r < slice; ++r) {
            int const step = static_cast<int>(begin + r) - slice, seen = step - slice;
            double *const rx = &ex[r * padded], *const ri = &in[r * padded];
            if (seen >= 0) {
                synapses->look(seen);
                auto& now = fell[static_cast<u32>(seen) % (2 * slice)];
                for (u32 const j : now) synapses->history.spike(j, seen, synapses->decay_minus());
                now.clear();
            }
            auto const& due = from_ex[r];
            for (std::size_t q = 0; q < due.size(); ++q) {
                if (q + 1 < due.size()) synapses->prefetch(due[q + 1]);
                synapses->deliver(due[q], step, rx);
            }
            for (u32 const source : due) to_inhibitory.add(to_inhibitory.of(source), JE, rx);
            for (u32 const source : from_in[r]) inhibitory.add(inhibitory.of(source), -5 * JE, ri);
        }
        spikes.clear();
        for (u32 c = 0; c < padded; c += chunk)
            for (u32 st = begin; st < begin + slice; ++st) {
                double *const rx = &ex[st % slice * padded + c], *const ri = &in[st % slice * padded + c];
                if (st % 8 == 0) draw_bits(&bits[c], padded, chunk, c, 1, st / 8);
                poisson.counts(&bits[st % 8 * padded + c], counts, chunk, st,
                               [&](int i) { return c + static_cast<u32>(i); });
                for (int i = 0; i < chunk; ++i) rx[i] += JE * static_cast<double>(counts[i]);
                step_alpha(k, rx, ri, &V[c], &dE[c], &E[c], &dI[c], &I[c], &wait[c], &fired[c]);
                each_spike(&fired[c], chunk, [&](int i) {
                    u32 const id = c + static_cast<u32>(i);
                    spikes.push_back(u64{id} << 32 | st);
                    if (id < NE) fell[st % (2 * slice)].push_back(id);
                });
                std::memset(rx, 0, chunk * 8), std::memset(ri, 0, chunk * 8);
            }
        std::sort(spikes.begin(), spikes.end());
        total += spikes.size();
    }
    std::printf(
        "{\"connect\": %.4f, \"simulate\": %.4f, \"rate\": %.2f, \"events\": %ld, \"peak_mb\": %.1f}\n",
        built - began, seconds() - measured, static_cast<double>(total) / N / steps * 1e4, synapses->events,
        peak_megabytes());
}
