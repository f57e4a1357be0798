// Delivery: from the spikes of a slice to the rows of input.
#include "kernel/core/clones.hpp"
#include "kernel/engine/world.hpp"

#include <algorithm>

namespace nest {

namespace {

constexpr std::size_t prefetch_ahead = 6; // entries of a page
constexpr std::size_t sources_ahead = 4;  // spikes of a slice, twice: for the list of runs, and for the runs
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

// Do others ask for its weights before a run ends?
bool changes_are_noticed(EdgeTable const& table) {
    return table.traits().plastic && (table.traits().modulated || table.weight_tap >= 0);
}

void prefetch_run(EdgeTable const& table, Calendar::Due const& run) {
    prefetch(table.slots_from(run.first), run.size * sizeof(std::uint16_t));
    if (table.edge_weights()) prefetch(table.weights_from(run.first), run.size * sizeof(double));
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

void Shard::announce(TimeGrid const& grid, Step slice_begin, Step slice_length, Step played_to) {
    Step const earlier = slice_begin - slice_length; // the slice in which these spikes were emitted
    if (off_grid || transitions || singles)
        announce_all<true>(grid, earlier, played_to);
    else
        announce_all<false>(grid, earlier, played_to);
}

template <bool special> void Shard::announce_all(TimeGrid const& grid, Step earlier, Step played_to) {
    for (std::size_t i = 0; i < inbox.size(); ++i) {
        prefetch_sources(i + sources_ahead);
        Step const lag = earlier + lag_of(inbox[i]);
        NodeId const source = sender_of(inbox[i]);
        for (Transmitter& transmitter : transmitters) hear(transmitter, source, lag + 1);
        if (!roll_calls.empty()) call_roll(source);
        for (std::uint32_t t = 0; t < tables.size(); ++t) {
            EdgeTable& table = *tables[t];
            RunRange const runs = table.runs_of(source);
            bool const recorded = table.weight_tap >= 0 && !table.traits().plastic;
            for (std::uint32_t r = runs.begin; r < runs.end; ++r) {
                Run const& run = table.run(r);
                Step const due = lag + static_cast<Step>(run.delay);
                if (recorded) record_run(table, r, lag + 1);
                if (table.between_grid_points()) {
                    announce_between(grid, t, r, due, off_grid ? inbox_offset[i] : 0.0,
                                     i > 0 && inbox[i] == inbox[i - 1]);
                    continue;
                }
                if constexpr (special) {
                    if (slots.transitions(run.tile)) {
                        announce_transition(grid, t, r, due, i > 0 && inbox[i] == inbox[i - 1]);
                        continue;
                    }
                    if (slots.single(run.tile)) {
                        announce_single(grid, t, r, due, played_to, off_grid ? inbox_offset[i] : 0.0);
                        continue;
                    }
                }
                // Plastic edges change when their row is played; now if others could notice.
                if (table.traits().numbered || (due >= played_to && changes_are_noticed(table)))
                    deliver(grid, table, r, due, nullptr, &calendar.page(due));
                else
                    calendar.add_run(
                        due, {t, r, run.first, static_cast<std::uint32_t>(table.run_size(r)), run.tile});
            }
        }
    }
}

// The runs of spikes that come next in the inbox: where they lie, from twice as far, and they themselves.
void Shard::prefetch_sources(std::size_t next) const {
    for (auto const& table : tables) {
        if (next < inbox.size()) table->prefetch_runs(sender_of(inbox[next]));
        if (next + sources_ahead < inbox.size())
            table->prefetch_source(sender_of(inbox[next + sources_ahead]));
    }
}

// Two spikes of a binary source at one time say that it went up, a single one that it went down.
void Shard::announce_transition(TimeGrid const& grid, std::uint32_t t, std::uint32_t r, Step due,
                                bool second) {
    EdgeTable& table = *tables[t];
    Calendar::Page& page = calendar.page(due);
    double const factor = second ? 2.0 : -1.0;
    if (table.traits().plastic) return deliver(grid, table, r, due, nullptr, &page, 0.0, factor);
    Run const& run = table.run(r);
    for (std::size_t e = run.first; e < run.first + table.run_size(r); ++e)
        Calendar::add_event(page, table.place(e, r), factor * table.weight(e, r));
}

// ---------------------------------------------------------------- spikes between grid points

void Shard::announce_single(TimeGrid const& grid, std::uint32_t table, std::uint32_t run, Step due,
                            Step played_to, double offset) {
    Calendar::Page& page = calendar.page(due);
    if (tables[table]->traits().plastic && due >= played_to)
        deliver(grid, *tables[table], run, due, nullptr, &page, offset);
    else
        page.singles.push_back({table, run, offset, 0.0});
}

// Every edge has a delay of its own: a spike may arrive in the step before `due`.
void Shard::announce_between(TimeGrid const& grid, std::uint32_t t, std::uint32_t r, Step due, double offset,
                             bool second) {
    EdgeTable& table = *tables[t];
    std::uint16_t const tile = table.run(r).tile;
    double const h = grid.resolution(), factor = !slots.transitions(tile) ? 1.0 : second ? 2.0 : -1.0;
    auto const keys = keys_of(t, r);
    for (std::size_t e = table.run(r).first; e < table.run(r + 1).first; ++e) {
        double const later = offset + (*table.model().delay_rest())[e];
        bool const before = later >= h;
        Calendar::Page& page = calendar.page(before ? due - 1 : due);
        double const weight = slots.counts(tile) ? 1.0 : factor * table.weight(e, r);
        if (slots.single(tile))
            page.singles.push_back({Calendar::events, table.place(e, r).packed(), before ? later - h : later,
                                    weight, keys.empty() ? EdgeKey{} : keys[e - table.run(r).first]});
        else
            Calendar::add_event(page, table.place(e, r), weight);
    }
}

void Shard::play_singles(TimeGrid const& grid, Calendar::Page const& page, Step step) {
    for (Calendar::Single const& due : page.singles) {
        if (due.table == Calendar::events) {
            hand_over(due, step);
            continue;
        }
        EdgeTable& table = *tables[due.table];
        if (table.traits().plastic) {
            sent_.clear();
            deliver(grid, table, due.run, step, nullptr, &sent_, due.offset);
            for (Calendar::Single const& event : sent_.singles) hand_over(event, step);
            continue;
        }
        Run const& run = table.run(due.run);
        auto const keys = keys_of(due.table, due.run);
        for (std::size_t e = run.first; e < run.first + table.run_size(due.run); ++e)
            hand_over({Calendar::events, table.place(e, due.run).packed(), due.offset,
                       slots.counts(run.tile) ? 1.0 : table.weight(e, due.run),
                       keys.empty() ? EdgeKey{} : keys[e - run.first]},
                      step);
    }
}

// Synapse model, delay, and number among the edges of both from one source to one slot, as they were made:
// tables may be joined and sorted anew.
std::vector<EdgeKey> Shard::keys_of(std::uint32_t t, std::uint32_t r) const {
    EdgeTable const& table = *tables[t];
    Run const& run = table.run(r);
    if (!slots.apart(run.tile)) return {};
    NodeId const source = table.source_of_run(r);
    std::map<std::uint16_t, std::uint16_t> before; // edges to a slot
    for (std::uint32_t older = 0; older < t; ++older) {
        EdgeTable const& other = *tables[older];
        if (other.synapse() != table.synapse()) continue;
        RunRange const runs = other.runs_of(source);
        for (std::uint32_t o = runs.begin; o < runs.end; ++o)
            if (other.run(o).delay == run.delay && other.run(o).tile == run.tile)
                for (std::size_t i = 0; i < other.run_size(o); ++i) ++before[other.slots(o)[i]];
    }
    std::uint64_t const model = table.synapse(), delay = run.delay;
    std::vector<EdgeKey> keys;
    for (std::size_t i = 0; i < table.run_size(r); ++i)
        keys.push_back({source, model << 48 | delay << 16 | before[table.slots(r)[i]]++});
    return keys;
}

void Shard::hand_over(Calendar::Single const& event, Step step) {
    SlotMap::Slot const slot = slots.locate(Place::unpack(event.run));
    cohorts[slot.owner]->queue(slot.channel, step, {slot.lane, event.offset, event.weight, 1.0, event.from});
}

// Ascending in time; spikes of one neuron at one time stay in the order in which they were emitted.
void Shard::sort_emitted(std::size_t parity) {
    auto& spikes = emitted[parity];
    if (!off_grid) return static_cast<void>(std::ranges::sort(spikes));
    auto& offsets = emitted_offset[parity];
    offsets.resize(spikes.size(), 0.0);
    std::vector<std::pair<std::uint64_t, double>> both(spikes.size());
    for (std::size_t i = 0; i < both.size(); ++i) both[i] = {spikes[i], -offsets[i]};
    std::ranges::sort(both);
    for (std::size_t i = 0; i < both.size(); ++i) {
        spikes[i] = both[i].first;
        offsets[i] = -both[i].second;
    }
}

// ---------------------------------------------------------------- rows

void Shard::play(TimeGrid const& grid, StepRange steps, Step slice_begin) {
    for (Step s = steps.from; s < steps.to; ++s) {
        Calendar::Page& page = calendar.page(s);
        if (!page.due.empty()) play(grid, page, s, input.row(static_cast<std::size_t>(s - slice_begin)));
        if (!page.singles.empty()) play_singles(grid, page, s);
        page.clear();
    }
}

void Shard::play(TimeGrid const& grid, Calendar::Page const& page, Step step, double* row) {
    std::size_t event = 0;
    for (std::size_t i = 0; i < page.due.size(); ++i) {
        if (i + prefetch_ahead < page.due.size())
            if (auto const& next = page.due[i + prefetch_ahead]; next.table != Calendar::events)
                prefetch_run(*tables[next.table], next);
        Calendar::Due const& due = page.due[i];
        if (due.table != Calendar::events) {
            EdgeTable& table = *tables[due.table];
            if (table.traits().plastic)
                deliver(grid, table, due.run, step, row, nullptr);
            else
                play_run(table, due, row);
            continue;
        }
        for (auto const end = event + due.run; event < end; ++event) {
            auto const [place, weight] = page.events[event];
            row[tile_slot[place >> 16] + (place & 0xffffu)] += weight;
        }
    }
}

std::uint32_t Shard::number_of(EdgeTable const& table) const {
    auto const at =
        std::ranges::find(tables, &table, [](auto const& t) -> EdgeTable const* { return t.get(); });
    return static_cast<std::uint32_t>(at - tables.begin());
}

// A spike arrives at the plastic edges of a run, which are due in row `due` of this slice, or on a page.
void Shard::deliver(TimeGrid const& grid, EdgeTable& table, std::size_t r, Step due, double* row,
                    Calendar::Page* page, double offset, double factor) {
    Run const& run = table.run(r);
    auto const delay = static_cast<Step>(run.delay);
    Step const stamp = due - delay + 1;
    Arrival const spike{table.source_of_run(r), stamp, grid.ms(stamp), delay, grid.delay_ms(delay)};
    PreTrace const pre = table.pre(r);
    auto const keys = slots.apart(run.tile) ? keys_of(number_of(table), static_cast<std::uint32_t>(r))
                                            : std::vector<EdgeKey>{};
    Passage const passage{table,
                          r,
                          spike.source,
                          stamp,
                          table.repetition(r, pre.last[0] == stamp),
                          keys.empty() ? nullptr : keys.data()};
    Outgoing out(*this, run.tile, table.slots(r), row ? row + tile_slot[run.tile] : nullptr, page, offset,
                 &passage, factor);
    std::size_t const n = table.run_size(r);
    table.model().deliver(spike, {run.first, n}, pre, history, out);
    for (std::size_t i = 0; i < (pre.shared ? 1 : n); ++i) pre.last[i] = stamp;
}

void Shard::play_run(EdgeTable const& table, Calendar::Due const& run, double* row) const {
    double* const at = row + tile_slot[run.tile];
    std::uint16_t const* const to = table.slots_from(run.first);
    if (slots.counts(run.tile))
        add_same(at, to, run.size, 1.0);
    else if (table.edge_weights())
        add_each(at, to, run.size, table.weights_from(run.first));
    else
        add_same(at, to, run.size, table.run_weight(run.run));
}

// Edges take spikes in the order of their pages, as if each page had been played.
void Shard::complete(TimeGrid const& grid, Step now) {
    if (std::ranges::none_of(tables, [](auto const& table) { return table->traits().plastic; })) return;
    auto const plastic = [&](Calendar::Due const& due) {
        return due.table != Calendar::events && tables[due.table]->traits().plastic;
    };
    for (Step s = now; s < now + static_cast<Step>(calendar.pages().size()); ++s) {
        Calendar::Page& page = calendar.page(s);
        if (std::ranges::none_of(page.due, plastic)) continue;
        Calendar::Page done;
        done.singles = std::move(page.singles);
        auto event = page.events.begin();
        for (Calendar::Due const& due : page.due) {
            if (plastic(due)) {
                deliver(grid, *tables[due.table], due.run, s, nullptr, &done);
            } else if (due.table != Calendar::events) {
                done.due.push_back(due);
            } else {
                for (auto const end = event + due.run; event != end; ++event)
                    Calendar::add_event(done, Place::unpack(event->place), event->weight);
            }
        }
        page = std::move(done);
    }
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
        for (Calendar::Due const& due : page.due) {
            if (due.table == Calendar::events) {
                for (auto const end = event + due.run; event < end; ++event)
                    add(Place::unpack(page.events[event].place), page.events[event].weight);
                continue;
            }
            EdgeTable const& edges = *tables[due.table];
            for (std::size_t e = due.first; e < std::size_t{due.first} + due.size; ++e)
                add(edges.place(e, due.run), slots.counts(due.tile) ? 1.0 : edges.weight(e, due.run));
        }
        for (Calendar::Single const& due : page.singles) {
            if (due.table == Calendar::events) {
                single.singles.push_back(due);
                continue;
            }
            EdgeTable const& edges = *tables[due.table];
            Run const& run = edges.run(due.run);
            auto const keys = keys_of(due.table, due.run);
            for (std::size_t e = run.first; e < run.first + edges.run_size(due.run); ++e)
                single.singles.push_back({Calendar::events, edges.place(e, due.run).packed(), due.offset,
                                          slots.counts(run.tile) ? 1.0 : edges.weight(e, due.run),
                                          keys.empty() ? EdgeKey{} : keys[e - run.first]});
        }
        page = std::move(single);
    }
}

// ---------------------------------------------------------------- lanes, neurons and direct recordings

void Shard::map_lanes() {
    tile_lanes.assign(slots.tiles(), {});
    tile_first_lane.assign(slots.tiles(), 0);
    transitions = singles = false;
    for (std::uint16_t t = 0; t < slots.tiles(); ++t) {
        transitions = transitions || slots.transitions(t);
        singles = singles || slots.single(t);
    }
    history.reach(slots.size(0));
    for (std::uint16_t t = 0; t < slots.tiles(); ++t) tile_first_lane[t] = slots.position(t);
    for (auto const& cohort : cohorts)
        for (std::size_t c = 1; c < cohort->wiring().spike_channels(); ++c)
            for (std::size_t lane = 0; lane < cohort->lanes(); ++lane) {
                Place const at = cohort->place(slots, static_cast<Channel>(c), lane);
                auto& lanes = tile_lanes[at.tile];
                if (lanes.size() <= at.offset) lanes.resize(at.offset + std::size_t{1}, 0);
                lanes[at.offset] = static_cast<std::uint32_t>(cohort->history_lane(lane));
            }
}

// Spikes older than what every plastic edge of a lane has already seen are forgotten.
void Shard::prune_history() {
    if (!history.worth_pruning()) return;
    std::vector<Step> before(history.size(), infinite_steps);
    for (auto const& table : tables) {
        if (!table->traits().needs_history) continue;
        for (std::size_t r = 0; r < table->runs(); ++r) {
            Outgoing const lanes(*this, table->run(r).tile, table->slots(r), nullptr, nullptr);
            for (std::size_t i = 0; i < table->run_size(r); ++i) {
                Step const seen =
                    table->pre_last(table->run(r).first + i, r) - static_cast<Step>(table->run(r).delay);
                before[lanes.lane(i)] = std::min(before[lanes.lane(i)], seen);
            }
        }
    }
    history.prune(before);
}

void Shard::advance(StepRange steps, Step slice_begin, std::size_t parity) {
    for (auto& cohort : cohorts)
        cohort->advance(steps, slice_begin, emitted[parity], off_grid ? &emitted_offset[parity] : nullptr);
    for (DirectGroup const& group : direct) record(group, steps);
}

void Shard::record(DirectGroup const& group, StepRange steps) {
    StepRange lags = group.device->active({std::max(steps.from, group.since), steps.to});
    if (lags.empty()) return;
    if (group.device->precise()) return record_precise(group, lags);
    Column<double> values(static_cast<std::size_t>(lags.size()), 0.0);
    bool const weighs = group.device->weighted() && group.tap.records != Records::spikes;
    Targets const targets{{&group.target, 1}, {&group.key, 1}, !weighs};
    if (!group.device->emit(lags, targets, {values.data(), 1})) return;
    for (Step s = lags.from; s < lags.to; ++s) {
        double const value = values[static_cast<std::size_t>(s - lags.from)];
        if (weighs && value != 0.0)
            group.tap.take(group.sender, s + 1, 1, 0.0, value);
        else
            group.tap.take(group.sender, s + 1, static_cast<std::int64_t>(value));
    }
}

void Shard::record_precise(DirectGroup const& group, StepRange lags) {
    std::vector<PreciseSpike> spikes;
    group.device->emit_precise(lags, {{&group.target, 1}, {&group.key, 1}, true}, spikes);
    for (PreciseSpike const& spike : spikes)
        group.tap.take(group.sender, spike.lag + 1, static_cast<std::int64_t>(spike.value), spike.offset);
}

// ---------------------------------------------------------------- weights

void Shard::record_run(EdgeTable const& table, std::size_t r, Step stamp) {
    std::size_t const first = table.run(r).first;
    for (std::size_t e = first; e < first + table.run_size(r); ++e)
        record_weight(table, r, e, stamp, table.weight(e, r));
}

void Shard::record_weight(EdgeTable const& table, std::size_t r, std::size_t edge, Step stamp,
                          double weight) {
    WeightTap const& to = weight_taps[static_cast<std::size_t>(table.weight_tap)];
    auto const passes = [](std::span<std::int64_t const> ids, NodeId id) {
        return ids.empty() || std::ranges::binary_search(ids, id);
    };
    NodeId const source = table.source_of_run(r);
    SlotMap::Slot const slot = slots.locate(table.place(edge, r));
    NodeId const target = cohorts[slot.owner]->id(slot.lane);
    if (!passes(to.senders, source) || !passes(to.targets, target)) return;
    Tap tap = to.tap;
    tap.weight = weight;
    tap.target = target;
    tap.port = to.first_port + static_cast<std::int64_t>(edge);
    for (SpikePort const& port : cohorts[slot.owner]->wiring().spikes)
        if (port.positive == slot.channel || port.negative == slot.channel) tap.receptor = port.receptor;
    tap.take(source, stamp, 1);
}

// ---------------------------------------------------------------- numbers

void Shard::call_roll(NodeId source) {
    for (RollCall& roll : roll_calls)
        if (roll.call(source, thread))
            for (auto& table : tables)
                if (table->synapse() == roll.roster->synapse) table->model().set_numbered(roll.next);
}

// ---------------------------------------------------------------- transmitters

void Shard::hear(Transmitter& transmitter, NodeId source, Step stamp) {
    auto const from =
        std::ranges::lower_bound(transmitter.sources, source, {}, [](auto const& s) { return s.first; });
    for (auto at = from; at != transmitter.sources.end() && at->first == source; ++at)
        transmitter.due[stamp + at->second] += 1.0;
}

void Shard::release(Step now) {
    for (Transmitter& transmitter : transmitters) {
        auto const later = transmitter.due.upper_bound(now);
        for (auto at = transmitter.due.begin(); at != later; ++at)
            transmitter.releases.push_back({at->first, at->second});
        transmitter.due.erase(transmitter.due.begin(), later);
        if (now % transmitter.interval == 0) trigger(transmitter, now);
    }
}

void Shard::trigger(Transmitter& transmitter, Step now) {
    for (auto& table : tables) {
        if (table->transmitter != transmitter.id) continue;
        for (std::size_t r = 0; r < table->runs(); ++r) {
            Run const& run = table->run(r);
            Outgoing const lanes(*this, run.tile, table->slots(r), nullptr, nullptr);
            table->model().modulate(now, static_cast<Step>(run.delay), {run.first, table->run_size(r)},
                                    history, lanes);
        }
    }
    transmitter.releases.assign(1, {now, 0.0});
}

std::size_t Shard::bytes_of_edges() const {
    std::size_t bytes = 0;
    for (auto const& table : tables) bytes += table->bytes();
    return bytes;
}

} // namespace nest
