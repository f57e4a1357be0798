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
#include "kernel/models/adaptive_neuron.hpp"
#include "kernel/models/receptors.hpp"

namespace nest {

namespace {

enum { V, AMPA, GABA, NMDA, waiting, I_AMPA, I_GABA, I_NMDA, fires, carried };

template <class K> struct System {
    static constexpr std::size_t variables = waiting, columns = carried;
    static constexpr auto control = rkf45::Control::absolute;
    K tolerance, C_m, g_L, E_L, E_ex, E_in, V_th, V_reset, Mg, tau_AMPA, tau_GABA, tau_NMDA, hold;
    double const *in_AMPA, *in_GABA, *in_NMDA, *current;

    // 1 + what magnesium blocks at potential v.
    NEST_INLINE double block(std::size_t i, double v) const {
        return 1.0 + Mg[i] * elementary::exp(-0.062 * v) / 3.57;
    }

    NEST_INLINE void slopes(std::size_t i, rkf45::Row const*, rkf45::Row const* y, rkf45::Row* dy) const {
        for (std::size_t l = 0; l < rkf45::width; ++l, ++i) {
            double const v = y[V][l];
            double const I = g_L[i] * (v - E_L[i]) + y[AMPA][l] * (v - E_ex[i]) + y[GABA][l] * (v - E_in[i]) +
                             y[NMDA][l] * (v - E_ex[i]) / block(i, v);
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
            x[I_NMDA][l] = (u - E_ex[i]) / block(i, u) * x[NMDA][l];
            x[AMPA][l] += in_AMPA[i];
            x[GABA][l] += in_GABA[i];
            x[NMDA][l] += in_NMDA[i];
            x[V][l] = held || spike ? V_reset[i] : x[V][l];
            x[waiting][l] = held ? x[waiting][l] - 1.0 : spike ? hold[i] : 0.0;
            x[fires][l] = spike ? 1.0 : 0.0;
        }
    }
};

class IafBw2001 final : public AdaptiveNeuron {
    Parameter E_L{*this, "E_L", Unit::mV, -70.0, any, "Leak reversal potential."};
    Parameter E_ex{*this, "E_ex", Unit::mV, 0.0, any, "Excitatory reversal potential."};
    Parameter E_in{*this, "E_in", Unit::mV, -70.0, any, "Inhibitory reversal potential."};
    Parameter V_th{*this, "V_th", Unit::mV, -55.0, any, "Spike threshold."};
    Parameter V_reset{*this, "V_reset", Unit::mV, -60.0, any, "Potential after a spike."};
    Parameter C_m{*this, "C_m", Unit::pF, 500.0, positive, "Capacitance of the membrane."};
    Parameter g_L{*this, "g_L", Unit::nS, 25.0, any, "Leak conductance."};
    Parameter t_ref{*this, "t_ref", Unit::ms, 2.0, non_negative, "Absolute refractory period."};
    Parameter tau_AMPA{*this, "tau_AMPA", Unit::ms, 2.0, positive, "Decay of AMPA synapses."};
    Parameter tau_GABA{*this, "tau_GABA", Unit::ms, 5.0, positive, "Decay of GABA synapses."};
    Parameter tau_rise{*this, "tau_rise_NMDA", Unit::ms, 2.0, positive, "Rise of NMDA synapses."};
    Parameter tau_NMDA{*this, "tau_decay_NMDA", Unit::ms, 100.0, positive, "Decay of NMDA synapses."};
    Parameter alpha{*this, "alpha", Unit::none, 0.5, positive, "Gain of NMDA synapses (1/ms)."};
    Parameter Mg{*this, "conc_Mg2", Unit::none, 1.0, positive, "Concentration of magnesium (mM)."};
    Parameter tolerance{*this, "gsl_error_tol", Unit::none,
                        1e-3,  positive,        "Error allowed to the integration."};

    State V_m{*this, "V_m", Unit::mV, -70.0, "Membrane potential."};
    State s_AMPA{*this, "s_AMPA", Unit::none, 0.0, "Gating of AMPA synapses (nS)."};
    State s_GABA{*this, "s_GABA", Unit::none, 0.0, "Gating of GABA synapses (nS)."};
    State s_NMDA{*this, "s_NMDA", Unit::none, 0.0, "Gating of NMDA synapses (nS)."};
    State I_AMPA{*this, "I_AMPA", Unit::none, 0.0, "AMPA current (pA).", Access::read_only};
    State I_GABA{*this, "I_GABA", Unit::none, 0.0, "GABA current (pA).", Access::read_only};
    State I_NMDA{*this, "I_NMDA", Unit::none, 0.0, "NMDA current (pA).", Access::read_only};
    Scratch waiting{*this};                  // refractory steps left
    Scratch s_pre{*this}, last{*this, -1.0}; // gating of the own synapses after the last spike, its time (ms)
    Scratch arriving{*this};                 // at the NMDA receptor, in this step
    Derived hold{*this}, k0{*this}, k1{*this};
    Computed receptor_types{*this, "receptor_types", Unit::none, "Numbers of the receptors.",
                            [](std::size_t) {
                                return Property(Properties{{"AMPA", 1}, {"GABA", 2}, {"NMDA", 3}});
                            }};

    void validate(std::size_t i) const override {
        require(V_reset[i] < V_th[i], "Reset potential must be smaller than threshold.");
    }

    std::vector<std::string> recordables() const override {
        return {"I_AMPA", "I_GABA", "I_NMDA", "s_NMDA", "s_AMPA", "s_GABA", "V_m"};
    }

    bool off_grid() const override { return true; }
    Wiring wiring(std::size_t) const override {
        return {.spikes = {{1, 0, 0}, {2, 1, 1}, {3, 2, 2, true, "iaf_bw_2001"}}, .currents = {{0, 0}}};
    }

    void prepare(double) override {
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
            hold.v[i] = steps_up(t_ref[i]);
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
