// ht_synapse: depression by a pool of vesicles that a spike empties in part (Hill and Tononi 2005).
//
//   dP/dt = (1 - P) / tau_P;  the weight sent is weight P, then P <- (1 - delta_P) P
//
// The first interval counts from time 0.
#include "kernel/catalogue.hpp"
#include "kernel/core/elementary.hpp"
#include "kernel/engine/outgoing.hpp"

namespace nest {

namespace {

class HtSynapse final : public SynapseModel {
    Parameter tau_P{*this, "tau_P", Unit::ms, 500.0, positive, "Time constant of recovery of the pool."};
    Parameter delta_P{*this, "delta_P", Unit::none, 0.125, probability, "Part of the pool a spike uses."};
    State P{*this, "P", Unit::none, 1.0, "Size of the pool.", Access::read_write, probability};

    SynapseTraits traits() const override { return {.plastic = true, .neuron_sources_only = true}; }
    void prepare(double h) override { h_ = h; }

    void deliver(Arrival const& spike, EdgeRange edges, PreTrace pre, PostHistory const&,
                 Outgoing& out) override {
        for (std::size_t i = 0; i < edges.count; ++i) {
            std::size_t const e = edges.first + i;
            double const lag = static_cast<double>(spike.stamp - pre.last[pre.at(i)]) * h_;
            double const full = 1.0 - (1.0 - P.v[e]) * elementary::exp(-lag / tau_P[e]);
            out.send(i, weight[e] * full);
            P.v[e] = full * (1.0 - delta_P[e]);
        }
    }

    double h_ = 0.1; // ms
};

} // namespace

extern SynapseFactory const ht_synapse = make<SynapseModel, HtSynapse>;

} // namespace nest
