// fixed_total_number: N edges, each between a source and a target drawn at random.
//
// How many of them end at which target is a multinomial number. It is drawn target after target as a chain
// of binomial numbers; the sources of a target are drawn as for a fixed in-degree.
#include "kernel/catalogue.hpp"
#include "kernel/connect/rules/drawing.hpp"

namespace nest::rules {

namespace {
class FixedTotalNumber final : public ConnectionRule {
    IntegerParameter N{*this, "N", 0, any, "Connections made altogether."};

public:
    std::vector<std::string_view> required() const override { return {"N"}; }

    void check(NodeCollection const& sources, NodeCollection const& targets) const override {
        std::uint64_t const pairs = std::uint64_t{count_of(sources)} * count_of(targets);
        if (N[0] < 0) throw BadProperty("Total number of connections cannot be negative.");
        if (!allow_multapses[0]) {
            if (static_cast<std::uint64_t>(N[0]) > pairs)
                throw BadProperty("Total number of connections cannot exceed product of source and target "
                                  "population sizes.");
            throw NotImplemented(
                "Connect doesn't support the suppression of multapses in the FixedTotalNumber "
                "connector.");
        }
        if (N[0] > 0 && allowed_pairs(sources, targets) == 0.0)
            throw BadProperty("Total number of connections cannot be met without autapses.");
    }

    void build(NodeCollection const& sources, NodeCollection const& targets, Share share,
               RandomStreams const& random, std::uint64_t call, EdgeSink& edges) const override {
        std::uint32_t const n = count_of(sources);
        auto const ordinal_of_call = static_cast<std::int64_t>(call);
        Rng division = random.rng(Purpose::rule_total, ordinal_of_call, 0);
        Partners partners(n, true);
        double pairs_left = allowed_pairs(sources, targets);
        std::int64_t left = N[0];
        std::uint64_t ordinal = 0;
        std::int64_t at = 0;
        for (NodeId const target : targets) {
            if (left == 0) break;
            std::uint32_t const self = allow_autapses[0] ? nobody : position(sources, target);
            double const pairs = self == nobody ? n : n - 1.0;
            std::int64_t const count =
                binomial(division, left, pairs >= pairs_left ? 1.0 : pairs / pairs_left);
            if (count > 0 && share.has(target)) {
                Rng rng = random.rng(Purpose::rule, ordinal_of_call, target);
                edges.connect(at, partners.draw(rng, count, self), ordinal);
            }
            ordinal += static_cast<std::uint64_t>(count);
            left -= count;
            pairs_left -= pairs;
            ++at;
        }
    }

    double count(NodeCollection const&, NodeCollection const&, RandomStreams const&,
                 std::uint64_t) const override {
        return static_cast<double>(N[0]);
    }

    std::optional<std::uint64_t> array_size(NodeCollection const&, NodeCollection const&) const override {
        return static_cast<std::uint64_t>(N[0]);
    }

private:
    // Pairs that may be connected; exact as long as it is below 2^53.
    double allowed_pairs(NodeCollection const& sources, NodeCollection const& targets) const {
        double pairs = pairs_of(sources, targets);
        if (!allow_autapses[0])
            for (NodeId const target : targets) pairs -= sources.contains(target) ? 1.0 : 0.0;
        return pairs;
    }
};
} // namespace

extern RuleFactory const fixed_total_number = make<ConnectionRule, FixedTotalNumber>;

} // namespace nest::rules
