// Who may connect to whom: the receptors of targets.
#include "kernel/connect/ports.hpp"

#include "kernel/engine/world.hpp"
#include "kernel/errors.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace nest {

Kinds kinds_of(World const& world, NodeCollection const& nodes) {
    Kinds kinds;
    for (NodeRange const& range : nodes.ranges()) {
        NodeKind const kind = world.node(range.first).kind; // a range has one model
        (kind == NodeKind::neuron       ? kinds.neurons
         : kind == NodeKind::stimulator ? kinds.stimulators
                                        : kinds.recorders) = true;
    }
    return kinds;
}

[[noreturn]] void unknown_receptor(World const& world, NodeId target, std::int64_t receptor) {
    throw UnknownReceptorType(receptor, world.model_of(target).name());
}

bool is_current(StimulusModel const& device) {
    return device.signal() == Signal::current || device.signal() == Signal::broadcast_current;
}

void check_spike_port(World const& world, NodeId source, NodeId target, std::int64_t receptor) {
    NodeEntry const& node = world.node(target);
    Wiring const wiring = world.cohort_of(target).model().wiring(node.lane);
    if (wiring.spikes.empty())
        throw IllegalConnection(fmt::format("{} does not accept spikes.", world.model_of(target).name()));
    auto const port = std::ranges::find(wiring.spikes, receptor, &SpikePort::receptor);
    if (port != wiring.spikes.end()) {
        if (port->only_from.empty() || world.node_models[world.node(source).model].type_id == port->only_from)
            return;
        throw IllegalConnection(fmt::format("Receptor {} of {} accepts only spikes of {}.", receptor,
                                            world.model_of(target).name(), port->only_from));
    }
    bool const varies = world.cohort_of(target).model().wiring_varies(); // receptors made by the user
    bool const other = receptor == 0 || std::ranges::find(wiring.currents, receptor,
                                                          &CurrentPort::receptor) != wiring.currents.end();
    if (varies || (wiring.typed && other))
        throw IncompatibleReceptorType(receptor, world.model_of(target).name(), "SpikeEvent");
    unknown_receptor(world, target, receptor);
}

void check_synapse(World const& world, NodeId target, EdgeSpecification const& spec) {
    SynapseModelEntry const& synapse = world.synapse_models[spec.synapse];
    if (synapse.traits.first_receptor_only && spec.receptor != 0)
        throw IllegalConnection(
            fmt::format("{} reaches receptor 0 only, not {}.", synapse.name, spec.receptor));
    bool const archive =
        world.node(target).kind == NodeKind::neuron && world.cohort_of(target).model().has_archive();
    if (synapse.traits.needs_history && !archive)
        throw IllegalConnection(fmt::format("{} keeps no history of spikes, which {} needs.",
                                            world.model_of(target).name(), synapse.name));
}

void check_current_port(World const& world, NodeId target, std::int64_t receptor) {
    NodeEntry const& node = world.node(target);
    Wiring const wiring = world.cohort_of(target).model().wiring(node.lane);
    if (wiring.currents.empty())
        throw IllegalConnection(fmt::format("{} does not accept currents.", world.model_of(target).name()));
    if (std::ranges::find(wiring.currents, receptor, &CurrentPort::receptor) != wiring.currents.end()) {
        if (!wiring.transitions) return;
        throw IllegalConnection(
            fmt::format("{} is binary and does not accept currents.", world.model_of(target).name()));
    }
    bool const other = receptor == 0 || std::ranges::find(wiring.spikes, receptor, &SpikePort::receptor) !=
                                            wiring.spikes.end();
    if (wiring.typed && other)
        throw IncompatibleReceptorType(receptor, world.model_of(target).name(), "CurrentEvent");
    unknown_receptor(world, target, receptor);
}

static Wiring wiring_of(World const& world, NodeId first) { // of a model by default
    return static_cast<NeuronModel const&>(*world.model_of(first).prototype).wiring(0);
}

void check_signals(World const& world, NodeCollection const& sources, NodeCollection const& targets) {
    for (NodeRange const& from : sources.ranges()) {
        for (NodeRange const& to : targets.ranges()) {
            if (world.node(from.first).kind != NodeKind::neuron ||
                world.node(to.first).kind != NodeKind::neuron)
                continue;
            Wiring const a = wiring_of(world, from.first), b = wiring_of(world, to.first);
            if (a.transitions != b.transitions && !a.counts && !b.counts)
                throw IllegalConnection("Binary and spiking neurons cannot be connected directly.");
        }
    }
}

// Every population among the targets is looked at once, or every neuron where receptors differ.
void check_neuron_targets(World const& world, NodeCollection const& sources, NodeCollection const& targets,
                          std::vector<EdgeSpecification> const& specs) {
    std::set<std::uint32_t> seen;
    for (NodeId const id : targets) {
        if (!world.is_local(id)) continue; // its own rank looks at it
        NodeEntry const& node = world.node(id);
        if (!world.cohort_of(id).model().wiring_varies() && !seen.insert(node.owner).second) continue;
        for (auto const& spec : specs) {
            for (NodeRange const& range : sources.ranges()) // a range has one model
                check_spike_port(world, range.first, id, spec.receptor);
            check_synapse(world, id, spec);
        }
    }
}

void note_connected(World& world, NodeCollection const& sources, NodeCollection const& targets) {
    NodeEntry const& source = world.node(sources.first());
    bool const currents =
        source.kind == NodeKind::stimulator && is_current(*world.stimulators[source.owner].on_thread[0]);
    if (currents || source.kind == NodeKind::recorder) return;
    for (NodeRange const& range : targets.ranges()) {
        if (world.node(range.first).kind != NodeKind::neuron) continue;
        if (!world.cohort_of(range.first).model().wiring_varies()) continue;
        for (NodeId id = range.first; id <= range.last(); id += range.step)
            if (world.is_local(id)) world.cohort_of(id).model().connected(world.node(id).lane);
    }
}

SpikePort World::spike_port(NodeEntry const& node, std::int64_t receptor) const {
    for (Shard const& shard : shards) {
        Cohort const& cohort = *shard.cohorts[node.owner];
        for (SpikePort const& port : cohort.wiring().spikes)
            if (port.receptor == receptor) return port;
    }
    throw InternalError("a connection without receptor");
}

} // namespace nest
