// A synapse model: what an edge carries and what it does when a spike arrives. Edges of one model on one
// thread are lanes; target and delay belong to the edge table, not to the model.
#pragma once

#include "kernel/models/model.hpp"
#include "kernel/nodes.hpp"

#include <cmath>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace nest {

// What a catalogue row says about a synapse model, beyond its implementation.
struct SynapseTraits {
    bool common_weight = false;       // `_hom_w`: the weight belongs to the model
    bool label = false;               // `_lbl`: edges carry synapse_label
    bool first_receptor_only = false; // `_hpc`
    bool plastic = false;             // weights change: deliver() is called
    bool neuron_sources_only = false; // refuses stimulation devices
    bool needs_history = false;       // targets must keep an archive of their spikes
    bool needs_triplet = false;       // the archive must have the slow trace as well
    bool stochastic = false;          // deliver() draws: Outgoing::rng(i)
    bool numbered = false;  // edges are numbered in the order of their first spikes: number() is called
    bool modulated = false; // bound to a volume transmitter: modulate() is called
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

// What the source of a run has left behind: its trace just after the last spike and the stamp of that spike.
// Held once for all edges of the run (`shared`), or one by one where they differ.
struct PreTrace {
    double* trace;
    Step* last;
    bool shared;
    std::size_t at(std::size_t i) const { return shared ? 0 : i; }
};

// Spikes that have reached a volume transmitter at the end of a step, all together.
struct Release {
    Step at;
    double count;
};

class PostHistory; // engine/post_history.hpp

// engine/outgoing.hpp: what a model may ask and tell about edge i of a run, i counted from the first edge.
//   lane(i)          its target, as the history knows it
//   send(i, weight)  transmits the spike; without it, nothing is transmitted
//   rng(i)           numbers for this event at this edge; the same for every number of threads
class Outgoing;

class SynapseModel : public Model {
public:
    virtual SynapseTraits traits() const { return {}; }

    // Before every run. h: step in ms.
    virtual void prepare(double h) { static_cast<void>(h); }

    // For plastic models: called for all edges of a source with one delay; sends what is transmitted. A
    // source that fires several times in a step has several arrivals with one stamp. `last` is 0 before the
    // first spike; it is brought up to date by the caller, the trace by the model. What a model keeps per
    // edge are its State and Scratch columns: field.v[edges.first + i].
    virtual void deliver(Arrival const& spike, EdgeRange edges, PreTrace pre, PostHistory const& post,
                         Outgoing& out) {
        static_cast<void>(spike), static_cast<void>(edges), static_cast<void>(pre), static_cast<void>(post);
        static_cast<void>(out);
    }

    // For modulated models: what their transmitter has released since it last triggered, beginning with an
    // entry for that time; `list` grows until the next trigger.
    virtual void listen(std::vector<Release> const& list) { static_cast<void>(list); }

    // The transmitter triggers: brings a run of edges up to the end of step `until`.
    virtual void modulate(Step until, Step delay, EdgeRange edges, PostHistory const& post,
                          Outgoing const& lanes) {
        static_cast<void>(until), static_cast<void>(delay), static_cast<void>(edges);
        static_cast<void>(post), static_cast<void>(lanes);
    }

    // For numbered models: edge e gets a number; `count` edges of the model have one, on all threads.
    virtual void number(std::size_t e, std::int64_t number) {
        static_cast<void>(e), static_cast<void>(number);
    }
    virtual bool has_number(std::size_t e) const { return static_cast<void>(e), true; }
    virtual std::int64_t numbered() const { return 0; }
    virtual void set_numbered(std::int64_t count) { static_cast<void>(count); }

    // For delays between grid points: ms by which the delay of an edge is shorter than its whole steps.
    virtual TypedField<double>* delay_rest() { return nullptr; }

    // The property that shows PreTrace::trace to users, if there is one.
    virtual State* pre_trace() { return nullptr; }

    // Every model has a weight per edge, except those with common_weight, where it is one for all.
    State weight{*this, "weight", Unit::none, 1.0, "Synaptic weight."};
};

using SynapseFactory = std::unique_ptr<SynapseModel> (*)();

} // namespace nest
