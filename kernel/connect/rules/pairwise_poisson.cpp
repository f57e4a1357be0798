// pairwise_poisson: the number of edges of every pair is a Poisson number.
//
// With one mean for all pairs, the edges of a target are a Poisson number of independent draws.
#include "kernel/catalogue.hpp"
#include "kernel/connect/rules/drawing.hpp"

namespace nest::rules {

namespace {
class PairwisePoisson final : public ConnectionRule {
    ExpressionParameter mean{*this, "pairwise_avg_num_conns", 1.0,
                             "Mean number of connections of every pair; a number or a Parameter."};

public:
    std::vector<std::string_view> required() const override { return {"pairwise_avg_num_conns"}; }

    void check(NodeCollection const& sources, NodeCollection const& targets) const override {
        count_of(sources);
        count_of(targets);
        auto const constant = mean[0].constant_value();
        if (constant && !(*constant >= 0.0))
            throw BadProperty("Connection parameter 0 ≤ pairwise_avg_num_conns required.");
        if (!allow_multapses[0]) throw BadProperty("Multapses must be allowed for this connection rule.");
    }

    // A target has less than 2^32 edges, so its ordinals begin at a multiple of that.
    void build(NodeCollection const& sources, NodeCollection const& targets, Share share,
               RandomStreams const& random, std::uint64_t call, EdgeSink& edges) const override {
        std::uint32_t const n = count_of(sources);
        auto const constant = mean[0].constant_value();
        Partners partners(n, true);
        std::vector<std::uint32_t> chosen;
        for_each_of(targets, share, [&](std::int64_t at, NodeId target) {
            Rng rng = random.rng(Purpose::rule, static_cast<std::int64_t>(call), target);
            std::uint32_t const self = allow_autapses[0] ? nobody : position(sources, target);
            auto const ordinal = static_cast<std::uint64_t>(at) << 32;
            if (constant) {
                double const pairs = self == nobody ? n : n - 1.0;
                std::int64_t const count = checked(poisson(rng, *constant * pairs));
                return edges.connect(at, partners.draw(rng, count, self), ordinal);
            }
            choose(rng, {random, Purpose::rule_total, static_cast<std::int64_t>(call)},
                   static_cast<std::uint64_t>(at) * n, n, self, chosen);
            edges.connect(at, chosen, ordinal);
        });
    }

    double count(NodeCollection const& sources, NodeCollection const& targets, RandomStreams const& random,
                 std::uint64_t call) const override {
        return pairs_of(sources, targets) *
               mean_of(mean[0], count_of(sources), count_of(targets), random, call);
    }

private:
    static std::int64_t checked(std::int64_t count) {
        if (count >= nobody) throw BadProperty("Too many connections for one target.");
        return count;
    }

    void choose(Rng& rng, DrawSite const& site, std::uint64_t base, std::uint32_t n, std::uint32_t self,
                std::vector<std::uint32_t>& chosen) const {
        chosen.clear();
        for (std::uint32_t s = 0; s < n; ++s) {
            if (s == self) continue;
            double const average = mean[0].value(site, base + s);
            if (!(average >= 0.0))
                throw BadProperty("Connection parameter 0 ≤ pairwise_avg_num_conns required.");
            std::int64_t const count = poisson(rng, average);
            checked(static_cast<std::int64_t>(chosen.size()) + count);
            chosen.insert(chosen.end(), static_cast<std::size_t>(count), s);
        }
    }
};
} // namespace

extern RuleFactory const pairwise_poisson = make<ConnectionRule, PairwisePoisson>;

} // namespace nest::rules
