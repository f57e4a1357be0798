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
        count_of(targets);
        if (!(p[0] >= 0.0 && p[0] < 1.0)) throw BadProperty("Connection probability 0 <= p < 1 required.");
        if (!allow_multapses[0]) throw BadProperty("Multapses must be enabled.");
        if (allow_autapses[0]) throw BadProperty("Autapses must be disabled.");
        if (!make_symmetric[0]) throw BadProperty("Symmetric connections must be enabled.");
    }

    // Forwards and backwards draw the same pairs; ordinals are even in one direction, odd in the other.
    void build(NodeCollection const& sources, NodeCollection const& targets, Share share,
               RandomStreams const& random, std::uint64_t call, EdgeSink& edges) const override {
        if (backwards_)
            return for_each_pair(targets, sources, random, call,
                                 [&](std::uint32_t source, std::uint32_t target, std::uint64_t pair) {
                                     if (share.has(targets[source]))
                                         edges.connect(source, {&target, 1}, 2 * pair + 1);
                                 });
        for_each_pair(sources, targets, random, call,
                      [&](std::uint32_t source, std::uint32_t target, std::uint64_t pair) {
                          if (share.has(targets[target])) edges.connect(target, {&source, 1}, 2 * pair);
                      });
    }

    double count(NodeCollection const& sources, NodeCollection const& targets, RandomStreams const&,
                 std::uint64_t) const override {
        return p[0] * pairs_of(sources, targets);
    }

    bool supports_symmetric() const override { return true; }
    std::shared_ptr<ConnectionRule const> backwards() const override {
        auto rule = std::make_shared<SymmetricPairwiseBernoulli>();
        rule->p.put_all(p[0]);
        rule->backwards_ = true;
        return rule;
    }

private:
    // Every share replays all draws: partners of my targets may be anywhere.
    template <class Visit>
    void for_each_pair(NodeCollection const& sources, NodeCollection const& targets,
                       RandomStreams const& random, std::uint64_t call, Visit visit) const {
        std::uint32_t const n = count_of(sources);
        Partners partners(n, false);
        std::uint64_t pair = 0;
        std::uint32_t at = 0;
        for (NodeId const target : targets) {
            Rng rng = random.rng(Purpose::rule, static_cast<std::int64_t>(call), target);
            std::uint32_t const self = position(sources, target);
            for (std::uint32_t const source : partners.draw(rng, degree(rng, n), self))
                visit(source, at, pair++);
            ++at;
        }
    }

    std::int64_t degree(Rng& rng, std::uint32_t n) const {
        std::int64_t drawn = n;
        while (drawn >= n) drawn = binomial(rng, n, p[0]);
        return drawn;
    }

    bool backwards_ = false;
};
} // namespace

extern RuleFactory const symmetric_pairwise_bernoulli = make<ConnectionRule, SymmetricPairwiseBernoulli>;

} // namespace nest::rules
