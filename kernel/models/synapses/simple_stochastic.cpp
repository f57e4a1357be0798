// simple_stochastic_synapse: a spike is transmitted with probability p; older PyNN models ask for it by this
// name.
#include "kernel/catalogue.hpp"
#include "kernel/engine/outgoing.hpp"

namespace nest {

namespace {

class SimpleStochasticSynapse final : public SynapseModel {
    Parameter p{*this, "p", Unit::none, 1.0, probability, "Probability that a spike is transmitted."};

    SynapseTraits traits() const override {
        return {.plastic = true, .neuron_sources_only = true, .stochastic = true};
    }

    void deliver(Arrival const&, EdgeRange edges, PreTrace, PostHistory const&, Outgoing& out) override {
        for (std::size_t i = 0; i < edges.count; ++i)
            if (out.rng(i).uniform() < p[edges.first + i]) out.send(i, weight[edges.first + i]);
    }
};

} // namespace

extern SynapseFactory const simple_stochastic_synapse = make<SynapseModel, SimpleStochasticSynapse>;

} // namespace nest
