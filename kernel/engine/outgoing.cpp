#include "kernel/engine/outgoing.hpp"

#include "kernel/core/clones.hpp"
#include "kernel/engine/world.hpp"

namespace nest {

Outgoing::Outgoing(Shard& shard, std::uint16_t tile, std::uint16_t const* slots, double* row,
                   Calendar::Page* page, double offset, Passage const* passage, double factor)
    : shard_(shard)
    , tile_(tile)
    , slots_(slots)
    , row_(passage && passage->table.weight_tap >= 0 ? nullptr : row)
    , due_row_(row)
    , page_(page)
    , passage_(passage)
    , counts_(row_ && shard.slots.counts(tile))
    , single_(shard.slots.single(tile))
    , sign_(shard.slots.sign(tile))
    , offset_(offset)
    , factor_(factor)
    , first_lane_(shard.tile_first_lane[tile])
    , map_(shard.tile_lanes[tile].empty() ? nullptr : shard.tile_lanes[tile].data()) {}

namespace {

NEST_CLONES void shift(std::uint16_t const* NEST_RESTRICT slot, std::size_t n, std::uint32_t by,
                       std::uint32_t* NEST_RESTRICT lane) {
    for (std::size_t i = 0; i < n; ++i) lane[i] = by + slot[i];
}
NEST_CLONES void translate(std::uint16_t const* NEST_RESTRICT slot, std::size_t n,
                           std::uint32_t const* NEST_RESTRICT map, std::uint32_t* NEST_RESTRICT lane) {
    for (std::size_t i = 0; i < n; ++i) lane[i] = map[slot[i]];
}

// May all weights enter where only those of a sign do?
NEST_CLONES bool none_below(double const* weight, std::size_t n) {
    std::int64_t strangers = 0;
    for (std::size_t i = 0; i < n; ++i) strangers += !(weight[i] >= 0.0);
    return strangers == 0;
}
NEST_CLONES bool none_above(double const* weight, std::size_t n) {
    std::int64_t strangers = 0;
    for (std::size_t i = 0; i < n; ++i) strangers += !(weight[i] <= 0.0);
    return strangers == 0;
}

} // namespace

void Outgoing::lanes(std::size_t first, std::size_t n, std::uint32_t* lanes) const {
    if (map_)
        translate(slots_ + first, n, map_, lanes);
    else
        shift(slots_ + first, n, static_cast<std::uint32_t>(first_lane_), lanes);
}

void Outgoing::send(std::size_t first, std::size_t n, double const* weights) {
    bool const fit = row_ && !counts_ && factor_ == 1.0 &&
                     (sign_ == 0 || (sign_ < 0 ? none_above : none_below)(weights, n));
    if (!fit) {
        for (std::size_t i = 0; i < n; ++i) send(first + i, weights[i]);
        return;
    }
    double* const NEST_RESTRICT row = row_;
    std::uint16_t const* const NEST_RESTRICT slot = slots_ + first;
    double const* const NEST_RESTRICT weight = weights;
#pragma GCC unroll 8
    for (std::size_t i = 0; i < n; ++i) row[slot[i]] += weight[i];
}

NodeId Outgoing::target(std::size_t i) const { return shard_.target_of({tile_, slots_[i]}); }

Rng Outgoing::rng(std::size_t i) const {
    EdgeTable const& table = passage_->table;
    std::size_t const edge = table.run(passage_->run).first + i;
    return table.model().around().random->at_edge(target(i), static_cast<std::uint32_t>(table.synapse()),
                                                  table.number(edge), passage_->stamp, passage_->repetition);
}

// A later row, or a weight whose sign has changed: the event enters at the other channel of its receptor.
void Outgoing::elsewhere(std::size_t i, double weight, bool fits) {
    Place place{tile_, slots_[i]};
    if (passage_ && passage_->table.weight_tap >= 0) {
        std::size_t const edge = passage_->table.run(passage_->run).first + i;
        shard_.record_weight(passage_->table, passage_->run, edge, passage_->stamp, weight);
    }
    bool const counts = shard_.slots.counts(tile_);
    if (counts) weight = 1.0;
    if (single_)
        return page_->singles.push_back({Calendar::events, place.packed(), offset_, weight,
                                         passage_->keys ? passage_->keys[i] : EdgeKey{}});
    if (!fits && !counts) {
        SlotMap::Slot const slot = shard_.slots.locate(place);
        Cohort const& cohort = *shard_.cohorts[slot.owner];
        for (SpikePort const& port : cohort.wiring().spikes)
            if (port.positive == slot.channel || port.negative == slot.channel)
                place = cohort.place(shard_.slots, weight < 0.0 ? port.negative : port.positive, slot.lane);
    }
    if (!due_row_) return Calendar::add_event(*page_, place, weight);
    double* const begin = due_row_ - shard_.tile_slot[tile_];
    begin[shard_.tile_slot[place.tile] + place.offset] += weight;
}

} // namespace nest
