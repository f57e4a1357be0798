// Acting as one: what fails on one rank fails on all.
#pragma once

#include "kernel/communicator.hpp"

#include <cstdint>
#include <functional>
#include <vector>

namespace nest {

// Every rank gets a copy of everybody's packet.
std::vector<Packet> gather(Communicator& ranks, Act act, Packet const& mine);

// Runs `action` on every rank (it must not be collective itself) and gathers the packets it returns. If it
// throws on some ranks, all throw the error of the first of them.
std::vector<Packet> agree(Communicator& ranks, Act act, std::function<Packet()> const& action);

} // namespace nest
