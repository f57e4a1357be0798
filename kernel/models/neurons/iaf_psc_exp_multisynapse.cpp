// iaf_psc_exp_multisynapse: leaky integrate-and-fire neuron with exponentially decaying post-synaptic
// currents of any number of time constants.
//
//   dV_m/dt = -(V_m - E_L)/tau_m + (sum of I_syn_r + I_e + I)/C_m
//   dI_syn_r/dt = -I_syn_r/tau_syn[r];  a spike of weight w at receptor r adds w to I_syn_r
//
// Solved exactly from step to step; V_m is held at V_reset for t_ref after a spike.
#include "kernel/models/neurons/multisynapse.hpp"

namespace nest {

namespace {

class IafPscExpMultisynapse final : public MultisynapseNeuron {
    void validate(std::size_t i) const override {
        MultisynapseNeuron::validate(i);
        for (double const tau : tau_syn.at(i))
            require(tau != tau_m[i], "Membrane and synapse time constant(s) must differ.");
    }

    void prepare_receptors(double h) override {
        effect_.assign(receptors(), Column<double>(padded(ids().size()), 0.0));
        fade_ = effect_;
        for (std::size_t r = 0; r < effect_.size(); ++r)
            for_each_with(r, [&](std::size_t i, double tau) {
                effect_[r][i] = current_to_voltage(tau, tau_m[i], C_m[i], h);
                fade_[r][i] = elementary::exp(-h / tau);
            });
    }

    NEST_CLONES static void step(std::size_t n, double const* NEST_RESTRICT spikes,
                                 double const* NEST_RESTRICT effect, double const* NEST_RESTRICT fade,
                                 double* NEST_RESTRICT I, double* NEST_RESTRICT next) {
        for (std::size_t i = 0; i < n; ++i) {
            next[i] += effect[i] * I[i];
            I[i] = fade[i] * I[i] + spikes[i];
        }
    }

    void receive(std::size_t r, Chunk c, double const* spikes) override {
        step(c.count, spikes, effect_[r].data() + c.first, fade_[r].data() + c.first, I(r, c.first),
             lanes(next, c));
    }

    std::vector<Column<double>> effect_, fade_; // by receptor: mV per pA; per step
};

} // namespace

extern NeuronFactory const iaf_psc_exp_multisynapse = make<NeuronModel, IafPscExpMultisynapse>;

} // namespace nest
