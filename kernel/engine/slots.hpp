// Where input goes. A slot is one number of an input row: one channel of one lane. Slots of a thread are laid
// out channel by channel over all populations; every channel is cut into tiles of at most 65,536 slots, so
// that an edge needs 16 bits to say where it ends. Positions inside a tile never change; where the tile lies
// in a row is decided anew before every run, so populations can be added at any time.
#pragma once

#include "kernel/core/column.hpp"

#include <cstdint>
#include <vector>

namespace nest {

struct Place {
    std::uint16_t tile = 0;
    std::uint16_t offset = 0;
    std::uint32_t packed() const { return std::uint32_t{tile} << 16 | offset; }
    static Place unpack(std::uint32_t packed) {
        return {static_cast<std::uint16_t>(packed >> 16), static_cast<std::uint16_t>(packed & 0xffffu)};
    }
};

// What all slots of a tile have in common.
struct SlotKind {
    bool counts = false;      // they sum multiplicities, not weights
    int sign = 0;             // of the weights that enter there, 0 if both do
    bool apart = false;       // each with the connection it comes from
    bool single = false;      // spikes are not summed but queued, each with its offset
    bool transitions = false; // of two spikes of one source at one time, the first adds -w, the second 2w
    bool operator==(SlotKind const&) const = default;
};

class SlotMap {
public:
    // Reserves `lanes` slots (padded) of a channel for `owner`. Returns the position of the first one within
    // the channel.
    std::size_t reserve(std::size_t channel, std::size_t lanes, SlotKind kind, std::uint32_t owner);
    Place place(std::size_t channel, std::size_t position) const;

    // Whose slot that is.
    struct Slot {
        std::uint32_t owner;
        std::uint32_t lane;
        std::uint16_t channel;
    };
    Slot locate(Place place) const;

    // Fixes the first slot of every channel; returns the number of slots.
    std::size_t lay_out();
    std::size_t first_slot(std::size_t channel) const { return channels_[channel].first_slot; }
    std::size_t first_slot_of(std::uint16_t tile) const {
        return channels_[tiles_[tile].channel].first_slot + tiles_[tile].position;
    }
    bool counts(std::uint16_t tile) const { return tiles_[tile].kind.counts; }
    int sign(std::uint16_t tile) const { return tiles_[tile].kind.sign; }
    bool apart(std::uint16_t tile) const { return tiles_[tile].kind.apart; }
    bool single(std::uint16_t tile) const { return tiles_[tile].kind.single; }
    bool transitions(std::uint16_t tile) const { return tiles_[tile].kind.transitions; }
    std::size_t channel(std::uint16_t tile) const { return tiles_[tile].channel; }
    std::size_t position(std::uint16_t tile) const { return tiles_[tile].position; }
    std::size_t size(std::size_t channel) const {
        return channel < channels_.size() ? channels_[channel].size : 0;
    }
    std::size_t tiles() const { return tiles_.size(); }

private:
    struct Tile {
        std::size_t channel;
        std::size_t position; // of its first slot within the channel
        SlotKind kind;
    };
    struct Stretch {
        std::size_t position;
        std::uint32_t owner;
    };
    struct Channel {
        std::size_t size = 0;
        std::size_t first_slot = 0;
        std::vector<std::uint16_t> tiles = {};
        std::vector<Stretch> stretches = {}; // by position
    };
    void open_tile(std::size_t channel, SlotKind kind);

    std::vector<Channel> channels_;
    std::vector<Tile> tiles_;
};

} // namespace nest
