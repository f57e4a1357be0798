// A neuron model describes columns and the arithmetic of a step; one lane per neuron. It knows nothing of
// threads, delivery or recording: the engine owns the input rows, asks for a chunk of lanes to be advanced
// through the steps of a slice, and takes spikes and samples away after every step.
#pragma once

#include "kernel/core/edge_key.hpp"
#include "kernel/models/model.hpp"
#include "kernel/nodes.hpp"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace nest {

// Lanes [first, first + count) of one population on one thread. `count` is a multiple of lane_group; lanes
// beyond the last neuron are padding: they compute and are ignored.
struct Chunk {
    std::size_t first;
    std::size_t count;
};

using Channel = std::uint16_t;

// How spikes enter at one receptor: summed weights of one sign go to one channel.
struct SpikePort {
    std::int64_t receptor;
    Channel positive;
    Channel negative;
    bool single = false; // not summed but handed over one by one; `positive` and `negative` are the same
    std::string_view only_from = {}; // the model that alone can send here
    bool apart = false;              // of single spikes: the model tells connections apart (SpikeEvent::from)
};

// A spike handed over by itself, in the step in which it arrives.
struct SpikeEvent {
    std::uint32_t lane;
    double offset;      // ms before the end of the step
    double weight;      // multiplied by the multiplicity; or the multiplicity alone
    double count = 1.0; // the multiplicity
    EdgeKey from = {};  // at a port that keeps connections apart
};
struct CurrentPort {
    std::int64_t receptor;
    Channel channel; // counted apart from those of spikes
};

// The inputs of a model. A model without ports refuses the kind of event altogether.
struct Wiring {
    std::vector<SpikePort> spikes;
    std::vector<CurrentPort> currents;
    bool counts = false;        // channels sum multiplicities instead of weights (parrot neurons)
    bool typed = false;         // a receptor for the other kind of event is incompatible, not unknown
    bool transitions = false;   // binary: two spikes of one source at one time add w, a single one adds -w
    bool keeps_current = false; // input.current is what is read at the end of step s; the model remembers it

    std::size_t spike_channels() const;
    std::size_t current_channels() const;
};

// The input rows of one population on one thread for the steps of a slice.
class Inputs {
public:
    // Sum of what arrives at a channel in step s (consumed in the step from s to s + 1).
    double const* channel(Channel c, Step s, Chunk k) const { return row(spikes_[c], s) + k.first; }
    double const* excitatory(Step s, Chunk k) const { return channel(0, s, k); }
    double const* inhibitory(Step s, Chunk k) const { return channel(1, s, k); }

    // The external current valid during step s: what was read at the end of step s - 1 (kernel.md section 4).
    double const* current(Step s, Chunk k, Channel c = 0) const {
        double const* first = currents_[c];
        return first ? row(first, s) + k.first : zeros_;
    }

    // The external current of channel 0 read at the end of step s, for models that look ahead.
    double const* next_current(Step s, Chunk k) const {
        return s + 1 < ahead_from_ ? current(s + 1, k) : ahead_.data();
    }

    // What arrives in step s at a channel of single events: by lane, then in order of time.
    std::span<SpikeEvent const> events(Channel c, Step s) const {
        std::size_t const at = static_cast<std::size_t>(s - events_from_) * spikes_.size() + c;
        return {events_.data() + first_event_[at], first_event_[at + 1] - first_event_[at]};
    }

private:
    friend class Cohort;
    double const* row(double const* first, Step s) const {
        return first + static_cast<std::size_t>(s - from_) * stride_;
    }
    std::vector<double const*> spikes_;   // first row of each channel, at lane 0
    std::vector<double const*> currents_; // null: nothing is connected
    double const* zeros_ = nullptr;       // as long as the longest chunk
    Step from_ = 0;
    std::size_t stride_ = 0;
    std::vector<SpikeEvent> events_; // of the chunk under way, by step and channel
    std::vector<std::size_t> first_event_;
    Step events_from_ = 0;
    std::vector<double> ahead_; // currents of the chunk under way in the step after its last, ahead_from_
    Step ahead_from_ = 0;
};

