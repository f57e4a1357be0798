// Delivery: from the spikes of a slice to the rows of input.
#include "kernel/core/clones.hpp"
#include "kernel/engine/world.hpp"

#include <algorithm>

namespace nest {

namespace {

constexpr std::size_t prefetch_ahead = 4; // entries of a page
constexpr std::size_t line = 64;          // bytes

// Slots may repeat within a run, so these loops must stay in order.
void add_same(double* NEST_RESTRICT row, std::uint16_t const* NEST_RESTRICT slot, std::size_t n,
              double weight) {
#pragma GCC unroll 8
    for (std::size_t i = 0; i < n; ++i) row[slot[i]] += weight;
}
void add_each(double* NEST_RESTRICT row, std::uint16_t const* NEST_RESTRICT slot, std::size_t n,
              double const* NEST_RESTRICT weight) {
#pragma GCC unroll 8
    for (std::size_t i = 0; i < n; ++i) row[slot[i]] += weight[i];
}

void prefetch(void const* from, std::size_t bytes) {
    auto const* const first = static_cast<char const*>(from);
    for (std::size_t b = 0; b < bytes; b += line) __builtin_prefetch(first + b);
}

void prefetch_run(EdgeTable const& table, std::size_t r) {
    std::size_t const n = table.run_size(r);
    prefetch(table.slots(r), n * sizeof(std::uint16_t));
    if (table.edge_weights()) prefetch(table.weights(r), n * sizeof(double));
}

} // namespace

// ---------------------------------------------------------------- calendar

void Calendar::reach(Step steps, Step now) {
    auto const wanted = static_cast<std::size_t>(steps) + 1;
    if (pages_.size() >= wanted) return;
    std::vector<Page> wider(wanted);
    for (std::size_t i = 0; i < pages_.size(); ++i) {
        Step const step = now + static_cast<Step>(i);
        wider[static_cast<std::size_t>(step) % wanted] = std::move(page(step));
    }
    pages_ = std::move(wider);
}

void Shard::announce(Step slice_begin, Step slice_length) {
    Step const earlier = slice_begin - slice_length; // the slice in which these spikes were emitted
    for (std::uint64_t const spike : inbox) {
        Step const lag = earlier + lag_of(spike);
        NodeId const source = sender_of(spike);
        for (std::uint32_t t = 0; t < tables.size(); ++t) {
            RunRange const runs = tables[t]->runs_of(source);
            for (std::uint32_t r = runs.begin; r < runs.end; ++r)
                calendar.add_run(lag + static_cast<Step>(tables[t]->run(r).delay), t, r);
        }
    }
}

// ---------------------------------------------------------------- rows

void Shard::play(StepRange steps, Step slice_begin) {
    for (Step s = steps.from; s < steps.to; ++s) {
        Calendar::Page& page = calendar.page(s);
        if (!page.due.empty()) play(page, input.row(static_cast<std::size_t>(s - slice_begin)));
        page.clear();
    }
}

void Shard::play(Calendar::Page const& page, double* row) {
    std::size_t event = 0;
    for (std::size_t i = 0; i < page.due.size(); ++i) {
        if (i + prefetch_ahead < page.due.size())
            if (auto const& next = page.due[i + prefetch_ahead]; next.table != Calendar::events)
                prefetch_run(*tables[next.table], next.run);
        Calendar::Due const& due = page.due[i];
        if (due.table != Calendar::events) {
            play_run(*tables[due.table], due.run, row);
            continue;
        }
        for (std::uint32_t const end = static_cast<std::uint32_t>(event) + due.run; event < end; ++event) {
            auto const [place, weight] = page.events[event];
            row[tile_slot[place >> 16] + (place & 0xffffu)] += weight;
        }
    }
}

void Shard::play_run(EdgeTable const& table, std::size_t r, double* row) const {
    std::uint16_t const tile = table.run(r).tile;
    double* const at = row + tile_slot[tile];
    std::size_t const n = table.run_size(r);
    if (slots.counts(tile))
        add_same(at, table.slots(r), n, 1.0);
    else if (table.edge_weights())
        add_each(at, table.slots(r), n, table.weights(r));
    else
        add_same(at, table.slots(r), n, table.run_weight(r));
}

// Announced runs become single events, with the weights of now.
void Shard::settle() {
    for (Calendar::Page& page : calendar.pages()) {
        Calendar::Page single;
        std::size_t event = 0;
        auto const add = [&](Place place, double weight) {
            if (single.due.empty()) single.due.push_back({Calendar::events, 0});
            ++single.due.back().run;
            single.events.push_back({place.packed(), weight});
        };
        for (auto const& [table, count] : page.due) {
            if (table == Calendar::events) {
                for (std::uint32_t i = 0; i < count; ++i, ++event)
                    add({static_cast<std::uint16_t>(page.events[event].place >> 16),
                         static_cast<std::uint16_t>(page.events[event].place & 0xffffu)},
                        page.events[event].weight);
                continue;
            }
            EdgeTable const& edges = *tables[table];
            Run const& run = edges.run(count);
            for (std::size_t e = run.first; e < run.first + edges.run_size(count); ++e)
                add(edges.place(e, count), slots.counts(run.tile) ? 1.0 : edges.weight(e, count));
        }
        page = std::move(single);
    }
}

// ---------------------------------------------------------------- neurons and direct recordings

void Shard::advance(StepRange steps, Step slice_begin, std::vector<std::uint64_t>& spikes) {
    for (auto& cohort : cohorts) cohort->advance(steps, slice_begin, spikes);
    for (DirectGroup const& group : direct) record(group, steps);
}

void Shard::record(DirectGroup const& group, StepRange steps) {
    StepRange lags = group.device->active({std::max(steps.from, group.since), steps.to});
    if (lags.empty()) return;
    Column<double> values(static_cast<std::size_t>(lags.size()), 0.0);
    Targets const targets{{&group.target, 1}, {&group.key, 1}};
    if (!group.device->emit(lags, targets, {values.data(), 1})) return;
    for (Step s = lags.from; s < lags.to; ++s) {
        double const value = values[static_cast<std::size_t>(s - lags.from)];
        double const count = group.device->weighted() ? (value != 0.0 ? 1.0 : 0.0) : value;
        if (!group.window.holds(s + 1)) continue;
        for (double i = 0.0; i < count; i += 1.0) group.log->add_spike(group.sender, s + 1);
    }
}

std::size_t Shard::bytes_of_edges() const {
    std::size_t bytes = 0;
    for (auto const& table : tables) bytes += table->bytes();
    return bytes;
}

} // namespace nest
