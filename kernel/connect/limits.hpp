// What is too large to be built is refused before anything is changed.
#pragma once

#include "kernel/connect/call.hpp"

#include <cstddef>
#include <limits>
#include <span>

namespace nest {

struct World;

inline constexpr std::size_t most_edges = std::numeric_limits<std::uint32_t>::max() - 1; // of one table

// Edges of a call, on all threads; about as many where chance decides.
double count_edges(World const& world, ConnectCall const& call);

// Refuses calls whose edges no table could number or no memory could hold.
void check_size(World const& world, std::span<ConnectCall const> calls);

} // namespace nest
