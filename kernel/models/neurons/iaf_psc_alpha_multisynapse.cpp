// iaf_psc_alpha_multisynapse: leaky integrate-and-fire neuron with alpha-shaped post-synaptic currents of any
// number of time constants.
//
//   dV_m/dt = -(V_m - E_L)/tau_m + (sum of I_syn_r + I_e + I)/C_m
//   a spike of weight w at receptor r and time 0 adds w (t/tau) exp(1 - t/tau) to I_syn_r, tau = tau_syn[r]
//
// Solved exactly from step to step; V_m is held at V_reset for t_ref after a spike.
#include "kernel/models/neurons/multisynapse.hpp"

#include <numbers>

namespace nest {

namespace {

class IafPscAlphaMultisynapse final : public MultisynapseNeuron {
    Parameter V_min{*this, "V_min", Unit::mV, -unbounded, any, "Lower bound of the potential."};

    double lower_bound(std::size_t i) const override { return V_min[i]; }

    // Constants of one receptor; effects in mV per pA/ms and per pA.
    struct Filter {
        Column<double> rise_effect, effect, fade, rise_to_current, jump;
    };

    void prepare_receptors(double h) override {
        dI_.reach(receptors(), ids().size(), "");
        Column<double> const none(padded(ids().size()), 0.0);
        filters_.assign(receptors(), Filter{none, none, none, none, none});
        for (std::size_t r = 0; r < filters_.size(); ++r)
            for_each_with(r, [&](std::size_t i, double tau) {
                Filter& f = filters_[r];
                f.rise_effect[i] = alpha_to_voltage(tau, tau_m[i], C_m[i], h);
                f.effect[i] = current_to_voltage(tau, tau_m[i], C_m[i], h);
                f.fade[i] = elementary::exp(-h / tau);
                f.rise_to_current[i] = h * f.fade[i];
                f.jump[i] = std::numbers::e / tau;
            });
    }

    NEST_CLONES static void step(std::size_t n, double const* NEST_RESTRICT spikes,
                                 double const* NEST_RESTRICT rise_effect, double const* NEST_RESTRICT effect,
                                 double const* NEST_RESTRICT fade,
                                 double const* NEST_RESTRICT rise_to_current,
                                 double const* NEST_RESTRICT jump, double* NEST_RESTRICT dI,
                                 double* NEST_RESTRICT I, double* NEST_RESTRICT next) {
        for (std::size_t i = 0; i < n; ++i) {
            next[i] += rise_effect[i] * dI[i] + effect[i] * I[i];
            I[i] = rise_to_current[i] * dI[i] + fade[i] * I[i];
            dI[i] = fade[i] * dI[i] + jump[i] * spikes[i];
        }
    }

    void receive(std::size_t r, Chunk c, double const* spikes) override {
        Filter const& f = filters_[r];
        std::size_t const i = c.first;
        step(c.count, spikes, f.rise_effect.data() + i, f.effect.data() + i, f.fade.data() + i,
             f.rise_to_current.data() + i, f.jump.data() + i, dI_(r, i), I(r, i), lanes(next, c));
    }

    Columns dI_; // pA/ms
    std::vector<Filter> filters_;
};

} // namespace

extern NeuronFactory const iaf_psc_alpha_multisynapse = make<NeuronModel, IafPscAlphaMultisynapse>;

} // namespace nest
