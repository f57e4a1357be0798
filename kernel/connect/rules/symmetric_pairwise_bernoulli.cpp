// symmetric_pairwise_bernoulli: every target draws a binomial number of distinct sources, and each such pair
// is connected in both directions.
#include "kernel/catalogue.hpp"
#include "kernel/connect/rules/drawing.hpp"

namespace nest::rules {

namespace {
class SymmetricPairwiseBernoulli final : public ConnectionRule {
    Parameter p{*this, "p", Unit::none, 0.0, any, "Probability of every pair."};

public:
    std::vector<std::string_view> required() const override { return {"p"}; }

    void check(NodeCollection const& sources, NodeCollection const& targets) const override {
        count_of(sources);
        if (!(p[0] >= 0.0 && p[0] < 1.0)) throw BadProperty("Connection probability 0 <= p < 1 required.");
        if (!allow_multapses[0]) throw BadProperty("Multapses must be enabled.");
        if (allow_autapses[0]) throw BadProperty("Autapses must be disabled.");
        if (!make_symmetric[0]) throw BadProperty("Symmetric connections must be enabled.");
        if (!(sources == targets))
            throw NotImplemented("symmetric_pairwise_bernoulli connects a population with itself only.");
    }

    // Sources of my targets may be targets of others and the other way round: every share replays all draws.
    void build(NodeCollection const& sources, NodeCollection const& targets, Share share,
               RandomStreams const& random, std::uint64_t call, EdgeSink& edges) const override {
        std::uint32_t const n = count_of(sources);
        std::vector<char> mine(n);
        for_each_of(targets, share, [&](std::int64_t at, NodeId) { mine[static_cast<std::size_t>(at)] = 1; });
        Partners partners(n, false);
        std::uint64_t ordinal = 0;
        std::uint32_t at = 0;
        for (NodeId const target : targets) {
            Rng rng = random.rng(Purpose::rule, static_cast<std::int64_t>(call), target);
            for (std::uint32_t const source : partners.draw(rng, degree(rng, n), at)) {
                if (mine[at]) edges.connect(at, {&source, 1}, ordinal);
                if (mine[source]) edges.connect(source, {&at, 1}, ordinal + 1);
                ordinal += 2;
            }
            ++at;
        }
    }

    bool supports_symmetric() const override { return true; }
    bool rewinds_for_symmetry() const override { return false; }

private:
    std::int64_t degree(Rng& rng, std::uint32_t n) const {
        std::int64_t drawn = n;
        while (drawn >= n) drawn = binomial(rng, n, p[0]);
        return drawn;
    }
};
} // namespace

extern RuleFactory const symmetric_pairwise_bernoulli = make<ConnectionRule, SymmetricPairwiseBernoulli>;

} // namespace nest::rules
