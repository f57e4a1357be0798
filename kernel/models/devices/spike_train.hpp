// A list of spike times, as spike_generator and spike_train_injector have it: its keys, the rules for its
// entries, and the stamps that come out.
#pragma once

#include "kernel/models/model.hpp"

#include <string_view>
#include <vector>

namespace nest::generators {

class SpikeTrain {
public:
    SpikeTrain(Schema& owner, std::string_view model);

    // For changed(): puts the times on the grid, or on the tics of double precision if they are precise.
    // True: the train begins anew.
    bool changed(TimeGrid const& grid, Step now, Step origin, std::size_t lane, Changes changes);
    void validate(std::size_t lane) const;

    // Ascending. Offsets are zero unless times are precise.
    std::vector<Stamp> stamps(TimeGrid const& grid, Step origin, std::size_t lane) const;
    std::int64_t multiplicity(std::size_t lane, std::size_t i) const {
        return spike_multiplicities.at(lane).empty() ? 1 : spike_multiplicities.at(lane)[i];
    }
    std::size_t size(std::size_t lane) const { return spike_times.at(lane).size(); }
    bool precise(std::size_t lane) const { return precise_times[lane]; }

    // Throws unless `length` values of `what` go with the times, or none.
    void require_length(std::size_t lane, std::string_view what, std::size_t length) const;

private:
    Stamp stamp_of(TimeGrid const& grid, double ms, std::size_t lane) const;
    Stamp checked(TimeGrid const& grid, double ms, Step now, std::size_t lane) const;
    bool among(Changes changes, Field const& field) const;

    std::string_view model_;
    VectorParameter spike_times;
    IntegerVectorParameter spike_multiplicities;
    BoolParameter precise_times, allow_offgrid_times, shift_now_spikes;
};

} // namespace nest::generators
