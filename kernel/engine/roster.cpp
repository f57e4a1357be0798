#include "kernel/engine/roster.hpp"

#include "kernel/engine/world.hpp"

#include <algorithm>
#include <tuple>

namespace nest {

bool RollCall::call(NodeId source, std::size_t thread) {
    auto const edges = std::ranges::equal_range(roster->edges, source, {}, &Roster::Edge::source);
    if (edges.empty() || !heard.insert(source).second) return false;
    for (Roster::Edge const& edge : edges) {
        if (edge.thread == thread) edge.table->model().number(edge.edge, next);
        ++next;
    }
    return true;
}

namespace {

void add_edges(Roster& roster, Shard& shard, EdgeTable& table) {
    for (std::size_t r = 0; r < table.runs(); ++r) {
        NodeId const source = table.source_of_run(r);
        for (std::size_t e = table.run(r).first; e < table.run(r + 1).first; ++e) {
            if (table.model().has_number(e)) continue;
            NodeId const target = shard.target_of(table.place(e, r));
            Origin const& origin = table.origin(e, source, target);
            roster.edges.push_back(
                {source, origin.call, origin.specification, target, shard.thread, &table, e});
        }
    }
}

} // namespace

std::vector<Roster> make_rosters(World& world) {
    std::vector<Roster> rosters;
    for (std::size_t s = 0; s < world.synapse_models.size(); ++s) {
        if (!world.synapse_models[s].traits.numbered) continue;
        Roster roster{s, world.synapse_models[s].prototype->numbered(), {}};
        for (Shard& shard : world.shards)
            for (auto& table : shard.tables)
                if (table->synapse() == s) add_edges(roster, shard, *table);
        std::ranges::sort(roster.edges, {}, [](Roster::Edge const& e) {
            return std::tuple(e.source, e.call, e.specification, e.target, e.edge);
        });
        if (!roster.edges.empty()) rosters.push_back(std::move(roster));
    }
    for (Shard& shard : world.shards) {
        shard.roll_calls.clear();
        for (Roster const& roster : rosters) shard.roll_calls.push_back({&roster, roster.next});
    }
    return rosters;
}

void close_rosters(World& world) {
    for (RollCall const& call : world.shards.front().roll_calls)
        if (call.next != call.roster->next)
            world.synapse_models[call.roster->synapse].prototype->set_numbered(call.next);
    for (Shard& shard : world.shards) shard.roll_calls.clear();
}

} // namespace nest
