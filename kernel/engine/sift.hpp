// Parting a list of edges by when their targets fired.
#pragma once

#include "kernel/core/clones.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace nest {

// Edges, numbered within a run, and the lanes of their targets.
struct EdgeList {
    static constexpr std::size_t most = 1024;
    static constexpr std::size_t slack = 16; // may be overwritten behind the last

    std::size_t n = 0;
    std::array<std::uint32_t, most + slack> edge, lane;
};

// The edges of a list whose targets show a stamp after `since`, and the others. `stamp` is by lane.
// Both lists are in the order of the first; `others` may be null.
void sift(EdgeList const& list, std::uint32_t const* stamp, std::uint32_t since, EdgeList& later,
          EdgeList* others);

} // namespace nest
