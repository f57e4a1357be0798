// Spikes that cross between ranks. Every rank has told the others which of their neurons have targets on it;
// at the beginning of a slice, the spikes of the slice before go where they are awaited: one entry per
// source, with the steps in which it fired (and, between grid points, how far before their ends).
#pragma once

#include "kernel/communicator.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace nest {

struct World;

class SpikeExchange {
public:
    // Collective: to be done when connections have been made or removed on any rank.
    void subscribe(World const& world);

    // Collective: swaps the spikes in `emitted[parity]` of all shards. Returns whether every rank goes on.
    bool swap(World const& world, std::size_t parity, bool go_on);

    // What has come from other ranks, by (step, source).
    std::vector<std::uint64_t> const& arrived() const { return arrived_; }
    std::vector<double> const& arrived_offsets() const { return arrived_offsets_; } // ms, one each

private:
    void collect(World const& world, std::size_t parity);
    void pack(World const& world, std::size_t rank, Packet& packet) const;
    void unpack(Packet const& packet, bool off_grid);
    void sort_arrived();
    bool awaited(std::size_t rank, std::size_t index) const {
        return index < awaited_[rank].size() && awaited_[rank][index];
    }

    std::vector<std::vector<bool>> awaited_; // by rank: has neuron index * ranks + this rank targets there?
    struct Leaving {
        std::uint64_t source, lag;
        double offset; // ms
    };
    std::vector<Leaving> leaving_; // by (source, lag), then as emitted
    std::vector<std::pair<std::uint64_t, double>> unpacked_;
    std::vector<std::uint64_t> arrived_;
    std::vector<double> arrived_offsets_;
    std::vector<Packet> to_, from_;
};

} // namespace nest
