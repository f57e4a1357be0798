#include "kernel/random/distributions.hpp"

#include <algorithm>
#include <vector>

namespace nest {

namespace {
__extension__ typedef unsigned __int128 Wide;
}

std::uint64_t Rng::below_large(std::uint64_t n) {
    Wide product = static_cast<Wide>(long_word()) * n;
    std::uint64_t const biased = (0 - n) % n;
    while (static_cast<std::uint64_t>(product) < biased) product = static_cast<Wide>(long_word()) * n;
    return static_cast<std::uint64_t>(product >> 64);
}

// G. Marsaglia, W. W. Tsang: A simple method for generating gamma variables (2000).
double gamma(Rng& rng, double shape) {
    if (shape < 1.0) {
        double const boosted = gamma(rng, shape + 1.0);
        return boosted * elementary::pow(rng.open_uniform(), 1.0 / shape);
    }
    double const d = shape - 1.0 / 3.0;
    double const c = 1.0 / std::sqrt(9.0 * d);
    while (true) {
        double const x = normal(rng);
        double const v = 1.0 + c * x;
        double const u = rng.open_uniform();
        if (v <= 0.0) continue;
        double const cube = v * v * v;
        if (elementary::log(u) < 0.5 * x * x + d * (1.0 - cube + elementary::log(cube))) return d * cube;
    }
}

namespace {
std::int64_t poisson_by_inversion(Rng& rng, double mean) {
    double const u = rng.uniform();
    double p = elementary::exp(-mean);
    double sum = p;
    std::int64_t k = 0;
    while (u >= sum && p > 1e-20) {
        ++k;
        p *= mean / static_cast<double>(k);
        sum += p;
    }
    return k;
}

// W. Hörmann: The transformed rejection method for generating Poisson random variables (PTRS, 1993).
std::int64_t poisson_by_rejection(Rng& rng, double mean) {
    double const b = 0.931 + 2.53 * std::sqrt(mean);
    double const a = -0.059 + 0.02483 * b;
    double const inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
    double const accepted = 0.9277 - 3.6224 / (b - 2.0);
    double const log_mean = elementary::log(mean);
    while (true) {
        double const u = rng.open_uniform() - 0.5;
        double const v = rng.open_uniform();
        double const us = 0.5 - std::abs(u);
        double const k = std::floor((2.0 * a / us + b) * u + mean + 0.43);
        if (us >= 0.07 && v <= accepted) return static_cast<std::int64_t>(k);
        if (k < 0.0 || (us < 0.013 && v > us)) continue;
        if (elementary::log(v * inverse_alpha / (a / (us * us) + b)) <=
            k * log_mean - mean - elementary::log_factorial(k))
            return static_cast<std::int64_t>(k);
    }
}

std::int64_t binomial_by_inversion(Rng& rng, std::int64_t n, double p) {
    double const odds = p / (1.0 - p);
    double const u = rng.uniform();
    double term = elementary::exp(static_cast<double>(n) * elementary::log1p(-p));
    double sum = term;
    std::int64_t k = 0;
    while (u >= sum && k < n && (term > 1e-20 || static_cast<double>(k) < static_cast<double>(n) * p)) {
        ++k;
        term *= odds * static_cast<double>(n - k + 1) / static_cast<double>(k);
        sum += term;
    }
    return k;
}

// W. Hörmann: The generation of binomial random variates (BTRS, 1993). n p >= 10, p <= 1/2.
std::int64_t binomial_by_rejection(Rng& rng, std::int64_t trials, double p) {
    auto const n = static_cast<double>(trials);
    double const spread = std::sqrt(n * p * (1.0 - p));
    double const b = 1.15 + 2.53 * spread;
    double const a = -0.0873 + 0.0248 * b + 0.01 * p;
    double const c = n * p + 0.5;
    double const accepted = 0.92 - 4.2 / b;
    double const alpha = (2.83 + 5.1 / b) * spread;
    double const log_odds = elementary::log(p / (1.0 - p));
    double const mode = std::floor((n + 1.0) * p);
    double const at_mode = elementary::log_factorial(mode) + elementary::log_factorial(n - mode);
    while (true) {
        double const u = rng.open_uniform() - 0.5;
        double const v = rng.open_uniform();
        double const us = 0.5 - std::abs(u);
        double const k = std::floor((2.0 * a / us + b) * u + c);
        if (k < 0.0 || k > n) continue;
        if (us >= 0.07 && v <= accepted) return static_cast<std::int64_t>(k);
        if (elementary::log(v * alpha / (a / (us * us) + b)) <=
            at_mode - elementary::log_factorial(k) - elementary::log_factorial(n - k) + (k - mode) * log_odds)
            return static_cast<std::int64_t>(k);
    }
}
} // namespace

std::int64_t poisson(Rng& rng, double mean) {
    if (!(mean > 0.0)) return 0;
    if (mean < 10.0) return poisson_by_inversion(rng, mean);
    if (mean > 1e15) throw BadProperty("The mean of a Poisson number must not exceed 1e15.");
    return poisson_by_rejection(rng, mean);
}

std::int64_t binomial(Rng& rng, std::int64_t n, double p) {
    if (n <= 0 || !(p > 0.0)) return 0;
    if (p >= 1.0) return n;
    if (p > 0.5) return n - binomial(rng, n, 1.0 - p);
    return static_cast<double>(n) * p < 10.0 ? binomial_by_inversion(rng, n, p)
                                             : binomial_by_rejection(rng, n, p);
}

namespace {
constexpr std::size_t lanes_per_group = 32; // two vectors of 16
constexpr std::size_t chunk = 256; // lanes computed at a time, so that the words stay in the nearest cache

NEST_CLONES void to_uniform(philox::Word const* NEST_RESTRICT low, philox::Word const* NEST_RESTRICT high,
                            std::size_t n, double* NEST_RESTRICT values) {
    // 52 bits become the mantissa of a number in [1, 2); the 53rd is added below it.
    for (std::size_t i = 0; i < n; ++i) {
        std::uint64_t const bits = std::uint64_t{high[i]} << 32 | low[i];
        double const upper = std::bit_cast<double>(bits >> 12 | 0x3ff0000000000000u) - 1.0;
        values[i] = upper + ((bits >> 11 & 1) != 0 ? 0x1p-53 : 0.0);
    }
}

// The middle of one of 2^52 equal intervals, less 1/2.
NEST_INLINE double centred(philox::Word low, philox::Word high) {
    std::uint64_t const bits = std::uint64_t{high} << 32 | low;
    double const upper = std::bit_cast<double>(bits >> 12 | 0x3ff0000000000000u) - 1.0;
    return upper + 0x1p-53 - 0.5;
}

NEST_CLONES void to_centre(philox::Word const* NEST_RESTRICT low, philox::Word const* NEST_RESTRICT high,
                           std::size_t n, double* NEST_RESTRICT values) {
    for (std::size_t i = 0; i < n; ++i) values[i] = detail::quantile_near_centre(centred(low[i], high[i]));
}

NEST_CLONES void to_edges(double const* NEST_RESTRICT q, std::size_t n, double* NEST_RESTRICT values) {
    for (std::size_t i = 0; i < n; ++i) {
        double const edge = q[i] < 0.0 ? q[i] + 0.5 : 0.5 - q[i];
        double const tail = detail::quantile_near_edge(std::sqrt(-elementary::log(edge)));
        values[i] = q[i] < 0.0 ? -tail : tail;
    }
}

// All lanes as if they lay in the middle, then together the 15 % that do not.
void to_normal(philox::Word const* low, philox::Word const* high, std::size_t n, double* values) {
    constexpr double far_out = 0.5 - 2e-11; // nearer to the middle, r <= 5 for certain
    std::array<double, chunk> q, tails;
    std::array<std::uint16_t, chunk> lane;
    std::size_t outside = 0;
    to_centre(low, high, n, values);
    for (std::size_t i = 0; i < n; ++i) {
        q[outside] = centred(low[i], high[i]);
        lane[outside] = static_cast<std::uint16_t>(i);
        outside += std::abs(q[outside]) > detail::quantile_centre;
    }
    to_edges(q.data(), outside, tails.data());
    for (std::size_t j = 0; j < outside; ++j)
        values[lane[j]] = std::abs(q[j]) < far_out ? tails[j] : normal_quantile(q[j] + 0.5);
}

template <class Convert>
void fill(philox::Words counter, philox::Key key, philox::Word const* second, philox::Word const* third,
          std::span<double> values, Convert convert) {
    std::array<philox::Word, 4 * chunk> words;
    for (std::size_t from = 0; from < values.size(); from += chunk) {
        std::size_t const n = std::min(chunk, values.size() - from);
        philox::rows(counter, key, second + from, third ? third + from : nullptr, n, words.data());
        convert(words.data(), words.data() + n, n, values.data() + from);
    }
}
} // namespace

void fill_uniform(philox::Words counter, philox::Key key, philox::Word const* second,
                  philox::Word const* third, std::span<double> values) {
    fill(counter, key, second, third, values, to_uniform);
}

void fill_normal(philox::Words counter, philox::Key key, philox::Word const* second,
                 philox::Word const* third, std::span<double> values) {
    fill(counter, key, second, third, values, to_normal);
}

namespace {
// k(u) is the number of thresholds <= u. Where the upper bits of u equal those of no threshold, comparing
// them is enough; otherwise `open` is set.
NEST_CLONES void compare(std::uint16_t const* NEST_RESTRICT thresholds, std::size_t n,
                         std::uint16_t const* NEST_RESTRICT bits, std::size_t lanes,
                         std::uint16_t* NEST_RESTRICT counts, std::uint16_t* NEST_RESTRICT open) {
    typedef std::uint16_t Lanes __attribute__((vector_size(32)));
    for (std::size_t from = 0; from < lanes; from += lanes_per_group) {
        auto const* x = reinterpret_cast<Lanes const*>(bits + from);
        Lanes const a = x[0], b = x[1];
        Lanes below_a{}, below_b{}, met_a{}, met_b{};
        for (std::size_t j = 0; j < n; ++j) {
            Lanes const threshold = Lanes{} + thresholds[j];
            below_a -= reinterpret_cast<Lanes>(a > threshold); // a true comparison is -1
            below_b -= reinterpret_cast<Lanes>(b > threshold);
            met_a |= reinterpret_cast<Lanes>(a == threshold);
            met_b |= reinterpret_cast<Lanes>(b == threshold);
        }
        auto* count = reinterpret_cast<Lanes*>(counts + from);
        auto* met = reinterpret_cast<Lanes*>(open + from);
        count[0] = below_a;
        count[1] = below_b;
        met[0] = met_a;
        met[1] = met_b;
    }
}

// The lower or upper halves of words.
NEST_CLONES void take_halves(philox::Word const* NEST_RESTRICT words, unsigned shift, std::size_t n,
                             std::uint16_t* NEST_RESTRICT halves) {
    for (std::size_t i = 0; i < n; ++i) halves[i] = static_cast<std::uint16_t>(words[i] >> shift);
}

// Counts as numbers; is any of them open?
NEST_CLONES bool take_counts(std::uint16_t const* NEST_RESTRICT counts,
                             std::uint16_t const* NEST_RESTRICT open, std::size_t n,
                             double* NEST_RESTRICT values) {
    unsigned any = 0;
    for (std::size_t i = 0; i < n; ++i) any |= open[i];
    for (std::size_t i = 0; i < n; ++i) values[i] = counts[i];
    return any != 0;
}

} // namespace

PoissonTable::PoissonTable(double mean)
    : mean_(mean) {
    if (!(mean >= 0.0)) throw BadProperty("The mean of a Poisson number must not be negative.");
    if (mean > largest_mean) return;
    double p = elementary::exp(-mean);
    double sum = p;
    for (std::size_t k = 0; k + 1 < capacity; ++k) {
        double const scaled = sum * 0x1p48;
        fine_[entries_] =
            scaled >= 0x1p48 - 1.0 ? (std::uint64_t{1} << 48) - 1 : static_cast<std::uint64_t>(scaled);
        auto const upper = static_cast<std::uint16_t>(fine_[entries_] >> 32);
        ++entries_;
        // Nothing exceeds the largest value: it is kept once, to be met.
        bool const known = coarse_entries_ > 0 && coarse_[coarse_entries_ - 1] == 0xffff;
        if (!known) coarse_[coarse_entries_++] = upper;
        p *= mean / static_cast<double>(k + 1);
        sum += p;
        if (p < 0x1p-52) break;
    }
}

std::uint32_t PoissonTable::invert(std::uint64_t bits) const {
    std::uint32_t k = 0;
    while (k < entries_ && bits >= fine_[k]) ++k;
    return k;
}

// The lanes of one chunk and the words of their blocks; a block serves eight steps.
class PoissonTable::Drawing {
public:
    // `words`: room for four per lane; `block`: the steps for which they were drawn.
    Drawing(RandomStreams const& random, Purpose purpose, philox::Word ordinal,
            std::span<philox::Word const> ids, philox::Word* words, KeptWords::Block& block)
        : random_(random)
        , purpose_(purpose)
        , ordinal_(ordinal)
        , ids_(ids)
        , words_(words)
        , block_(block) {}

