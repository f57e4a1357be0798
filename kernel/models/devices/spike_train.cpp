#include "kernel/models/devices/spike_train.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace nest::generators {

SpikeTrain::SpikeTrain(Schema& owner, std::string_view model)
    : model_(model)
    , spike_times(owner, "spike_times", Unit::ms, {}, any, "Times of spikes, in ascending order.")
    , spike_multiplicities(owner, "spike_multiplicities", {}, any, "Multiplicities, one per spike.")
    , precise_times(owner, "precise_times", false, "Keep times between grid points?")
    , allow_offgrid_times(owner, "allow_offgrid_times", false,
                          "Round times up to the grid instead of refusing them?")
    , shift_now_spikes(owner, "shift_now_spikes", false,
                       "Move spikes at the present time one step into the future?") {}

bool SpikeTrain::among(Changes changes, Field const& field) const {
    return std::ranges::find(changes, &field) != changes.end();
}

bool SpikeTrain::changed(TimeGrid const& grid, Step now, Step origin, std::size_t lane, Changes changes) {
    bool const options = among(changes, precise_times) || among(changes, allow_offgrid_times) ||
                         among(changes, shift_now_spikes);
    bool const times = among(changes, spike_times);
    if (options && !times && !spike_times.at(lane).empty())
        throw BadProperty(
            "Options can only be set together with spike times or if no spike times have been set.");
    if (precise_times[lane] && (allow_offgrid_times[lane] || shift_now_spikes[lane]))
        throw BadProperty("Option precise_times cannot be set to true when either allow_offgrid_times or "
                          "shift_now_spikes is set to true.");
    if (times) {
        std::vector<double> kept;
        double previous = -unbounded;
        for (double const ms : spike_times.at(lane)) {
            if (ms < previous) throw BadProperty("Spike times must be sorted in non-descending order.");
            previous = ms;
            Stamp const at = checked(grid, ms, now - origin, lane);
            kept.push_back(precise_times[lane] && at.offset > 0.0 ? ms : grid.ms(at.step));
        }
        spike_times.put(lane, std::make_shared<std::vector<double> const>(std::move(kept)));
    }
    return times || among(changes, spike_multiplicities);
}

Stamp SpikeTrain::checked(TimeGrid const& grid, double ms, Step now, std::size_t lane) const {
    if (ms == 0.0 && !shift_now_spikes[lane]) throw BadProperty("spike time cannot be set to 0.");
    if (ms < 0.0)
        throw BadProperty("spike times must not be negative.", fmt::format("{:g} ms was given", ms));
    if (!precise_times[lane] && !allow_offgrid_times[lane] && !grid.on_grid(ms))
        throw BadProperty(
            fmt::format("{}: Time point {:g} is not representable in current resolution.", model_, ms));
    Stamp at = stamp_of(grid, ms, lane);
    if (shift_now_spikes[lane] && at.step == now) ++at.step;
    return at;
}

Stamp SpikeTrain::stamp_of(TimeGrid const& grid, double ms, std::size_t lane) const {
    if (!precise_times[lane]) return {grid.steps_up(ms), 0.0};
    Stamp at = grid.stamp(ms);
    // What is left of the rounding of a grid point is no offset.
    if (at.offset < 2.0 * std::numeric_limits<double>::epsilon() * (grid.ms(at.step) + ms)) at.offset = 0.0;
    return at;
}

void SpikeTrain::validate(std::size_t lane) const {
    require_length(lane, "spike_multiplicities", spike_multiplicities.at(lane).size());
    for (std::int64_t const m : spike_multiplicities.at(lane))
        if (m < 0) throw BadProperty("spike_multiplicities must not be negative.");
}

void SpikeTrain::require_length(std::size_t lane, std::string_view what, std::size_t length) const {
    if (length == 0 || length == size(lane)) return;
    throw BadProperty(fmt::format("{} must have the same number of elements as spike_times, or 0 elements to "
                                  "clear the property.",
                                  what),
                      fmt::format("{} given, {} spike times", length, size(lane)));
}

std::vector<Stamp> SpikeTrain::stamps(TimeGrid const& grid, Step origin, std::size_t lane) const {
    std::vector<Stamp> all;
    for (double const ms : spike_times.at(lane)) {
        Stamp const at = stamp_of(grid, ms, lane);
        all.push_back({std::min(infinite_steps, origin + at.step), at.offset});
    }
    return all;
}

} // namespace nest::generators
