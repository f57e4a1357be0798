// What neurons of Hodgkin-Huxley type share.
#pragma once

#include "kernel/models/adaptive_neuron.hpp"

namespace nest::hodgkin_huxley {

// x / (1 - exp(-x/s)), continued to x = 0.
NEST_INLINE double linoid(double x, double s) {
    bool const singular = x < 1e-6 && x > -1e-6;
    double const ratio = x / (1.0 - elementary::exp(-(singular ? 1.0 : x) / s));
    return singular ? s + 0.5 * x : ratio;
}

// A spike is the peak of the potential: the first step in which it sinks while it is at or above `level`.
// Afterwards none is counted for `hold` steps; the dynamics takes no notice of that.
NEST_INLINE void detect_peak(double V, double before, double level, double hold, double& waiting,
                             double& fires) {
    bool const held = waiting > 0.0;
    bool const spike = !held && V >= level && before > V;
    waiting = held ? waiting - 1.0 : spike ? hold : 0.0;
    fires = spike ? 1.0 : 0.0;
}

} // namespace nest::hodgkin_huxley
