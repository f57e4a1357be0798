// aeif_cond_beta_multisynapse: adaptive exponential integrate-and-fire neuron (aeif.hpp) with any number of
// receptors whose conductances are differences of two exponentials (aeif_multisynapse.hpp).
#include "kernel/models/neurons/aeif_multisynapse.hpp"

namespace nest {

namespace {

class AeifCondBetaMultisynapse final : public aeif::ReceptorNeuron {
    ListParameter tau_rise{*this, "tau_rise", Unit::ms, {2.0}, positive, "Rise time of each receptor."};
    ListParameter tau_decay{*this, "tau_decay", Unit::ms, {20.0}, positive, "Decay time of each receptor."};
    ReceptorCount count_{*this, tau_decay};

    ReceptorCount const& count() const override { return count_; }
    ReceptorCount& count() override { return count_; }
    double rise(std::size_t lane, std::size_t r) const override { return tau_rise.at(lane)[r]; }
    double decay(std::size_t lane, std::size_t r) const override { return tau_decay.at(lane)[r]; }

    void validate(std::size_t i) const override {
        require(tau_rise.at(i).size() == tau_decay.at(i).size(),
                "tau_rise and tau_decay must have one entry per receptor.");
        for (std::size_t r = 0; r < count_[i]; ++r)
            require(tau_rise.at(i)[r] <= tau_decay.at(i)[r], "tau_decay must not be smaller than tau_rise.");
        ReceptorNeuron::validate(i);
    }
};

} // namespace

extern NeuronFactory const aeif_cond_beta_multisynapse = make<NeuronModel, AeifCondBetaMultisynapse>;

} // namespace nest
