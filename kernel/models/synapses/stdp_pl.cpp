// stdp_pl_synapse_hom: spike-timing dependent plasticity with power-law potentiation and multiplicative
// depression (Morrison, Aertsen and Diesmann 2007).
//
//   post after pre:  w += lambda w^mu K_plus;  pre after post:  w -= lambda alpha w K_minus, not below 0
//
// The whole delay is dendritic; weights change when a pre-synaptic spike arrives.
#include "kernel/catalogue.hpp"
#include "kernel/core/decay.hpp"
#include "kernel/core/elementary.hpp"
#include "kernel/engine/outgoing.hpp"

#include <algorithm>

namespace nest {

namespace {

constexpr std::size_t prefetch_ahead = 8; // edges

class StdpPlSynapse final : public SynapseModel {
    Shared tau_plus{*this, "tau_plus", Unit::ms, 20.0, positive, "Decay time of the potentiation trace."};
    Shared lambda{*this, "lambda", Unit::none, 0.1, any, "Step size."};
    Shared alpha{*this, "alpha", Unit::none, 1.0, any, "Depression relative to potentiation."};
    Shared mu{*this, "mu", Unit::none, 0.4, any, "Exponent of the weight in potentiation."};
    State Kplus{*this, "Kplus", Unit::none, 0.0, "Trace of the source just after its last spike."};

    SynapseTraits traits() const override {
        return {.plastic = true, .neuron_sources_only = true, .needs_history = true};
    }
    State* pre_trace() override { return &Kplus; }
    void prepare(double h) override { decay_ = DecayTable(tau_plus[0], h); }

    void deliver(Arrival const& spike, EdgeRange edges, PreTrace pre, PostHistory const& post,
                 Outgoing& out) override {
        Step const until = spike.stamp - spike.delay;
        double const step = lambda[0], fall = lambda[0] * alpha[0], exponent = mu[0];
        for (std::size_t i = 0; i < edges.count; ++i) {
            if (i + prefetch_ahead < edges.count) out.prefetch(post, i + prefetch_ahead);
            std::size_t const lane = out.lane(i), p = pre.at(i);
            Step const last = pre.last[p];
            double w = weight.v[edges.first + i];
            post.spikes(lane, last - spike.delay, until, [&](Step at) {
                w += step * elementary::exp(exponent * elementary::log(w)) * pre.trace[p] *
                     decay_(at + spike.delay - last);
            });
            w = std::max(0.0, w - fall * w * post.trace(lane, until));
            weight.v[edges.first + i] = w;
            out.send(i, w);
            if (!pre.shared) pre.trace[i] = pre.trace[i] * decay_(spike.stamp - last) + 1.0;
        }
        if (pre.shared) pre.trace[0] = pre.trace[0] * decay_(spike.stamp - pre.last[0]) + 1.0;
    }

    DecayTable decay_;
};

} // namespace

extern SynapseFactory const stdp_pl_synapse_hom = make<SynapseModel, StdpPlSynapse>;

} // namespace nest