// Takes what a step leaves behind.
class StepSink {
public:
    // To be called once for every chunk and step s, after the columns hold the state at the end of the step:
    // `fired` has per lane the number of spikes emitted with stamp s + 1 (0: none).
    void collect(Step s, Chunk k, double const* fired);

    // Models with spikes between grid points call emit for every spike, in ascending order of time within a
    // lane, and then sample, instead of collect. `offset`: ms before the end of step s, less than a step.
    void emit(Step s, std::size_t lane, double offset, double count = 1.0);
    void sample(Step s, Chunk k) {
        if (sampling_) take_samples(s, k);
    }

private:
    friend class Cohort;
    void take_spikes(Step s, Chunk k, double const* fired);
    void take_samples(Step s, Chunk k);
    class Cohort* cohort_ = nullptr;
    bool sampling_ = false;
};

class NeuronModel : public Model {
public:
    NeuronModel() = default;

    // Inputs of one lane; called when connections are made.
    virtual Wiring wiring(std::size_t lane) const = 0;
    virtual bool wiring_varies() const { return false; } // between lanes: number of receptors a parameter

    // Names a meter may record: by default all states that hold doubles.
    virtual std::vector<std::string> recordables() const;
    virtual TypedField<double> const* recordable(std::string_view name) const;
    virtual bool takes_meters() const {
        return !recordables().empty();
    } // though there may be nothing to record

    // A spike source was connected to this lane. Told only where wiring_varies().
    virtual void connected(std::size_t lane) { static_cast<void>(lane); }

    // Are spikes emitted or received between grid points?
    virtual bool off_grid() const { return false; }
    virtual bool offsets_are_times() const { return true; } // or carry another quantity

    // Does advance() ask for next_current()?
    virtual bool looks_ahead() const { return false; }

    // Once in the life of a lane, before its first run.
    virtual void initialise(std::size_t lane) { static_cast<void>(lane); }

    // Before every run: fills Derived fields, v[i] for i < distinct(). h: step in ms.
    virtual void prepare(double h) = 0;

    // Advances a chunk through all steps, calling sink.collect after each.
    virtual void advance(Chunk k, StepRange steps, Inputs const& input, StepSink& sink) = 0;

    std::span<NodeId const> ids() const { return ids_; } // node of each lane
    std::string const& model_name() const { return model_name_; }

    // Archive of own spikes (kernel.md section 15) and what belongs to structural plasticity.
    Parameter tau_minus{*this,    "tau_minus",
                        Unit::ms, 20.0,
                        positive, "Decay time of the post-synaptic trace used by plastic synapses."};
    Parameter tau_minus_triplet{*this,    "tau_minus_triplet",
                                Unit::ms, 110.0,
                                positive, "Decay time of the slow post-synaptic trace of triplet rules."};
    State t_spike{
        *this, "t_spike", Unit::ms, -1.0, "Time of the last spike; -1 before the first.", Access::read_only};
    State post_trace{
        *this, "post_trace", Unit::none, 0.0, "Post-synaptic trace as last computed.", Access::read_only};
    IntegerState archiver_length{*this, "archiver_length", 0, "Spikes kept for plastic synapses."};
    State Ca{*this, "Ca", Unit::none, 0.0, "Calcium concentration.", Access::unsupported, non_negative};
    Parameter tau_Ca{*this,
                     "tau_Ca",
                     Unit::ms,
                     10000.0,
                     positive,
                     "Decay time of the calcium concentration.",
                     Access::unsupported};
    Parameter beta_Ca{
        *this, "beta_Ca", Unit::none, 0.001, positive, "Calcium added by a spike.", Access::unsupported};

    bool has_archive() const { return tau_minus.visible(); }

protected:
    void hide_archive(); // for nodes that are no neurons: users do not see it
    double* lanes(TypedField<double>& column, Chunk k) { return column.v.data() + k.first; }

private:
    friend class Cohort;
    std::vector<NodeId> ids_;
    std::string model_name_;
};

using NeuronFactory = std::unique_ptr<NeuronModel> (*)();

} // namespace nest
