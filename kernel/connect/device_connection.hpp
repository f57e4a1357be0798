// A connection from or to a device. Few in number and never transmitted: kept one by one.
#pragma once

#include "kernel/core/time.hpp"
#include "kernel/nodes.hpp"

#include <cstdint>

namespace nest {

struct DeviceConnection {
    NodeId source;
    NodeId target;
    std::uint64_t order; // of creation, among all connections of devices
    std::uint64_t key;   // distinct for every connection of the source
    std::uint32_t synapse;
    Step delay;
    double delay_rest; // ms by which it is shorter
    Step since;        // step at which it was made
    double weight;
    std::int64_t receptor;
    std::int64_t label;
};

} // namespace nest
