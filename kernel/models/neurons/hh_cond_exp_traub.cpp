// hh_cond_exp_traub: Hodgkin-Huxley neuron after Traub with exponentially decaying conductances.
//
//   C_m dV_m/dt = -g_Na m^3 h (V_m - E_Na) - g_K n^4 (V_m - E_K) - g_L (V_m - E_L)
//                 - g_ex (V_m - E_ex) - g_in (V_m - E_in) + I_e + I
//   dx/dt = alpha_x (1 - x) - beta_x x for the gates m, h, n, with rates of V_m - V_T
//   dg/dt = -g/tau_syn;  a spike of weight w adds |w| to g_ex (w > 0) or g_in (w < 0)
//
// Spikes are counted at the peaks of V_m above V_T + 30 mV. Traub and Miles (1991), Neuronal Networks of the
// Hippocampus; Brette et al. (2007), J. Comput. Neurosci. 23, 349-398.
#include "kernel/models/neurons/hodgkin_huxley.hpp"

namespace nest {

namespace {

enum { V, m, h, n, g_ex, g_in, waiting, before, fires, carried };

template <class K> struct System {
    static constexpr std::size_t variables = waiting, columns = carried;
    static constexpr auto control = rkf45::Control::absolute;
    Broadcast tolerance; // mV, nS
    K C_m, g_Na, g_K, g_L, E_Na, E_K, E_L, V_T, E_ex, E_in, I_e, tau_ex, tau_in, hold;
    double const *ex, *in, *current;

    NEST_INLINE void slopes(auto i, rkf45::Row const*, rkf45::Row const* y, rkf45::Row* dy) const {
        using elementary::exp;
        using hodgkin_huxley::linoid;
        for (std::size_t l = 0; l < rkf45::width; ++l, ++i) {
            double const v = y[V][l], u = v - V_T[i];
            double const alpha_m = 0.32 * linoid(u - 13.0, 4.0), beta_m = 0.28 * linoid(40.0 - u, 5.0);
            double const alpha_h = 0.128 * exp((17.0 - u) / 18.0);
            double const beta_h = 4.0 / (1.0 + exp((40.0 - u) / 5.0));
            double const alpha_n = 0.032 * linoid(u - 15.0, 5.0), beta_n = 0.5 * exp((10.0 - u) / 40.0);
            double const m2 = y[m][l] * y[m][l], n2 = y[n][l] * y[n][l];
            double const I_Na = g_Na[i] * m2 * y[m][l] * y[h][l] * (v - E_Na[i]);
            double const I_K = g_K[i] * n2 * n2 * (v - E_K[i]);
            double const I_L = g_L[i] * (v - E_L[i]);
            double const I_syn = -y[g_ex][l] * (v - E_ex[i]) - y[g_in][l] * (v - E_in[i]);
            dy[V][l] = (-I_Na - I_K - I_L + current[i] + I_e[i] + I_syn) / C_m[i];
            dy[m][l] = alpha_m - (alpha_m + beta_m) * y[m][l];
            dy[h][l] = alpha_h - (alpha_h + beta_h) * y[h][l];
            dy[n][l] = alpha_n - (alpha_n + beta_n) * y[n][l];
            dy[g_ex][l] = -y[g_ex][l] / tau_ex[i];
            dy[g_in][l] = -y[g_in][l] / tau_in[i];
        }
    }

    NEST_INLINE void begin(std::size_t, rkf45::Row* x) const {
        for (std::size_t l = 0; l < rkf45::width; ++l) x[before][l] = x[V][l];
    }

    NEST_INLINE void finish(std::size_t i, rkf45::Row* x) const {
        for (std::size_t l = 0; l < rkf45::width; ++l, ++i) {
            x[g_ex][l] += ex[i];
            x[g_in][l] -= in[i];
            hodgkin_huxley::detect_peak(x[V][l], x[before][l], V_T[i] + 30.0, hold[i], x[waiting][l],
                                        x[fires][l]);
        }
    }
};

class HhCondExpTraub final : public AdaptiveNeuron {
    Parameter g_Na{*this, "g_Na", Unit::nS, 20000.0, any, "Peak conductance of sodium."};
    Parameter g_K{*this, "g_K", Unit::nS, 6000.0, any, "Peak conductance of potassium."};
    Parameter g_L{*this, "g_L", Unit::nS, 10.0, any, "Leak conductance."};
    Parameter C_m{*this, "C_m", Unit::pF, 200.0, positive, "Capacitance of the membrane."};
    Parameter E_Na{*this, "E_Na", Unit::mV, 50.0, any, "Reversal potential of sodium."};
    Parameter E_K{*this, "E_K", Unit::mV, -90.0, any, "Reversal potential of potassium."};
    Parameter E_L{*this, "E_L", Unit::mV, -60.0, any, "Leak reversal potential."};
    Parameter V_T{*this, "V_T", Unit::mV, -63.0, any, "Shifts the rates of the gates and the threshold."};
    Parameter E_ex{*this, "E_ex", Unit::mV, 0.0, any, "Excitatory reversal potential."};
    Parameter E_in{*this, "E_in", Unit::mV, -80.0, any, "Inhibitory reversal potential."};
    Parameter tau_ex{*this, "tau_syn_ex", Unit::ms, 5.0, positive, "Decay of excitatory conductance."};
    Parameter tau_in{*this, "tau_syn_in", Unit::ms, 10.0, positive, "Decay of inhibitory conductance."};
    Parameter I_e{*this, "I_e", Unit::pA, 0.0, any, "Constant input current."};
    Parameter t_ref{*this, "t_ref", Unit::ms, 2.0, non_negative, "Least time between counted spikes."};

