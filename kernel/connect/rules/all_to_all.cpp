// all_to_all: every source with every target.
#include "kernel/catalogue.hpp"
#include "kernel/connect/rules/drawing.hpp"

#include <numeric>

namespace nest::rules {

namespace {
class AllToAll final : public ConnectionRule {
public:
    void check(NodeCollection const& sources, NodeCollection const& targets) const override {
        count_of(sources);
        count_of(targets);
    }

    // Every pair has its ordinal, skipped autapses included: they consume a value of an array.
    void build(NodeCollection const& sources, NodeCollection const& targets, Share share,
               RandomStreams const&, std::uint64_t, EdgeSink& edges) const override {
        std::uint32_t const n = count_of(sources);
        std::vector<std::uint32_t> all(n);
        std::iota(all.begin(), all.end(), 0u);
        std::span<std::uint32_t const> const everybody(all);
        for_each_of(targets, share, [&](std::int64_t at, NodeId target) {
            auto const base = static_cast<std::uint64_t>(at) * n;
            std::uint32_t const self = allow_autapses[0] ? nobody : position(sources, target);
            if (self == nobody) return edges.connect(at, everybody, base);
            if (self > 0) edges.connect(at, everybody.first(self), base);
            if (self + 1 < n) edges.connect(at, everybody.subspan(self + 1), base + self + 1);
        });
    }

    double count(NodeCollection const& sources, NodeCollection const& targets, RandomStreams const&,
                 std::uint64_t) const override {
        return pairs_of(sources, targets);
    }

    std::optional<std::uint64_t> array_size(NodeCollection const& sources,
                                            NodeCollection const& targets) const override {
        return static_cast<std::uint64_t>(sources.size()) * static_cast<std::uint64_t>(targets.size());
    }
    bool accepts_devices_as_targets() const override { return true; }
    bool supports_symmetric() const override { return true; }
};
} // namespace

extern RuleFactory const all_to_all = make<ConnectionRule, AllToAll>;

} // namespace nest::rules
