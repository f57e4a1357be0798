// tsodyks2_synapse: short-term depression and facilitation (Maass and Markram 2002; Tsodyks, Pawelzik and
// Markram 1998).
//
//   between spikes:  x <- 1 + (x - x u - 1) exp(-lag / tau_rec),  u <- U + u (1 - U) exp(-lag / tau_fac)
//   the weight sent is weight x u; the first spike finds x and u as they were set
#include "kernel/catalogue.hpp"
#include "kernel/core/elementary.hpp"
#include "kernel/engine/outgoing.hpp"

namespace nest {

namespace {

class Tsodyks2Synapse final : public SynapseModel {
    Parameter U{*this, "U", Unit::none, 0.5, probability, "Release probability after a long silence."};
    Parameter tau_rec{*this, "tau_rec", Unit::ms, 800.0, positive, "Time constant of recovery."};
    Parameter tau_fac{*this, "tau_fac",    Unit::ms,
                      0.0,   non_negative, "Time constant of facilitation; 0: none."};
    State x{*this, "x", Unit::none, 1.0, "Recovered part of the resources."};
    State u{*this, "u", Unit::none, 0.5, "Release probability.", Access::read_write, probability};

    SynapseTraits traits() const override { return {.plastic = true, .neuron_sources_only = true}; }
    void prepare(double h) override { h_ = h; }

    void recover(std::size_t e, double lag) {
        x.v[e] = 1.0 + (x.v[e] - x.v[e] * u.v[e] - 1.0) * elementary::exp(-lag / tau_rec[e]);
        double const left = tau_fac[e] == 0.0 ? 0.0 : elementary::exp(-lag / tau_fac[e]);
        u.v[e] = U[e] + u.v[e] * (1.0 - U[e]) * left;
    }

    void deliver(Arrival const& spike, EdgeRange edges, PreTrace pre, PostHistory const&,
                 Outgoing& out) override {
        for (std::size_t i = 0; i < edges.count; ++i) {
            std::size_t const e = edges.first + i;
            Step const last = pre.last[pre.at(i)];
            if (last > 0) recover(e, static_cast<double>(spike.stamp - last) * h_);
            out.send(i, x.v[e] * u.v[e] * weight[e]);
        }
    }

    double h_ = 0.1; // ms
};

} // namespace

extern SynapseFactory const tsodyks2_synapse = make<SynapseModel, Tsodyks2Synapse>;

} // namespace nest
