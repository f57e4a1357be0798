// gif_psc_exp: generalized integrate-and-fire neuron with exponentially decaying post-synaptic currents.
//
//   C_m dV_m/dt = -g_L (V_m - E_L) - I_stc + I_syn_ex + I_syn_in + I_e + I
//   dI_syn/dt = -I_syn/tau_syn;  a spike of weight w adds w to I_syn
//   rate of spikes = lambda_0 exp((V_m - E_sfa)/Delta_V)
//   I_stc, E_sfa - V_T_star: sums of elements that decay with tau and grow by q at every spike
//
// Solved exactly from step to step. After a spike V_m is held at V_reset for t_ref.
#include "kernel/models/neurons/gif.hpp"

namespace nest {

namespace {

class GifPscExp final : public GifNeuron {
    Parameter tau_ex{*this, "tau_syn_ex", Unit::ms, 2.0, positive, "Decay time of the excitatory current."};
    Parameter tau_in{*this, "tau_syn_in", Unit::ms, 2.0, positive, "Decay time of the inhibitory current."};

    State I_ex{*this, "I_syn_ex", Unit::pA, 0.0, "Excitatory synaptic current.", Access::recorded};
    State I_in{*this, "I_syn_in", Unit::pA, 0.0, "Inhibitory synaptic current.", Access::recorded};

    Derived from_ex{*this}, from_in{*this}, fade_ex{*this}, fade_in{*this};

    Wiring wiring(std::size_t) const override { return {.spikes = {{0, 0, 1}}, .currents = {{0, 0}}}; }

    void prepare(double h) override {
        GifNeuron::prepare(h);
        for (std::size_t i = 0; i < distinct(); ++i) {
            from_ex.v[i] = current_to_voltage(tau_ex[i], tau_m(i), C_m[i], h);
            from_in.v[i] = current_to_voltage(tau_in[i], tau_m(i), C_m[i], h);
            fade_ex.v[i] = elementary::exp(-h / tau_ex[i]);
            fade_in.v[i] = elementary::exp(-h / tau_in[i]);
        }
    }

    void advance(Chunk c, StepRange steps, Inputs const& input, StepSink& sink) override {
        for (Step s = steps.from; s < steps.to; ++s) {
            double const *const ex = input.excitatory(s, c), *const in = input.inhibitory(s, c);
            double const* const current = input.current(s, c);
            begin_step(c);
            for (std::size_t i = c.first; i < end_of(c); ++i) {
                I_ex.v[i] = fade_ex[i] * I_ex[i] + ex[i - c.first];
                I_in.v[i] = fade_in[i] * I_in[i] + in[i - c.first];
                step(i, s, current[i - c.first], I_ex[i] * from_ex[i] + I_in[i] * from_in[i]);
            }
            sink.collect(s, c, lanes(fired, c));
        }
    }
};

} // namespace

extern NeuronFactory const gif_psc_exp = make<NeuronModel, GifPscExp>;

} // namespace nest
