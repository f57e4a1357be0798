// iaf_psc_exp: leaky integrate-and-fire neuron with exponentially decaying post-synaptic currents.
//
//   dV_m/dt = -(V_m - E_L)/tau_m + (I_syn_ex + I_syn_in + I_e + I)/C_m
//   dI_syn/dt = -I_syn/tau_syn;  a spike of weight w adds w to I_syn
//
// Solved exactly from step to step. A spike falls when V_m >= V_th at the end of a step, or, with delta > 0,
// with the rate rho exp((V_m - V_th)/delta) (escape noise); V_m is then held at V_reset for t_ref. A current
// into receptor 1 is filtered by the excitatory synapse.
#include "kernel/models/neurons/iaf_psc_exp.hpp"

namespace nest {

namespace {

class IafPscExp final : public psc_exp::Neuron {
    Wiring wiring(std::size_t) const override {
        return {.spikes = {{0, 0, 1}}, .currents = {{0, 0}, {1, 1}}};
    }
    void advance(Chunk c, StepRange steps, Inputs const& input, StepSink& sink) override {
        walk(c, steps, input, [&](Step s) { sink.collect(s, c, fired.data()); });
    }
};

} // namespace

extern NeuronFactory const iaf_psc_exp = make<NeuronModel, IafPscExp>;

} // namespace nest
