// Connections from and to devices: made at once, edge by edge, after all were checked.
#pragma once

#include "kernel/connect/call.hpp"
#include "kernel/connect/device_connection.hpp"
#include "kernel/connect/rule.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <utility>
#include <vector>

namespace nest {

struct World;
struct Recorder;

// A list of pairs of neurons, as a rule: what remains of a call that also has devices in it.
class ListedPairs final : public ConnectionRule {
public:
    struct Pair {
        std::uint32_t source;
        std::int64_t target;
        std::uint64_t ordinal;
    };
    std::vector<Pair> pairs;
    void check(NodeCollection const&, NodeCollection const&) const override {}
    double count(NodeCollection const&, NodeCollection const&, RandomStreams const&,
                 std::uint64_t) const override {
        return static_cast<double>(pairs.size());
    }
    void build(NodeCollection const&, NodeCollection const& targets, Share share, RandomStreams const&,
               std::uint64_t, EdgeSink& edges) const override {
        for (Pair const& p : pairs)
            if (share.has(targets[p.target])) edges.connect(p.target, {&p.source, 1}, p.ordinal);
    }
};

struct SynapseModelEntry;

// Takes the edges of a call one by one and checks each; keeps them until all are known to be good.
class DeviceSink final : public EdgeSink {
public:
    DeviceSink(World& world, ConnectCall const& call)
        : world_(world)
        , call_(call)
        , sources_(call.sources.ids())
        , targets_(call.targets.ids())
        , neurons_(std::make_shared<ListedPairs>()) {}

    void connect(std::int64_t target, std::span<std::uint32_t const> sources,
                 std::uint64_t ordinal) override {
        for (std::uint32_t const s : sources) {
            take(s, target, ordinal);
            ++ordinal;
        }
    }
    void commit();
    std::shared_ptr<ListedPairs> const& neurons() const { return neurons_; }

private:
    void take(std::uint32_t source, std::int64_t target, std::uint64_t ordinal);
    void check(NodeId source, NodeId target, EdgeSpecification const& spec);
    [[noreturn]] void refuse_device(SynapseModelEntry const& synapse, NodeId target) const;
    void check_meter(Recorder const& meter, NodeId source, NodeId target, EdgeSpecification const& spec);

    struct Made {
        DeviceConnection connection;
        NodeId home; // where this node is, the connection is kept
        bool to_recorder;
    };
    World& world_;
    ConnectCall const& call_;
    std::vector<NodeId> sources_;
    std::vector<NodeId> targets_;
    std::shared_ptr<ListedPairs> neurons_;
    std::vector<Made> made_;
    std::set<std::pair<NodeId, NodeId>> metered_;
    std::map<NodeId, std::uint32_t> synapse_of_;
};

} // namespace nest
