// tsodyks_synapse, tsodyks_synapse_hom: short-term depression and facilitation with the state of the synaptic
// current (Tsodyks, Uziel and Markram 2000).
//
//   dx/dt = z / tau_rec,   dy/dt = -y / tau_psc,   du/dt = -u / tau_fac,   x + y + z = 1
//   spike:  u += U (1 - u),  y += u x,  x -= u x;  the weight sent is weight u x
//
// The first interval counts from time 0. In the `_hom` model weight and constants belong to the model.
#include "kernel/catalogue.hpp"
#include "kernel/core/elementary.hpp"
#include "kernel/engine/outgoing.hpp"

namespace nest {

namespace {

constexpr Range fraction = probability;

template <class P, bool common> class TsodyksSynapse final : public SynapseModel {
    P tau_psc{*this, "tau_psc", Unit::ms, 3.0, positive, "Decay time of the synaptic current."};
    P tau_fac{*this, "tau_fac", Unit::ms, 0.0, non_negative, "Time constant of facilitation; 0: none."};
    P tau_rec{*this, "tau_rec", Unit::ms, 800.0, positive, "Time constant of recovery."};
    P U{*this, "U", Unit::none, 0.5, fraction, "Part of the resources a spike adds to those released."};
    State x{*this, "x", Unit::none, 1.0, "Recovered part of the resources."};
    State y{*this, "y", Unit::none, 0.0, "Active part of the resources."};
    State u{*this, "u", Unit::none, 0.0, "Release probability.", Access::read_write, common ? any : fraction};

    SynapseTraits traits() const override {
        return {.common_weight = common, .plastic = true, .neuron_sources_only = true};
    }
    void validate(std::size_t e) const override { require(x[e] + y[e] <= 1.0, "x + y must be <= 1.0."); }
    void prepare(double h) override { h_ = h; }

    void relax(std::size_t e, double lag) {
        double const r = lag / tau_rec[e], p = lag / tau_psc[e];
        double const decayed = elementary::exp(-p), recovered = -elementary::expm1(-r);
        double const through = // of what was active, now recovered
            tau_psc[e] == tau_rec[e]
                ? recovered - r * decayed
                : (-recovered * tau_rec[e] - (decayed - 1.0) * tau_psc[e]) / (tau_psc[e] - tau_rec[e]);
        double const z = 1.0 - x.v[e] - y.v[e];
        u.v[e] *= tau_fac[e] == 0.0 ? 0.0 : elementary::exp(-lag / tau_fac[e]);
        x.v[e] += through * y.v[e] + recovered * z;
        y.v[e] *= decayed;
    }

    void deliver(Arrival const& spike, EdgeRange edges, PreTrace pre, PostHistory const&,
                 Outgoing& out) override {
        for (std::size_t i = 0; i < edges.count; ++i) {
            std::size_t const e = edges.first + i;
            relax(e, static_cast<double>(spike.stamp - pre.last[pre.at(i)]) * h_);
            u.v[e] += U[e] * (1.0 - u.v[e]);
            double const released = u.v[e] * x.v[e];
            x.v[e] -= released;
            y.v[e] += released;
            out.send(i, released * weight[e]);
        }
    }

    double h_ = 0.1; // ms
};

} // namespace

extern SynapseFactory const tsodyks_synapse = make<SynapseModel, TsodyksSynapse<Parameter, false>>;
extern SynapseFactory const tsodyks_synapse_hom = make<SynapseModel, TsodyksSynapse<Shared, true>>;

} // namespace nest
