// Normalisation of synaptic time courses, so that a spike of weight w makes a peak of w.
#pragma once

#include "kernel/core/elementary.hpp"

namespace nest {

// Step of dg per unit weight (1/ms) in dg' = -dg/rise, g' = dg - g/decay; symmetric in both times (ms).
// At the time of the peak t, t/decay = rise ln(decay/rise)/(decay - rise), and the step is exp(t/decay)/rise:
// e/tau for equal times, the alpha function.
inline double beta_jump(double rise, double decay) {
    double const x = (decay - rise) / rise;
    double const peak = x == 0.0 ? 1.0 : elementary::log1p(x) / x;
    return elementary::exp(peak) / rise;
}

inline double alpha_jump(double tau) { return beta_jump(tau, tau); }

} // namespace nest
