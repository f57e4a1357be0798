// From connections of devices, kept one by one, to what the loop works with: groups of targets that a device
// serves together, lanes that a meter samples, recorders that listen to a lane.
#include "kernel/engine/world.hpp"
#include "kernel/errors.hpp"

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
    using Key = std::tuple<std::uint32_t, NodeId, Step, Step,
                           std::int64_t>; // cohort, device, -delay, since, receptor
    std::map<Key, StimulusGroup> groups;
    for (DeviceConnection const& c : shard.from_devices) {
        NodeEntry const &from = world.node(c.source), &to = world.node(c.target);
        if (from.kind != NodeKind::stimulator || world.stimulators[from.owner].frozen) continue;
        Stimulator& device = world.stimulators[from.owner];
        StimulusModel& model = *device.on_thread[shard.thread];
        Cohort& cohort = *shard.cohorts[to.owner];
        Step const since = std::max(c.since, device.settled);
        auto& group = groups[{to.owner, c.source, -c.delay, since, c.receptor}];
        if (!group.device) {
            group.device = &model;
            group.current = sends_current(model);
            group.delay = c.delay + (group.current ? 1 : 0); // a current slot is read at the end of its step
            group.since = since;
            group.counts = !group.current && cohort.counts();
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

void wire_taps(World& world, Shard& shard) {
    std::map<std::uint32_t, std::vector<std::pair<std::uint32_t, Tap>>> taps; // by cohort: (lane, tap)
    for (DeviceConnection const& c : shard.to_recorders) {
        NodeEntry const& from = world.node(c.source);
        Recorder& recorder = world.recorders[world.node(c.target).owner];
        Tap const tap{&recorder.log[shard.thread], window_of(world, *recorder.device)};
        if (recorder.frozen) continue;
        if (from.kind == NodeKind::neuron) {
            taps[from.owner].emplace_back(from.lane, tap);
        } else if (Stimulator& device = world.stimulators[from.owner]; !device.frozen) {
            shard.direct.push_back({device.on_thread[shard.thread].get(), c.source,
                                    std::max(c.since, device.settled), tap.window, tap.log, c.key, c.target});
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

} // namespace

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
    }
    world.devices_changed = false;
}

} // namespace nest
