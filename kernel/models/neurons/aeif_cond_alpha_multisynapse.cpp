// aeif_cond_alpha_multisynapse: adaptive exponential integrate-and-fire neuron (aeif.hpp) with any number of
// receptors whose conductances are alpha functions (aeif_multisynapse.hpp with equal times).
#include "kernel/models/neurons/aeif_multisynapse.hpp"

namespace nest {

namespace {

class AeifCondAlphaMultisynapse final : public aeif::ReceptorNeuron {
    ListParameter tau_syn{*this, "tau_syn", Unit::ms, {2.0}, positive, "Rise time of each receptor."};
    ReceptorCount count_{*this, tau_syn};

    ReceptorCount const& count() const override { return count_; }
    ReceptorCount& count() override { return count_; }
    double rise(std::size_t lane, std::size_t r) const override { return tau_syn.at(lane)[r]; }
    double decay(std::size_t lane, std::size_t r) const override { return tau_syn.at(lane)[r]; }
};

} // namespace

extern NeuronFactory const aeif_cond_alpha_multisynapse = make<NeuronModel, AeifCondAlphaMultisynapse>;

} // namespace nest
