// stdp_triplet_synapse: plasticity that depends on triplets of spikes (Pfister and Gerstner 2006).
//
//   post after pre:  |w| += K_plus (Aplus + Aplus_triplet K_minus3),     not above |Wmax|
//   pre after post:  |w| -= K_minus (Aminus + Aminus_triplet K_plus3),   not below 0
//
// The slow traces K_minus3 and K_plus3 are taken just before the spike at hand. The whole delay is dendritic.
#include "kernel/catalogue.hpp"
#include "kernel/core/elementary.hpp"
#include "kernel/engine/outgoing.hpp"

#include <algorithm>
#include <cmath>

namespace nest {

namespace {

class StdpTripletSynapse final : public SynapseModel {
    Parameter tau_plus{*this, "tau_plus", Unit::ms, 16.8, any, "Decay time of the fast trace of the source."};
    Parameter tau_plus_triplet{
        *this, "tau_plus_triplet", Unit::ms, 101.0, any, "Decay time of the slow trace of the source."};
    Parameter Aplus{*this, "Aplus", Unit::none, 5e-10, any, "Potentiation by a pair."};
    Parameter Aminus{*this, "Aminus", Unit::none, 7e-3, any, "Depression by a pair."};
    Parameter Aplus_triplet{*this, "Aplus_triplet", Unit::none, 6.2e-3, any, "Potentiation by a triplet."};
    Parameter Aminus_triplet{*this, "Aminus_triplet", Unit::none, 2.3e-4, any, "Depression by a triplet."};
    Parameter Wmax{*this, "Wmax", Unit::none, 100.0, any, "Largest weight."};
    State Kplus{*this, "Kplus", Unit::none, 0.0, "Fast trace of the source just after its last spike."};
    State Kplus_triplet{*this, "Kplus_triplet", Unit::none, 0.0,
                        "Slow trace of the source just after its last spike."};

    SynapseTraits traits() const override {
        return {.plastic = true, .neuron_sources_only = true, .needs_history = true, .needs_triplet = true};
    }
    void validate(std::size_t e) const override {
        require(std::signbit(weight[e]) == std::signbit(Wmax[e]), "Weight and Wmax must have same sign.");
        require(Kplus[e] >= 0.0, "State Kplus must be positive.");
        require(Kplus_triplet[e] >= 0.0, "State Kplus_triplet must be positive.");
    }
    void prepare(double h) override { h_ = h; }

    double decay(double tau, Step lag, double less = 0.0) const {
        return elementary::exp((less - static_cast<double>(lag) * h_) / tau);
    }
    double facilitate(std::size_t e, double w, double k, double slow) const {
        double const size = std::abs(w) + k * (Aplus[e] + Aplus_triplet[e] * slow);
        return std::copysign(std::min(size, std::abs(Wmax[e])), Wmax[e]);
    }
    double depress(std::size_t e, double w, double k, double slow) const {
        double const size = std::abs(w) - k * (Aminus[e] + Aminus_triplet[e] * slow);
        return std::copysign(std::max(size, 0.0), Wmax[e]);
    }

    void deliver(Arrival const& spike, EdgeRange edges, PreTrace pre, PostHistory const& post,
                 Outgoing& out) override {
        Step const until = spike.stamp - spike.delay;
        for (std::size_t i = 0; i < edges.count; ++i) {
            std::size_t const e = edges.first + i, lane = out.lane(i);
            Step const last = pre.last[pre.at(i)];
            double w = weight.v[e];
            post.triplets(lane, last - spike.delay, until, [&](Step at, double offset, double slow) {
                double const k = Kplus.v[e] * decay(tau_plus[e], at + spike.delay - last, offset);
                w = facilitate(e, w, k, slow - 1.0);
            });
            double const slow = Kplus_triplet.v[e] * decay(tau_plus_triplet[e], spike.stamp - last);
            weight.v[e] = depress(e, w, post.trace(lane, until), slow);
            Kplus_triplet.v[e] = slow + 1.0;
            Kplus.v[e] = Kplus.v[e] * decay(tau_plus[e], spike.stamp - last) + 1.0;
            out.send(i, weight.v[e]);
        }
    }

    double h_ = 0.1; // ms
};

} // namespace

extern SynapseFactory const stdp_triplet_synapse = make<SynapseModel, StdpTripletSynapse>;

} // namespace nest
