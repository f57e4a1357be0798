// A connection found again from its handle.
#pragma once

#include "kernel/connect/device_connection.hpp"
#include "kernel/connect/edges.hpp"
#include "kernel/simulation.hpp"

#include <cstddef>

namespace nest {

struct World;
struct Shard;

// An edge of a table, or a connection of a device.
struct EdgeRef {
    Shard* shard;
    EdgeTable* table;
    std::size_t edge;
    std::size_t run;
    DeviceConnection* device;
};

EdgeRef find_edge(World& world, Connection const& connection); // InexistentConnection
double weight_of(EdgeRef const& ref);
double delay_of(World const& world, EdgeRef const& ref); // ms

} // namespace nest
