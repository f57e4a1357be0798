// From pending Connect calls to edge tables.
#include "kernel/connect/builder.hpp"
#include "kernel/connect/limits.hpp"
#include "kernel/engine/world.hpp"

#include <algorithm>
#include <memory>
#include <new>
#include <set>
#include <vector>

namespace nest {

namespace {

using Tables = std::vector<std::unique_ptr<EdgeTable>>;

// One table for each synapse model that has edges waiting on a thread.
Tables build_tables(World const& world, Shard& shard, std::set<std::size_t> const& synapses) {
    Tables fresh;
    for (std::size_t const synapse : synapses) {
        TableBuilder builder(world, shard, synapse);
        for (PendingEdges const& p : world.pending)
            if (p.spec().synapse == synapse) builder.add(p);
        if (auto table = builder.build()) fresh.push_back(std::move(table));
    }
    shard.tables.reserve(shard.tables.size() + fresh.size());
    return fresh;
}

// Adds a table behind those of its model. Older ones that it has outgrown are merged with it; without the
// memory for that, or if one table cannot hold both, they stay apart.
void install(World const& world, Shard& shard, std::unique_ptr<EdgeTable> fresh) {
    std::size_t const synapse = fresh->synapse();
    auto const after =
        std::ranges::find_if(shard.tables, [&](auto const& t) { return t->synapse() > synapse; });
    auto at = shard.tables.insert(after, std::move(fresh));
    if ((*at)->traits().plastic) return; // their traces are cheaper apart
    while (at != shard.tables.begin() && (*std::prev(at))->synapse() == synapse &&
           (*std::prev(at))->size() <= (*at)->size() &&
           (*std::prev(at))->size() + (*at)->size() <= most_edges) {
        try {
            TableBuilder merge(world, shard, synapse);
            merge.absorb(**std::prev(at));
            merge.absorb(**at);
            *std::prev(at) = merge.build();
        } catch (std::bad_alloc const&) {
            return;
        }
        at = std::prev(shard.tables.erase(at));
    }
}

} // namespace

// If memory runs out while tables are built, the calls still wait and no edge is there twice.
void build_edges(World& world) {
    if (world.pending.empty()) return;
    Timed const building(world.timers.connect);
    for (auto& population : world.populations) population.sealed = true;
    std::set<std::size_t> synapses;
    for (PendingEdges const& p : world.pending) synapses.insert(p.spec().synapse);
    world.team->each([&](std::size_t t) {
        Shard& shard = world.shards[t];
        for (std::size_t p = 0; p < shard.cohorts.size(); ++p)
            shard.cohorts[p]->seal(shard.slots, static_cast<std::uint32_t>(p));
    });
    std::vector<Tables> fresh(world.shards.size());
    std::vector<decltype(Shard::stochastic_edges)> numbered;
    for (Shard const& shard : world.shards) numbered.push_back(shard.stochastic_edges);
    try {
        world.team->each([&](std::size_t t) {
            world.shards[t].settle();
            fresh[t] = build_tables(world, world.shards[t], synapses);
        });
    } catch (...) {
        for (Shard& shard : world.shards) shard.stochastic_edges.swap(numbered[shard.thread]);
        throw;
    }
    world.team->each([&](std::size_t t) {
        for (auto& table : fresh[t]) install(world, world.shards[t], std::move(table));
    });
    world.pending.clear();
}

} // namespace nest
