// What neuron models, devices and synapse models have in common: a schema that knows its surroundings.
#pragma once

#include "kernel/core/time.hpp"
#include "kernel/schema.hpp"

#include <cstdint>

namespace nest {

class RandomStreams;
struct Host;

// What a model may know of the simulation it lives in. One object per simulation; models keep a pointer.
struct Surroundings {
    TimeGrid grid;
    Step now = 0;                          // steps completed
    bool simulated = false;                // has any time passed since the last reset?
    RandomStreams const* random = nullptr; // draws are functions of a key: random/streams.hpp
    Host const* host = nullptr;
};

class Model : public Schema {
public:
    void enter(Surroundings const& around) { around_ = &around; }
    Surroundings const& around() const { return *around_; }
    TimeGrid const& grid() const { return around_->grid; }
    double resolution() const { return grid().resolution(); } // ms

protected:
    // A time in ms as whole steps, rounded up on the tics, for columns of steps.
    double steps_up(double ms) const { return static_cast<double>(grid().steps_up(ms)); }

private:
    static inline Surroundings const default_surroundings_{};
    Surroundings const* around_ = &default_surroundings_;
};

// Of a device's activity: times on the grid, stop not before start (ms).
void require_window(TimeGrid const& grid, double origin, double start, double stop);

} // namespace nest
