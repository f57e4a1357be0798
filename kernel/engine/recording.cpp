// What recorders have collected, in the order users see: slice by slice; within a slice by sender (samples:
// by target in order of connection), then by time. The order does not depend on the number of threads.
#include "kernel/engine/world.hpp"

#include <algorithm>
#include <numeric>

namespace nest {

namespace {

struct Where {
    Step slice;
    std::int64_t rank; // sender, or place of the target among the connections
    Step stamp;
    std::uint32_t log;
    std::uint32_t index;
    auto key() const { return std::tie(slice, rank, stamp); }
};

std::vector<Where> in_order(World const& world, Recorder const& recorder) {
    bool const samples = recorder.device->records() == Records::samples;
    std::vector<Where> events;
    for (std::uint32_t l = 0; l < recorder.log.size(); ++l) {
        EventLog const& log = recorder.log[l];
        for (std::uint32_t i = 0; i < log.size(); ++i) {
            if (samples && log.stamp[i] > world.samples_until) continue;
            std::int64_t const rank = samples ? std::int64_t{log.order[i]} : log.sender[i];
            events.push_back({(log.stamp[i] - 1) / world.slice_length, rank, log.stamp[i], l, i});
        }
    }
    auto const earlier = [](Where const& a, Where const& b) { return a.key() < b.key(); };
    if (!std::ranges::is_sorted(events, earlier)) std::ranges::stable_sort(events, earlier);
    return events;
}

} // namespace

std::int64_t recorded_count(World const& world, Recorder const& recorder) {
    std::size_t n = 0;
    for (EventLog const& log : recorder.log) {
        if (recorder.device->records() == Records::spikes)
            n += log.size();
        else
            n += static_cast<std::size_t>(
                std::ranges::count_if(log.stamp, [&](Step s) { return s <= world.samples_until; }));
    }
    return static_cast<std::int64_t>(n);
}

Properties recorded_events(World const& world, Recorder const& recorder) {
    std::vector<Where> const order = in_order(world, recorder);
    std::vector<std::int64_t> senders(order.size()), steps(order.size());
    std::vector<double> times(order.size()), offsets(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        EventLog const& log = recorder.log[order[i].log];
        std::size_t const at = order[i].index;
        senders[i] = log.sender[at];
        steps[i] = log.stamp[at];
        offsets[i] = log.offset.empty() ? 0.0 : log.offset[at];
        times[i] = world.grid().ms(log.stamp[at]) - offsets[i];
    }
    Properties events;
    bool const in_steps = recorder.device->time_in_steps[0];
    events.set("senders", std::move(senders));
    if (in_steps)
        events.set("times", std::move(steps));
    else
        events.set("times", std::move(times));
    if (in_steps) events.set("offsets", std::move(offsets));
    Words const names = recorder.device->quantities();
    for (std::size_t q = 0; q < names.size(); ++q) {
        std::vector<double> column(order.size());
        for (std::size_t i = 0; i < order.size(); ++i)
            column[i] = recorder.log[order[i].log].values[q][order[i].index];
        events.set(names[q], std::move(column));
    }
    return events;
}

} // namespace nest
