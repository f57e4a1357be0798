#include "kernel/core/time.hpp"

namespace nest {

namespace {
// A whole number up to the rounding of the division that made it.
bool whole(double x) {
    double const nearest = std::nearbyint(x);
    return std::abs(x - nearest) <= 4.0 * std::numeric_limits<double>::epsilon() * std::max(1.0, std::abs(x));
}
} // namespace

TimeGrid::TimeGrid(double tics_per_ms, double resolution_ms) {
    if (!(tics_per_ms > 0.0) || !std::isfinite(tics_per_ms))
        throw BadProperty("tics_per_ms must be a positive number.");
    double const tics = tics_per_ms * resolution_ms;
    if (!(tics >= 1.0))
        throw KernelException("Resolution must be greater than or equal to one tic. Value unchanged.");
    if (!whole(tics) || tics >= static_cast<double>(largest_tics))
        throw KernelException("Resolution must be a multiple of the tic length. Value unchanged.");
    tics_per_ms_ = tics_per_ms;
    ms_per_tic_ = 1.0 / tics_per_ms;
    tics_per_step_ = static_cast<Tic>(std::nearbyint(tics));
}

Stamp TimeGrid::stamp(double time_ms) const {
    if (!(time_ms < largest_ms())) return {infinite_steps, 0.0};
    Tic const tics = static_cast<Tic>(time_ms * tics_per_ms_);
    Step step = tics / tics_per_step_;
    if (ms(step) < time_ms) ++step;
    return {step, ms(step) - time_ms};
}

} // namespace nest
