// iaf_cond_beta: leaky integrate-and-fire neuron whose conductances are differences of two exponentials.
#include "kernel/models/neurons/iaf_cond_beta.hpp"

namespace nest {

namespace {

class IafCondBeta final : public iaf_cond_beta_detail::Neuron {
    Parameter tau_rise_ex{*this, "tau_rise_ex", Unit::ms,
                          0.2,   positive,      "Rise time of the excitatory conductance."};
    Parameter tau_decay_ex{*this, "tau_decay_ex", Unit::ms,
                           0.2,   positive,       "Decay time of the excitatory conductance."};
    Parameter tau_rise_in{*this, "tau_rise_in", Unit::ms,
                          2.0,   positive,      "Rise time of the inhibitory conductance."};
    Parameter tau_decay_in{*this, "tau_decay_in", Unit::ms,
                           2.0,   positive,       "Decay time of the inhibitory conductance."};

    Parameter const& rise_ex() const override { return tau_rise_ex; }
    Parameter const& decay_ex() const override { return tau_decay_ex; }
    Parameter const& rise_in() const override { return tau_rise_in; }
    Parameter const& decay_in() const override { return tau_decay_in; }
};

} // namespace

extern NeuronFactory const iaf_cond_beta = make<NeuronModel, IafCondBeta>;

} // namespace nest
