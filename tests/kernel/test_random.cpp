// Statistical tests run with fixed seeds. Their bounds are quantiles of the test statistic under the right
// distribution: a correct generator fails one of them with a probability below 1e-6 per test; the
// alternatives named beside them are found with a probability above 0.999.
#include "kernel/random/distributions.hpp"
#include "kernel/random/philox.hpp"
#include "kernel/random/streams.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <vector>

using namespace nest;

namespace {
RandomStreams const streams(12345, 0);
Rng stream(std::int64_t ordinal) { return streams.rng(Purpose::apply, ordinal, 1); }

struct Moments {
    double mean = 0.0, variance = 0.0;
};
template <class F> Moments moments(F draw, int n) {
    double sum = 0.0, squares = 0.0;
    for (int i = 0; i < n; ++i) {
        double const x = draw();
        sum += x;
        squares += x * x;
    }
    double const mean = sum / n;
    return {mean, squares / n - mean * mean};
}

// Chi-square per degree of freedom minus one, in units of its standard deviation.
double chi_square_excess(std::map<std::int64_t, double> const& expected,
                         std::map<std::int64_t, int> const& counted, double n) {
    double chi = 0.0, cells = 0.0, rest = n, rest_counted = n;
    for (auto const& [k, p] : expected) {
        if (p * n < 20.0) continue;
        auto const found = counted.find(k);
        double const c = found == counted.end() ? 0.0 : found->second;
        chi += (c - n * p) * (c - n * p) / (n * p);
        cells += 1.0;
        rest -= n * p;
        rest_counted -= c;
    }
    if (rest > 20.0) {
        chi += (rest_counted - rest) * (rest_counted - rest) / rest;
        cells += 1.0;
    }
    return (chi - (cells - 1.0)) / std::sqrt(2.0 * (cells - 1.0));
}

std::map<std::int64_t, double> poisson_probabilities(double mean) {
    std::map<std::int64_t, double> p;
    for (int k = 0; k < 40 + 3 * mean; ++k)
        p[k] = std::exp(-mean + k * std::log(mean) - std::lgamma(k + 1.0));
    return p;
}
std::map<std::int64_t, double> binomial_probabilities(int n, double p) {
    std::map<std::int64_t, double> result;
    for (int k = 0; k <= n; ++k)
        result[k] = std::exp(std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0) +
                             k * std::log(p) + (n - k) * std::log1p(-p));
    return result;
}
} // namespace

