// fixed_indegree: every target draws its sources.
#include "kernel/catalogue.hpp"
#include "kernel/connect/rules/drawing.hpp"

#include <numeric>

namespace nest::rules {

namespace {
class FixedIndegree final : public ConnectionRule {
    ExpressionParameter indegree{*this, "indegree", 0.0,
                                 "Connections made to every target; a number or a Parameter."};

public:
    std::vector<std::string_view> required() const override { return {"indegree"}; }

    void check(NodeCollection const& sources, NodeCollection const& targets) const override {
        count_of(targets);
        check_degree({"Indegree", indegree[0], targets, sources, allow_multapses[0], allow_autapses[0]});
    }

    void build(NodeCollection const& sources, NodeCollection const& targets, Share share,
               RandomStreams const& random, std::uint64_t call, EdgeSink& edges) const override {
        std::uint32_t const n = count_of(sources);
        auto const wanted = degrees("Indegree", indegree[0], targets, n, allow_multapses[0], random, call);
        std::vector<std::uint64_t> first(wanted.size());
        std::exclusive_scan(wanted.begin(), wanted.end(), first.begin(), std::uint64_t{0});
        Partners partners(n, allow_multapses[0]);
        for_each_of(targets, share, [&](std::int64_t at, NodeId target) {
            Rng rng = random.rng(Purpose::rule, static_cast<std::int64_t>(call), target);
            std::uint32_t const self = allow_autapses[0] ? nobody : position(sources, target);
            auto const i = static_cast<std::size_t>(at);
            edges.connect(at, partners.draw(rng, wanted[i], self), first[i]);
        });
    }

    double count(NodeCollection const& sources, NodeCollection const& targets, RandomStreams const& random,
                 std::uint64_t call) const override {
        return sum_of({"Indegree", indegree[0], targets, sources, allow_multapses[0], allow_autapses[0]},
                      random, call);
    }

    std::optional<std::uint64_t> array_size(NodeCollection const&,
                                            NodeCollection const& targets) const override {
        auto const constant = indegree[0].constant_value();
        if (!constant) return std::nullopt;
        return static_cast<std::uint64_t>(*constant) * static_cast<std::uint64_t>(targets.size());
    }
};
} // namespace

extern RuleFactory const fixed_indegree = make<ConnectionRule, FixedIndegree>;

} // namespace nest::rules