    // The gates are in equilibrium at V_m - V_T = -60 mV.
    State V_m{*this, "V_m", Unit::mV, -60.0, "Membrane potential."};
    State m{
        *this,       "Act_m", Unit::none, 9.895563096746586e-09, "Activation of sodium.", Access::read_write,
        non_negative};
    State h{
        *this,       "Inact_h", Unit::none, 0.999999999106396, "Inactivation of sodium.", Access::read_write,
        non_negative};
    State n{*this,
            "Act_n",
            Unit::none,
            2.551577051602551e-07,
            "Activation of potassium.",
            Access::read_write,
            non_negative};
    State g_ex{*this, "g_ex", Unit::nS, 0.0, "Excitatory conductance.", Access::recorded};
    State g_in{*this, "g_in", Unit::nS, 0.0, "Inhibitory conductance.", Access::recorded};
    Scratch waiting{*this}, before{*this}; // steps until a spike counts again; V_m before the step
    Derived hold{*this};

    Wiring wiring(std::size_t) const override { return {.spikes = {{0, 0, 1}}, .currents = {{0, 0}}}; }

    void prepare(double) override {
        for (std::size_t i = 0; i < distinct(); ++i) hold.v[i] = steps_up(t_ref[i]);
    }

    void advance(Chunk c, StepRange steps, Inputs const& input, StepSink& sink) override {
        auto const system = [&]<class K>(K, Step s) {
            auto const k = [&](auto const& field) { return constant<K>(field, c.first); };
            return System<K>{{1e-3},
                             k(C_m),
                             k(g_Na),
                             k(g_K),
                             k(g_L),
                             k(E_Na),
                             k(E_K),
                             k(E_L),
                             k(V_T),
                             k(E_ex),
                             k(E_in),
                             k(I_e),
                             k(tau_ex),
                             k(tau_in),
                             k(hold),
                             input.excitatory(s, c),
                             input.inhibitory(s, c),
                             input.current(s, c)};
        };
        walk<System>(c, steps, sink, {&V_m, &m, &h, &n, &g_ex, &g_in, &waiting, &before, &fired}, system);
    }
};

} // namespace

extern NeuronFactory const hh_cond_exp_traub = make<NeuronModel, HhCondExpTraub>;

} // namespace nest
