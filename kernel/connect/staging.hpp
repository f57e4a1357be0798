// Edges on their way to places that lie far apart. They wait in blocks, by the cell that knows their place; a
// full block is put into the table at once. So the cells, cache lines and pages that are written together are
// few. Edges of one cell keep their order.
#pragma once

#include "kernel/core/pages.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace nest {

class Staging {
public:
    static constexpr std::size_t worth_it = std::size_t{1} << 22; // edges; fewer lie close enough together

    // `cells`: the place of the next edge of each of `n` cells. `slots`, `weights`: the columns of the table.
    Staging(std::uint32_t* cells, std::size_t n, std::uint16_t* slots, double* weights)
        : cells_(cells)
        , slots_(slots)
        , weights_(weights)
        , shift_(static_cast<unsigned>(std::bit_width(n / most_blocks)))
        , waiting_((n >> shift_) + 1, 0)
        , room_(waiting_.size() * block_edges) {}
    Staging(Staging&&) = default;
    Staging& operator=(Staging&&) = default;

    void add(std::size_t cell, std::uint16_t slot, double weight) {
        std::size_t const block = cell >> shift_;
        room_[block * block_edges + waiting_[block]] = {
            weight, static_cast<std::uint32_t>(cell - (block << shift_)), slot};
        if (++waiting_[block] == block_edges) empty(block);
    }
    void empty() {
        for (std::size_t block = 0; block < waiting_.size(); ++block) empty(block);
    }

private:
    static constexpr std::size_t most_blocks = 512;
    static constexpr std::size_t block_edges = 8192;
    static constexpr std::size_t at_a_time = 64; // fetched together

    struct Edge {
        double weight;
        std::uint32_t cell; // of the block
        std::uint16_t slot;
    };

    void empty(std::size_t block) {
        std::uint32_t* const cells = cells_ + (block << shift_);
        Edge const* const edges = room_.data() + block * block_edges;
        std::size_t const n = waiting_[block];
        for (std::size_t from = 0; from < n; from += at_a_time)
            put(cells, edges + from, std::min(at_a_time, n - from));
        waiting_[block] = 0;
    }
    void put(std::uint32_t* cells, Edge const* edges, std::size_t n) {
        std::uint32_t at[at_a_time];
        for (std::size_t i = 0; i < n; ++i) {
            at[i] = cells[edges[i].cell]++;
            __builtin_prefetch(slots_ + at[i], 1);
            __builtin_prefetch(weights_ + at[i], 1);
        }
        for (std::size_t i = 0; i < n; ++i) {
            slots_[at[i]] = edges[i].slot;
            weights_[at[i]] = edges[i].weight;
        }
    }

    std::uint32_t* cells_;
    std::uint16_t* slots_;
    double* weights_;
    unsigned shift_;                     // of a cell: its block
    std::vector<std::uint32_t> waiting_; // edges of each block
    Pages<Edge> room_;
};

} // namespace nest
