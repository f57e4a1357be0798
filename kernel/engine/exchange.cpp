#include "kernel/engine/exchange.hpp"

#include "kernel/engine/world.hpp"
#include "kernel/parallel/packing.hpp"

#include <algorithm>

namespace nest {

namespace {

bool has_targets_here(World const& world, NodeId source) {
    for (Shard const& shard : world.shards)
        for (auto const& table : shard.tables)
            if (RunRange const runs = table->runs_of(source); runs.begin != runs.end) return true;
    for (Transmitter const& transmitter : world.shards.front().transmitters) { // the same on all threads
        auto const at = std::ranges::lower_bound(transmitter.sources, std::pair{source, Step{0}});
        if (at != transmitter.sources.end() && at->first == source) return true;
    }
    return false;
}

std::vector<bool> read_indices(Packet const& packet) {
    std::vector<bool> set;
    std::size_t next = 0;
    for (PacketReader reader(packet); !reader.done(); ++next) {
        next += static_cast<std::size_t>(reader.number());
        set.resize(next + 1, false);
        set[next] = true;
    }
    return set;
}

} // namespace

// Indices go as differences: mostly one byte each.
void SpikeExchange::subscribe(World const& world) {
    Partition const partition = world.partition();
    if (partition.ranks == 1) return;
    auto const ranks = static_cast<std::size_t>(partition.ranks);
    std::vector<Packet> wishes(ranks);
    std::vector<NodeId> next(ranks, 0);
    for (NodeId id = 1; id <= static_cast<NodeId>(world.nodes.size()); ++id) {
        if (world.is_local(id) || !has_targets_here(world, id)) continue;
        auto const rank = static_cast<std::size_t>(partition.rank_of(id));
        NodeId const index = id / partition.ranks;
        PacketWriter(wishes[rank]).number(static_cast<std::uint64_t>(index - next[rank]));
        next[rank] = index + 1;
    }
    world.ranks->exchange(Act::begin, wishes, from_);
    awaited_.clear();
    for (Packet const& theirs : from_) awaited_.push_back(read_indices(theirs));
}

void SpikeExchange::collect(World const& world, std::size_t parity) {
    leaving_.clear();
    Partition const partition = world.partition();
    for (Shard const& shard : world.shards)
        for (std::size_t i = 0; i < shard.emitted[parity].size(); ++i) {
            NodeId const source = sender_of(shard.emitted[parity][i]);
            auto const index = static_cast<std::size_t>(source / partition.ranks);
            std::size_t rank = 0;
            while (rank < awaited_.size() && !awaited(rank, index)) ++rank;
            if (rank == awaited_.size()) continue; // nobody awaits it
            leaving_.push_back({static_cast<std::uint64_t>(source),
                                static_cast<std::uint64_t>(lag_of(shard.emitted[parity][i])),
                                shard.off_grid ? shard.emitted_offset[parity][i] : 0.0});
        }
    std::ranges::stable_sort(leaving_, {}, [](Leaving const& s) { return std::pair{s.source, s.lag}; });
}

// Per source: its difference to the one before, doubled, plus one if it fired more than once; then how many
// times, if so; then the lags, each as the difference to the one before; then the offsets, if there are any.
void SpikeExchange::pack(World const& world, std::size_t rank, Packet& packet) const {
    auto const ranks = static_cast<std::uint64_t>(world.partition().ranks);
    bool const off_grid = world.shards.front().off_grid;
    PacketWriter writer(packet);
    std::uint64_t previous = 0;
    for (std::size_t i = 0; i < leaving_.size();) {
        std::uint64_t const source = leaving_[i].source;
        std::size_t const first = i;
        while (i < leaving_.size() && leaving_[i].source == source) ++i;
        if (!awaited(rank, static_cast<std::size_t>(source / ranks))) continue;
        bool const several = i - first > 1;
        writer.number((source - previous) << 1 | std::uint64_t{several});
        if (several) writer.number(i - first);
        for (std::size_t s = first; s < i; ++s)
            writer.number(leaving_[s].lag - (s > first ? leaving_[s - 1].lag : 0));
        for (std::size_t s = first; off_grid && s < i; ++s) writer.real(leaving_[s].offset);
        previous = source;
    }
}

void SpikeExchange::unpack(Packet const& packet, bool off_grid) {
    PacketReader reader(packet);
    reader.number();
    std::uint64_t source = 0;
    while (!reader.done()) {
        std::uint64_t const head = reader.number();
        source += head >> 1;
        std::uint64_t const times = (head & 1) != 0 ? reader.number() : 1;
        std::uint64_t lag = 0;
        std::size_t const first = unpacked_.size();
        for (std::uint64_t i = 0; i < times; ++i) {
            lag += reader.number();
            unpacked_.emplace_back(packed_spike(static_cast<Step>(lag), static_cast<NodeId>(source)), 0.0);
        }
        for (std::size_t i = first; off_grid && i < unpacked_.size(); ++i)
            unpacked_[i].second = reader.real();
    }
}

void SpikeExchange::sort_arrived() {
    std::ranges::stable_sort(unpacked_, {}, [](auto const& spike) { return spike.first; });
    arrived_.clear();
    arrived_offsets_.clear();
    for (auto const& [spike, offset] : unpacked_) {
        arrived_.push_back(spike);
        arrived_offsets_.push_back(offset);
    }
}

bool SpikeExchange::swap(World const& world, std::size_t parity, bool go_on) {
    auto const ranks = static_cast<std::size_t>(world.partition().ranks);
    auto const here = static_cast<std::size_t>(world.partition().rank);
    collect(world, parity);
    to_.resize(ranks);
    for (std::size_t rank = 0; rank < ranks; ++rank) {
        to_[rank].assign(1, go_on ? 1 : 0);
        if (rank != here) pack(world, rank, to_[rank]);
    }
    world.ranks->exchange(Act::slice, to_, from_);
    unpacked_.clear();
    for (Packet const& theirs : from_) {
        go_on = go_on && theirs.at(0) != 0;
        unpack(theirs, world.shards.front().off_grid);
    }
    sort_arrived();
    return go_on;
}

} // namespace nest
