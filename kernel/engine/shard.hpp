// A shard: everything of the network that lives on one thread.
#pragma once

#include "kernel/connect/device_connection.hpp"
#include "kernel/connect/edges.hpp"
#include "kernel/engine/calendar.hpp"
#include "kernel/engine/event_log.hpp"
#include "kernel/engine/input_buffers.hpp"
#include "kernel/engine/slots.hpp"
#include "kernel/network/cohort.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace nest {

struct World;

// Connections of one stimulation device to one spike recorder.
struct DirectGroup {
    StimulusModel* device;
    NodeId sender;
    Step since;
    ListeningWindow window;
    EventLog* log;
    std::uint64_t key;
    NodeId target;
};

struct Shard {
    std::size_t thread = 0;
    std::vector<std::unique_ptr<Cohort>> cohorts; // one per population
    SlotMap slots;
    InputBuffers input;

    std::vector<std::unique_ptr<EdgeTable>> tables; // by synapse model, then age
    std::vector<DeviceConnection> to_recorders;     // neuron or generator -> recorder
    std::vector<DeviceConnection> from_devices;     // generator or meter -> neuron
    std::vector<DirectGroup> direct;

    Calendar calendar;
    std::array<std::vector<std::uint64_t>, 2> emitted; // spikes of this slice and of the one before
    std::vector<std::uint64_t> inbox;                  // of all threads, merged

    NodeId target_of(Place place) const {
        SlotMap::Slot const slot = slots.locate(place);
        return cohorts[slot.owner]->id(slot.lane);
    }

    // ---- a slice (engine/delivery.cpp)
    void announce(Step slice_begin, Step slice_length); // inbox -> calendar
    void play(StepRange steps, Step slice_begin);       // calendar -> input rows
    void advance(StepRange steps, Step slice_begin, std::vector<std::uint64_t>& spikes);

    // Turns announced runs into single events with the weights of now, before edges change or move.
    void settle();
    std::size_t bytes_of_edges() const;

    std::vector<std::size_t> tile_slot; // first slot of every tile, in this run

private:
    void play(Calendar::Page const& page, double* row);
    void play_run(EdgeTable const& table, std::size_t r, double* row) const;
    void record(DirectGroup const& group, StepRange steps);
};

} // namespace nest
