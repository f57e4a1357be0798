// glif_psc: generalized leaky integrate-and-fire neuron (glif.hpp) with alpha-shaped currents. A spike of
// weight w at receptor k lets its current rise to w within tau_syn[k] and fall again. Receptors are numbered
// from 1; currents enter at receptor 0.
#include "kernel/models/neurons/glif.hpp"

namespace nest {

namespace {

class GlifPsc final : public GlifNeuron {
    List tau_syn{*this, "tau_syn", Unit::ms, {2.0}, positive, "Rise time of each receptor's current."};
    ReceptorCount count{*this, tau_syn};

    ReceptorCount const& receptors() const override { return count; }
    ReceptorCount& receptors() override { return count; }

    std::vector<Alpha> alphas(std::size_t lane) const override {
        std::vector<Alpha> all;
        for (std::size_t r = 0; r < tau_syn.at(lane).size(); ++r)
            all.push_back({r, tau_syn.at(lane)[r], 1.0});
        return all;
    }
};

} // namespace

extern NeuronFactory const glif_psc = make<NeuronModel, GlifPsc>;

} // namespace nest
