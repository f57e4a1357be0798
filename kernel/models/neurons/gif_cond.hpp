// What gif_cond_exp and gif_cond_exp_multisynapse share: generalised integrate-and-fire neurons with
// conductances.
//
//   C_m dV_m/dt = -g_L (V_m - E_L) - sum of g (V_m - E_rev) - I_stc + I_e + I
//   E_sfa = V_T_star + sum of movements of the threshold
//
// While not refractory, a spike falls in a step of h ms with probability 1 - exp(-lambda h), where
// lambda = lambda_0 exp((V_m - E_sfa)/Delta_V). It adds q_stc to the currents I_stc, which decay with
// tau_stc, and q_sfa to the threshold, which decays with tau_sfa; V_m is held at V_reset for t_ref from the
// next step on. Mensi et al. (2012), J. Neurophysiol. 107, 1756-1775; Pozzorini et al. (2015), PLoS Comput.
// Biol. 11, e1004275.
#pragma once

#include "kernel/models/adaptive_neuron.hpp"
#include "kernel/models/neurons/spike_triggered.hpp"
#include "kernel/random/streams.hpp"

namespace nest::gif_cond {

// The lanes' membrane; x[-1] counts the refractory steps left.
template <class K> struct Membrane {
    K C_m, g_L, E_L, V_reset, I_e;
    double const *current, *I_stc;

    NEST_INLINE static bool held(rkf45::Row const* x, std::size_t l) { return x[-1][l] > 0.0; }
    NEST_INLINE double potential(std::size_t i, std::size_t l, rkf45::Row const* x, double v) const {
        return held(x, l) ? V_reset[i] : v;
    }
    NEST_INLINE double slope(std::size_t i, std::size_t l, rkf45::Row const* x, double v,
                             double I_syn) const {
        double const I = -g_L[i] * (v - E_L[i]) + I_syn + current[i] + I_e[i] - I_stc[i];
        return held(x, l) ? 0.0 : I / C_m[i];
    }
};

class Neuron : public AdaptiveNeuron {
protected:
    Parameter g_L{*this, "g_L", Unit::nS, 4.0, positive, "Leak conductance."};
    Parameter E_L{*this, "E_L", Unit::mV, -70.0, any, "Leak reversal potential."};
    Parameter C_m{*this, "C_m", Unit::pF, 80.0, positive, "Capacitance of the membrane."};
    Parameter V_reset{*this, "V_reset", Unit::mV, -55.0, any, "Potential after a spike."};
    Parameter Delta_V{*this, "Delta_V", Unit::mV, 0.5, positive, "Width of the soft threshold."};
    Parameter V_T_star{*this, "V_T_star", Unit::mV, -35.0, any, "Threshold at rest."};
    Parameter lambda_0{*this, "lambda_0", Unit::Hz, 1.0, non_negative, "Rate of spikes at the threshold."};
    Parameter t_ref{*this, "t_ref", Unit::ms, 4.0, non_negative, "Absolute refractory period."};
    Parameter I_e{*this, "I_e", Unit::pA, 0.0, any, "Constant input current."};
    ListParameter tau_sfa{*this, "tau_sfa", Unit::ms, {}, positive, "Decay times of the threshold."};
    ListParameter q_sfa{*this, "q_sfa", Unit::mV, {}, any, "What a spike adds to the threshold."};
    ListParameter tau_stc{*this, "tau_stc", Unit::ms, {}, positive, "Decay times of the currents."};
    ListParameter q_stc{*this, "q_stc", Unit::pA, {}, any, "What a spike adds to the currents."};
    Parameter tolerance{*this, "gsl_error_tol", Unit::none, 0.001, any, "Error allowed to the integration."};

    State V_m{*this, "V_m", Unit::mV, -70.0, "Membrane potential."};
    State E_sfa{*this, "E_sfa", Unit::mV, 0.0, "Threshold.", Access::read_only};
    State I_stc{*this, "I_stc", Unit::pA, 0.0, "Spike-triggered current.", Access::read_only};
    Scratch waiting{*this}; // refractory steps left
    Derived hold{*this};
    SpikeTriggered movements{*this, tau_sfa, q_sfa}, currents{*this, tau_stc, q_stc};

    void validate(std::size_t i) const override {
        require(movements.consistent(i), "tau_sfa and q_sfa must have the same length.");
        require(currents.consistent(i), "tau_stc and q_stc must have the same length.");
    }

    void prepare(double h) override {
        for (std::size_t i = 0; i < distinct(); ++i) hold.v[i] = steps_up(t_ref[i]);
        for (std::size_t i = 0; i < ids().size(); ++i)
            if (!(tolerance[i] > 0.0))
                throw SolverFailure(model_name(), ids()[i], grid().ms(around().now),
                                    "gsl_error_tol is not greater than zero");
        movements.prepare(h, lanes());
        currents.prepare(h, lanes());
    }

    template <class K> Membrane<K> membrane(Chunk c, double const* current) {
        auto const k = [&](auto const& field) { return constant<K>(field, c.first); };
        return {k(C_m), k(g_L), k(E_L), k(V_reset), k(I_e), current, AdaptiveNeuron::lanes(I_stc, c)};
    }

    // Before the integration: what earlier spikes left.
    void begin_step(Chunk c) {
        double* const threshold = AdaptiveNeuron::lanes(E_sfa, c);
        for (std::size_t i = 0; i < c.count; ++i) threshold[i] = V_T_star[c.first + i];
        std::fill_n(AdaptiveNeuron::lanes(I_stc, c), c.count, 0.0);
        movements.add_and_decay(c.first, c.count, threshold);
        currents.add_and_decay(c.first, c.count, AdaptiveNeuron::lanes(I_stc, c));
    }

    // After it: chance decides.
    void end_step(Chunk c, Step s, StepSink& sink) {
        double const h = resolution();
        std::size_t const end = std::min(c.first + c.count, ids().size());
        for (std::size_t i = c.first; i < end; ++i) {
            fired.v[i] = 0.0;
            if (waiting[i] > 0.0) {
                waiting.v[i] -= 1.0;
                V_m.v[i] = V_reset[i];
                continue;
            }
            double const lambda =
                1e-3 * lambda_0[i] * elementary::exp((V_m[i] - E_sfa[i]) / Delta_V[i]); // 1/ms
            if (!(lambda > 0.0)) continue;
            double const u = around().random->at_step(Purpose::neuron, 0, ids()[i], s).uniform();
            if (!(u < -elementary::expm1(-lambda * h))) continue;
            movements.spike(i);
            currents.spike(i);
            waiting.v[i] = hold[i];
            fired.v[i] = 1.0;
        }
        sink.collect(s, c, AdaptiveNeuron::lanes(fired, c));
    }

    using Schema::lanes;
};

} // namespace nest::gif_cond