TEST_CASE("Philox gives the published words") {
    // Known answers of the paper's authors (Random123, philox4x32 with 10 rounds).
    CHECK(philox::block({0, 0, 0, 0}, {0, 0}) ==
          philox::Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
    CHECK(philox::block({~0u, ~0u, ~0u, ~0u}, {~0u, ~0u}) ==
          philox::Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
    CHECK(philox::block({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
          philox::Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("Many blocks at once are the blocks one by one") {
    for (std::size_t count : {1u, 3u, 4u, 7u, 16u, 37u}) {
        std::vector<philox::Word> words(4 * count), second(count), third(count), rows(4 * count),
            rows3(4 * count);
        for (std::size_t i = 0; i < count; ++i) {
            second[i] = static_cast<philox::Word>(i * 2654435761u);
            third[i] = static_cast<philox::Word>(77 + i * i);
        }
        philox::blocks({0xfffffffe, 2, 3, 4}, {5, 6}, count, words.data());
        philox::rows({1, 2, 3, 4}, {5, 6}, second.data(), nullptr, count, rows.data());
        philox::rows({1, 2, 3, 4}, {5, 6}, second.data(), third.data(), count, rows3.data());
        for (std::size_t i = 0; i < count; ++i) {
            auto const one = philox::block({0xfffffffe + static_cast<philox::Word>(i), 2, 3, 4}, {5, 6});
            auto const row = philox::block({1, second[i], 3, 4}, {5, 6});
            auto const row3 = philox::block({1, second[i], third[i], 4}, {5, 6});
            for (std::size_t j = 0; j < 4; ++j) {
                REQUIRE(words[4 * i + j] == one[j]);
                REQUIRE(rows[j * count + i] == row[j]);
                REQUIRE(rows3[j * count + i] == row3[j]);
            }
        }
    }
}

TEST_CASE("Streams of different purpose, ordinal, entity or step differ") {
    std::vector<std::uint64_t> first;
    for (auto purpose : {Purpose::parameter, Purpose::rule, Purpose::edge})
        for (std::int64_t ordinal : {0, 1})
            for (std::int64_t entity : {0, 1})
                for (std::int64_t second : {0, 1})
                    first.push_back(streams.rng(purpose, ordinal, entity, second).long_word());
    first.push_back(RandomStreams(12346, 0).rng(Purpose::rule, 0, 0).long_word());
    first.push_back(RandomStreams(12345, 1).rng(Purpose::rule, 0, 0).long_word());
    first.push_back(streams.at_step(Purpose::rule, 0, 0, std::int64_t{1} << 32).long_word());
    std::sort(first.begin(), first.end());
    CHECK(std::adjacent_find(first.begin(), first.end()) == first.end());
    CHECK_THROWS_AS(streams.rng(Purpose::rule, 0, std::int64_t{1} << 32), KernelException);
    CHECK_THROWS_AS(streams.rng(Purpose::rule, -1, 0), KernelException);
}

TEST_CASE("Integers below a bound are uniform, also for awkward bounds") {
    // A bias of multiply-and-shift would show at 3 * 2^30: one residue in three twice as likely.
    for (std::uint64_t n :
         {std::uint64_t{3}, std::uint64_t{7}, std::uint64_t{3} << 30, std::uint64_t{3} << 62}) {
        Rng rng = stream(static_cast<std::int64_t>(n % 1000));
        std::map<std::int64_t, int> counted;
        for (int i = 0; i < 300000; ++i) {
            std::uint64_t const x = rng.below(n);
            REQUIRE(x < n);
            ++counted[n > 100 ? static_cast<std::int64_t>(x % 3) : static_cast<std::int64_t>(x)];
        }
        std::map<std::int64_t, double> expected;
        std::int64_t const cells = n > 100 ? 3 : static_cast<std::int64_t>(n);
        for (std::int64_t k = 0; k < cells; ++k) expected[k] = 1.0 / static_cast<double>(cells);
        CHECK(chi_square_excess(expected, counted, 300000) < 12.0);
    }
}

TEST_CASE("Uniform numbers have the moments of [0, 1)") {
    Rng rng = stream(1);
    auto const m = moments([&] { return rng.uniform(); }, 1000000);
    CHECK(std::abs(m.mean - 0.5) < 5.0 * std::sqrt(1.0 / 12.0 / 1e6));
    CHECK(std::abs(m.variance - 1.0 / 12.0) < 5.0 * std::sqrt(1.0 / 180.0 / 1e6));
}

TEST_CASE("The normal quantile inverts the error function") {
    for (double p :
         {1e-300, 1e-20, 1e-10, 1e-5, 0.01, 0.0749, 0.0751, 0.3, 0.5, 0.7, 0.925, 0.99, 1 - 1e-9}) {
        double const x = normal_quantile(p);
        double const upper =
            p < 0.5 ? 0.5 * std::erfc(-x / std::sqrt(2.0)) : 1.0 - 0.5 * std::erfc(x / std::sqrt(2.0));
        CHECK(upper == Approx(p).epsilon(1e-13));
    }
    CHECK(normal_quantile(0.5) == 0.0);
    CHECK(normal_quantile(0.25) == -normal_quantile(0.75));
}

TEST_CASE("Normal numbers have their first four moments") {
    Rng rng = stream(2);
    double sum[4] = {};
    int const n = 1000000;
    for (int i = 0; i < n; ++i) {
        double const x = normal(rng);
        for (double power = x, *s = sum; s != sum + 4; ++s, power *= x) *s += power;
    }
    CHECK(std::abs(sum[0] / n) < 5.0 / 1000.0);
    CHECK(std::abs(sum[1] / n - 1.0) < 5.0 * std::sqrt(2.0) / 1000.0);
    CHECK(std::abs(sum[2] / n) < 5.0 * std::sqrt(15.0) / 1000.0);
    CHECK(std::abs(sum[3] / n - 3.0) < 5.0 * std::sqrt(96.0) / 1000.0);
}

TEST_CASE("Gamma and exponential numbers have mean and variance of their shape") {
    for (double shape : {0.3, 1.0, 4.5, 100.0}) {
        Rng rng = stream(static_cast<std::int64_t>(shape * 10));
        auto const m = moments([&] { return gamma(rng, shape); }, 200000);
        CHECK(std::abs(m.mean - shape) < 5.0 * std::sqrt(shape / 200000));
        CHECK(std::abs(m.variance - shape) < 5.0 * std::sqrt((2.0 * shape * shape + 6.0 * shape) / 200000));
    }
    Rng rng = stream(3);
    auto const m = moments([&] { return exponential(rng); }, 200000);
    CHECK(std::abs(m.mean - 1.0) < 5.0 / std::sqrt(200000.0));
    CHECK(std::abs(m.variance - 1.0) < 5.0 * std::sqrt(8.0 / 200000.0));
}

TEST_CASE("Poisson numbers have the probabilities of their mean") {
    // 400,000 draws: a mean wrong by 1.5 % is found at every mean tested.
    for (double mean : {0.05, 1.8, 9.9, 10.1, 35.0, 400.0}) {
        Rng rng = stream(static_cast<std::int64_t>(mean * 100));
        std::map<std::int64_t, int> counted;
        for (int i = 0; i < 400000; ++i) ++counted[poisson(rng, mean)];
        CAPTURE(mean);
        CHECK(chi_square_excess(poisson_probabilities(mean), counted, 400000) < 8.0);
    }
    Rng rng = stream(4);
    CHECK(poisson(rng, 0.0) == 0);
}

TEST_CASE("Binomial numbers have the probabilities of n and p") {
    for (auto [n, p] :
         std::vector<std::pair<int, double>>{{10, 0.5}, {100, 0.02}, {100, 0.4}, {1000, 0.9}, {5000, 0.01}}) {
        Rng rng = stream(n);
        std::map<std::int64_t, int> counted;
        for (int i = 0; i < 400000; ++i) ++counted[binomial(rng, n, p)];
        CAPTURE(n, p);
        CHECK(chi_square_excess(binomial_probabilities(n, p), counted, 400000) < 8.0);
    }
    Rng rng = stream(5);
    CHECK(binomial(rng, 7, 0.0) == 0);
    CHECK(binomial(rng, 7, 1.0) == 7);
}

TEST_CASE("A Poisson table has the probabilities of its mean in every step") {
    std::size_t const lanes = 1000;
    std::vector<philox::Word> ids(lanes);
    for (std::size_t i = 0; i < lanes; ++i) ids[i] = static_cast<philox::Word>(3 * i + 1);
    for (double mean : {0.0018, 0.3, 1.8, 12.0, 40.0}) {
        PoissonTable const table(mean);
        std::map<std::int64_t, int> counted;
        std::vector<double> counts(lanes * 480);
        PoissonTable::draw({&table, 1}, streams, Purpose::stimulation, 9, ids, 0, 480, counts.data(), lanes);
        for (double k : counts) ++counted[static_cast<std::int64_t>(k)];
        CAPTURE(mean);
        CHECK(chi_square_excess(poisson_probabilities(mean), counted, 480000) < 8.0);
    }
}

TEST_CASE("A lane's Poisson numbers depend neither on its neighbours nor on how steps are asked for") {
    for (double mean : {2.5, 30.0}) {
        PoissonTable const table(mean);
        std::vector<philox::Word> all(777);
        for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<philox::Word>(i + 1);
        std::vector<double> together(all.size() * 20), alone(20);
        PoissonTable::draw({&table, 1}, streams, Purpose::stimulation, 4, all, 5, 25, together.data(),
                           all.size());
        for (std::size_t i = 0; i < all.size(); i += 7) {
            auto const one = std::span<philox::Word const>(all).subspan(i, 1);
            PoissonTable::draw({&table, 1}, streams, Purpose::stimulation, 4, one, 5, 12, alone.data(), 1);
            PoissonTable::draw({&table, 1}, streams, Purpose::stimulation, 4, one, 12, 25, alone.data() + 7,
                               1);
            for (std::size_t s = 0; s < 20; ++s) REQUIRE(alone[s] == together[s * all.size() + i]);
        }
    }
}

TEST_CASE("Words kept for a block of steps change no Poisson number") {
    std::vector<philox::Word> ids(600);
    for (std::size_t i = 0; i < ids.size(); ++i) ids[i] = static_cast<philox::Word>(5 * i + 2);
    std::vector<double> kept_or_not(2 * ids.size());
    double* const fresh = kept_or_not.data() + ids.size();
    for (double mean : {0.3, 2.5, 30.0}) {
        PoissonTable const table(mean);
        KeptWords kept;
        for (std::int64_t step = 5; step < 25; ++step) {
            RandomStreams const of(step < 11 ? 4u : 99u, 0); // the seed changes within a block
            PoissonTable::draw({&table, 1}, of, Purpose::stimulation, 4, ids, step, step + 1,
                               kept_or_not.data(), ids.size(), &kept);
            PoissonTable::draw({&table, 1}, of, Purpose::stimulation, 4, ids, step, step + 1, fresh,
                               ids.size());
            REQUIRE(std::equal(fresh, fresh + ids.size(), kept_or_not.begin()));
        }
    }
}

TEST_CASE("Bulk numbers are those of single lanes") {
    std::vector<philox::Word> ids(300);
    for (std::size_t i = 0; i < ids.size(); ++i) ids[i] = static_cast<philox::Word>(17 * i);
    std::vector<double> all(ids.size()), one(1);
    philox::Key const key = streams.key(Purpose::edge);
    fill_normal({3, 0, 7, 2}, key, ids.data(), nullptr, all);
    for (std::size_t i = 0; i < ids.size(); ++i) {
        fill_normal({3, 0, 7, 2}, key, ids.data() + i, nullptr, one);
        REQUIRE(one[0] == all[i]);
    }
    fill_uniform({3, 0, 7, 2}, key, ids.data(), nullptr, all);
    for (std::size_t i = 0; i < ids.size(); ++i) {
        Rng rng(key, {3, ids[i], 7, 2});
        REQUIRE(rng.uniform() == all[i]);
    }
}

TEST_CASE("Neighbouring streams are uncorrelated") {
    // 100,000 pairs: a correlation of 0.03 is found with a probability above 0.999.
    auto const correlation = [](auto first, auto second) {
        double sum = 0.0;
        int const n = 100000;
        for (int i = 0; i < n; ++i) {
            Rng a = first(i), b = second(i);
            sum += (a.uniform() - 0.5) * (b.uniform() - 0.5) * 12.0;
        }
        return std::abs(sum / n);
    };
    double const bound = 5.0 / std::sqrt(100000.0);
    auto const base = [](int i) { return streams.rng(Purpose::rule, 3, i, 5); };
    CHECK(correlation(base, [](int i) { return streams.rng(Purpose::rule, 4, i, 5); }) < bound);
    CHECK(correlation(base, [](int i) { return streams.rng(Purpose::rule, 3, i + 1, 5); }) < bound);
    CHECK(correlation(base, [](int i) { return streams.rng(Purpose::rule, 3, i, 6); }) < bound);
    CHECK(correlation(base, [](int i) { return streams.rng(Purpose::edge, 3, i, 5); }) < bound);
    CHECK(correlation(base, [](int i) { return RandomStreams(12346, 0).rng(Purpose::rule, 3, i, 5); }) <
          bound);
}
