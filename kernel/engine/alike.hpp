// What all ranks must have made alike, because each replays the rules for its own part of one network.
#pragma once

#include "kernel/parallel/packing.hpp"

#include <span>

namespace nest {

struct World;

void report_network(World const& world, PacketWriter& report);
void compare_networks(std::span<PacketReader> reports); // one per rank; KernelException if they differ

} // namespace nest
