// From connections of devices, kept one by one, to what the loop works with: groups of targets that a device
// serves together, lanes that a meter samples, recorders that listen to a lane.
#include "kernel/engine/world.hpp"
#include "kernel/errors.hpp"
#include "kernel/parallel/packing.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace nest {

namespace {

ListeningWindow window_of(World const& world, RecorderModel const& device) {
    auto const& grid = world.grid();
    Tic const origin = grid.tics(device.origin[0]);
    auto const steps = [&](double ms) {
        return std::min(infinite_steps, grid.tics_to_steps(origin) + grid.steps_up(ms));
    };
    return {steps(device.start[0]), steps(device.stop[0])};
}

// ---------------------------------------------------------------- stimulation

void order_members(StimulusGroup& group) {
    std::vector<std::size_t> order(group.lane.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return group.lane[i]; });
    StimulusGroup sorted = group;
    for (std::size_t i = 0; i < order.size(); ++i) {
        sorted.lane[i] = group.lane[order[i]];
        sorted.node[i] = group.node[order[i]];
        sorted.key[i] = group.key[order[i]];
        sorted.weight[i] = group.weight[order[i]];
    }
    bool const same =
        std::ranges::all_of(sorted.weight, [&](double w) { return w == sorted.weight.front(); });
    if (same) sorted.weight.resize(1);
    group = std::move(sorted);
}

bool sends_current(StimulusModel const& device) {
    return device.signal() == Signal::current || device.signal() == Signal::broadcast_current;
}

void wire_stimuli(World& world, Shard& shard) {
    using Key = std::tuple<std::uint32_t, NodeId, Step, double, Step,
                           std::int64_t>; // cohort, device, -delay, its rest, since, receptor
    std::map<Key, StimulusGroup> groups;
    for (DeviceConnection const& c : shard.from_devices) {
        NodeEntry const &from = world.node(c.source), &to = world.node(c.target);
        if (from.kind != NodeKind::stimulator || world.stimulators[from.owner].frozen) continue;
        Stimulator& device = world.stimulators[from.owner];
        StimulusModel& model = *device.on_thread[shard.thread];
        Cohort& cohort = *shard.cohorts[to.owner];
        Step const since = std::max(c.since, device.settled);
        auto& group = groups[{to.owner, c.source, -c.delay, c.delay_rest, since, c.receptor}];
        if (!group.device) {
            group.device = &model;
            group.sender = c.source;
            group.current = sends_current(model);
            // A current slot is read at the end of its step.
            group.delay = c.delay + (group.current && !cohort.wiring().keeps_current ? 1 : 0);
            group.delay_rest = group.current ? 0.0 : c.delay_rest;
            group.since = since;
            group.counts = !group.current && cohort.counts();
            group.transitions = !group.current && cohort.wiring().transitions;
            if (group.current) {
                auto const port =
                    std::ranges::find(cohort.wiring().currents, c.receptor, &CurrentPort::receptor);
                group.positive = group.negative = port->channel;
                cohort.connect_current(port->channel);
            } else {
                SpikePort const port = world.spike_port(to, c.receptor);
                group.positive = port.positive;
                group.negative = port.negative;
            }
        }
        group.lane.push_back(to.lane);
        group.node.push_back(c.target);
        group.key.push_back(c.key);
        group.weight.push_back(c.weight);
    }
    for (auto& [key, group] : groups) {
        order_members(group);
        shard.cohorts[std::get<0>(key)]->stimuli.push_back(std::move(group));
    }
}

// ---------------------------------------------------------------- recording

void wire_probes(World& world, Shard& shard) {
    std::map<std::pair<std::uint32_t, NodeId>, std::vector<DeviceConnection const*>> meters;
    for (DeviceConnection const& c : shard.from_devices)
        if (world.node(c.source).kind == NodeKind::recorder && world.node(c.target).kind == NodeKind::neuron)
            meters[{world.node(c.target).owner, c.source}].push_back(&c);
    for (auto& [where, connections] : meters) {
        Recorder& meter = world.recorders[world.node(where.second).owner];
        if (meter.frozen) continue;
        Cohort& cohort = *shard.cohorts[where.first];
        Probe probe;
        probe.log = &meter.log[shard.thread];
        probe.interval = meter.device->interval();
        probe.first = meter.device->first_sample() > 0 ? meter.device->first_sample() : probe.interval;
        probe.window = window_of(world, *meter.device);
        for (auto const& name : meter.device->quantities())
            probe.quantities.push_back(cohort.model().recordable(name));
        probe.log->values.resize(probe.quantities.size());
        std::ranges::sort(connections, {}, [&](auto const* c) { return world.node(c->target).lane; });
        for (DeviceConnection const* c : connections) {
            probe.lane.push_back(world.node(c->target).lane);
            probe.order.push_back(static_cast<std::uint32_t>(c->key));
        }
        cohort.probes.push_back(std::move(probe));
    }
}

