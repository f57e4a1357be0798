#include "kernel/models/devices/generator.hpp"

#include <fmt/format.h>

namespace nest::generators {

void Staircase::changed(TimeGrid const& grid, Step now, Step earliest, Changes changes) {
    bool const new_times = among(changes, times_), new_values = among(changes, values_);
    if (among(changes, allow_offgrid_) && !new_times && !times_.at(0).empty())
        throw BadProperty("Option can only be set together with times or if no times have been set.");
    if (!new_times && !new_values) return;
    if (new_times != new_values)
        throw BadProperty(fmt::format("{} and {} must be given together.", times_name_, values_name_));
    if (times_.at(0).size() != values_.at(0).size())
        throw BadProperty(fmt::format("{} and {} have to be the same size.", times_name_, values_name_));
    std::vector<double> on_grid;
    Step previous = earliest;
    for (double const ms : times_.at(0)) {
        if (!grid.on_grid(ms) && !allow_offgrid_[0])
            throw BadProperty(fmt::format("Time point {:g} is not representable in current resolution.", ms));
        Step const step = grid.steps_up(ms);
        if (step <= previous)
            throw BadProperty(on_grid.empty() ? fmt::format("{} must lie in the future.", times_name_)
                                              : fmt::format("{} must be strictly increasing.", times_name_),
                              fmt::format("{:g} ms was given", ms));
        on_grid.push_back(grid.ms(step));
        previous = step;
    }
    times_.put(0, std::make_shared<std::vector<double> const>(std::move(on_grid)));
    since_ = now;
}

void Staircase::prepare(TimeGrid const& grid) {
    steps_.clear();
    for (double const ms : times_.at(0)) steps_.push_back(grid.steps_up(ms));
}

double Staircase::at(Step k) const {
    auto const after = std::upper_bound(steps_.begin(), steps_.end(), k + 1);
    if (after == steps_.begin()) return 0.0;
    auto const current = static_cast<std::size_t>(after - steps_.begin()) - 1;
    return steps_[current] > since_ ? values_.at(0)[current] : 0.0;
}

} // namespace nest::generators
