// Creating nodes, and finding them again.
#include "kernel/core/memory.hpp"
#include "kernel/engine/world.hpp"
#include "kernel/errors.hpp"
#include "kernel/network/assign.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace nest {

namespace {

// Below this, nodes created by several calls share one population: a loop of Create(model, 1) makes columns.
constexpr std::int64_t small_population = 512;

std::uint32_t population_for(World& world, std::uint32_t model, std::int64_t count) {
    auto const& all = world.populations;
    for (std::size_t p = all.size(); p-- > 0;)
        if (all[p].model == model && !all[p].sealed && all[p].size < small_population &&
            count < small_population)
            return static_cast<std::uint32_t>(p);
    for (Shard& shard : world.shards) {
        auto made = world.node_models[model].make();
        made->enter(world.around);
        shard.cohorts.push_back(
            std::make_unique<Cohort>(std::unique_ptr<NeuronModel>(static_cast<NeuronModel*>(made.release())),
                                     world.node_models[model].name()));
    }
    world.populations.push_back({model});
    return static_cast<std::uint32_t>(all.size() - 1);
}

void create_neurons(World& world, std::uint32_t model, NodeId first, std::int64_t count) {
    std::uint32_t const p = population_for(world, model, count);
    auto const& prototype = static_cast<NeuronModel const&>(*world.node_models[model].prototype);
    std::vector<std::vector<NodeId>> share(world.shards.size());
    Partition const partition = world.partition();
    for (NodeId id = first; id < first + count; ++id) {
        if (!partition.is_here(id)) {
            world.nodes.push_back({NodeKind::neuron, p, 0, model});
            continue;
        }
        std::size_t const t = partition.thread_of(id);
        auto const lane = world.shards[t].cohorts[p]->lanes() + share[t].size();
        world.nodes.push_back({NodeKind::neuron, p, static_cast<std::uint32_t>(lane), model});
        share[t].push_back(id);
    }
    for (std::size_t t = 0; t < share.size(); ++t)
        if (!share[t].empty()) world.shards[t].cohorts[p]->append(prototype, share[t]);
    world.populations[p].size += count;
    if (prototype.off_grid()) world.settings.off_grid_spiking = true;
}

template <class M> std::unique_ptr<M> make_device(World const& world, std::uint32_t model) {
    auto made = world.node_models[model].make();
    made->enter(world.around);
    made->set_lanes(0);
    made->append(*world.node_models[model].prototype, 0, 1);
    return std::unique_ptr<M>(static_cast<M*>(made.release()));
}

void create_stimulators(World& world, std::uint32_t model, NodeId first, std::int64_t count) {
    for (NodeId id = first; id < first + count; ++id) {
        Stimulator device{id, model, {}};
        for (std::size_t t = 0; t < world.shards.size(); ++t) {
            device.on_thread.push_back(make_device<StimulusModel>(world, model));
            device.on_thread.back()->name_node(id);
        }
        world.nodes.push_back(
            {NodeKind::stimulator, static_cast<std::uint32_t>(world.stimulators.size()), 0, model});
        world.stimulators.push_back(std::move(device));
    }
}

void create_recorders(World& world, std::uint32_t model, NodeId first, std::int64_t count) {
    for (NodeId id = first; id < first + count; ++id) {
        world.nodes.push_back(
            {NodeKind::recorder, static_cast<std::uint32_t>(world.recorders.size()), 0, model});
        world.recorders.push_back({id, model, make_device<RecorderModel>(world, model),
                                   std::vector<EventLog>(world.shards.size())});
    }
    world.devices_changed = true; // logs may have moved
}

constexpr std::array<std::size_t, 1> first_lane{0};
constexpr std::int64_t most_nodes = 0xfffffffe; // ids are 32 bits wide in keys of random numbers
constexpr double worth_asking = 256e6;          // bytes; less is always there

// Refuses at once what no id could name or no memory could hold.
void check_count(World const& world, NodeModelEntry const& entry, std::int64_t count) {
    if (count < 1)
        throw RangeCheck(fmt::format("Create needs a number of nodes greater than zero, not {}.", count));
    auto const existing = static_cast<std::int64_t>(world.nodes.size());
    if (count > most_nodes - existing)
        throw KernelException(fmt::format("Too many nodes: {} were asked for.", count),
                              fmt::format("{} exist, {} are possible", existing, most_nodes));
    bool const neuron = entry.kind() == NodeKind::neuron;
    std::size_t const columns = entry.prototype->fields().size() * sizeof(double);
    double const each = sizeof(NodeEntry) +
                        (neuron ? static_cast<double>(columns) / static_cast<double>(world.partition().ranks)
                                : 1000.0 * static_cast<double>(world.threads()));
    double const bytes = each * static_cast<double>(count);
    if (bytes < worth_asking) return;
    if (double const room = available_memory(); bytes > room)
        throw KernelException(
            fmt::format("Too many nodes: {} were asked for.", count),
            fmt::format("they need {:.1f} GB of memory, {:.1f} GB are available", bytes / 1e9, room / 1e9));
}

} // namespace

void build_shards(World& world) {
    world.placement = {world.threads(), world.ranks->size(), world.ranks->rank()};
    world.shards.clear();
    world.shards.resize(static_cast<std::size_t>(world.threads()));
    for (std::size_t t = 0; t < world.shards.size(); ++t) world.shards[t].thread = t;
    std::size_t const on_machine = world.shards.size() * static_cast<std::size_t>(world.ranks->neighbours());
    world.team = std::make_unique<ThreadTeam>(world.shards.size(), on_machine > ThreadTeam::cores());
}

NodeCollection create_nodes(World& world, std::string_view name, std::int64_t count,
                            Properties const& parameters) {
    Timed const creating(world.timers.create);
    auto const model = static_cast<std::uint32_t>(find_node_model(world, name));
    NodeModelEntry& entry = world.node_models[model];
    check_count(world, entry, count);
    Assignment temporarily; // the parameters are the model's defaults while nodes are created
    auto const known = [&](std::string_view key) { return settable_key(*entry.prototype, key, parameters); };
    Properties const kept = known_only(world, entry.name(), parameters, known, entry.prototype->fields());
    with_prefix(fmt::format("Setting status of model '{}': ", entry.name()),
                [&] { temporarily.apply(*entry.prototype, first_lane, kept); });
    NodeId const first = static_cast<NodeId>(world.nodes.size()) + 1;
    switch (entry.kind()) {
    case NodeKind::neuron:
        create_neurons(world, model, first, count);
        break;
    case NodeKind::stimulator:
        create_stimulators(world, model, first, count);
        break;
    case NodeKind::recorder:
        create_recorders(world, model, first, count);
        break;
    }
    return NodeCollection(first, first + count - 1, entry.identity, world.token);
}

NodeCollection collect_nodes(World const& world, std::span<NodeId const> ids) {
    auto const model_of = [&](NodeId id) {
        if (!world.exists(id)) throw UnknownNode(id);
        return world.model_of(id).identity;
    };
    return NodeCollection::of(ids, model_of, world.token);
}

} // namespace nest
