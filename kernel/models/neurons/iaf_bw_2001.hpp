// What the neurons of Brunel and Wang (2001) have in common, whose NMDA synapses saturate: parameters,
// membrane, AMPA and GABA synapses.
#pragma once

#include "kernel/models/adaptive_neuron.hpp"
#include "kernel/models/receptors.hpp"

namespace nest::brunel_wang {

// 1 + what magnesium blocks at potential v.
NEST_INLINE double block(double Mg, double v) { return 1.0 + Mg * elementary::exp(-0.062 * v) / 3.57; }

class Neuron : public AdaptiveNeuron {
protected:
    Parameter E_L{*this, "E_L", Unit::mV, -70.0, any, "Leak reversal potential."};
    Parameter E_ex{*this, "E_ex", Unit::mV, 0.0, any, "Excitatory reversal potential."};
    Parameter E_in{*this, "E_in", Unit::mV, -70.0, any, "Inhibitory reversal potential."};
    Parameter V_th{*this, "V_th", Unit::mV, -55.0, any, "Spike threshold."};
    Parameter V_reset{*this, "V_reset", Unit::mV, -60.0, any, "Potential after a spike."};
    Parameter C_m{*this, "C_m", Unit::pF, 500.0, positive, "Capacitance of the membrane."};
    Parameter g_L{*this, "g_L", Unit::nS, 25.0, any, "Leak conductance."};
    Parameter t_ref{*this, "t_ref", Unit::ms, 2.0, non_negative, "Absolute refractory period."};
    Parameter tau_AMPA{*this, "tau_AMPA", Unit::ms, 2.0, positive, "Decay of AMPA synapses."};
    Parameter tau_GABA{*this, "tau_GABA", Unit::ms, 5.0, positive, "Decay of GABA synapses."};
    Parameter tau_rise{*this, "tau_rise_NMDA", Unit::ms, 2.0, positive, "Rise of NMDA synapses."};
    Parameter tau_NMDA{*this, "tau_decay_NMDA", Unit::ms, 100.0, positive, "Decay of NMDA synapses."};
    Parameter alpha{*this, "alpha", Unit::none, 0.5, positive, "Gain of NMDA synapses (1/ms)."};
    Parameter Mg{*this, "conc_Mg2", Unit::none, 1.0, positive, "Concentration of magnesium (mM)."};
    Parameter tolerance{*this, "gsl_error_tol", Unit::none,
                        1e-3,  positive,        "Error allowed to the integration."};

    State V_m{*this, "V_m", Unit::mV, -70.0, "Membrane potential."};
    State s_AMPA{*this, "s_AMPA", Unit::none, 0.0, "Gating of AMPA synapses (nS)."};
    State s_GABA{*this, "s_GABA", Unit::none, 0.0, "Gating of GABA synapses (nS)."};
    Scratch waiting{*this}; // refractory steps left
    Derived hold{*this};
    Computed receptor_types{*this, "receptor_types", Unit::none, "Numbers of the receptors.",
                            [](std::size_t) {
                                return Property(Properties{{"AMPA", 1}, {"GABA", 2}, {"NMDA", 3}});
                            }};

    void validate(std::size_t i) const override {
        require(V_reset[i] < V_th[i], "Reset potential must be smaller than threshold.");
    }

    std::vector<std::string> recordables() const override {
        return {"I_AMPA", "I_GABA", "I_NMDA", "s_NMDA", "s_AMPA", "s_GABA", "V_m"};
    }

    void prepare(double) override {
        for (std::size_t i = 0; i < distinct(); ++i) hold.v[i] = steps_up(t_ref[i]);
    }
};

} // namespace nest::brunel_wang
