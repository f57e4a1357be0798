// iaf_cond_exp_sfa_rr: iaf_cond_exp with spike-frequency adaptation and a relative refractory period.
//
//   C_m dV_m/dt = -g_L (V_m - E_L) - g_ex (V_m - E_ex) - g_in (V_m - E_in)
//                 - g_sfa (V_m - E_sfa) - g_rr (V_m - E_rr) + I_e + I
//   dg/dt = -g/tau;  a spike of weight w adds |w| to g_ex (w > 0) or g_in (w < 0); an own spike adds q_sfa
//   and q_rr
//
// A spike falls when V_m >= V_th at the end of a step; V_m is then held at V_reset for t_ref. Dayan and
// Abbott (2001), Theoretical Neuroscience, p. 166.
#include "kernel/models/adaptive_neuron.hpp"

namespace nest {

namespace {

enum { V, g_ex, g_in, g_sfa, g_rr, waiting, fires, carried };

template <class K> struct System {
    static constexpr std::size_t variables = waiting, columns = carried;
    static constexpr auto control = rkf45::Control::absolute;
    Broadcast tolerance; // mV, nS
    K C_m, g_L, E_L, E_ex, E_in, E_sfa, E_rr, V_th, V_reset, I_e, tau_ex, tau_in, tau_sfa, tau_rr, q_sfa,
        q_rr, hold;
    double const *ex, *in, *current;

    NEST_INLINE void slopes(auto i, rkf45::Row const* x, rkf45::Row const* y, rkf45::Row* dy) const {
        for (std::size_t l = 0; l < rkf45::width; ++l, ++i) {
            bool const held = x[waiting][l] > 0.0;
            double const below = y[V][l] < V_th[i] ? y[V][l] : V_th[i];
            double const v = held ? V_reset[i] : below;
            double const I = -g_L[i] * (v - E_L[i]) - y[g_ex][l] * (v - E_ex[i]) -
                             y[g_in][l] * (v - E_in[i]) - y[g_sfa][l] * (v - E_sfa[i]) -
                             y[g_rr][l] * (v - E_rr[i]) + current[i] + I_e[i];
            dy[V][l] = held ? 0.0 : I / C_m[i];
            dy[g_ex][l] = -y[g_ex][l] / tau_ex[i];
            dy[g_in][l] = -y[g_in][l] / tau_in[i];
            dy[g_sfa][l] = -y[g_sfa][l] / tau_sfa[i];
            dy[g_rr][l] = -y[g_rr][l] / tau_rr[i];
        }
    }

    NEST_INLINE void finish(std::size_t i, rkf45::Row* x) const {
        for (std::size_t l = 0; l < rkf45::width; ++l, ++i) {
            bool const held = x[waiting][l] > 0.0;
            bool const spike = !held && x[V][l] >= V_th[i];
            x[V][l] = held || spike ? V_reset[i] : x[V][l];
            x[waiting][l] = held ? x[waiting][l] - 1.0 : spike ? hold[i] : 0.0;
            x[fires][l] = spike ? 1.0 : 0.0;
            x[g_ex][l] += ex[i];
            x[g_in][l] -= in[i];
            x[g_sfa][l] += spike ? q_sfa[i] : 0.0;
            x[g_rr][l] += spike ? q_rr[i] : 0.0;
        }
    }
};

class IafCondExpSfaRr final : public AdaptiveNeuron {
    Parameter V_th{*this, "V_th", Unit::mV, -57.0, any, "Spike threshold."};
    Parameter V_reset{*this, "V_reset", Unit::mV, -70.0, any, "Potential after a spike."};
    Parameter t_ref{*this, "t_ref", Unit::ms, 0.5, non_negative, "Absolute refractory period."};
    Parameter g_L{*this, "g_L", Unit::nS, 28.95, any, "Leak conductance."};
    Parameter C_m{*this, "C_m", Unit::pF, 289.5, positive, "Capacitance of the membrane."};
    Parameter E_ex{*this, "E_ex", Unit::mV, 0.0, any, "Excitatory reversal potential."};
    Parameter E_in{*this, "E_in", Unit::mV, -75.0, any, "Inhibitory reversal potential."};
    Parameter E_L{*this, "E_L", Unit::mV, -70.0, any, "Leak reversal potential."};
    Parameter tau_ex{*this, "tau_syn_ex", Unit::ms, 1.5, positive, "Decay of excitatory conductance."};
    Parameter tau_in{*this, "tau_syn_in", Unit::ms, 10.0, positive, "Decay of inhibitory conductance."};
    Parameter I_e{*this, "I_e", Unit::pA, 0.0, any, "Constant input current."};
    Parameter tau_sfa{*this, "tau_sfa", Unit::ms, 110.0, positive, "Decay of the adaptation."};
    Parameter tau_rr{*this, "tau_rr", Unit::ms, 1.97, positive, "Decay of the relative refractoriness."};
    Parameter E_sfa{*this, "E_sfa", Unit::mV, -70.0, any, "Reversal potential of the adaptation."};
    Parameter E_rr{*this, "E_rr", Unit::mV, -70.0, any, "Reversal potential of the refractoriness."};
    Parameter q_sfa{*this, "q_sfa", Unit::nS, 14.48, any, "Adaptation added by a spike."};
    Parameter q_rr{*this, "q_rr", Unit::nS, 3214.0, any, "Refractory conductance added by a spike."};

    State V_m{*this, "V_m", Unit::mV, -70.0, "Membrane potential."};
    State g_ex{*this, "g_ex", Unit::nS, 0.0, "Excitatory conductance."};
    State g_in{*this, "g_in", Unit::nS, 0.0, "Inhibitory conductance."};
    State g_sfa{*this, "g_sfa", Unit::nS, 0.0, "Conductance of the adaptation."};
    State g_rr{*this, "g_rr", Unit::nS, 0.0, "Conductance of the relative refractoriness."};
    Scratch waiting{*this}; // refractory steps left
    Derived hold{*this};

    void validate(std::size_t i) const override {
        require(V_reset[i] < V_th[i], "Reset potential must be smaller than threshold.");
    }

    Wiring wiring(std::size_t) const override { return {.spikes = {{0, 0, 1}}, .currents = {{0, 0}}}; }

    void prepare(double) override {
        for (std::size_t i = 0; i < distinct(); ++i) hold.v[i] = steps_up(t_ref[i]);
    }

    void advance(Chunk c, StepRange steps, Inputs const& input, StepSink& sink) override {
        auto const system = [&]<class K>(K, Step s) {
            auto const k = [&](auto const& field) { return constant<K>(field, c.first); };
            return System<K>{{1e-3},
                             k(C_m),
                             k(g_L),
                             k(E_L),
                             k(E_ex),
                             k(E_in),
                             k(E_sfa),
                             k(E_rr),
                             k(V_th),
                             k(V_reset),
                             k(I_e),
                             k(tau_ex),
                             k(tau_in),
                             k(tau_sfa),
                             k(tau_rr),
                             k(q_sfa),
                             k(q_rr),
                             k(hold),
                             input.excitatory(s, c),
                             input.inhibitory(s, c),
                             input.current(s, c)};
        };
        walk<System>(c, steps, sink, {&V_m, &g_ex, &g_in, &g_sfa, &g_rr, &waiting, &fired}, system);
    }
};

} // namespace

extern NeuronFactory const iaf_cond_exp_sfa_rr = make<NeuronModel, IafCondExpSfaRr>;

} // namespace nest
