// What stimulation devices send to the neurons of a cohort, chunk by chunk: asked for just before the chunk
// is advanced, added to its rows or queued.
#include "kernel/core/clones.hpp"
#include "kernel/network/cohort.hpp"

#include <algorithm>
#include <tuple>

namespace nest {

namespace {
constexpr Step emission_block = 16; // steps for which a device is asked at a time
} // namespace

void Cohort::stimulate(Chunk k, StepRange steps) {
    if (!earlier.empty()) add_earlier(k, steps);
    for (StimulusGroup& group : stimuli) stimulate(group, k, steps);
}

void Cohort::add_earlier(Chunk k, StepRange steps) {
    for (EarlierInput const& e : earlier)
        if (e.row >= steps.from && e.row < steps.to && e.lane >= k.first && e.lane < k.first + k.count)
            enter(e);
}

void Cohort::enter(EarlierInput const& input) {
    if (!input.current && single_[input.channel])
        queue(input.channel, input.row, {input.lane, input.offset, input.value, input.count, input.from});
    else
        input_row(input.current, input.channel, input.row)[input.lane] += input.value;
}

void Cohort::queue(Channel channel, Step step, SpikeEvent const& event) {
    queues_[event.lane / chunk_lanes].push_back({step, channel, event});
}

// Puts what was queued for a chunk into the order in which the model reads it.
void Cohort::line_up(Chunk k, StepRange steps) {
    auto& queue = queues_[k.first / chunk_lanes];
    auto const before = [](Queued const& a, Queued const& b) {
        return std::tuple(a.step, a.channel, a.event.lane, -a.event.offset) <
               std::tuple(b.step, b.channel, b.event.lane, -b.event.offset);
    };
    std::ranges::stable_sort(queue, before);
    inputs_.events_from_ = steps.from;
    inputs_.events_.clear();
    inputs_.first_event_.clear();
    auto next = queue.begin();
    for (Step s = steps.from; s < steps.to; ++s) {
        for (std::size_t c = 0; c < single_.size(); ++c) {
            inputs_.first_event_.push_back(inputs_.events_.size());
            for (; next != queue.end() && next->step == s && next->channel == c; ++next)
                inputs_.events_.push_back(next->event);
        }
    }
    inputs_.first_event_.push_back(inputs_.events_.size());
    queue.clear();
}

namespace {

struct Members {
    std::size_t begin;
    std::size_t end;
    std::size_t size() const { return end - begin; }
};

Members members_in(StimulusGroup const& group, Chunk k) {
    auto const first = std::ranges::lower_bound(group.lane, k.first);
    auto const last = std::lower_bound(first, group.lane.end(), k.first + k.count);
    return {static_cast<std::size_t>(first - group.lane.begin()),
            static_cast<std::size_t>(last - group.lane.begin())};
}

bool broadcasts(StimulusModel const& device) {
    return device.signal() == Signal::broadcast_current || device.signal() == Signal::broadcast_spikes;
}

Targets targets_of(StimulusGroup const& group, Members m, KeptWords* kept = nullptr) {
    return {
        {group.node.data() + m.begin, m.size()}, {group.key.data() + m.begin, m.size()}, group.counts, kept};
}

// Calls use(block of lags, values) for every block of lags in which the group sends anything.
template <class Use>
void for_each_emission(StimulusGroup const& group, Members m, StepRange lags, KeptWords* kept,
                       Column<double>& values, Use use) {
    lags.from = std::max({lags.from, group.since, Step{0}});
    lags = group.device->active(lags);
    std::size_t const width = broadcasts(*group.device) ? 1 : m.size();
    for (Step from = lags.from; from < lags.to; from += emission_block) {
        StepRange const block{from, std::min(from + emission_block, lags.to)};
        values.assign(static_cast<std::size_t>(block.size()) * padded(width), 0.0);
        Emission const out{values.data(), padded(width)};
        if (group.device->emit(block, targets_of(group, m, kept), out)) use(block, out);
    }
}

// Calls use(input) for everything a group sends to its members in these lags. `single`: to be queued.
template <class Use>
void for_each_input(StimulusGroup const& group, Members m, StepRange lags, bool single, Use use) {
    bool const same = broadcasts(*group.device);
    double const h = group.device->grid().resolution();
    auto const enter = [&](Step lag, std::size_t i, double value, double offset) {
        double const x = group.weight_of(m.begin + i) * group.meaning_of(value);
        Channel const to = x < 0.0 ? group.negative : group.positive;
        double const later = offset + group.delay_rest;
        Step const row = lag + group.delay - (later >= h ? 1 : 0);
        if (x != 0.0)
            use(EarlierInput{row,
                             group.current,
                             to,
                             group.lane[m.begin + i],
                             x,
                             later >= h ? later - h : later,
                             group.device->weighted() ? 1.0 : value,
                             {group.sender, group.key[m.begin + i]}});
    };
    if (single && group.device->precise()) {
        lags.from = std::max({lags.from, group.since, Step{0}});
        std::vector<PreciseSpike> spikes;
        if (StepRange const active = group.device->active(lags); !active.empty())
            group.device->emit_precise(active, targets_of(group, m), spikes);
        for (PreciseSpike const& spike : spikes)
            for (std::size_t i = same ? 0 : spike.target; i < (same ? m.size() : spike.target + 1); ++i)
                enter(spike.lag, i, spike.value, spike.offset);
        return;
    }
    Column<double> room;
    for_each_emission(group, m, lags, nullptr, room, [&](StepRange block, Emission const& values) {
        for (Step s = block.from; s < block.to; ++s)
            for (std::size_t i = 0; i < m.size(); ++i)
                enter(s, i, values.at(s - block.from, same ? 0 : i), 0.0);
    });
}

} // namespace

void Cohort::stimulate(StimulusGroup& group, Chunk k, StepRange steps) {
    if (group.portions.empty()) divide(group);
    StimulusGroup::Portion& portion = group.portions[k.first / chunk_lanes];
    if (portion.size() == 0) return;
    Members const m{portion.begin, portion.end};
    StepRange const lags{steps.from - group.delay, steps.to - group.delay};
    if (takes_singles(group)) {
        Step const ahead = group.delay_rest > 0.0 ? 1 : 0; // what was sent later may arrive as early
        return for_each_input(group, m, {lags.from, lags.to + ahead}, true, [&](EarlierInput const& input) {
            if (input.row >= steps.from && input.row < steps.to) enter(input);
        });
    }
    auto const enter_all = [&](StepRange block, Emission const& values) {
        add_emission(group, m.begin, m.end, {block.from + group.delay, block.to + group.delay}, values);
    };
    for_each_emission(group, m, lags, &portion.kept, emission_, enter_all);
}

void Cohort::divide(StimulusGroup& group) const {
    for (std::size_t first = 0; first < padded(lanes()); first += chunk_lanes) {
        Members const m = members_in(group, {first, chunk_lanes});
        group.portions.push_back({m.begin, m.end});
    }
}

// The currents of a row that the next slice will compute again.
void Cohort::look_ahead(Chunk k, Step row) {
    inputs_.ahead_from_ = row;
    inputs_.ahead_.assign(k.count, 0.0);
    auto const enter = [&](EarlierInput const& e) {
        if (e.current && e.channel == 0 && e.row == row && e.lane >= k.first && e.lane < k.first + k.count)
            inputs_.ahead_[e.lane - k.first] += e.value;
    };
    for (EarlierInput const& e : earlier) enter(e);
    for (StimulusGroup const& group : stimuli)
        if (Members const m = members_in(group, k); group.current && m.size() > 0)
            for_each_input(group, m, {row - group.delay, row - group.delay + 1}, false, enter);
}

void Cohort::add_emission(StimulusGroup const& group, std::size_t begin, std::size_t end, StepRange rows,
                          Emission const& values) {
    bool const same = broadcasts(*group.device);
    std::size_t const n = end - begin;
    std::uint32_t const* const lane = group.lane.data() + begin;
    bool const dense =
        lane[n - 1] - lane[0] + 1 == n && (group.weight.size() == 1 || group.counts) && !group.transitions;
    for (Step row = rows.from; row < rows.to; ++row) {
        double const* const v = &values.at(row - rows.from, 0);
        if (dense && !same && !group.device->weighted()) {
            double const w = group.weight_of(0);
            double* NEST_RESTRICT const in =
                input_row(group.current, w < 0.0 ? group.negative : group.positive, row) + lane[0];
            for (std::size_t i = 0; i < n; ++i) in[i] += w * v[i];
            continue;
        }
        for (std::size_t i = 0; i < n; ++i) {
            double const x = group.weight_of(begin + i) * group.meaning_of(v[same ? 0 : i]);
            if (x != 0.0)
                input_row(group.current, x < 0.0 ? group.negative : group.positive, row)[lane[i]] += x;
        }
    }
}

void Cohort::settle(StimulusModel const& device, Step now) {
    for (StimulusGroup& group : stimuli) {
        if (group.device != &device || group.lane.empty()) continue;
        for_each_input(group, {0, group.lane.size()}, {now - group.delay, now}, takes_singles(group),
                       [&](EarlierInput const& input) {
                           if (input.row >= now) earlier.push_back(input);
                       });
        group.since = now;
    }
}

} // namespace nest
