// quantal_stp_synapse: short-term plasticity of n release sites that empty and recover by chance
// (Fuhrmann, Segev, Markram and Tsodyks 2002; Loebel et al. 2009).
//
//   between spikes:  u <- U + u (1 - U) exp(-lag / tau_fac);
//                    an empty site recovers with probability 1 - exp(-lag / tau_rec)
//   spike:           each of the a available sites releases with probability u; k sites send weight k
//
// The first spike finds u and a as they were set.
#include "kernel/catalogue.hpp"
#include "kernel/core/elementary.hpp"
#include "kernel/engine/outgoing.hpp"
#include "kernel/random/distributions.hpp"

#include <algorithm>

namespace nest {

namespace {

constexpr double no_facilitation = 1e-10; // ms

class QuantalStpSynapse final : public SynapseModel {
    Parameter U{*this, "U", Unit::none, 0.5, probability, "Release probability after a long silence."};
    Parameter tau_rec{*this, "tau_rec", Unit::ms, 800.0, positive, "Time constant of recovery."};
    Parameter tau_fac{*this, "tau_fac",    Unit::ms,
                      0.0,   non_negative, "Time constant of facilitation; 0: none."};
    IntegerParameter n{*this, "n", 1, any, "Number of release sites."};
    IntegerState a{*this, "a", 1, "Sites that can release.", Access::read_write};
    State u{*this, "u", Unit::none, 0.5, "Release probability.", Access::read_write, probability};

    SynapseTraits traits() const override {
        return {.plastic = true, .neuron_sources_only = true, .stochastic = true};
    }
    void prepare(double h) override { h_ = h; }

    void recover(std::size_t e, double lag, Rng& rng) {
        double const left = tau_fac[e] < no_facilitation ? 0.0 : elementary::exp(-lag / tau_fac[e]);
        u.v[e] = U[e] + u.v[e] * (1.0 - U[e]) * left;
        std::int64_t const empty = n[e] - a.v[e];
        if (empty > 0) a.v[e] += binomial(rng, empty, -elementary::expm1(-lag / tau_rec[e]));
    }

    void deliver(Arrival const& spike, EdgeRange edges, PreTrace pre, PostHistory const&,
                 Outgoing& out) override {
        for (std::size_t i = 0; i < edges.count; ++i) {
            std::size_t const e = edges.first + i;
            Step const last = pre.last[pre.at(i)];
            Rng rng = out.rng(i);
            if (last > 0) recover(e, static_cast<double>(spike.stamp - last) * h_, rng);
            std::int64_t const released = binomial(rng, std::max<std::int64_t>(a.v[e], 0), u.v[e]);
            a.v[e] -= released;
            if (released > 0) out.send(i, static_cast<double>(released) * weight[e]);
        }
    }

    double h_ = 0.1; // ms
};

} // namespace

extern SynapseFactory const quantal_stp_synapse = make<SynapseModel, QuantalStpSynapse>;

} // namespace nest
