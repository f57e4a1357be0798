// stdp_dopamine_synapse: spike-timing dependent plasticity modulated by a global signal (Izhikevich 2007;
// Potjans, Morrison and Diesmann 2010).
//
//   dw/dt = c (n - b),  dc/dt = -c / tau_c + STDP,  dn/dt = -n / tau_n + releases / tau_n;  Wmin <= w <= Wmax
//   post after pre:  c += A_plus K_plus;  pre after post:  c -= A_minus K_minus
//
// Spikes of the modulating neurons come from a volume transmitter, with its delays. An edge is brought up to
// date when a pre-synaptic spike arrives and when the transmitter triggers. A spike of the slice before the
// trigger arrives after it: time then runs backwards for the traces, as it does in the documented system.
// `n` belongs to the time of the release the edge has seen last. The whole delay is dendritic.
#include "kernel/catalogue.hpp"
#include "kernel/core/elementary.hpp"
#include "kernel/engine/outgoing.hpp"

#include <algorithm>

namespace nest {

namespace {

class StdpDopamineSynapse final : public SynapseModel {
    Shared A_plus{*this, "A_plus", Unit::none, 1.0, any, "Size of facilitation."};
    Shared A_minus{*this, "A_minus", Unit::none, 1.5, any, "Size of depression."};
    Shared tau_plus{*this, "tau_plus", Unit::ms, 20.0, any, "Decay time of the trace of the source."};
    Shared tau_c{*this, "tau_c", Unit::ms, 1000.0, any, "Decay time of the eligibility trace."};
    Shared tau_n{*this, "tau_n", Unit::ms, 200.0, any, "Decay time of the dopamine trace."};
    Shared b{*this, "b", Unit::none, 0.0, any, "Baseline of dopamine."};
    Shared Wmin{*this, "Wmin", Unit::none, 0.0, any, "Smallest weight."};
    Shared Wmax{*this, "Wmax", Unit::none, 200.0, any, "Largest weight."};
    State Kplus{*this, "Kplus", Unit::none, 0.0, "Trace of the source."};
    State c{*this, "c", Unit::none, 0.0, "Eligibility trace."};
    State n{*this, "n", Unit::none, 0.0, "Dopamine trace."};
    Scratch updated{*this}; // step of the last update
    Scratch seen{*this};    // number of the last release taken into account

    SynapseTraits traits() const override {
        return {.plastic = true, .neuron_sources_only = true, .needs_history = true, .modulated = true};
    }
    void validate(std::size_t e) const override { require(Kplus[e] >= 0.0, "Kplus must be non-negative."); }
    void prepare(double h) override { h_ = h; }
    void listen(std::vector<Release> const& list) override {
        if (releases_ == &list) return;
        if (releases_) std::ranges::fill(seen.v, 0.0);
        releases_ = &list;
    }

    double decay(double from, double to, double tau) const { return elementary::exp((from - to) * h_ / tau); }
    double at(std::size_t release) const { return static_cast<double>((*releases_)[release].at); }

    // Over `steps` with eligibility c0 and dopamine n0 at their begin.
    void drift(std::size_t e, double c0, double n0, double steps) {
        double const t = steps * h_, rate = (tau_c[0] + tau_n[0]) / (tau_c[0] * tau_n[0]);
        double const w = weight.v[e] - c0 * (n0 / rate * elementary::expm1(-rate * t) -
                                             b[0] * tau_c[0] * elementary::expm1(-t / tau_c[0]));
        weight.v[e] = std::max(Wmin[0], std::min(w, Wmax[0]));
    }

    // From step `from` to step `to`, release after release.
    void proceed(std::size_t e, double from, double to) {
        auto k = std::min(static_cast<std::size_t>(seen.v[e]), releases_->size() - 1);
        double now = from;
        double dopamine = n.v[e] * decay(at(k), from, tau_n[0]);
        while (k + 1 < releases_->size() && at(k + 1) <= to) {
            double const next = at(k + 1);
            drift(e, c.v[e] * decay(from, now, tau_c[0]), dopamine, next - now);
            n.v[e] = n.v[e] * decay(at(k), next, tau_n[0]) + (*releases_)[k + 1].count / tau_n[0];
            dopamine = n.v[e];
            now = next;
            ++k;
        }
        drift(e, c.v[e] * decay(from, now, tau_c[0]), dopamine, to - now);
        c.v[e] *= decay(from, to, tau_c[0]);
        seen.v[e] = static_cast<double>(k);
    }

    // Up to a step, with the post-synaptic spikes that arrive until then; one at `except` does not
    // facilitate.
    void update(std::size_t e, std::size_t lane, Step until, Step delay, PostHistory const& post,
                Step except) {
        auto const begin = static_cast<Step>(updated.v[e]);
        double now = updated.v[e];
        post.spikes(lane, begin - delay, until - delay, [&](Step spike, double offset) {
            double const arrival = static_cast<double>(spike + delay) - offset / h_;
            proceed(e, now, arrival);
            now = arrival;
            if (spike + delay != except || offset > 0.0)
                c.v[e] += A_plus[0] * Kplus.v[e] * decay(updated.v[e], arrival, tau_plus[0]);
        });
        proceed(e, now, static_cast<double>(until));
        Kplus.v[e] *= decay(updated.v[e], static_cast<double>(until), tau_plus[0]);
        updated.v[e] = static_cast<double>(until);
    }

    void deliver(Arrival const& spike, EdgeRange edges, PreTrace, PostHistory const& post,
                 Outgoing& out) override {
        for (std::size_t i = 0; i < edges.count; ++i) {
            std::size_t const e = edges.first + i, lane = out.lane(i);
            update(e, lane, spike.stamp, spike.delay, post, spike.stamp);
            c.v[e] -= A_minus[0] * post.trace(lane, spike.stamp - spike.delay);
            Kplus.v[e] += 1.0;
            out.send(i, weight.v[e]);
        }
    }

    void modulate(Step until, Step delay, EdgeRange edges, PostHistory const& post,
                  Outgoing const& lanes) override {
        for (std::size_t i = 0; i < edges.count; ++i) {
            std::size_t const e = edges.first + i;
            update(e, lanes.lane(i), until, delay, post, -1);
            auto const last = static_cast<std::size_t>(seen.v[e]);
            n.v[e] *= decay(at(last), static_cast<double>(until), tau_n[0]);
            seen.v[e] = 0.0;
        }
    }

    double h_ = 0.1; // ms
    std::vector<Release> const* releases_ = nullptr;
};

} // namespace

extern SynapseFactory const stdp_dopamine_synapse = make<SynapseModel, StdpDopamineSynapse>;

} // namespace nest
