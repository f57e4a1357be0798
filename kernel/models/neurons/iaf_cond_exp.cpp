// iaf_cond_exp: leaky integrate-and-fire neuron with exponentially decaying synaptic conductances.
//
//   C_m dV_m/dt = -g_L (V_m - E_L) - g_ex (V_m - E_ex) - g_in (V_m - E_in) + I_e + I
//   dg/dt = -g/tau_syn;  a spike of weight w adds |w| to g_ex (w > 0) or g_in (w < 0)
//
// A spike falls when V_m >= V_th at the end of a step; V_m is then held at V_reset for t_ref. Meffin,
// Burkitt and Grayden (2004), J. Comput. Neurosci. 16, 159-175.
#include "kernel/models/adaptive_neuron.hpp"

namespace nest {

namespace {

enum { V, g_ex, g_in, waiting, fires, carried };

template <class K> struct System {
    static constexpr std::size_t variables = waiting, columns = carried;
    static constexpr auto control = rkf45::Control::absolute;
    Broadcast tolerance; // mV, nS
    K C_m, g_L, E_L, E_ex, E_in, V_th, V_reset, I_e, tau_ex, tau_in, hold;
    double const *ex, *in, *current;

    NEST_INLINE void slopes(auto i, rkf45::Row const* x, rkf45::Row const* y, rkf45::Row* dy) const {
        for (std::size_t l = 0; l < rkf45::width; ++l, ++i) {
            bool const held = x[waiting][l] > 0.0;
            double const below = y[V][l] < V_th[i] ? y[V][l] : V_th[i];
            double const v = held ? V_reset[i] : below;
            double const I = -g_L[i] * (v - E_L[i]) - y[g_ex][l] * (v - E_ex[i]) -
                             y[g_in][l] * (v - E_in[i]) + current[i] + I_e[i];
            dy[V][l] = held ? 0.0 : I / C_m[i];
            dy[g_ex][l] = -y[g_ex][l] / tau_ex[i];
            dy[g_in][l] = -y[g_in][l] / tau_in[i];
        }
    }

    NEST_INLINE void finish(std::size_t i, rkf45::Row* x) const {
        for (std::size_t l = 0; l < rkf45::width; ++l, ++i) {
            bool const held = x[waiting][l] > 0.0;
            bool const spike = !held && x[V][l] >= V_th[i];
            x[g_ex][l] += ex[i];
            x[g_in][l] -= in[i];
            x[V][l] = held || spike ? V_reset[i] : x[V][l];
            x[waiting][l] = held ? x[waiting][l] - 1.0 : spike ? hold[i] : 0.0;
            x[fires][l] = spike ? 1.0 : 0.0;
        }
    }
};

class IafCondExp final : public AdaptiveNeuron {
    Parameter E_L{*this, "E_L", Unit::mV, -70.0, any, "Leak reversal potential."};
    Parameter E_ex{*this, "E_ex", Unit::mV, 0.0, any, "Excitatory reversal potential."};
    Parameter E_in{*this, "E_in", Unit::mV, -85.0, any, "Inhibitory reversal potential."};
    Parameter C_m{*this, "C_m", Unit::pF, 250.0, positive, "Capacitance of the membrane."};
    Parameter g_L{*this, "g_L", Unit::nS, 16.6667, any, "Leak conductance."};
    Parameter tau_ex{*this, "tau_syn_ex", Unit::ms, 0.2, positive, "Decay of excitatory conductance."};
    Parameter tau_in{*this, "tau_syn_in", Unit::ms, 2.0, positive, "Decay of inhibitory conductance."};
    Parameter t_ref{*this, "t_ref", Unit::ms, 2.0, non_negative, "Absolute refractory period."};
    Parameter V_th{*this, "V_th", Unit::mV, -55.0, any, "Spike threshold."};
    Parameter V_reset{*this, "V_reset", Unit::mV, -60.0, any, "Potential after a spike."};
    Parameter I_e{*this, "I_e", Unit::pA, 0.0, any, "Constant input current."};

    State V_m{*this, "V_m", Unit::mV, -70.0, "Membrane potential."};
    State g_ex{*this, "g_ex", Unit::nS, 0.0, "Excitatory conductance."};
    State g_in{*this, "g_in", Unit::nS, 0.0, "Inhibitory conductance."};
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
        auto const constants = [&]<class K>(K, Step s) {
            auto const k = [&](auto const& field) { return constant<K>(field, c.first); };
            return System<K>{{1e-3},
                             k(C_m),
                             k(g_L),
                             k(E_L),
                             k(E_ex),
                             k(E_in),
                             k(V_th),
                             k(V_reset),
                             k(I_e),
                             k(tau_ex),
                             k(tau_in),
                             k(hold),
                             input.excitatory(s, c),
                             input.inhibitory(s, c),
                             input.current(s, c)};
        };
        walk<System>(c, steps, sink, {&V_m, &g_ex, &g_in, &waiting, &fired}, constants);
    }
};

} // namespace

extern NeuronFactory const iaf_cond_exp = make<NeuronModel, IafCondExp>;

} // namespace nest
