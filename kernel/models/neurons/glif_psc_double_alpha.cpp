// glif_psc_double_alpha: generalized leaky integrate-and-fire neuron (glif.hpp) whose receptors are sums of
// two alpha-shaped currents. A spike of weight w at receptor k adds one that peaks at w after tau_syn_fast[k]
// and one that peaks at amp_slow[k] w after tau_syn_slow[k]. Receptors are numbered from 1; currents enter at
// receptor 0.
#include "kernel/models/neurons/glif.hpp"

namespace nest {

namespace {

class GlifPscDoubleAlpha final : public GlifNeuron {
    List tau_fast{*this, "tau_syn_fast", Unit::ms, {2.0}, positive, "Rise time of the fast currents."};
    List tau_slow{*this, "tau_syn_slow", Unit::ms, {6.0}, positive, "Rise time of the slow currents."};
    List amp_slow{*this, "amp_slow", Unit::none, {0.3}, positive, "Peak of the slow currents."};
    ReceptorCount count{*this, tau_fast};

    ReceptorCount const& receptors() const override { return count; }
    ReceptorCount& receptors() override { return count; }

    void validate(std::size_t i) const override {
        GlifNeuron::validate(i);
        require(tau_slow.at(i).size() == count[i] && amp_slow.at(i).size() == count[i],
                "The lists tau_syn_fast, tau_syn_slow and amp_slow must have the same length.");
    }

    std::vector<Alpha> alphas(std::size_t lane) const override {
        std::vector<Alpha> all;
        for (std::size_t r = 0; r < count[lane]; ++r) all.push_back({r, tau_fast.at(lane)[r], 1.0});
        for (std::size_t r = 0; r < count[lane]; ++r)
            all.push_back({r, tau_slow.at(lane)[r], amp_slow.at(lane)[r]});
        return all;
    }
};

} // namespace

extern NeuronFactory const glif_psc_double_alpha = make<NeuronModel, GlifPscDoubleAlpha>;

} // namespace nest
