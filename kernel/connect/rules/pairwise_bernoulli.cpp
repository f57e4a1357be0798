// pairwise_bernoulli: every pair is connected with probability p.
#include "kernel/catalogue.hpp"
#include "kernel/connect/rules/drawing.hpp"

namespace nest::rules {

namespace {
class PairwiseBernoulli final : public ConnectionRule {
    ExpressionParameter p{*this, "p", 1.0, "Probability of every pair; a number or a Parameter."};

public:
    std::vector<std::string_view> required() const override { return {"p"}; }

    void check(NodeCollection const& sources, NodeCollection const& targets) const override {
        count_of(sources);
        count_of(targets);
        auto const constant = p[0].constant_value();
        if (constant && !(*constant >= 0.0 && *constant <= 1.0))
            throw BadProperty("Connection probability 0 <= p <= 1 required.");
    }

    // Ordinals of a target lie among those of its pairs.
    void build(NodeCollection const& sources, NodeCollection const& targets, Share share,
               RandomStreams const& random, std::uint64_t call, EdgeSink& edges) const override {
        std::uint32_t const n = count_of(sources);
        auto const constant = p[0].constant_value();
        std::vector<std::uint32_t> chosen;
        for_each_of(targets, share, [&](std::int64_t at, NodeId target) {
            Rng rng = random.rng(Purpose::rule, static_cast<std::int64_t>(call), target);
            auto const base = static_cast<std::uint64_t>(at) * n;
            chosen.clear();
            if (constant)
                choose_by_gaps(rng, *constant, n, chosen);
            else
                choose_one_by_one(rng, {random, Purpose::rule_total, static_cast<std::int64_t>(call)}, base,
                                  n, chosen);
            if (!allow_autapses[0]) std::erase(chosen, position(sources, target));
            edges.connect(at, chosen, base);
        });
    }

    double count(NodeCollection const& sources, NodeCollection const& targets, RandomStreams const& random,
                 std::uint64_t call) const override {
        return pairs_of(sources, targets) * mean_of(p[0], count_of(sources), count_of(targets), random, call);
    }

private:
    // The distance from one connected source to the next is a geometric number.
    static void choose_by_gaps(Rng& rng, double probability, std::uint32_t n,
                               std::vector<std::uint32_t>& chosen) {
        if (probability <= 0.0) return;
        double const log_failure = elementary::log1p(-probability);
        for (double at = 0.0;; at += 1.0) {
            if (probability < 1.0) at += std::floor(elementary::log(rng.open_uniform()) / log_failure);
            if (!(at < static_cast<double>(n))) return;
            chosen.push_back(static_cast<std::uint32_t>(at));
        }
    }

    void choose_one_by_one(Rng& rng, DrawSite const& site, std::uint64_t base, std::uint32_t n,
                           std::vector<std::uint32_t>& chosen) const {
        std::vector<philox::Word> low(n), high(n);
        for (std::uint32_t s = 0; s < n; ++s) {
            low[s] = static_cast<philox::Word>(base + s);
            high[s] = static_cast<philox::Word>((base + s) >> 32);
        }
        std::vector<double> probabilities(n);
        p[0].values(site, low, high, probabilities);
        for (std::uint32_t s = 0; s < n; ++s)
            if (rng.uniform() < probabilities[s]) chosen.push_back(s);
    }
};
} // namespace

extern RuleFactory const pairwise_bernoulli = make<ConnectionRule, PairwiseBernoulli>;

} // namespace nest::rules
