// Propagators of linear membranes: what an input does to the potential within dt, exactly.
//
// With x = dt (tau_m - tau_s) / (tau_m tau_s) every one of them is an entire function of x, so that equal
// and nearly equal time constants need no case of their own (Rotter and Diesmann 1999).
#pragma once

#include "kernel/core/elementary.hpp"

namespace nest {

namespace detail {
// (e^x - 1) / x and (e^x - 1 - x) / x^2, both continued to x = 0.
inline double first_quotient(double x) { return x == 0.0 ? 1.0 : elementary::expm1(x) / x; }
inline double second_quotient(double x) {
    return std::abs(x) < 0.34 ? elementary::detail::exp_series(x) : (elementary::expm1(x) - x) / (x * x);
}
inline double detuning(double tau_s, double tau_m, double dt) {
    return dt * ((tau_m - tau_s) / (tau_m * tau_s));
}
} // namespace detail

// Potential (mV) after dt (ms) per constant current (pA); C_m in pF, tau_m in ms.
inline double constant_to_voltage(double tau_m, double C_m, double dt) {
    return -tau_m / C_m * elementary::expm1(-dt / tau_m);
}

// ... per current that starts at 1 pA and decays with tau_s.
inline double current_to_voltage(double tau_s, double tau_m, double C_m, double dt) {
    return dt / C_m * elementary::exp(-dt / tau_s) *
           detail::first_quotient(detail::detuning(tau_s, tau_m, dt));
}

// ... per alpha current t exp(-t / tau_s), i.e. per unit of its derivative at the start (pA/ms).
inline double alpha_to_voltage(double tau_s, double tau_m, double C_m, double dt) {
    return dt * dt / C_m * elementary::exp(-dt / tau_s) *
           detail::second_quotient(detail::detuning(tau_s, tau_m, dt));
}

} // namespace nest
