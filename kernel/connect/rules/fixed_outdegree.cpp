// fixed_outdegree: every source draws its targets.
#include "kernel/catalogue.hpp"
#include "kernel/connect/rules/drawing.hpp"

namespace nest::rules {

namespace {
class FixedOutdegree final : public ConnectionRule {
    ExpressionParameter outdegree{*this, "outdegree", 0.0,
                                  "Connections made from every source; a number or a Parameter."};

public:
    std::vector<std::string_view> required() const override { return {"outdegree"}; }

    void check(NodeCollection const& sources, NodeCollection const& targets) const override {
        count_of(sources);
        check_degree({"Outdegree", outdegree[0], sources, targets, allow_multapses[0], allow_autapses[0]});
    }

    // Every share replays all draws and keeps the edges of its own targets.
    void build(NodeCollection const& sources, NodeCollection const& targets, Share share,
               RandomStreams const& random, std::uint64_t call, EdgeSink& edges) const override {
        std::uint32_t const n = count_of(targets);
        auto const wanted = degrees("Outdegree", outdegree[0], sources, n, allow_multapses[0], random, call);
        std::vector<char> mine(n);
        for_each_of(targets, share, [&](std::int64_t at, NodeId) { mine[static_cast<std::size_t>(at)] = 1; });
        Partners partners(n, allow_multapses[0]);
        std::uint32_t at = 0;
        std::uint64_t ordinal = 0;
        for (NodeId const source : sources) {
            Rng rng = random.rng(Purpose::rule, static_cast<std::int64_t>(call), source);
            std::uint32_t const self = allow_autapses[0] ? nobody : position(targets, source);
            for (std::uint32_t const target : partners.draw(rng, wanted[at], self)) {
                if (mine[target]) edges.connect(target, {&at, 1}, ordinal);
                ++ordinal;
            }
            ++at;
        }
    }

    double count(NodeCollection const& sources, NodeCollection const& targets, RandomStreams const& random,
                 std::uint64_t call) const override {
        return sum_of({"Outdegree", outdegree[0], sources, targets, allow_multapses[0], allow_autapses[0]},
                      random, call);
    }

    std::optional<std::uint64_t> array_size(NodeCollection const& sources,
                                            NodeCollection const&) const override {
        auto const constant = outdegree[0].constant_value();
        if (!constant) return std::nullopt;
        return static_cast<std::uint64_t>(*constant) * static_cast<std::uint64_t>(sources.size());
    }
};
} // namespace

extern RuleFactory const fixed_outdegree = make<ConnectionRule, FixedOutdegree>;

} // namespace nest::rules