Tap tap_of(World const& world, Recorder& recorder, std::size_t thread) {
    EventLog& log = recorder.log[thread];
    log.values.resize(recorder.device->quantities().size());
    log.integers.resize(recorder.device->integers().size());
    return {&log, window_of(world, *recorder.device), recorder.device->records()};
}

// Does the device take spikes as they are emitted?
bool listens(World const& world, NodeId id) {
    NodeEntry const& node = world.node(id);
    if (node.kind == NodeKind::stimulator) return !world.stimulators[node.owner].frozen;
    Recorder const& recorder = world.recorders[node.owner];
    return !recorder.frozen && recorder.device->records() != Records::releases;
}

Tap tap_of(World& world, DeviceConnection const& c, std::size_t thread) {
    NodeEntry const& to = world.node(c.target);
    if (to.kind == NodeKind::stimulator)
        return {.log = nullptr,
                .window = {-1, infinite_steps},
                .into = world.stimulators[to.owner].on_thread[thread].get(),
                .delay = c.delay};
    Tap tap = tap_of(world, world.recorders[world.node(c.target).owner], thread);
    tap.weight = c.weight;
    tap.receptor = c.receptor;
    tap.order = static_cast<std::uint32_t>(c.order);
    if (world.node(c.source).kind == NodeKind::stimulator) tap.order |= Arriving::from_device;
    return tap;
}

void wire_taps(World& world, Shard& shard) {
    std::map<std::uint32_t, std::vector<std::pair<std::uint32_t, Tap>>> taps; // by cohort: (lane, tap)
    for (DeviceConnection const& c : shard.to_recorders) {
        NodeEntry const& from = world.node(c.source);
        if (!listens(world, c.target)) continue;
        Tap const tap = tap_of(world, c, shard.thread);
        if (from.kind == NodeKind::neuron) {
            taps[from.owner].emplace_back(from.lane, tap);
        } else if (Stimulator& device = world.stimulators[from.owner]; !device.frozen) {
            shard.direct.push_back({device.on_thread[shard.thread].get(), c.source,
                                    std::max(c.since, device.settled), tap, c.key, c.target});
        }
    }
    for (auto& [owner, list] : taps) {
        Cohort& cohort = *shard.cohorts[owner];
        std::ranges::stable_sort(list, {}, [](auto const& t) { return t.first; });
        cohort.taps.first.assign(cohort.lanes() + 1, 0);
        for (auto const& [lane, tap] : list) ++cohort.taps.first[lane + 1];
        for (std::size_t i = 1; i <= cohort.lanes(); ++i) cohort.taps.first[i] += cohort.taps.first[i - 1];
        for (auto const& [lane, tap] : list) cohort.taps.taps.push_back(tap);
    }
}

// ---------------------------------------------------------------- recorders of weights

Recorder* weight_recorder_of(World& world, std::size_t synapse) {
    NodeCollection const& named = world.synapse_models[synapse].weight_recorder;
    if (named.empty()) return nullptr;
    Recorder& recorder = world.recorders[world.node(named.first()).owner];
    return recorder.frozen ? nullptr : &recorder;
}

void wire_device_weights(World& world, Shard& shard) {
    for (std::size_t i = 0; i < shard.from_devices.size(); ++i) {
        DeviceConnection const& c = shard.from_devices[i];
        NodeEntry const &from = world.node(c.source), &to = world.node(c.target);
        Recorder* const recorder = weight_recorder_of(world, c.synapse);
        if (!recorder || from.kind != NodeKind::stimulator || to.kind != NodeKind::neuron) continue;
        Stimulator& device = world.stimulators[from.owner];
        StimulusModel& model = *device.on_thread[shard.thread];
        auto const passes = [&](char const* key, NodeId id) {
            Integers const ids = to_integers(recorder->device->find(key)->get(0));
            return ids->empty() || std::ranges::binary_search(*ids, id);
        };
        if (device.frozen || sends_current(model)) continue;
        if (!passes("senders", c.source) || !passes("targets", c.target)) continue;
        Tap tap = tap_of(world, *recorder, shard.thread);
        tap.weight = c.weight;
        tap.receptor = c.receptor;
        tap.order = c.synapse | Arriving::from_device;
        tap.target = c.target;
        tap.port = static_cast<std::int64_t>(i);
        shard.direct.push_back({&model, c.source, std::max(c.since, device.settled), tap, c.key, c.target});
    }
}

} // namespace

