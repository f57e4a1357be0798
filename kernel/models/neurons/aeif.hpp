// What the adaptive exponential integrate-and-fire neurons share: the membrane, the adaptation, the spike.
//
//   C_m dV_m/dt = -g_L (V_m - E_L) + g_L Delta_T exp((V_m - V_th)/Delta_T) - w + I_syn + I_e + I
//   tau_w dw/dt = a (V_m - E_L) - w
//
// A spike falls when V_m >= V_peak (V_th if Delta_T = 0) after any sub-step of the integration, so that
// several may fall in one step. V_m is then held at V_reset for t_ref, and w grows by b. Brette and
// Gerstner (2005), J. Neurophysiol. 94, 3637-3642.
#pragma once

#include "kernel/models/adaptive_neuron.hpp"

namespace nest::aeif {

inline constexpr int V = 0, w = 1; // first quantities of a lane

// Behind the integrated quantities of a lane comes its row `waiting` (refractory steps left), then `fires`.
template <class K, int waiting> struct Membrane {
    static constexpr int fires = waiting + 1;
    K C_m, g_L, E_L, Delta_T, V_th, V_peak, V_reset, a, b, tau_w, I_e, threshold, hold;
    double const* current;

    // The potential that counts in the equations.
    NEST_INLINE double potential(std::size_t i, std::size_t l, rkf45::Row const* x,
                                 rkf45::Row const* y) const {
        double const below = y[V][l] < V_peak[i] ? y[V][l] : V_peak[i];
        return x[waiting][l] > 0.0 ? V_reset[i] : below;
    }

    // v: that potential, I_syn: the synaptic current at it.
    NEST_INLINE void slopes(std::size_t i, std::size_t l, rkf45::Row const* x, rkf45::Row const* y,
                            rkf45::Row* dy, double v, double I_syn) const {
        bool const curved = Delta_T[i] > 0.0;
        double const steepness = curved ? Delta_T[i] : 1.0;
        double const upstroke = g_L[i] * steepness * elementary::exp((v - V_th[i]) / steepness);
        double const I =
            -g_L[i] * (v - E_L[i]) + (curved ? upstroke : 0.0) - y[w][l] + I_syn + I_e[i] + current[i];
        dy[V][l] = x[waiting][l] > 0.0 ? 0.0 : I / C_m[i];
        dy[w][l] = (a[i] * (v - E_L[i]) - y[w][l]) / tau_w[i];
    }

    NEST_INLINE void begin(rkf45::Row* x) const {
        for (std::size_t l = 0; l < rkf45::width; ++l) x[fires][l] = 0.0;
    }

    // After a sub-step of lane l. A state that has left all bounds becomes not-a-number, which ends the run.
    NEST_INLINE bool accepted(std::size_t i, std::size_t l, rkf45::Row* x, bool here) const {
        bool const held = x[waiting][l] > 0.0;
        bool const wild = x[V][l] < -1e3 || x[w][l] > 1e6 || x[w][l] < -1e6;
        bool const spike = here && !held && !wild && x[V][l] >= threshold[i];
        double const v = wild ? elementary::infinity - elementary::infinity : x[V][l];
        double const next = held || spike ? V_reset[i] : v;
        x[V][l] = here ? next : x[V][l];
        x[w][l] += spike ? b[i] : 0.0;
        x[waiting][l] = spike ? hold[i] : x[waiting][l];
        x[fires][l] += spike ? 1.0 : 0.0;
        return spike;
    }

    NEST_INLINE std::uint64_t accepted(auto i, rkf45::Row* x, rkf45::Mask const& here) const {
        std::uint64_t changed = 0;
        for (std::size_t l = 0; l < rkf45::width; ++l)
            changed |= std::uint64_t{accepted(i + l, l, x, here[l] != 0)};
        return changed;
    }

    NEST_INLINE void finish(rkf45::Row* x) const {
        for (std::size_t l = 0; l < rkf45::width; ++l)
            x[waiting][l] = x[waiting][l] > 0.0 ? x[waiting][l] - 1.0 : 0.0;
    }
};

class Neuron : public AdaptiveNeuron {
protected:
    Parameter V_peak{*this, "V_peak", Unit::mV, 0.0, any, "Potential at which a spike is counted."};
    Parameter V_reset{*this, "V_reset", Unit::mV, -60.0, any, "Potential after a spike."};
    Parameter t_ref{*this, "t_ref", Unit::ms, 0.0, non_negative, "Absolute refractory period."};
    Parameter g_L{*this, "g_L", Unit::nS, 30.0, any, "Leak conductance."};
    Parameter C_m{*this, "C_m", Unit::pF, 281.0, positive, "Capacitance of the membrane."};
    Parameter E_L{*this, "E_L", Unit::mV, -70.6, any, "Leak reversal potential."};
    Parameter Delta_T{*this, "Delta_T", Unit::mV, 2.0, non_negative, "Slope of the upstroke."};
    Parameter tau_w{*this, "tau_w", Unit::ms, 144.0, positive, "Time constant of the adaptation."};
    Parameter a{*this, "a", Unit::nS, 4.0, any, "Adaptation by the potential."};
    Parameter b{*this, "b", Unit::pA, 80.5, any, "Adaptation by a spike."};
    Parameter V_th{*this, "V_th", Unit::mV, -50.4, any, "Threshold of the upstroke."};
    Parameter I_e{*this, "I_e", Unit::pA, 0.0, any, "Constant input current."};
    Parameter tolerance{*this, "gsl_error_tol", Unit::none,
                        1e-6,  positive,        "Error allowed to the integration."};

    State V_m{*this, "V_m", Unit::mV, -70.6, "Membrane potential."};
    State w{*this, "w", Unit::none, 0.0, "Adaptation current (pA)."};
    Scratch waiting{*this}; // refractory steps left
    Derived threshold{*this}, hold{*this};

    void validate(std::size_t i) const override {
        constexpr double largest = 663.7; // ln(largest double / 1e20)
        require(V_reset[i] < V_peak[i], "V_reset must be smaller than V_peak.");
        require(V_peak[i] >= V_th[i], "V_peak must not be smaller than V_th.");
        require(Delta_T[i] == 0.0 || (V_peak[i] - V_th[i]) / Delta_T[i] < largest,
                "The upstroke overflows before V_peak is reached: Delta_T is too small for V_peak - V_th.");
    }

    Wiring wiring(std::size_t) const override { return {.spikes = {{0, 0, 1}}, .currents = {{0, 0}}}; }

    void prepare(double) override {
        for (std::size_t i = 0; i < distinct(); ++i) {
            double const steps = steps_up(t_ref[i]);
            hold.v[i] = steps > 0.0 ? steps + 1.0 : 0.0;
            threshold.v[i] = Delta_T[i] > 0.0 ? V_peak[i] : V_th[i];
        }
    }

    template <class K, int row> Membrane<K, row> membrane(std::size_t first, double const* current) const {
        auto const k = [&](auto const& field) { return constant<K>(field, first); };
        return {k(C_m), k(g_L), k(E_L),   k(Delta_T), k(V_th),      k(V_peak), k(V_reset),
                k(a),   k(b),   k(tau_w), k(I_e),     k(threshold), k(hold),   current};
    }
};

} // namespace nest::aeif
