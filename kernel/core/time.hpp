// Time as integers: tics (the finest unit) and steps (the grid of the simulation). A TimeGrid holds the
// two numbers that relate them to milliseconds and makes every conversion, each with its own rounding.
#pragma once

#include "kernel/errors.hpp"

#include <cmath>
#include <cstdint>
#include <limits>

namespace nest {

using Tic = std::int64_t;
using Step = std::int64_t;

// Far enough from the limits that a window or a delay can be added without wrapping around.
inline constexpr Tic infinite_tics = Tic{1} << 61;
inline constexpr Step infinite_steps = Step{1} << 61;
inline constexpr double infinite_ms = std::numeric_limits<double>::max();
inline constexpr Tic largest_tics = Tic{1} << 60; // times from here on are infinite

// A half-open range of steps [from, to).
struct StepRange {
    Step from = 0;
    Step to = 0;
    Step size() const { return to - from; }
    bool empty() const { return to <= from; }
};

// A precise time: the first grid point not before it, and how far it lies before that point.
struct Stamp {
    Step step = 0;
    double offset = 0.0; // ms, 0 <= offset < resolution
};

class TimeGrid {
public:
    TimeGrid() = default; // 1000 tics per ms, 0.1 ms per step

    // Refuses a step below one tic or off the tics.
    TimeGrid(double tics_per_ms, double resolution_ms);

    double tics_per_ms() const { return tics_per_ms_; }
    double ms_per_tic() const { return ms_per_tic_; }
    Tic tics_per_step() const { return tics_per_step_; }
    double resolution() const { return static_cast<double>(tics_per_step_) / tics_per_ms_; } // ms
    // T_max: the last grid point that is finite.
    double largest_ms() const {
        return static_cast<double>((largest_tics / tics_per_step_ - 1) * tics_per_step_) * ms_per_tic_;
    }

    // ---- integers to ms
    double tics_to_ms(Tic tics) const {
        if (tics >= largest_tics) return infinite_ms;
        if (tics <= -largest_tics) return -infinite_ms;
        return static_cast<double>(tics) * ms_per_tic_;
    }
    // A point in time, read by way of the tics: 3 steps of 0.1 ms are 0.3 ms.
    double ms(Step step) const {
        if (step >= largest_tics / tics_per_step_) return infinite_ms;
        if (step <= -largest_tics / tics_per_step_) return -infinite_ms;
        return tics_to_ms(step * tics_per_step_);
    }
    // A delay, read as a multiple of the step: 3 steps of 0.1 ms are 0.30000000000000004 ms.
    double delay_ms(Step steps) const { return static_cast<double>(steps) * resolution(); }

    // ---- ms to integers
    // The nearest tic, half way up. Times beyond T_max are infinite.
    Tic tics(double ms) const {
        if (ms > largest_ms()) return infinite_tics;
        if (ms < -largest_ms()) return -infinite_tics;
        return static_cast<Tic>(ms * tics_per_ms_ + 0.5);
    }
    // Tics rounded up to whole steps.
    Step tics_to_steps(Tic tics) const {
        if (tics >= largest_tics) return infinite_steps;
        if (tics <= -largest_tics) return -infinite_steps;
        Step const below = tics / tics_per_step_;
        return below + (tics % tics_per_step_ > 0 ? 1 : 0);
    }
    // The nearest tic, then up to the grid: refractory times, recording intervals.
    Step steps_up(double ms) const { return tics_to_steps(tics(ms)); }
    // The nearest tic, then down to the grid: the smallest delay given by the user.
    Step steps_down(double ms) const {
        Tic const t = tics(ms);
        if (t >= largest_tics) return infinite_steps;
        return t / tics_per_step_;
    }
    // The nearest step, half way up: delays.
    Step delay_steps(double ms) const {
        double const steps = std::floor(ms * (1.0 / resolution()) + 0.5);
        if (!(steps < static_cast<double>(largest_tics))) return infinite_steps;
        if (steps < 0.0) return 0;
        return static_cast<Step>(steps);
    }
    // A delay between grid points: whole steps, and the ms by which it is shorter than those.
    std::pair<Step, double> continuous_delay(double ms) const {
        double whole = 0.0;
        double const part = std::modf(ms / resolution(), &whole);
        if (!(whole < static_cast<double>(largest_tics))) return {infinite_steps, 0.0};
        auto const steps = static_cast<Step>(whole);
        return part > 0.0 ? std::pair{steps + 1, resolution() * (1.0 - part)} : std::pair{steps, 0.0};
    }
    // Is the nearest tic a grid point? Infinite times are on every grid.
    bool on_grid(double ms) const {
        Tic const t = tics(ms);
        return t >= largest_tics || t <= -largest_tics || t % tics_per_step_ == 0;
    }
    // The smallest grid point >= ms, and the distance to it.
    Stamp stamp(double ms) const;

private:
    double tics_per_ms_ = 1000.0;
    double ms_per_tic_ = 0.001;
    Tic tics_per_step_ = 100;
};

} // namespace nest
