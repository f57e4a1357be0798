// gif_psc_exp_multisynapse: generalized integrate-and-fire neuron with any number of receptors, each with an
// exponentially decaying current of its own time constant.
//
//   C_m dV_m/dt = -g_L (V_m - E_L) - I_stc + sum of I_k + I_e + I
//   dI_k/dt = -I_k/tau_syn[k];  a spike of weight w at receptor k adds w to I_k
//   rate of spikes = lambda_0 exp((V_m - E_sfa)/Delta_V)
//   I_stc, E_sfa - V_T_star: sums of elements that decay with tau and grow by q at every spike
//
// Solved exactly from step to step. After a spike V_m is held at V_reset for t_ref. Receptors are numbered
// from 1; currents enter at receptor 0.
#include "kernel/models/neurons/gif.hpp"
#include "kernel/models/receptors.hpp"

namespace nest {

namespace {

class GifPscExpMultisynapse final : public GifNeuron {
    ListParameter tau_syn{*this, "tau_syn", Unit::ms,
                          {2.0}, positive,  "Decay time of each receptor's current."};
    ReceptorCount count{*this, tau_syn};
    Computed n_receptors{*this, "n_receptors", Unit::none, "Number of receptors.",
                         [this](std::size_t i) { return Property(static_cast<std::int64_t>(count[i])); }};
    PerReceptor I_syn{*this}, from{*this}, fade{*this}; // pA; mV/pA; per step

    Wiring wiring(std::size_t lane) const override { return count.wiring(lane); }
    bool wiring_varies() const override { return true; }
    void connected(std::size_t lane) override { count.connect(lane); }
    void validate(std::size_t i) const override {
        GifNeuron::validate(i);
        require(count.allowed(i), "The number of receptors of a connected neuron cannot be reduced.");
    }

    void prepare(double h) override {
        GifNeuron::prepare(h);
        for (PerReceptor* quantity : {&I_syn, &from, &fade}) quantity->reach(count.largest());
        for (std::size_t i = 0; i < ids().size(); ++i)
            for (std::size_t r = 0; r < count[i]; ++r) {
                double const tau = tau_syn.at(i)[r];
                from[r].v[i] = current_to_voltage(tau, tau_m(i), C_m[i], h);
                fade[r].v[i] = elementary::exp(-h / tau);
            }
    }

    // What the receptors add to the potential; their currents then decay and receive the spikes of the step.
    double receive(std::size_t i, Step s, Inputs const& input, Chunk c) {
        double sum = 0.0;
        for (std::size_t r = 0; r < count[i]; ++r) {
            double& I = I_syn[r].v[i];
            auto const positive = static_cast<Channel>(2 * r), negative = static_cast<Channel>(2 * r + 1);
            sum += from[r][i] * I;
            I = fade[r][i] * I +
                (input.channel(positive, s, c)[i - c.first] + input.channel(negative, s, c)[i - c.first]);
        }
        return sum;
    }

    void advance(Chunk c, StepRange steps, Inputs const& input, StepSink& sink) override {
        for (Step s = steps.from; s < steps.to; ++s) {
            double const* const current = input.current(s, c);
            begin_step(c);
            for (std::size_t i = c.first; i < end_of(c); ++i) {
                step(i, s, current[i - c.first], receive(i, s, input, c));
            }
            sink.collect(s, c, lanes(fired, c));
        }
    }
};

} // namespace

extern NeuronFactory const gif_psc_exp_multisynapse = make<NeuronModel, GifPscExpMultisynapse>;

} // namespace nest
