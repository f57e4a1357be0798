// pairs: a list of connections, the i-th of `sources` with the i-th of `targets`; both are positions in the
// collections, in any order and with repetitions. For connectivity that comes from data.
#include "kernel/catalogue.hpp"
#include "kernel/connect/rules/drawing.hpp"

#include <algorithm>

namespace nest::rules {

namespace {
class Pairs final : public ConnectionRule {
public:
    IntegerVectorParameter sources{*this, "sources", {}, non_negative, "Positions in the source population."};
    IntegerVectorParameter targets{*this, "targets", {}, non_negative, "Positions in the target population."};

    std::vector<std::string_view> required() const override { return {"sources", "targets"}; }

    void check(NodeCollection const& from, NodeCollection const& to) const override {
        if (sources.at(0).size() != targets.at(0).size())
            throw DimensionMismatch("There must be as many positions of sources as of targets.");
        inside(sources, from);
        inside(targets, to);
        if (!allow_autapses[0] || !allow_multapses[0])
            throw NotImplemented("A list of pairs is connected as it is, whatever is in it.");
    }

    void build(NodeCollection const&, NodeCollection const& to, Share share, RandomStreams const&,
               std::uint64_t, EdgeSink& edges) const override {
        auto const ids = to.ids();
        auto const &from = sources.at(0), &at = targets.at(0);
        for (std::size_t i = 0; i < at.size(); ++i) {
            if (!share.has(ids[static_cast<std::size_t>(at[i])])) continue;
            auto const source = static_cast<std::uint32_t>(from[i]);
            edges.connect(at[i], {&source, 1}, i);
        }
    }

    double count(NodeCollection const&, NodeCollection const&, RandomStreams const&,
                 std::uint64_t) const override {
        return static_cast<double>(sources.at(0).size());
    }

    std::optional<std::uint64_t> array_size(NodeCollection const&, NodeCollection const&) const override {
        return sources.at(0).size();
    }
    bool accepts_devices_as_targets() const override { return true; }

private:
    static void inside(IntegerVectorParameter const& positions, NodeCollection const& nodes) {
        count_of(nodes);
        auto const& all = positions.at(0);
        if (!all.empty() && std::ranges::max(all) >= nodes.size())
            throw BadProperty(std::string(positions.name()) + " holds a position outside of the population.");
    }
};
} // namespace

extern RuleFactory const pairs = make<ConnectionRule, Pairs>;

} // namespace nest::rules
