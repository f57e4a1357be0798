// bernoulli_synapse: a spike is transmitted with probability p_transmit, each one independently
// (Lefort, Tomm, Sarria and Petersen 2009).
#include "kernel/catalogue.hpp"
#include "kernel/engine/outgoing.hpp"

namespace nest {

namespace {

class BernoulliSynapse final : public SynapseModel {
    Parameter p_transmit{*this, "p_transmit", Unit::none,
                         1.0,   probability,  "Probability that a spike is transmitted."};

    SynapseTraits traits() const override {
        return {.plastic = true, .neuron_sources_only = true, .stochastic = true};
    }

    void deliver(Arrival const&, EdgeRange edges, PreTrace, PostHistory const&, Outgoing& out) override {
        for (std::size_t i = 0; i < edges.count; ++i)
            if (out.rng(i).uniform() < p_transmit[edges.first + i]) out.send(i, weight[edges.first + i]);
    }
};

} // namespace

extern SynapseFactory const bernoulli_synapse = make<SynapseModel, BernoulliSynapse>;

} // namespace nest