void wire_weights(World& world) {
    for (Shard& shard : world.shards) {
        shard.weight_taps.clear();
        std::map<std::size_t, std::int64_t> ports;
        for (auto& table : shard.tables) {
            auto const size = static_cast<std::int64_t>(table->size());
            std::int64_t const first = std::exchange(ports[table->synapse()], ports[table->synapse()] + size);
            table->weight_tap = -1;
            Recorder* const recorder = weight_recorder_of(world, table->synapse());
            if (!recorder) continue;
            table->weight_tap = static_cast<std::int32_t>(shard.weight_taps.size());
            Tap tap = tap_of(world, *recorder, shard.thread);
            tap.order = static_cast<std::uint32_t>(table->synapse());
            auto const filter = [&](char const* key) -> std::span<std::int64_t const> {
                auto const* field = dynamic_cast<TypedField<Integers> const*>(recorder->device->find(key));
                return *(*field)[0];
            };
            shard.weight_taps.push_back({tap, filter("senders"), filter("targets"), first});
        }
    }
}

// ---------------------------------------------------------------- volume transmitters

namespace {

using Sources = std::vector<std::pair<NodeId, Step>>; // and delays

bool transmits(Recorder const& recorder) { return recorder.device->records() == Records::releases; }

std::int64_t interval_of(Recorder const& recorder) { // slices
    return std::abs(to_integer(recorder.device->find("deliver_interval")->get(0)));
}

// Every thread has a replica of its own: what has been released lives on.
void wire_transmitter(World& world, Recorder const& recorder, Sources const& sources, Shard& shard) {
    auto at = std::ranges::find(shard.transmitters, recorder.id, &Transmitter::id);
    if (at == shard.transmitters.end()) at = shard.transmitters.insert(at, Transmitter{recorder.id});
    at->interval = interval_of(recorder) * world.slice_length;
    at->sources = recorder.frozen ? Sources{} : sources;
}

} // namespace

void report_sources(World const& world, PacketWriter& report) {
    for (Recorder const& recorder : world.recorders) {
        if (!transmits(recorder)) continue;
        if (interval_of(recorder) == 0)
            throw KernelException("The deliver_interval of a volume_transmitter must not be 0.");
        Sources mine;
        for (Shard const& shard : world.shards)
            for (DeviceConnection const& c : shard.to_recorders)
                if (c.target == recorder.id) mine.emplace_back(c.source, c.delay);
        report.number(mine.size());
        for (auto const& [source, delay] : mine) {
            report.number(static_cast<std::uint64_t>(source));
            report.number(static_cast<std::uint64_t>(delay));
        }
    }
}

void wire_transmitters(World& world, std::span<PacketReader> reports) {
    static std::vector<Release> const nothing_released{{0, 0.0}};
    for (Recorder const& recorder : world.recorders) {
        if (!transmits(recorder)) continue;
        Sources sources;
        for (PacketReader& report : reports)
            for (std::uint64_t n = report.number(); n > 0; --n) {
                auto const source = static_cast<NodeId>(report.number());
                sources.emplace_back(source, static_cast<Step>(report.number()));
            }
        std::ranges::sort(sources);
        for (Shard& shard : world.shards) wire_transmitter(world, recorder, sources, shard);
    }
    for (Shard& shard : world.shards) {
        for (auto& table : shard.tables) {
            NodeCollection const& named = world.synapse_models[table->synapse()].volume_transmitter;
            table->transmitter = named.empty() ? 0 : named.first();
            if (named.empty()) {
                table->model().listen(nothing_released);
                continue;
            }
            auto const at = std::ranges::find(shard.transmitters, table->transmitter, &Transmitter::id);
            table->model().listen(at->releases);
        }
    }
}

void wire_devices(World& world) {
    for (Shard& shard : world.shards) {
        shard.direct.clear();
        for (auto& cohort : shard.cohorts) {
            cohort->stimuli.clear();
            cohort->probes.clear();
            cohort->taps = {};
        }
        wire_stimuli(world, shard);
        wire_probes(world, shard);
        wire_taps(world, shard);
        wire_device_weights(world, shard);
    }
    world.devices_changed = false;
}

} // namespace nest
