// A synapse model: what an edge carries and what it does when a spike arrives. Edges of one model on one
// thread are lanes; target and delay belong to the edge table, not to the model.
#pragma once

#include "kernel/models/model.hpp"
#include "kernel/nodes.hpp"

#include <cmath>
#include <cstdint>
#include <memory>
#include <span>

namespace nest {

// What a catalogue row says about a synapse model, beyond its implementation.
struct SynapseTraits {
    bool common_weight = false;       // `_hom_w`: the weight belongs to the model
    bool label = false;               // `_lbl`: edges carry synapse_label
    bool first_receptor_only = false; // `_hpc`
    bool plastic = false;             // weights change: deliver() is called
    bool neuron_sources_only = false; // refuses stimulation devices
    bool needs_history = false;       // targets must keep an archive of their spikes
    bool requires_symmetric = false;
    bool has_delay = true;
};

// A spike as the edges of its source see it.
struct Arrival {
    NodeId source;
    Step stamp;
    double ms;       // of the stamp
    Step delay;      // of all the edges at hand
    double delay_ms; // the same in ms
};

// Edges [first, first + count) of a table: one source, one delay.
struct EdgeRange {
    std::size_t first;
    std::size_t count;
};

class PostHistory; // engine/post_history.hpp
class Outgoing;    // engine/outgoing.hpp: send(edge, weight)

class SynapseModel : public Model {
public:
    virtual SynapseTraits traits() const { return {}; }

    // For plastic models: called for all edges of a source with one delay; sends what is transmitted.
    virtual void deliver(Arrival const& spike, EdgeRange edges, PostHistory const& post, Outgoing& out) {
        static_cast<void>(spike), static_cast<void>(edges), static_cast<void>(post), static_cast<void>(out);
    }

    // Every model has a weight per edge, except those with common_weight, where it is one for all.
    State weight{*this, "weight", Unit::none, 1.0, "Synaptic weight."};
};

using SynapseFactory = std::unique_ptr<SynapseModel> (*)();

} // namespace nest
