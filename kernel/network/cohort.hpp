// A cohort: the neurons of one population on one thread. It owns their columns and knows where their input
// lies, which devices stimulate them and which recorders listen.
#pragma once

#include "kernel/engine/event_log.hpp"
#include "kernel/engine/input_buffers.hpp"
#include "kernel/engine/post_history.hpp"
#include "kernel/engine/slots.hpp"
#include "kernel/models/neuron_model.hpp"
#include "kernel/models/recorder_model.hpp"
#include "kernel/models/stimulus_model.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace nest {

// Some connections of one stimulation device into one cohort, all with one delay and in use since one step.
struct StimulusGroup {
    StimulusModel* device = nullptr;
    NodeId sender = 0;
    Step delay = 0; // from the lag of emission to the row it is read from
    double delay_rest =
        0.0;        // ms by which the delay is shorter: spikes between grid points may be a row earlier
    Step since = 0; // connected (or last changed) at this step: earlier emissions are not ours
    bool current = false;
    Channel positive = 0; // where a value goes, by the sign of its weight
    Channel negative = 0;
    bool counts = false;                  // the weight does not matter
    bool transitions = false;             // two spikes at one time count as 1, a single one as -1
    std::vector<std::uint32_t> lane = {}; // ascending
    std::vector<NodeId> node = {};
    std::vector<std::uint64_t> key = {};
    std::vector<double> weight = {}; // one for all, or one each
    // Its members in a chunk of lanes, and what was drawn for them in this run.
    struct Portion {
        std::size_t begin = 0;
        std::size_t end = 0;
        KeptWords kept = {};
        std::size_t size() const { return end - begin; }
    };
    std::vector<Portion> portions = {}; // per chunk
    double weight_of(std::size_t i) const {
        return counts ? 1.0 : weight.size() == 1 ? weight[0] : weight[i];
    }
    // By what the weight is multiplied if the device emits `value`.
    double meaning_of(double value) const {
        if (!transitions || value == 0.0) return value;
        return device->weighted() ? -value : 2.0 * value - 3.0;
    }
};

// Input a device sent before its parameters changed, still to arrive.
struct EarlierInput {
    Step row;
    bool current;
    Channel channel;
    std::uint32_t lane;
    double value;
    double offset = 0.0;
    double count = 1.0;
    EdgeKey from = {};
};

// The lanes a meter samples.
struct Probe {
    EventLog* log = nullptr;
    Step interval = 1;
    Step first = 0; // samples are due at first + n * interval
    ListeningWindow window;
    std::vector<TypedField<double> const*> quantities = {};
    std::vector<std::uint32_t> lane = {};  // ascending
    std::vector<std::uint32_t> order = {}; // among the connections of the meter

    bool due(Step stamp) const {
        return window.holds(stamp) && stamp >= first && (stamp - first) % interval == 0;
    }
};

// A recorder that listens to a node, and what its connection adds to a spike.
struct Tap {
    EventLog* log;
    ListeningWindow window;
    Records records = Records::spikes;
    double weight = 1.0;
    std::int64_t receptor = 0;
    std::uint32_t order = 0;
    NodeId target = 0;             // weights: of the edge
    std::int64_t port = 0;         // weights
    StimulusModel* into = nullptr; // a generator that relays spikes: no recorder, but this
    Step delay = 0;                // to it

    // `count` spikes at once; `factor` multiplies the weight.
    void take(NodeId sender, Step stamp, std::int64_t count, double offset = 0.0, double factor = 1.0) const;
};

// The taps of a lane: taps[first[lane]] to taps[first[lane + 1]].
struct Taps {
    std::vector<std::uint32_t> first;
    std::vector<Tap> taps;
    bool empty() const { return taps.empty(); }
};

class Cohort {
public:
    Cohort(std::unique_ptr<NeuronModel> model, std::string const& model_name);

    NeuronModel& model() { return *model_; }
    NeuronModel const& model() const { return *model_; }
    std::size_t lanes() const { return model_->ids_.size(); }
    NodeId id(std::size_t lane) const { return model_->ids_[lane]; }
    void append(NeuronModel const& prototype, std::span<NodeId const> ids);

