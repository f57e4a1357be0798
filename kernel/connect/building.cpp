// From pending Connect calls to edge tables.
#include "kernel/connect/builder.hpp"
#include "kernel/engine/world.hpp"

#include <algorithm>
#include <set>

namespace nest {

namespace {

// The tables of one synapse model on one thread: old ones that have been outgrown are built anew.
void build_tables(World const& world, Shard& shard, std::size_t synapse,
                  std::vector<PendingEdges> const& pending) {
    TableBuilder builder(world, shard, synapse);
    for (PendingEdges const& p : pending)
        if (p.spec().synapse == synapse) builder.add(p);
    auto fresh = builder.build();
    if (!fresh) return;
    auto const after =
        std::ranges::find_if(shard.tables, [&](auto const& t) { return t->synapse() > synapse; });
    auto at = shard.tables.insert(after, std::move(fresh));
    bool const plastic = (*at)->traits().plastic; // their traces are cheaper apart
    while (!plastic && at != shard.tables.begin() && (*std::prev(at))->synapse() == synapse &&
           (*std::prev(at))->size() <= (*at)->size()) {
        TableBuilder merge(world, shard, synapse);
        merge.absorb(std::move(*std::prev(at)));
        merge.absorb(std::move(*at));
        *std::prev(at) = merge.build();
        at = std::prev(shard.tables.erase(at));
    }
}

} // namespace

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
    world.team->each([&](std::size_t t) {
        Shard& shard = world.shards[t];
        shard.settle();
        for (std::size_t const synapse : synapses) build_tables(world, shard, synapse, world.pending);
    });
    world.pending.clear();
}

} // namespace nest
