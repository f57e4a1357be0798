// What generators share: keys as 32-bit words, the sine of oscillating devices, values that change at
// given times.
#pragma once

#include "kernel/catalogue.hpp"
#include "kernel/core/elementary.hpp"
#include "kernel/errors.hpp"
#include "kernel/log.hpp"
#include "kernel/random/distributions.hpp"

#include <algorithm>
#include <vector>

namespace nest::generators {

// The keys of targets as words of a random counter.
class Lanes {
public:
    std::span<philox::Word const> operator()(Targets const& targets) {
        auto& words = targets.kept ? targets.kept->ids : words_;
        if (targets.kept && words.size() == targets.keys.size()) return words;
        words.clear();
        for (std::uint64_t const key : targets.keys)
            words.push_back(key_field(static_cast<std::int64_t>(key)));
        return words;
    }

private:
    std::vector<philox::Word> words_;
};

inline bool among(Changes changes, Field const& field) {
    return std::ranges::find(changes, &field) != changes.end();
}

// Sine of frequency (Hz) and phase (degrees) at a time in ms.
inline double oscillation(double frequency, double phase, double ms) {
    return elementary::sin(2.0 * elementary::pi * frequency * ms / 1000.0 + phase * elementary::pi / 180.0);
}

// A piecewise constant function given by the times of its changes: before the first, 0. Changes at or before
// the step at which they were set have no effect.
class Staircase {
public:
    Staircase(Schema& owner, std::string_view times, std::string_view values, Unit unit,
              std::string_view what)
        : times_(owner, times, Unit::ms, {}, any, "Times at which the value changes.")
        , values_(owner, values, unit, {}, any, what)
        , allow_offgrid_(owner, "allow_offgrid_times", false,
                         "Round times up to the grid instead of refusing them?")
        , times_name_(times)
        , values_name_(values) {}

    // For changed(): normalises the times. `now`: steps completed.
    void changed(TimeGrid const& grid, Step now, Step earliest, Changes changes);

    // For prepare().
    void prepare(TimeGrid const& grid);

    // In the lag from k to k + 1. Ascending steps are found fastest.
    double at(Step k) const;

private:
    VectorParameter times_;
    VectorParameter values_;
    BoolParameter allow_offgrid_;
    std::string_view times_name_, values_name_;
    Step since_ = 0; // steps completed when times or values were last set
    std::vector<Step> steps_;
};

} // namespace nest::generators