    // ---- input
    Wiring const& wiring() const { return wiring_; } // of the lane with most channels; once sealed
    bool sealed() const { return sealed_; }
    void seal(SlotMap& slots, std::uint32_t population); // from now on no lane can be added
    Place place(SlotMap const& slots, Channel channel, std::size_t lane) const {
        return slots.place(channel, position_[channel] + lane);
    }
    bool counts() const { return wiring_.counts; }
    bool queues() const { return !queues_.empty(); } // some channel takes spikes one by one

    // ---- running
    // Before a run: columns are spread, derived constants computed, new lanes initialised.
    void prepare(double h);
    void spread();                         // after parameters changed within a run
    void connect_current(Channel channel); // some device sends currents there
    std::size_t current_channels() const;  // that are in use
    void attach(InputBuffers& buffers, SlotMap const& slots, std::size_t first_current_slot);
    // `offsets`: of emitted spikes, where there are any between grid points; as long as the last one needs.
    void advance(StepRange steps, Step slice_begin, std::vector<std::uint64_t>& emitted,
                 std::vector<double>* offsets);
    void queue(Channel channel, Step step, SpikeEvent const& event); // at a channel of single events

    // Own spikes go to the history as well; its lanes are numbered by the first channel.
    void keep_history(PostHistory& history, double h);
    bool receives_spikes() const { return !position_.empty(); }
    std::size_t history_lane(std::size_t lane) const { return position_[0] + lane; }

    // Computes what the groups of `device` have sent before step `now` and is still to arrive.
    void settle(StimulusModel const& device, Step now);

    std::vector<StimulusGroup> stimuli; // by device id, then delay
    std::vector<EarlierInput> earlier;
    std::vector<Probe> probes;
    Taps taps;
    std::vector<bool> frozen; // per lane; empty: none

    static constexpr std::size_t chunk_lanes = 512;

private:
    friend class StepSink;
    void advance_chunk(Chunk k, StepRange steps, StepSink& sink);
    void require_finite(Chunk k, Step now) const;
    void look_ahead(Chunk k, Step row);
    void stimulate(Chunk k, StepRange steps);
    void stimulate(StimulusGroup& group, Chunk k, StepRange steps);
    void divide(StimulusGroup& group) const;
    void add_emission(StimulusGroup const& group, std::size_t begin, std::size_t end, StepRange rows,
                      Emission const& values);
    void enter(EarlierInput const& input);
    bool takes_singles(StimulusGroup const& group) const { return !group.current && single_[group.positive]; }
    void line_up(Chunk k, StepRange steps);
    void add_earlier(Chunk k, StepRange steps);
    void clear(Chunk k, StepRange steps);
    double* input_row(bool current, Channel channel, Step row);
    void spike(std::size_t lane, Step s, double count, double offset = 0.0);
    void hold_frozen(Chunk k, StepRange steps, StepSink& sink);

    std::unique_ptr<NeuronModel> model_;
    Wiring wiring_;
    std::vector<std::size_t> position_; // per spike channel
    bool sealed_ = false;
    std::size_t initialised_ = 0;                   // lanes that had their first run
    std::vector<TypedField<double> const*> states_; // what must stay finite
    std::vector<char> uses_current_;

    PostHistory* history_ = nullptr;
    InputBuffers* buffers_ = nullptr;
    std::vector<std::size_t> spike_slot_;   // first slot of each channel
    std::vector<std::size_t> current_slot_; // no_slot: not in use
    Inputs inputs_;
    Column<double> emission_; // room for what a device sends to a chunk
    Step slice_begin_ = 0;
    std::vector<std::uint64_t>* emitted_ = nullptr;
    std::vector<double>* offsets_ = nullptr;

    struct Queued {
        Step step;
        Channel channel;
        SpikeEvent event;
    };
    std::vector<char> single_;                // per spike channel
    std::vector<std::vector<Queued>> queues_; // per chunk, in the order in which input is summed
};

// A spike in the list of a slice: lag within the slice, then sender.
inline std::uint64_t packed_spike(Step lag, NodeId sender) {
    return static_cast<std::uint64_t>(lag) << 40 | static_cast<std::uint64_t>(sender);
}
inline Step lag_of(std::uint64_t spike) { return static_cast<Step>(spike >> 40); }
inline NodeId sender_of(std::uint64_t spike) {
    return static_cast<NodeId>(spike & ((std::uint64_t{1} << 40) - 1));
}

} // namespace nest
