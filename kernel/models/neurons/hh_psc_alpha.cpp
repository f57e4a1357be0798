// hh_psc_alpha: Hodgkin-Huxley neuron with alpha-shaped post-synaptic currents.
//
//   C_m dV_m/dt = -g_Na m^3 h (V_m - E_Na) - g_K n^4 (V_m - E_K) - g_L (V_m - E_L)
//                 + I_syn_ex + I_syn_in + I_e + I
//   dx/dt = alpha_x (1 - x) - beta_x x for the gates m, h, n
//   a spike of weight w adds w e t/tau_syn exp(-t/tau_syn) to I_syn: a current that peaks at w
//
// Spikes are counted at the peaks of V_m above 0 mV. Hodgkin and Huxley (1952), J. Physiol. 117, 500-544,
// with the potentials of today; Dayan and Abbott (2001), Theoretical Neuroscience, p. 173.
#include "kernel/core/synaptic_shapes.hpp"
#include "kernel/models/neurons/hodgkin_huxley.hpp"

namespace nest {

namespace {

enum { V, m, h, n, dI_ex, I_ex, dI_in, I_in, waiting, before, fires, carried };

template <class K> struct System {
    static constexpr std::size_t variables = waiting, columns = carried;
    static constexpr auto control = rkf45::Control::absolute;
    Broadcast tolerance; // mV, pA
    K C_m, g_Na, g_K, g_L, E_Na, E_K, E_L, I_e, tau_ex, tau_in, jump_ex, jump_in, hold;
    double const *ex, *in, *current;

    NEST_INLINE void slopes(auto i, rkf45::Row const*, rkf45::Row const* y, rkf45::Row* dy) const {
        using elementary::exp;
        using hodgkin_huxley::linoid;
        for (std::size_t l = 0; l < rkf45::width; ++l, ++i) {
            double const v = y[V][l];
            double const alpha_m = 0.1 * linoid(v + 40.0, 10.0), beta_m = 4.0 * exp(-(v + 65.0) / 18.0);
            double const alpha_h = 0.07 * exp(-(v + 65.0) / 20.0);
            double const beta_h = 1.0 / (1.0 + exp(-(v + 35.0) / 10.0));
            double const alpha_n = 0.01 * linoid(v + 55.0, 10.0), beta_n = 0.125 * exp(-(v + 65.0) / 80.0);
            double const m2 = y[m][l] * y[m][l], n2 = y[n][l] * y[n][l];
            double const I_Na = g_Na[i] * m2 * y[m][l] * y[h][l] * (v - E_Na[i]);
            double const I_K = g_K[i] * n2 * n2 * (v - E_K[i]);
            double const I_L = g_L[i] * (v - E_L[i]);
            dy[V][l] = (-(I_Na + I_K + I_L) + current[i] + I_e[i] + y[I_ex][l] + y[I_in][l]) / C_m[i];
            dy[m][l] = alpha_m * (1.0 - y[m][l]) - beta_m * y[m][l];
            dy[h][l] = alpha_h * (1.0 - y[h][l]) - beta_h * y[h][l];
            dy[n][l] = alpha_n * (1.0 - y[n][l]) - beta_n * y[n][l];
            dy[dI_ex][l] = -y[dI_ex][l] / tau_ex[i];
            dy[I_ex][l] = y[dI_ex][l] - y[I_ex][l] / tau_ex[i];
            dy[dI_in][l] = -y[dI_in][l] / tau_in[i];
            dy[I_in][l] = y[dI_in][l] - y[I_in][l] / tau_in[i];
        }
    }

    NEST_INLINE void begin(std::size_t, rkf45::Row* x) const {
        for (std::size_t l = 0; l < rkf45::width; ++l) x[before][l] = x[V][l];
    }

    NEST_INLINE void finish(std::size_t i, rkf45::Row* x) const {
        for (std::size_t l = 0; l < rkf45::width; ++l, ++i) {
            x[dI_ex][l] += jump_ex[i] * ex[i];
            x[dI_in][l] += jump_in[i] * in[i];
            hodgkin_huxley::detect_peak(x[V][l], x[before][l], 0.0, hold[i], x[waiting][l], x[fires][l]);
        }
    }
};

class HhPscAlpha final : public AdaptiveNeuron {
    Parameter t_ref{*this, "t_ref", Unit::ms, 2.0, non_negative, "Least time between counted spikes."};
    Parameter g_Na{*this, "g_Na", Unit::nS, 12000.0, non_negative, "Peak conductance of sodium."};
    Parameter g_K{*this, "g_K", Unit::nS, 3600.0, non_negative, "Peak conductance of potassium."};
    Parameter g_L{*this, "g_L", Unit::nS, 30.0, non_negative, "Leak conductance."};
    Parameter C_m{*this, "C_m", Unit::pF, 100.0, positive, "Capacitance of the membrane."};
    Parameter E_Na{*this, "E_Na", Unit::mV, 50.0, any, "Reversal potential of sodium."};
    Parameter E_K{*this, "E_K", Unit::mV, -77.0, any, "Reversal potential of potassium."};
    Parameter E_L{*this, "E_L", Unit::mV, -54.402, any, "Leak reversal potential."};
    Parameter tau_ex{*this, "tau_syn_ex", Unit::ms, 0.2, positive, "Rise time of the excitatory current."};
    Parameter tau_in{*this, "tau_syn_in", Unit::ms, 2.0, positive, "Rise time of the inhibitory current."};
    Parameter I_e{*this, "I_e", Unit::pA, 0.0, any, "Constant input current."};

    // The gates are in equilibrium at the default potential.
    State V_m{*this, "V_m", Unit::mV, -65.0, "Membrane potential."};
    State m{
        *this,       "Act_m", Unit::none, 0.05293248525724958, "Activation of sodium.", Access::read_write,
        non_negative};
    State h{
        *this,       "Inact_h", Unit::none, 0.5961207535084603, "Inactivation of sodium.", Access::read_write,
        non_negative};
    State n{
        *this,       "Act_n", Unit::none, 0.3176769140606974, "Activation of potassium.", Access::read_write,
        non_negative};
    State I_ex{*this, "I_syn_ex", Unit::pA, 0.0, "Excitatory synaptic current.", Access::recorded};
    State I_in{*this, "I_syn_in", Unit::pA, 0.0, "Inhibitory synaptic current.", Access::recorded};
    Scratch dI_ex{*this}, dI_in{*this};    // pA/ms
    Scratch waiting{*this}, before{*this}; // steps until a spike counts again; V_m before the step
    Derived jump_ex{*this}, jump_in{*this}, hold{*this};

    Wiring wiring(std::size_t) const override { return {.spikes = {{0, 0, 1}}, .currents = {{0, 0}}}; }

    void prepare(double) override {
        for (std::size_t i = 0; i < distinct(); ++i) {
            hold.v[i] = steps_up(t_ref[i]);
            jump_ex.v[i] = alpha_jump(tau_ex[i]);
            jump_in.v[i] = alpha_jump(tau_in[i]);
        }
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
                             k(I_e),
                             k(tau_ex),
                             k(tau_in),
                             k(jump_ex),
                             k(jump_in),
                             k(hold),
                             input.excitatory(s, c),
                             input.inhibitory(s, c),
                             input.current(s, c)};
        };
        walk<System>(c, steps, sink,
                     {&V_m, &m, &h, &n, &dI_ex, &I_ex, &dI_in, &I_in, &waiting, &before, &fired}, system);
    }
};

} // namespace

extern NeuronFactory const hh_psc_alpha = make<NeuronModel, HhPscAlpha>;

} // namespace nest
