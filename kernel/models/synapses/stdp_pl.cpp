// stdp_pl_synapse_hom: spike-timing dependent plasticity with power-law potentiation and multiplicative
// depression (Morrison, Aertsen and Diesmann 2007).
//
//   post after pre:  w += lambda w^mu K_plus;  pre after post:  w -= lambda alpha w K_minus, not below 0
//
// The whole delay is dendritic; weights change when a pre-synaptic spike arrives.
#include "kernel/catalogue.hpp"
#include "kernel/core/clones.hpp"
#include "kernel/core/decay.hpp"
#include "kernel/core/elementary.hpp"
#include "kernel/engine/outgoing.hpp"
#include "kernel/models/synapses/pairings.hpp"

#include <algorithm>
#include <array>

namespace nest {

namespace {

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
        if (!pre.shared || post.between_grid_points()) return deliver_apart(spike, edges, pre, post, out);
        double* const w = weight.v.data() + edges.first;
        pairings_.pair(
            spike, pre.last[0], pre.trace[0] != 0.0, edges.count, w, post, out,
            [&](std::size_t first, Pairings::Round const& round) {
                decay_.lags(round.stamp, round.n, pre.last[0] - spike.delay, spike.stamp - pre.last[0],
                            gain_.data());
                potentiate(w + first, round, pre.trace[0]);
            },
            [&](std::size_t first, std::size_t n, double const* trace) {
                depress(w + first, trace, n, lambda[0] * alpha[0]);
            });
        pre.trace[0] = pre.trace[0] * decay_(spike.stamp - pre.last[0]) + 1.0;
    }

    void potentiate(double* w, Pairings::Round const& round, double trace) {
        pick(w, round.edge, round.n, before_.data());
        grow(before_.data(), gain_.data(), round.n, lambda[0], mu[0], trace);
        for (std::size_t i = 0; i < round.n; ++i) w[round.edge[i]] = before_[i];
    }
    NEST_CLONES static void pick(double const* NEST_RESTRICT w, std::uint32_t const* NEST_RESTRICT edge,
                                 std::size_t n, double* NEST_RESTRICT picked) {
        for (std::size_t i = 0; i < n; ++i) picked[i] = w[static_cast<std::int32_t>(edge[i])];
    }
    // `gain`: decay of the trace of the source until the target's spike.
    NEST_CLONES static void grow(double* NEST_RESTRICT w, double const* NEST_RESTRICT gain, std::size_t n,
                                 double step, double exponent, double trace) {
        for (std::size_t i = 0; i < n; ++i)
            w[i] = w[i] + step * elementary::exp(exponent * elementary::log(w[i])) * trace * gain[i];
    }
    NEST_CLONES static void depress(double* NEST_RESTRICT w, double const* NEST_RESTRICT trace, std::size_t n,
                                    double fall) {
        for (std::size_t i = 0; i < n; ++i) {
            double const left = w[i] - fall * w[i] * trace[i];
            w[i] = left > 0.0 ? left : 0.0;
        }
    }

    // Where the traces of the source differ between edges, or targets fire between grid points.
    void deliver_apart(Arrival const& spike, EdgeRange edges, PreTrace pre, PostHistory const& post,
                       Outgoing& out) {
        Step const until = spike.stamp - spike.delay;
        for (std::size_t i = 0; i < edges.count; ++i) {
            std::size_t const lane = out.lane(i), p = pre.at(i);
            Step const last = pre.last[p];
            double& w = weight.v[edges.first + i];
            post.spikes(lane, last - spike.delay, until, [&](Step at, double offset) {
                w += lambda[0] * elementary::exp(mu[0] * elementary::log(w)) * pre.trace[p] *
                     decay_(at + spike.delay - last, offset);
            });
            w = std::max(0.0, w - lambda[0] * alpha[0] * w * post.trace(lane, until));
            out.send(i, w);
            if (!pre.shared) pre.trace[i] = pre.trace[i] * decay_(spike.stamp - last) + 1.0;
        }
        if (pre.shared) pre.trace[0] = pre.trace[0] * decay_(spike.stamp - pre.last[0]) + 1.0;
    }

    DecayTable decay_;
    Pairings pairings_;
    std::array<double, Pairings::most_edges> before_, gain_;
};

} // namespace

extern SynapseFactory const stdp_pl_synapse_hom = make<SynapseModel, StdpPlSynapse>;

} // namespace nest
