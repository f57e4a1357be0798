// stochastic_stp_synapse: one release site with a release probability that facilitates, which empties and
// recovers by chance (Fuhrmann, Segev, Markram and Tsodyks 2002), as PyNN uses it.
//
//   spike:  u <- u exp(-lag / tau_fac), then u <- u + U (1 - u);
//           an empty site recovers with probability 1 - exp(-lag / tau_rec);
//           a full one releases with probability u: the weight is sent and the site is empty
#include "kernel/catalogue.hpp"
#include "kernel/core/elementary.hpp"
#include "kernel/engine/outgoing.hpp"

namespace nest {

namespace {

class StochasticStpSynapse final : public SynapseModel {
    Parameter U{*this, "U", Unit::none, 0.5, probability, "Release probability after a long silence."};
    Parameter tau_rec{*this, "tau_rec", Unit::ms, 800.0, positive, "Time constant of recovery."};
    Parameter tau_fac{*this, "tau_fac",    Unit::ms,
                      10.0,  non_negative, "Time constant of facilitation; 0: none."};
    State u{*this, "u", Unit::none, 0.0, "Release probability.", Access::read_write, probability};
    Scratch empty{*this};

    SynapseTraits traits() const override {
        return {.plastic = true, .neuron_sources_only = true, .stochastic = true};
    }
    void prepare(double h) override { h_ = h; }

    void deliver(Arrival const& spike, EdgeRange edges, PreTrace pre, PostHistory const&,
                 Outgoing& out) override {
        for (std::size_t i = 0; i < edges.count; ++i) {
            std::size_t const e = edges.first + i;
            double const lag = static_cast<double>(spike.stamp - pre.last[pre.at(i)]) * h_;
            Rng rng = out.rng(i);
            u.v[e] *= tau_fac[e] == 0.0 ? 0.0 : elementary::exp(-lag / tau_fac[e]);
            u.v[e] += U[e] * (1.0 - u.v[e]);
            if (empty.v[e] != 0.0 && rng.uniform() < -elementary::expm1(-lag / tau_rec[e])) empty.v[e] = 0.0;
            if (empty.v[e] != 0.0 || rng.uniform() >= u.v[e]) continue;
            empty.v[e] = 1.0;
            out.send(i, weight[e]);
        }
    }

    double h_ = 0.1; // ms
};

} // namespace

extern SynapseFactory const stochastic_stp_synapse = make<SynapseModel, StochasticStpSynapse>;

} // namespace nest
