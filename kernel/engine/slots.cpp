#include "kernel/engine/slots.hpp"

#include "kernel/errors.hpp"

#include <algorithm>
#include <limits>

namespace nest {

namespace {
constexpr std::size_t tile_size = 65536;
}

void SlotMap::open_tile(std::size_t channel, SlotKind kind) {
    if (tiles_.size() > std::numeric_limits<std::uint16_t>::max())
        throw KernelException("Too many input channels on one thread.");
    channels_[channel].tiles.push_back(static_cast<std::uint16_t>(tiles_.size()));
    tiles_.push_back({channel, channels_[channel].size, kind});
}

std::size_t SlotMap::reserve(std::size_t channel, std::size_t lanes, SlotKind kind, std::uint32_t owner) {
    if (channels_.size() <= channel) channels_.resize(channel + 1);
    Channel& of = channels_[channel];
    std::size_t const first = of.size;
    of.stretches.push_back({first, owner});
    for (std::size_t left = padded(lanes); left > 0;) {
        bool const fits = !of.tiles.empty() && tiles_[of.tiles.back()].kind == kind &&
                          of.size - tiles_[of.tiles.back()].position < tile_size;
        if (!fits) open_tile(channel, kind);
        std::size_t const room = tile_size - (of.size - tiles_[of.tiles.back()].position);
        std::size_t const taken = left < room ? left : room;
        of.size += taken;
        left -= taken;
    }
    return first;
}

Place SlotMap::place(std::size_t channel, std::size_t position) const {
    auto const& tiles = channels_[channel].tiles;
    std::size_t t = tiles.size() - 1;
    while (tiles_[tiles[t]].position > position) --t;
    return {tiles[t], static_cast<std::uint16_t>(position - tiles_[tiles[t]].position)};
}

SlotMap::Slot SlotMap::locate(Place place) const {
    Tile const& tile = tiles_[place.tile];
    auto const& stretches = channels_[tile.channel].stretches;
    std::size_t const position = tile.position + place.offset;
    auto const next = std::ranges::upper_bound(stretches, position, {}, &Stretch::position);
    Stretch const& in = *std::prev(next);
    return {in.owner, static_cast<std::uint32_t>(position - in.position),
            static_cast<std::uint16_t>(tile.channel)};
}

std::size_t SlotMap::lay_out() {
    std::size_t slots = 0;
    for (Channel& channel : channels_) {
        channel.first_slot = slots;
        slots += channel.size;
    }
    return slots;
}

} // namespace nest
