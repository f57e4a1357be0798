// A connection rule says who is connected, target after target; weights, delays and other parameters are
// drawn afterwards by the builder. A rule object holds the parameters of one Connect call and may be asked to
// build any number of times, on any number of threads at once: every call must give the same edges, so draws
// are functions of a key (Connect call, target), never of a sequence.
#pragma once

#include "kernel/nodes.hpp"
#include "kernel/schema.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace nest {

class RandomStreams;

// Which of the targets a call of build() is responsible for: those of one virtual process, whose id leaves
// `process` when divided by `processes`. Positions are those in the target collection.
struct Share {
    std::int64_t process = 0;
    std::int64_t processes = 1;
    bool has(NodeId target) const { return target % processes == process; }
};

// Takes the edges of one Connect call.
class EdgeSink {
public:
    virtual ~EdgeSink() = default;

    // Edges from sources (positions in the source collection) to one target (position). `ordinal` identifies
    // the first of them among all edges of this Connect call, the others follow with ordinal + 1, ...; it
    // does not depend on the share. Arrays of weights are indexed by it, draws are keyed by it.
    virtual void connect(std::int64_t target, std::span<std::uint32_t const> sources,
                         std::uint64_t ordinal) = 0;
};

class ConnectionRule : public Schema {
public:
    BoolParameter allow_autapses{*this, "allow_autapses", true, "May a neuron connect to itself?"};
    BoolParameter allow_multapses{*this, "allow_multapses", true, "May a pair be connected several times?"};
    BoolParameter make_symmetric{*this, "make_symmetric", false, "Connect every pair in both directions?"};

    // Refuses requests that cannot be met, before any edge is made.
    virtual void check(NodeCollection const& sources, NodeCollection const& targets) const = 0;

    // The edges of one share. Targets in ascending order where the rule works target by target; where it
    // works source by source, the targets of a source in ascending order.
    virtual void build(NodeCollection const& sources, NodeCollection const& targets, Share share,
                       RandomStreams const& random, std::uint64_t call, EdgeSink& edges) const = 0;

    // How many edges that makes: exactly, or about as many where chance decides. Refuses drawn degrees that
    // cannot be met.
    virtual double count(NodeCollection const& sources, NodeCollection const& targets,
                         RandomStreams const& random, std::uint64_t call) const = 0;

    // Number of values an array of weights must have; none: arrays are not accepted.
    virtual std::optional<std::uint64_t> array_size(NodeCollection const& sources,
                                                    NodeCollection const& targets) const {
        static_cast<void>(sources), static_cast<void>(targets);
        return std::nullopt;
    }
    // Keys that must be given.
    virtual std::vector<std::string_view> required() const { return {}; }

    virtual bool accepts_devices_as_targets() const { return false; }
    virtual bool supports_symmetric() const { return false; }
    // make_symmetric repeats the whole call with sources and targets exchanged, and this rule; null: the same
    // one, whose values are rewound, so that they must not be drawn.
    virtual std::shared_ptr<ConnectionRule const> backwards() const { return nullptr; }
};

using RuleFactory = std::unique_ptr<ConnectionRule> (*)();

} // namespace nest
