// A shard: everything of the network that lives on one thread.
#pragma once

#include "kernel/connect/device_connection.hpp"
#include "kernel/connect/edges.hpp"
#include "kernel/engine/calendar.hpp"
#include "kernel/engine/event_log.hpp"
#include "kernel/engine/input_buffers.hpp"
#include "kernel/engine/outgoing.hpp"
#include "kernel/engine/post_history.hpp"
#include "kernel/engine/roster.hpp"
#include "kernel/engine/slots.hpp"
#include "kernel/network/cohort.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace nest {

struct World;

// A connection of a stimulation device that a recorder listens to.
struct DirectGroup {
    StimulusModel* device;
    NodeId sender;
    Step since;
    Tap tap;
    std::uint64_t key;
    NodeId target;
};

// The weight recorder of an edge table. Empty filters let everything pass.
struct WeightTap {
    Tap tap;
    std::span<std::int64_t const> senders; // ascending
    std::span<std::int64_t const> targets;
    std::int64_t first_port = 0; // of the table
};

// A volume transmitter as one thread sees it.
struct Transmitter {
    NodeId id = 0;
    Step interval = 1;                                 // steps between triggers
    std::vector<std::pair<NodeId, Step>> sources = {}; // and delays; ascending
    std::map<Step, double> due = {};                   // spikes on their way, by time of arrival
    std::vector<Release> releases = {{0, 0.0}};        // since the last trigger
};

struct Shard {
    std::size_t thread = 0;
    std::vector<std::unique_ptr<Cohort>> cohorts; // one per population
    SlotMap slots;
    InputBuffers input;

    std::vector<std::unique_ptr<EdgeTable>> tables; // by synapse model, then age
    // Stochastic edges made so far, by synapse model and lane of the target in the history.
    std::map<std::size_t, std::vector<std::uint32_t>> stochastic_edges;
    std::vector<DeviceConnection> to_recorders; // neuron or generator -> recorder
    std::vector<DeviceConnection> from_devices; // generator or meter -> neuron
    std::vector<DirectGroup> direct;
    std::vector<WeightTap> weight_taps;    // one per table while any table has one
    std::vector<Transmitter> transmitters; // by id
    std::vector<RollCall> roll_calls;      // of this run

    std::int64_t spikes_in_run = 0; // of this run, in complete slices
    PostHistory history;            // lanes numbered as the slots of the first channel

    Calendar calendar;
    std::array<std::vector<std::uint64_t>, 2> emitted; // spikes of this slice and of the one before
    std::vector<std::uint64_t> inbox;                  // of all threads, merged
    bool transitions = false;                          // some neuron is binary
    bool singles = false;                              // some neuron takes spikes one by one
    bool off_grid = false; // some neuron deals in times between grid points: spikes have offsets (ms)
    std::array<std::vector<double>, 2> emitted_offset; // one each, from the last sorted slice on
    std::vector<double> inbox_offset;                  // one each

    NodeId target_of(Place place) const {
        SlotMap::Slot const slot = slots.locate(place);
        return cohorts[slot.owner]->id(slot.lane);
    }

    // ---- a slice (engine/delivery.cpp)
    // inbox -> calendar; rows before `played_to` are played in this slice without a pause
    void announce(TimeGrid const& grid, Step slice_begin, Step slice_length, Step played_to);
    void play(TimeGrid const& grid, StepRange steps, Step slice_begin); // calendar -> input rows
    void advance(StepRange steps, Step slice_begin, std::size_t parity);
    void sort_emitted(std::size_t parity);

    // A run ends: plastic edges take the spikes that are on their way, so that their weights can be read.
    void complete(TimeGrid const& grid, Step now);

    void release(Step now); // a slice is complete: spikes have reached the transmitters

    // Turns announced runs into single events with the weights of now, before edges change or move.
    void settle();
    std::size_t bytes_of_edges() const;

    // In this run: first slot of every tile, and the lane of each of its slots in the history.
    std::vector<std::size_t> tile_slot;
    std::vector<std::vector<std::uint32_t>> tile_lanes; // empty: consecutive
    std::vector<std::size_t> tile_first_lane;
    void map_lanes();
    void prune_history();

private:
    void play(TimeGrid const& grid, Calendar::Page const& page, Step step, double* row);
    void play_run(EdgeTable const& table, Calendar::Due const& run, double* row) const;
    void prefetch_sources(std::size_t next) const;
    void deliver(TimeGrid const& grid, EdgeTable& table, std::size_t r, Step due, double* row,
                 Calendar::Page* page, double offset = 0.0, double factor = 1.0);
    void announce_transition(TimeGrid const& grid, std::uint32_t table, std::uint32_t run, Step due,
                             bool second);
    void announce_between(TimeGrid const& grid, std::uint32_t table, std::uint32_t run, Step due,
                          double offset, bool second);
    template <bool special> void announce_all(TimeGrid const& grid, Step earlier, Step played_to);
    void announce_single(TimeGrid const& grid, std::uint32_t table, std::uint32_t run, Step due,
                         Step played_to, double offset);
    void play_singles(TimeGrid const& grid, Calendar::Page const& page, Step step);
    void hand_over(Calendar::Single const& event, Step step);
    std::uint32_t number_of(EdgeTable const& table) const;
    std::vector<EdgeKey> keys_of(std::uint32_t table, std::uint32_t run) const; // empty: they do not matter
    Calendar::Page sent_; // room for what a plastic run sends
    void record(DirectGroup const& group, StepRange steps);
    void record_precise(DirectGroup const& group, StepRange lags);
    void record_run(EdgeTable const& table, std::size_t r, Step stamp);
    void call_roll(NodeId source);
    void hear(Transmitter& transmitter, NodeId source, Step stamp);
    void trigger(Transmitter& transmitter, Step now);
    friend class Outgoing;
    void record_weight(EdgeTable const& table, std::size_t r, std::size_t edge, Step stamp, double weight);
};

} // namespace nest
