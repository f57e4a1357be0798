// one_to_one: the first source with the first target, and so on.
#include "kernel/catalogue.hpp"
#include "kernel/connect/rules/drawing.hpp"

namespace nest::rules {

namespace {
class OneToOne final : public ConnectionRule {
public:
    void check(NodeCollection const& sources, NodeCollection const& targets) const override {
        if (sources.size() != targets.size())
            throw DimensionMismatch("Source and Target population must be of the same size.");
        count_of(sources);
    }

    // A skipped autapse takes no ordinal: it consumes no value of an array.
    void build(NodeCollection const& sources, NodeCollection const& targets, Share share,
               RandomStreams const&, std::uint64_t, EdgeSink& edges) const override {
        bool const autapses = allow_autapses[0];
        auto source = sources.begin();
        std::uint32_t at = 0;
        std::uint64_t ordinal = 0;
        for (NodeId const target : targets) {
            if (autapses || *source != target) {
                if (share.has(target)) edges.connect(at, {&at, 1}, ordinal);
                ++ordinal;
            }
            ++source;
            ++at;
        }
    }

    double count(NodeCollection const& sources, NodeCollection const&, RandomStreams const&,
                 std::uint64_t) const override {
        return static_cast<double>(sources.size());
    }

    std::optional<std::uint64_t> array_size(NodeCollection const& sources,
                                            NodeCollection const&) const override {
        return static_cast<std::uint64_t>(sources.size());
    }
    bool accepts_devices_as_targets() const override { return true; }
    bool supports_symmetric() const override { return true; }
};
} // namespace

extern RuleFactory const one_to_one = make<ConnectionRule, OneToOne>;

} // namespace nest::rules