    void step(PoissonTable const& table, std::uint64_t s, double* values) {
        if (table.mean_ == 0.0) return static_cast<void>(std::fill_n(values, ids_.size(), 0.0));
        if (table.entries_ == 0) return draw_large(table, s, values);
        open_block(s / steps);
        std::size_t const n = ids_.size();
        philox::Word const* row = words_ + s % steps / 2 * n;
        unsigned const shift = s % 2 * 16;
        take_halves(row, shift, n, bits_.data());
        compare(table.coarse_.data(), table.coarse_entries_, bits_.data(),
                (n + lanes_per_group - 1) / lanes_per_group * lanes_per_group, found_.data(), open_.data());
        if (take_counts(found_.data(), open_.data(), n, values)) settle(table, s, values);
    }

private:
    void open_block(std::uint64_t block) {
        KeptWords::Block const wanted{block, random_.key(purpose_, block >> 32)};
        if (wanted == block_) return;
        philox::rows({0, 0, static_cast<philox::Word>(block), ordinal_}, wanted.key, ids_.data(), nullptr,
                     ids_.size(), words_);
        block_ = wanted;
    }
    // Lanes whose sixteen bits do not decide.
    void settle(PoissonTable const& table, std::uint64_t s, double* values) const {
        for (std::size_t i = 0; i < ids_.size(); ++i) {
            if (!open_[i]) continue;
            philox::Words const more = philox::block({1 + static_cast<philox::Word>(s % steps), ids_[i],
                                                      static_cast<philox::Word>(block_.number), ordinal_},
                                                     block_.key);
            values[i] = table.invert(std::uint64_t{bits_[i]} << 32 | more[0]);
        }
    }
    void draw_large(PoissonTable const& table, std::uint64_t s, double* values) const {
        philox::Key const key = random_.key(purpose_, s / steps >> 32);
        auto const block = static_cast<philox::Word>(s / steps);
        for (std::size_t i = 0; i < ids_.size(); ++i) {
            Rng rng(key, {static_cast<philox::Word>(s % steps) << 28, ids_[i], block, ordinal_});
            values[i] = static_cast<double>(poisson(rng, table.mean_));
        }
    }

