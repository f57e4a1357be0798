// What generalized integrate-and-fire neurons have in common, whatever their synapses: a leaky membrane,
// currents and a threshold that spikes leave behind, and spikes that fall by chance (escape noise).
// S. Mensi, R. Naud, C. Pozzorini, M. Avermann, C. C. H. Petersen, W. Gerstner: Parameter extraction and
// classification of three cortical neuron types reveals two distinct adaptation mechanisms (Journal of
// Neurophysiology 107, 2012).
// C. Pozzorini, S. Mensi, O. Hagens, R. Naud, C. Koch, W. Gerstner: Automated high-throughput
// characterization of single neurons by means of simplified spiking models (PLoS Computational Biology 11,
// 2015).
#pragma once

#include "kernel/catalogue.hpp"
#include "kernel/core/exact_integration.hpp"
#include "kernel/models/neurons/spike_triggered.hpp"
#include "kernel/random/streams.hpp"

#include <algorithm>

namespace nest {

class GifNeuron : public NeuronModel {
protected:
    Parameter C_m{*this, "C_m", Unit::pF, 80.0, positive, "Capacitance of the membrane."};
    Parameter g_L{*this, "g_L", Unit::nS, 4.0, positive, "Leak conductance."};
    Parameter E_L{*this, "E_L", Unit::mV, -70.0, any, "Resting potential."};
    Parameter I_e{*this, "I_e", Unit::pA, 0.0, any, "Constant input current."};
    Parameter t_ref{*this, "t_ref", Unit::ms, 4.0, non_negative, "Absolute refractory period."};
    Parameter V_reset{*this, "V_reset", Unit::mV, -55.0, any, "Potential while refractory."};
    Parameter V_T_star{*this, "V_T_star", Unit::mV, -35.0, any, "Threshold without earlier spikes."};
    Parameter Delta_V{*this, "Delta_V", Unit::mV, 0.5, positive, "Softness of the threshold."};
    Parameter lambda_0{*this, "lambda_0", Unit::Hz, 1.0, non_negative, "Rate of spikes at threshold."};
    ListParameter tau_sfa{*this, "tau_sfa", Unit::ms, {}, positive, "Decay times of the threshold."};
    ListParameter q_sfa{*this, "q_sfa", Unit::mV, {}, any, "What a spike adds to the threshold."};
    ListParameter tau_stc{*this, "tau_stc", Unit::ms, {}, positive, "Decay times of the currents."};
    ListParameter q_stc{*this, "q_stc", Unit::pA, {}, any, "What a spike adds to the currents."};

    State V_m{*this, "V_m", Unit::mV, -70.0, "Membrane potential."};
    State E_sfa{*this, "E_sfa", Unit::mV, 0.0, "Threshold, raised by earlier spikes.", Access::read_only};
    State I_stc{*this, "I_stc", Unit::pA, 0.0, "Current left behind by earlier spikes.", Access::read_only};

    SpikeTriggered stc{*this, tau_stc, q_stc}, sfa{*this, tau_sfa, q_sfa};
    Scratch waiting{*this}, fired{*this}; // refractory steps left; spikes of this step
    Derived leak{*this}, pull{*this};

    double tau_m(std::size_t i) const { return C_m[i] / g_L[i]; }

    void validate(std::size_t i) const override {
        require(sfa.consistent(i), "'tau_sfa' and 'q_sfa' need to have the same dimension.");
        require(stc.consistent(i), "'tau_stc' and 'q_stc' need to have the same dimension.");
    }

    void prepare(double h) override {
        stc.prepare(h, ids().size());
        sfa.prepare(h, ids().size());
        for (std::size_t i = 0; i < distinct(); ++i) {
            leak.v[i] = elementary::exp(-h / tau_m(i));
            pull.v[i] = constant_to_voltage(tau_m(i), C_m[i], h);
        }
    }

    // What earlier spikes left, for the chunk; to be called at the beginning of a step.
    void begin_step(Chunk c) {
        for (std::size_t i = c.first; i < c.first + c.count; ++i) E_sfa.v[i] = V_T_star[i];
        std::fill_n(lanes(I_stc, c), c.count, 0.0);
        sfa.add_and_decay(c.first, c.count, lanes(E_sfa, c));
        stc.add_and_decay(c.first, c.count, lanes(I_stc, c));
    }

    // The membrane over step s; `synapses`: what synaptic currents add to the potential (mV).
    void step(std::size_t i, Step s, double current, double synapses) {
        fired.v[i] = 0.0;
        if (waiting[i] > 0.0) {
            waiting.v[i] -= 1.0;
            V_m.v[i] = V_reset[i];
            return;
        }
        V_m.v[i] =
            pull[i] * (current + I_e[i] - I_stc[i]) + leak[i] * V_m[i] + (1.0 - leak[i]) * E_L[i] + synapses;
        double const rate = lambda_0[i] * elementary::exp((V_m[i] - E_sfa[i]) / Delta_V[i]) * 1e-3; // 1/ms
        if (!(rate > 0.0)) return;
        Rng rng = around().random->at_step(Purpose::neuron, 0, ids()[i], s);
        if (!(rng.uniform() < -elementary::expm1(-rate * resolution()))) return;
        stc.spike(i);
        sfa.spike(i);
        waiting.v[i] = steps_up(t_ref[i]);
        fired.v[i] = 1.0;
    }

    // Lanes of a chunk that are neurons, not padding.
    std::size_t end_of(Chunk c) const { return std::min(c.first + c.count, ids().size()); }
};

} // namespace nest
