// jonke_synapse: spike-timing dependent plasticity with exponential dependence on the weight and a constant
// drift (Jonke, Legenstein, Habenschuss and Maass 2017; Nessler et al. 2013).
//
//   post after pre:  w += lambda (exp(mu_plus w) K_plus - beta),             not above Wmax
//   pre after post:  w -= lambda (alpha exp(mu_minus w) K_minus + beta),     not below 0
//
// The second change happens at every pre-synaptic spike. The whole delay is dendritic.
#include "kernel/catalogue.hpp"
#include "kernel/core/decay.hpp"
#include "kernel/core/elementary.hpp"
#include "kernel/engine/outgoing.hpp"

#include <algorithm>

namespace nest {

namespace {

class JonkeSynapse final : public SynapseModel {
    Shared tau_plus{*this, "tau_plus", Unit::ms, 20.0, any, "Decay time of the trace of the source."};
    Shared lambda{*this, "lambda", Unit::none, 0.01, any, "Step size; 0: nothing changes."};
    Shared alpha{*this, "alpha", Unit::none, 1.0, any, "Depression relative to potentiation."};
    Shared mu_plus{*this, "mu_plus", Unit::none, 0.0, any, "Exponent of the weight in potentiation."};
    Shared mu_minus{*this, "mu_minus", Unit::none, 0.0, any, "Exponent of the weight in depression."};
    Shared beta{*this, "beta", Unit::none, 0.0, any, "Drift of every change."};
    Shared Wmax{*this, "Wmax", Unit::none, 100.0, any, "Largest weight."};
    State Kplus{*this, "Kplus", Unit::none, 0.0, "Trace of the source just after its last spike."};

    SynapseTraits traits() const override {
        return {.plastic = true, .neuron_sources_only = true, .needs_history = true};
    }
    void validate(std::size_t e) const override { require(Kplus[e] >= 0.0, "Kplus must be non-negative."); }
    void prepare(double h) override { decay_ = DecayTable(tau_plus[0], h); }

    double facilitate(double w, double k) const {
        if (lambda[0] == 0.0) return w;
        return std::min(Wmax[0], w + lambda[0] * (elementary::exp(mu_plus[0] * w) * k - beta[0]));
    }
    double depress(double w, double k) const {
        if (lambda[0] == 0.0) return w;
        return std::max(0.0, w + lambda[0] * (-alpha[0] * elementary::exp(mu_minus[0] * w) * k - beta[0]));
    }

    void deliver(Arrival const& spike, EdgeRange edges, PreTrace pre, PostHistory const& post,
                 Outgoing& out) override {
        Step const until = spike.stamp - spike.delay;
        for (std::size_t i = 0; i < edges.count; ++i) {
            std::size_t const e = edges.first + i, lane = out.lane(i);
            Step const last = pre.last[pre.at(i)];
            double w = weight.v[e];
            post.spikes(lane, last - spike.delay, until, [&](Step at, double offset) {
                w = facilitate(w, Kplus.v[e] * decay_(at + spike.delay - last, offset));
            });
            weight.v[e] = depress(w, post.trace(lane, until));
            Kplus.v[e] = Kplus.v[e] * decay_(spike.stamp - last) + 1.0;
            out.send(i, weight.v[e]);
        }
    }

    DecayTable decay_;
};

} // namespace

extern SynapseFactory const jonke_synapse = make<SynapseModel, JonkeSynapse>;

} // namespace nest