    RandomStreams const& random_;
    Purpose purpose_;
    philox::Word ordinal_;
    std::span<philox::Word const> ids_;
    philox::Word* words_;
    KeptWords::Block& block_;
    alignas(64) std::array<std::uint16_t, chunk> bits_{}, found_, open_;
};

void PoissonTable::draw(std::span<PoissonTable const> tables, RandomStreams const& random, Purpose purpose,
                        philox::Word ordinal, std::span<philox::Word const> ids, std::int64_t from,
                        std::int64_t to, double* values, std::size_t stride, KeptWords* kept) {
    std::array<philox::Word, 4 * chunk> words;
    if (kept) {
        kept->words.resize(4 * ids.size());
        kept->blocks.resize((ids.size() + chunk - 1) / chunk);
    }
    for (std::size_t lane = 0; lane < ids.size(); lane += chunk) {
        KeptWords::Block block;
        Drawing drawing(random, purpose, ordinal, ids.subspan(lane, std::min(chunk, ids.size() - lane)),
                        kept ? kept->words.data() + 4 * lane : words.data(),
                        kept ? kept->blocks[lane / chunk] : block);
        for (std::int64_t s = from; s < to; ++s) {
            auto const row = static_cast<std::size_t>(s - from);
            drawing.step(tables[tables.size() == 1 ? 0 : row], static_cast<std::uint64_t>(s),
                         values + row * stride + lane);
        }
    }
}

} // namespace nest
