#include "kernel/connect/device_sink.hpp"

#include "kernel/connect/evaluate.hpp"
#include "kernel/connect/ports.hpp"
#include "kernel/engine/world.hpp"
#include "kernel/errors.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace nest {

void DeviceSink::take(std::uint32_t s, std::int64_t t, std::uint64_t ordinal) {
    NodeId const source = sources_[s], target = targets_[static_cast<std::size_t>(t)];
    NodeKind const from = world_.node(source).kind, to = world_.node(target).kind;
    if (from == NodeKind::neuron && to == NodeKind::neuron) {
        if (world_.is_local(target))
            for (auto const& spec : call_.specifications) {
                check_spike_port(world_, source, target, spec.receptor);
                check_synapse(world_, target, spec);
            }
        neurons_->pairs.push_back({s, t, ordinal});
        return;
    }
    for (EdgeSpecification const& spec : call_.specifications) {
        check(source, target, spec);
        EdgeIdentity const edge{source, target, ordinal};
        double const w = evaluate(spec.weight, call_, edge, world_.random);
        Step const d = evaluate_delay(spec, call_, edge, world_.random, world_.grid());
        bool const heard = to != NodeKind::neuron && from != NodeKind::recorder;
        made_.push_back({{source, target, 0, 0, static_cast<std::uint32_t>(spec.synapse), d, spec.delay_rest,
                          world_.around.now, w, spec.receptor, spec.label},
                         heard && from == NodeKind::neuron ? source : target,
                         heard});
    }
}

void DeviceSink::check(NodeId source, NodeId target, EdgeSpecification const& spec) {
    NodeEntry const &from = world_.node(source), &to = world_.node(target);
    SynapseModelEntry const& synapse = world_.synapse_models[spec.synapse];
    bool const meter_to_generator = from.kind == NodeKind::recorder && to.kind == NodeKind::stimulator;
    bool const relayed = to.kind == NodeKind::stimulator && from.kind != NodeKind::recorder &&
                         world_.stimulators[to.owner].on_thread[0]->relays();
    if (relayed) {
        if (from.kind == NodeKind::stimulator && is_current(*world_.stimulators[from.owner].on_thread[0]))
            throw IllegalConnection(
                fmt::format("{} does not accept currents.", world_.model_of(target).name()));
        if (spec.receptor != 0) unknown_receptor(world_, target, spec.receptor);
        check_synapse(world_, target, spec);
        if (synapse.traits.stochastic) refuse_device(synapse, target);
        return;
    }
    if (to.kind == NodeKind::stimulator && !meter_to_generator)
        throw IllegalConnection(
            fmt::format("{} is a stimulation device and receives nothing.", world_.model_of(target).name()));
    if (from.kind == NodeKind::recorder) {
        Recorder const& meter = world_.recorders[from.owner];
        if (meter.device->records() != Records::samples)
            throw IllegalConnection("Source node does not send output.\n"
                                    "  Note that recorders must be connected as Connect(neuron, recorder).");
        return check_meter(meter, source, target, spec);
    }
    if (to.kind == NodeKind::recorder) {
        RecorderModel const& device = *world_.recorders[to.owner].device;
        if (device.records() == Records::weights)
            throw IllegalConnection("A weight recorder is named by a synapse model, not connected.");
        if (device.records() == Records::releases && from.kind != NodeKind::neuron)
            throw IllegalConnection("A volume transmitter receives spikes of neurons only.");
        if (device.records() == Records::samples)
            throw IllegalConnection(
                "The target node or synapse model does not support spike input.\n"
                "  Note that volt/multimeters must be connected as Connect(meter, neuron).");
        if (from.kind == NodeKind::stimulator && is_current(*world_.stimulators[from.owner].on_thread[0]))
            throw IllegalConnection("A spike recorder does not accept currents.");
        if (spec.receptor < 0 || spec.receptor >= device.receptors())
            unknown_receptor(world_, target, spec.receptor);
        check_synapse(world_, target, spec);
        bool const weighs = device.records() == Records::correlations;
        if (synapse.traits.stochastic || (synapse.traits.plastic && weighs)) refuse_device(synapse, target);
        return;
    }
    if (synapse.traits.neuron_sources_only)
        throw IllegalConnection(
            fmt::format("{} cannot transmit what {} sends.", synapse.name, world_.model_of(source).name()));
    if (world_.is_local(target)) { // else its own rank looks at it
        if (is_current(*world_.stimulators[from.owner].on_thread[0]))
            check_current_port(world_, target, spec.receptor);
        else
            check_spike_port(world_, source, target, spec.receptor);
    }
    check_synapse(world_, target, spec);
    auto const [used, first] = synapse_of_.try_emplace(source, static_cast<std::uint32_t>(spec.synapse));
    if (!first && used->second != spec.synapse)
        throw IllegalConnection("All outgoing connections from a device must use the same synapse type.");
}

// What reaches a device is sent by its source directly: no synapse can change it on the way.
void DeviceSink::refuse_device(SynapseModelEntry const& synapse, NodeId target) const {
    throw NotImplemented(
        fmt::format("{} cannot transmit to {}.", synapse.name, world_.model_of(target).name()));
}

void DeviceSink::check_meter(Recorder const& meter, NodeId source, NodeId target,
                             EdgeSpecification const& spec) {
    NodeEntry const& node = world_.node(target);
    if (node.kind == NodeKind::recorder)
        throw IllegalConnection(fmt::format("{} cannot be recorded from.", world_.model_of(target).name()));
    if (spec.receptor != 0) throw IllegalConnection("A multimeter is connected with receptor_type 0.");
    std::vector<std::string> const known_names =
        node.kind == NodeKind::stimulator ? world_.stimulators[node.owner].on_thread[0]->recordables()
                                          : world_.cohort_of(target).model().recordables();
    bool const takes = node.kind == NodeKind::stimulator ? !known_names.empty()
                                                         : world_.cohort_of(target).model().takes_meters();
    if (!takes)
        throw IllegalConnection(fmt::format("{} has nothing to record.", world_.model_of(target).name()));
    for (auto const& name : meter.device->quantities())
        if (std::ranges::find(known_names, name) == known_names.end())
            throw IllegalConnection(
                fmt::format("Cannot connect with unknown recordable {}: {} does not have it.", name,
                            world_.model_of(target).name()));
    auto const& existing = world_.shards[world_.thread_of(target)].from_devices;
    bool const known = std::ranges::any_of(
        existing, [&](auto const& c) { return c.source == source && c.target == target; });
    if (known || !metered_.insert({source, target}).second)
        throw IllegalConnection("A neuron can be connected to the same multimeter only once.");
}

// Every rank counts all connections, so that numbers and draws agree, and keeps its own.
void DeviceSink::commit() {
    Partition const partition = world_.partition();
    for (Made& m : made_) {
        DeviceConnection& c = m.connection;
        c.order = world_.device_edges++;
        NodeEntry const &from = world_.node(c.source), &to = world_.node(c.target);
        if (from.kind == NodeKind::stimulator) c.key = world_.stimulators[from.owner].connections++;
        if (from.kind == NodeKind::recorder) c.key = world_.recorders[from.owner].connections++;
        if (to.kind == NodeKind::recorder) ++world_.recorders[to.owner].connections;
        if (!partition.is_here(m.home)) continue;
        Shard& shard = world_.shards[partition.thread_of(m.home)];
        (m.to_recorder ? shard.to_recorders : shard.from_devices).push_back(c);
    }
    if (!made_.empty()) world_.devices_changed = true;
}

} // namespace nest
