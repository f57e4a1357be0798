// iaf_cond_alpha: leaky integrate-and-fire neuron with alpha-shaped conductances, w e t/tau exp(-t/tau).
#include "kernel/models/neurons/iaf_cond_beta.hpp"

namespace nest {

namespace {

class IafCondAlpha final : public iaf_cond_beta_detail::Neuron {
    Parameter tau_ex{*this, "tau_syn_ex", Unit::ms,
                     0.2,   positive,     "Rise time of the excitatory conductance."};
    Parameter tau_in{*this, "tau_syn_in", Unit::ms,
                     2.0,   positive,     "Rise time of the inhibitory conductance."};

    Parameter const& rise_ex() const override { return tau_ex; }
    Parameter const& decay_ex() const override { return tau_ex; }
    Parameter const& rise_in() const override { return tau_in; }
    Parameter const& decay_in() const override { return tau_in; }
};

} // namespace

extern NeuronFactory const iaf_cond_alpha = make<NeuronModel, IafCondAlpha>;

} // namespace nest
