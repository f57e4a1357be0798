// stdp_nn_symm_synapse, stdp_nn_pre_centered_synapse, stdp_nn_restr_synapse: spike-timing dependent
// plasticity that pairs a spike with its nearest neighbours only (Morrison, Diesmann and Gerstner 2008).
//
//   potentiation:  w/Wmax += lambda (1 - w/Wmax)^mu_plus k_plus,          not above 1
//   depression:    w/Wmax -= alpha lambda (w/Wmax)^mu_minus k_minus,      not below 0
//
//   symmetric      every post-synaptic spike with the last pre-synaptic one; every pre-synaptic spike with
//   the
//                  last post-synaptic one
//   pre-centred    a pre-synaptic spike with the post-synaptic ones on either side of it
//   restricted     only pairs with no other spike between them
//
// The whole delay is dendritic; weights change when a pre-synaptic spike arrives.
#include "kernel/catalogue.hpp"
#include "kernel/core/elementary.hpp"
#include "kernel/engine/outgoing.hpp"

#include <cmath>
#include <optional>

namespace nest {

namespace {

double power(double x, double exponent) {
    if (exponent == 1.0) return x;
    if (exponent == 0.0) return 1.0;
    return x > 0.0 ? elementary::exp(exponent * elementary::log(x)) : 0.0;
}

class StdpNearest : public SynapseModel {
protected:
    Parameter tau_plus{*this, "tau_plus", Unit::ms, 20.0, any, "Decay time of potentiation."};
    Parameter lambda{*this, "lambda", Unit::none, 0.01, any, "Step size."};
    Parameter alpha{*this, "alpha", Unit::none, 1.0, any, "Depression relative to potentiation."};
    Parameter mu_plus{*this, "mu_plus", Unit::none, 1.0, any, "Exponent of the weight in potentiation."};
    Parameter mu_minus{*this, "mu_minus", Unit::none, 1.0, any, "Exponent of the weight in depression."};
    Parameter Wmax{*this, "Wmax", Unit::none, 100.0, any, "Largest weight."};

    SynapseTraits traits() const override {
        return {.plastic = true, .neuron_sources_only = true, .needs_history = true};
    }
    void validate(std::size_t e) const override {
        require(std::signbit(weight[e]) == std::signbit(Wmax[e]), "Weight and Wmax must have same sign.");
    }
    void prepare(double h) override { h_ = h; }

    double decay(std::size_t e, Step lag, double less = 0.0) const {
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

    // The weight of edge e at this spike.
    virtual double change(std::size_t e, Arrival const& spike, Step last, std::size_t lane,
                          PostHistory const& post) = 0;

    void deliver(Arrival const& spike, EdgeRange edges, PreTrace pre, PostHistory const& post,
                 Outgoing& out) final {
        for (std::size_t i = 0; i < edges.count; ++i) {
            std::size_t const e = edges.first + i;
            weight.v[e] = change(e, spike, pre.last[pre.at(i)], out.lane(i), post);
            out.send(i, weight.v[e]);
        }
    }

private:
    double h_ = 0.1; // ms
};

// The first post-synaptic spike between two pre-synaptic ones.
struct PostSpike {
    Step stamp;
    double offset; // ms before it
};
std::optional<PostSpike> first_between(PostHistory const& post, std::size_t lane, Step last,
                                       Arrival const& spike) {
    std::optional<PostSpike> first;
    post.spikes(lane, last - spike.delay, spike.stamp - spike.delay, [&](Step at, double offset) {
        if (!first) first = {at, offset};
    });
    return first;
}

class Symmetric final : public StdpNearest {
    double change(std::size_t e, Arrival const& spike, Step last, std::size_t lane,
                  PostHistory const& post) override {
        Step const until = spike.stamp - spike.delay;
        double w = weight.v[e];
        post.spikes(lane, last - spike.delay, until, [&](Step at, double offset) {
            w = facilitate(e, w, decay(e, at + spike.delay - last, offset));
        });
        return depress(e, w, post.nearest_trace(lane, until));
    }
};

class PreCentred final : public StdpNearest {
    State Kplus{*this, "Kplus", Unit::none, 0.0, "Trace of the source since the last pairing."};

    void validate(std::size_t e) const override {
        StdpNearest::validate(e);
        require(Kplus[e] >= 0.0, "State Kplus must be positive.");
    }
    double change(std::size_t e, Arrival const& spike, Step last, std::size_t lane,
                  PostHistory const& post) override {
        double w = weight.v[e];
        if (auto const at = first_between(post, lane, last, spike)) {
            w = facilitate(e, w, Kplus.v[e] * decay(e, at->stamp + spike.delay - last, at->offset));
            Kplus.v[e] = 0.0;
        }
        Kplus.v[e] = Kplus.v[e] * decay(e, spike.stamp - last) + 1.0;
        return depress(e, w, post.nearest_trace(lane, spike.stamp - spike.delay));
    }
};

class Restricted final : public StdpNearest {
    double change(std::size_t e, Arrival const& spike, Step last, std::size_t lane,
                  PostHistory const& post) override {
        double const w = weight.v[e];
        auto const at = first_between(post, lane, last, spike);
        if (!at) return w;
        return depress(e, facilitate(e, w, decay(e, at->stamp + spike.delay - last, at->offset)),
                       post.nearest_trace(lane, spike.stamp - spike.delay));
    }
};

} // namespace

extern SynapseFactory const stdp_nn_symm_synapse = make<SynapseModel, Symmetric>;
extern SynapseFactory const stdp_nn_pre_centered_synapse = make<SynapseModel, PreCentred>;
extern SynapseFactory const stdp_nn_restr_synapse = make<SynapseModel, Restricted>;

} // namespace nest
