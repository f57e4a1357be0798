// vogels_sprekeler_synapse: symmetric plasticity of inhibitory connections that balances excitation
// (Vogels, Sprekeler, Zenke, Clopath and Gerstner 2011).
//
//   every pairing:    |w| += eta k,          not above |Wmax|
//   every pre spike:  |w| -= alpha eta,      not below 0
//
// tau_minus of the target should equal tau. The whole delay is dendritic.
#include "kernel/catalogue.hpp"
#include "kernel/core/elementary.hpp"
#include "kernel/engine/outgoing.hpp"

#include <algorithm>
#include <cmath>

namespace nest {

namespace {

class VogelsSprekelerSynapse final : public SynapseModel {
    Parameter tau{*this, "tau", Unit::ms, 20.0, any, "Decay time of the trace of the source."};
    Parameter alpha{*this, "alpha", Unit::none, 0.12, any, "Constant depression relative to eta."};
    Parameter eta{*this, "eta", Unit::none, 0.001, any, "Learning rate."};
    Parameter Wmax{*this, "Wmax", Unit::none, 1.0, any, "Largest weight."};
    State Kplus{*this, "Kplus", Unit::none, 0.0, "Trace of the source just after its last spike."};

public:
    VogelsSprekelerSynapse() { weight.put_all(0.5); }

private:
    SynapseTraits traits() const override {
        return {.plastic = true, .neuron_sources_only = true, .needs_history = true};
    }
    void validate(std::size_t e) const override {
        require(std::signbit(weight[e]) == std::signbit(Wmax[e]), "Weight and Wmax must have same sign.");
        require(Kplus[e] >= 0.0, "State Kplus must be positive.");
    }
    void prepare(double h) override { h_ = h; }

    double decay(std::size_t e, Step lag, double less = 0.0) const {
        return elementary::exp((less - static_cast<double>(lag) * h_) / tau[e]);
    }
    double facilitate(std::size_t e, double w, double k) const {
        return std::copysign(std::min(std::abs(w) + eta[e] * k, std::abs(Wmax[e])), Wmax[e]);
    }
    double depress(std::size_t e, double w) const {
        return std::copysign(std::max(std::abs(w) - alpha[e] * eta[e], 0.0), Wmax[e]);
    }

    void deliver(Arrival const& spike, EdgeRange edges, PreTrace pre, PostHistory const& post,
                 Outgoing& out) override {
        Step const until = spike.stamp - spike.delay;
        for (std::size_t i = 0; i < edges.count; ++i) {
            std::size_t const e = edges.first + i, lane = out.lane(i);
            Step const last = pre.last[pre.at(i)];
            double w = weight.v[e];
            post.spikes(lane, last - spike.delay, until, [&](Step at, double offset) {
                w = facilitate(e, w, Kplus.v[e] * decay(e, at + spike.delay - last, offset));
            });
            w = facilitate(e, w, post.trace(lane, until));
            weight.v[e] = depress(e, w);
            Kplus.v[e] = Kplus.v[e] * decay(e, spike.stamp - last) + 1.0;
            out.send(i, weight.v[e]);
        }
    }

    double h_ = 0.1; // ms
};

} // namespace

extern SynapseFactory const vogels_sprekeler_synapse = make<SynapseModel, VogelsSprekelerSynapse>;

} // namespace nest
