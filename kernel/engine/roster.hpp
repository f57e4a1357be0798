// Edges that are numbered in the order of their first spikes. The order must not depend on the thread an edge
// lives on: every thread hears all spikes, so each counts the edges of all threads and numbers its own.
#pragma once

#include "kernel/connect/edges.hpp"

#include <cstddef>
#include <cstdint>
#include <set>
#include <vector>

namespace nest {

struct World;

// The edges of one synapse model that have no number when a run begins.
struct Roster {
    struct Edge {
        NodeId source;
        std::uint64_t call;
        std::uint32_t specification;
        NodeId target;
        std::size_t thread;
        EdgeTable* table;
        std::size_t edge;
    };
    std::size_t synapse;
    std::int64_t next;       // number at the beginning of the run
    std::vector<Edge> edges; // by source, then as they were made
};

// A roster as one thread goes through it.
struct RollCall {
    Roster const* roster;
    std::int64_t next;
    std::set<NodeId> heard = {};

    // A spike of this source: do its edges have numbers already?
    bool call(NodeId source, std::size_t thread);
};

std::vector<Roster> make_rosters(World& world);
void close_rosters(World& world); // what was counted becomes the default of the model

} // namespace nest
