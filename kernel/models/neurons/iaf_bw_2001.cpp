// iaf_bw_2001: integrate-and-fire neuron with NMDA synapses whose saturation is approximated in the sender.
//
//   C_m dV_m/dt = -g_L (V_m - E_L) - I_AMPA - I_GABA - I_NMDA + I
//   I_AMPA = s_AMPA (V_m - E_ex), I_GABA = s_GABA (V_m - E_in)
//   I_NMDA = s_NMDA (V_m - E_ex)/(1 + conc_Mg2 exp(-0.062 V_m)/3.57)
//   every s decays exponentially; a spike of weight w adds w, at the NMDA receptor w delta
//
// delta is what the gating of the sender's own synapse gains with a spike, given what is left of earlier
// ones: delta = k0 + k1 s_pre. Spikes carry it in place of the time between grid points, so that only neurons
// of this model can send to an NMDA receptor. A spike falls when V_m >= V_th at the end of a step; V_m is
// then held at V_reset for t_ref. Brunel and Wang (2001), J. Comput. Neurosci. 11, 63-85; Wang (2002),
// Neuron 36, 955-968.
#include "kernel/models/neurons/iaf_bw_2001.hpp"

namespace nest {

namespace {

enum { V, AMPA, GABA, NMDA, waiting, I_AMPA, I_GABA, I_NMDA, fires, carried };

template <class K> struct System {
    static constexpr std::size_t variables = waiting, columns = carried;
    static constexpr auto control = rkf45::Control::absolute;
    K tolerance, C_m, g_L, E_L, E_ex, E_in, V_th, V_reset, Mg, tau_AMPA, tau_GABA, tau_NMDA, hold;
    double const *in_AMPA, *in_GABA, *in_NMDA, *current;

    NEST_INLINE void slopes(auto i, rkf45::Row const*, rkf45::Row const* y, rkf45::Row* dy) const {
        for (std::size_t l = 0; l < rkf45::width; ++l, ++i) {
            double const v = y[V][l];
            double const I = g_L[i] * (v - E_L[i]) + y[AMPA][l] * (v - E_ex[i]) + y[GABA][l] * (v - E_in[i]) +
                             y[NMDA][l] * (v - E_ex[i]) / brunel_wang::block(Mg[i], v);
            dy[V][l] = (current[i] - I) / C_m[i];
            dy[AMPA][l] = -y[AMPA][l] / tau_AMPA[i];
            dy[GABA][l] = -y[GABA][l] / tau_GABA[i];
            dy[NMDA][l] = -y[NMDA][l] / tau_NMDA[i];
        }
    }

    NEST_INLINE void finish(std::size_t i, rkf45::Row* x) const {
        for (std::size_t l = 0; l < rkf45::width; ++l, ++i) {
            bool const held = x[waiting][l] > 0.0;
            bool const spike = !held && x[V][l] >= V_th[i];
            // Currents are recorded as the integration left them.
            double const u = x[V][l]; // also of a refractory neuron, which is put back every step
            x[I_AMPA][l] = (u - E_ex[i]) * x[AMPA][l];
            x[I_GABA][l] = (u - E_in[i]) * x[GABA][l];
            x[I_NMDA][l] = (u - E_ex[i]) / brunel_wang::block(Mg[i], u) * x[NMDA][l];
            x[AMPA][l] += in_AMPA[i];
            x[GABA][l] += in_GABA[i];
            x[NMDA][l] += in_NMDA[i];
            x[V][l] = held || spike ? V_reset[i] : x[V][l];
            x[waiting][l] = held ? x[waiting][l] - 1.0 : spike ? hold[i] : 0.0;
            x[fires][l] = spike ? 1.0 : 0.0;
        }
    }
};

class IafBw2001 final : public brunel_wang::Neuron {
    State s_NMDA{*this, "s_NMDA", Unit::none, 0.0, "Gating of NMDA synapses (nS)."};
    State I_AMPA{*this, "I_AMPA", Unit::none, 0.0, "AMPA current (pA).", Access::read_only};
    State I_GABA{*this, "I_GABA", Unit::none, 0.0, "GABA current (pA).", Access::read_only};
    State I_NMDA{*this, "I_NMDA", Unit::none, 0.0, "NMDA current (pA).", Access::read_only};
    Scratch s_pre{*this}, last{*this, -1.0}; // gating of the own synapses after the last spike, its time (ms)
    Scratch arriving{*this};                 // at the NMDA receptor, in this step
    Derived k0{*this}, k1{*this};

    bool off_grid() const override { return true; }
    bool offsets_are_times() const override { return false; }
    Wiring wiring(std::size_t) const override {
        return {.spikes = {{1, 0, 0}, {2, 1, 1}, {3, 2, 2, true, "iaf_bw_2001"}}, .currents = {{0, 0}}};
    }

    void prepare(double h) override {
        Neuron::prepare(h);
        for (std::size_t i = 0; i < distinct(); ++i) {
            double const r = tau_rise[i] / tau_NMDA[i], at = alpha[i] * tau_rise[i];
            if (r >= 1.0 && i < ids().size())
                throw SolverFailure(model_name(), ids()[i], grid().ms(around().now),
                                    "tau_rise_NMDA must be smaller than tau_decay_NMDA");
            double const a = std::max(1.0 - r, 1e-3); // padding
            double const lower =
                elementary::exp(elementary::log_gamma(a)) * (1.0 - elementary::gamma_exceeds(a, at));
            k0.v[i] = elementary::pow(at, r) * lower;
            k1.v[i] = elementary::expm1(-at);
        }
    }

    void gather(Chunk c, Step s, Inputs const& input) {
        std::fill_n(arriving.v.begin() + static_cast<std::ptrdiff_t>(c.first), c.count, 0.0);
        for (SpikeEvent const& event : input.events(2, s))
            arriving.v[event.lane] += event.weight * event.offset;
    }

    void emit(Chunk c, Step s, StepSink& sink) {
        double const now = grid().ms(s + 1);
        for (std::size_t i = c.first; i < std::min(c.first + c.count, ids().size()); ++i) {
            if (!(fired[i] > 0.0)) continue;
            double const left = s_pre[i] * elementary::exp(-(now - last[i]) / tau_NMDA[i]);
            double const delta = k0[i] + k1[i] * left;
            s_pre.v[i] = left + delta;
            last.v[i] = now;
            sink.emit(s, i, delta);
        }
        sink.sample(s, c);
    }

    void advance(Chunk c, StepRange steps, Inputs const& input, StepSink& sink) override {
        auto const system = [&]<class K>(K, Step s) {
            gather(c, s, input);
            auto const k = [&](auto const& field) { return constant<K>(field, c.first); };
            return System<K>{k(tolerance),
                             k(C_m),
                             k(g_L),
                             k(E_L),
                             k(E_ex),
                             k(E_in),
                             k(V_th),
                             k(V_reset),
                             k(Mg),
                             k(tau_AMPA),
                             k(tau_GABA),
                             k(tau_NMDA),
                             k(hold),
                             input.channel(0, s, c),
                             input.channel(1, s, c),
                             lanes(arriving, c),
                             input.current(s, c)};
        };
        walk<System>(c, steps, {&V_m, &s_AMPA, &s_GABA, &s_NMDA, &waiting, &I_AMPA, &I_GABA, &I_NMDA, &fired},
                     system, [&](Step s) { emit(c, s, sink); });
    }
};

} // namespace

extern NeuronFactory const iaf_bw_2001 = make<NeuronModel, IafBw2001>;

} // namespace nest
