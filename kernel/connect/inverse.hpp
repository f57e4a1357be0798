// From places in the input buffers back to nodes.
#pragma once

#include "kernel/engine/shard.hpp"

#include <cstdint>
#include <vector>

namespace nest {

// The node at every slot of a thread, tile by tile.
class Inverse {
public:
    explicit Inverse(Shard const& shard) {
        tiles_.resize(shard.slots.tiles());
        for (auto const& cohort : shard.cohorts)
            for (std::size_t c = 0; c < cohort->wiring().spike_channels(); ++c)
                for (std::size_t lane = 0; lane < cohort->lanes(); ++lane) {
                    Place const at = cohort->place(shard.slots, static_cast<Channel>(c), lane);
                    auto& tile = tiles_[at.tile];
                    if (tile.size() <= at.offset) tile.resize(at.offset + std::size_t{1}, 0);
                    tile[at.offset] = cohort->id(lane);
                }
    }
    NodeId operator()(Place at) const { return tiles_[at.tile][at.offset]; }
    NodeId const* tile(std::uint16_t t) const { return tiles_[t].data(); }

private:
    std::vector<std::vector<NodeId>> tiles_;
};

} // namespace nest
