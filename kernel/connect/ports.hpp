// Who may connect to whom.
#pragma once

#include "kernel/connect/call.hpp"
#include "kernel/models/stimulus_model.hpp"
#include "kernel/nodes.hpp"

#include <cstdint>
#include <vector>

namespace nest {

struct World;

struct Kinds {
    bool neurons = false, stimulators = false, recorders = false;
    bool only_neurons() const { return neurons && !stimulators && !recorders; }
};
Kinds kinds_of(World const& world, NodeCollection const& nodes);

bool is_current(StimulusModel const& device);

[[noreturn]] void unknown_receptor(World const& world, NodeId target, std::int64_t receptor);
void check_spike_port(World const& world, NodeId source, NodeId target, std::int64_t receptor);
void check_current_port(World const& world, NodeId target, std::int64_t receptor);
void check_synapse(World const& world, NodeId target, EdgeSpecification const& spec); // _hpc, archives

// Every population among the targets is looked at once, or every neuron where receptors differ.
// Binary neurons and others do not understand each other; relays (parrots) pass on what they get.
void check_signals(World const& world, NodeCollection const& sources, NodeCollection const& targets);

void check_neuron_targets(World const& world, NodeCollection const& sources, NodeCollection const& targets,
                          std::vector<EdgeSpecification> const& specs);

// Tells neurons whose receptors are a parameter that they have spike input from now on.
void note_connected(World& world, NodeCollection const& sources, NodeCollection const& targets);

} // namespace nest
