// stdp_synapse, stdp_synapse_hom: spike-timing dependent plasticity with power-law weight dependence, from
// additive (mu = 0) to multiplicative (mu = 1) (Guetig et al. 2003; Morrison et al. 2007).
//
//   pre after post at lag x:  w/Wmax -= alpha lambda (w/Wmax)^mu_minus K_minus,  not below 0
//   post after pre at lag x:  w/Wmax += lambda (1 - w/Wmax)^mu_plus K_plus,      not above 1
//
// The whole delay is dendritic; weights change when a pre-synaptic spike arrives. In the `_hom` model the
// parameters belong to the model, in the other one to each connection.
#include "kernel/catalogue.hpp"
#include "kernel/core/decay.hpp"
#include "kernel/core/elementary.hpp"
#include "kernel/engine/outgoing.hpp"
#include "kernel/models/synapses/pairings.hpp"

#include <cmath>

namespace nest {

namespace {

constexpr std::size_t prefetch_ahead = 8; // edges

double power(double x, double exponent) {
    if (exponent == 1.0) return x;
    if (exponent == 0.0) return 1.0;
    return x > 0.0 ? elementary::exp(exponent * elementary::log(x)) : 0.0;
}

template <class P, bool checks_sign> class StdpSynapse final : public SynapseModel {
    P tau_plus{*this, "tau_plus", Unit::ms, 20.0, any, "Decay time of the potentiation trace."};
    P lambda{*this, "lambda", Unit::none, 0.01, any, "Step size."};
    P alpha{*this, "alpha", Unit::none, 1.0, any, "Depression relative to potentiation."};
    P mu_plus{*this, "mu_plus", Unit::none, 1.0, any, "Exponent of the weight in potentiation."};
    P mu_minus{*this, "mu_minus", Unit::none, 1.0, any, "Exponent of the weight in depression."};
    P Wmax{*this, "Wmax", Unit::none, 100.0, any, "Largest weight."};
    State Kplus{*this, "Kplus", Unit::none, 0.0, "Trace of the source just after its last spike."};

    SynapseTraits traits() const override {
        return {.plastic = true, .neuron_sources_only = true, .needs_history = true};
    }
    State* pre_trace() override { return &Kplus; }

    void validate(std::size_t i) const override {
        if (!checks_sign) return;
        require(std::signbit(weight[i]) == std::signbit(Wmax[i]), "Weight and Wmax must have same sign.");
        require(Kplus[i] >= 0.0, "State Kplus must be positive.");
    }

    void prepare(double h) override {
        h_ = h;
        decay_ = DecayTable(tau_plus[0], h);
    }
    double decay(std::size_t e, Step lag, double less = 0.0) const {
        if (tau_plus.uniform()) return decay_(lag, less);
        return elementary::exp((less - static_cast<double>(lag) * h_) / tau_plus[e]);
    }

    double facilitate(std::size_t e, double w, double k) const {
        double const v = w / Wmax[e] + lambda[e] * power(1.0 - w / Wmax[e], mu_plus[e]) * k;
        return v < 1.0 ? v * Wmax[e] : Wmax[e];
    }
    double depress(std::size_t e, double w, double k) const {
        double const v = w / Wmax[e] - alpha[e] * lambda[e] * power(w / Wmax[e], mu_minus[e]) * k;
        return v > 0.0 ? v * Wmax[e] : 0.0;
    }

    void deliver(Arrival const& spike, EdgeRange edges, PreTrace pre, PostHistory const& post,
                 Outgoing& out) override {
        if (!pre.shared || post.between_grid_points()) return deliver_apart(spike, edges, pre, post, out);
        double* const w = weight.v.data() + edges.first;
        Step const last = pre.last[0];
        auto const up = [&](std::size_t first, Pairings::Round const& round) {
            for (std::size_t i = 0; i < round.n; ++i) {
                std::size_t const at = first + round.edge[i], e = edges.first + at;
                Step const lag = static_cast<Step>(round.stamp[i]) + spike.delay - last;
                w[at] = facilitate(e, w[at], pre.trace[0] * decay(e, lag));
            }
        };
        auto const down = [&](std::size_t first, std::size_t n, double const* trace) {
            for (std::size_t i = first; i < first + n; ++i)
                w[i] = depress(edges.first + i, w[i], trace[i - first]);
        };
        pairings_.pair(spike, last, true, edges.count, w, post, out, up, down);
        pre.trace[0] = pre.trace[0] * decay(edges.first, spike.stamp - last) + 1.0;
    }

    // Where the traces of the source differ between edges, or targets fire between grid points.
    void deliver_apart(Arrival const& spike, EdgeRange edges, PreTrace pre, PostHistory const& post,
                       Outgoing& out) {
        Step const until = spike.stamp - spike.delay;
        for (std::size_t i = 0; i < edges.count; ++i) {
            if (i + prefetch_ahead < edges.count) out.prefetch(post, i + prefetch_ahead);
            std::size_t const e = edges.first + i, lane = out.lane(i), p = pre.at(i);
            Step const last = pre.last[p];
            double w = weight.v[e];
            post.spikes(lane, last - spike.delay, until, [&](Step at, double offset) {
                w = facilitate(e, w, pre.trace[p] * decay(e, at + spike.delay - last, offset));
            });
            w = depress(e, w, post.trace(lane, until));
            weight.v[e] = w;
            out.send(i, w);
            if (!pre.shared) pre.trace[i] = pre.trace[i] * decay(e, spike.stamp - last) + 1.0;
        }
        if (pre.shared) pre.trace[0] = pre.trace[0] * decay(edges.first, spike.stamp - pre.last[0]) + 1.0;
    }

    double h_ = 0.1;
    DecayTable decay_;
    Pairings pairings_;
};

} // namespace

extern SynapseFactory const stdp_synapse = make<SynapseModel, StdpSynapse<Parameter, true>>;
extern SynapseFactory const stdp_synapse_hom = make<SynapseModel, StdpSynapse<Shared, false>>;

} // namespace nest
