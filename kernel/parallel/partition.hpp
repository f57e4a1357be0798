// Which rank and which thread a node lives on: node i on virtual process i mod n, process p on rank
// p mod ranks.
#pragma once

#include "kernel/nodes.hpp"

#include <cstddef>
#include <cstdint>

namespace nest {

struct Partition {
    std::int64_t threads = 1; // per rank
    std::int64_t ranks = 1;
    std::int64_t rank = 0; // this one

    std::int64_t processes() const { return threads * ranks; } // virtual ones
    std::int64_t process_of(NodeId id) const { return id % processes(); }
    std::int64_t process(std::size_t thread) const { // that a thread of this rank is
        return static_cast<std::int64_t>(thread) * ranks + rank;
    }
    std::int64_t rank_of(NodeId id) const { return id % ranks; }
    bool is_here(NodeId id) const { return rank_of(id) == rank; }
    std::size_t thread_of(NodeId id) const { // on its rank
        return static_cast<std::size_t>(process_of(id) / ranks);
    }
};

} // namespace nest
