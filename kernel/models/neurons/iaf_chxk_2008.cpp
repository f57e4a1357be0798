// iaf_chxk_2008: neuron of the retina and the thalamus with an after-hyperpolarisation instead of a reset.
//
//   C_m dV_m/dt = -g_L (V_m - E_L) - g_ex (V_m - E_ex) - g_in (V_m - E_in) - g_ahp (V_m - E_ahp) + I_e + I
//   every g is an alpha function: a spike of weight w adds w e t/tau exp(-t/tau), an own spike does so to
//   the after-hyperpolarisation with the parameter g_ahp as its peak
//
// A spike falls when V_m crosses V_th from below, at a time between grid points found by linear
// interpolation; the after-hyperpolarisation begins then. With ahp_bug it replaces what is left of the last
// one. Casti, Hayot, Xiao and Kaplan (2008), J. Comput. Neurosci. 24, 235-252.
#include "kernel/core/synaptic_shapes.hpp"
#include "kernel/models/adaptive_neuron.hpp"

namespace nest {

namespace {

enum { V, dg_ex, g_ex, dg_in, g_in, dg_ahp, g_ahp, before, offset, I_ex, I_in, I_ahp, fires, carried };

template <class K> struct System {
    static constexpr std::size_t variables = before, columns = carried;
    static constexpr auto control = rkf45::Control::absolute;
    Broadcast tolerance, h;
    K C_m, g_L, E_L, E_ex, E_in, E_ahp, V_th, I_e, tau_ex, tau_in, tau_ahp, jump_ex, jump_in, jump_ahp,
        replaces;
    double const *ex, *in, *current;

    NEST_INLINE void slopes(auto i, rkf45::Row const*, rkf45::Row const* y, rkf45::Row* dy) const {
        for (std::size_t l = 0; l < rkf45::width; ++l, ++i) {
            double const v = y[V][l];
            dy[V][l] = (-g_L[i] * (v - E_L[i]) - y[g_ex][l] * (v - E_ex[i]) - y[g_in][l] * (v - E_in[i]) -
                        y[g_ahp][l] * (v - E_ahp[i]) + current[i] + I_e[i]) /
                       C_m[i];
            dy[dg_ex][l] = -y[dg_ex][l] / tau_ex[i];
            dy[g_ex][l] = y[dg_ex][l] - y[g_ex][l] / tau_ex[i];
            dy[dg_in][l] = -y[dg_in][l] / tau_in[i];
            dy[g_in][l] = y[dg_in][l] - y[g_in][l] / tau_in[i];
            dy[dg_ahp][l] = -y[dg_ahp][l] / tau_ahp[i];
            dy[g_ahp][l] = y[dg_ahp][l] - y[g_ahp][l] / tau_ahp[i];
        }
    }

    NEST_INLINE void begin(std::size_t, rkf45::Row* x) const {
        for (std::size_t l = 0; l < rkf45::width; ++l) x[before][l] = x[V][l];
    }

    NEST_INLINE void finish(std::size_t i, rkf45::Row* x) const {
        for (std::size_t l = 0; l < rkf45::width; ++l, ++i) {
            double const v = x[V][l];
            bool const spike = x[before][l] < V_th[i] && v >= V_th[i];
            double const since = spike ? h[i] * (v - V_th[i]) / (v - x[before][l]) : 0.0; // the crossing
            double const ddg = spike ? jump_ahp[i] * elementary::exp(-since / tau_ahp[i]) : 0.0;
            bool const replaced = spike && replaces[i] > 0.0;
            x[dg_ahp][l] = (replaced ? 0.0 : x[dg_ahp][l]) + ddg;
            x[g_ahp][l] = (replaced ? 0.0 : x[g_ahp][l]) + ddg * since;
            x[offset][l] = since;
            x[fires][l] = spike ? 1.0 : 0.0;
            x[dg_ex][l] += jump_ex[i] * ex[i];
            x[dg_in][l] -= jump_in[i] * in[i];
            x[I_ex][l] = x[g_ex][l] * (v - E_ex[i]);
            x[I_in][l] = x[g_in][l] * (v - E_in[i]);
            x[I_ahp][l] = x[g_ahp][l] * (v - E_ahp[i]);
        }
    }
};

class IafChxk2008 final : public AdaptiveNeuron {
    Parameter V_th{*this, "V_th", Unit::mV, -45.0, any, "Spike threshold."};
    Parameter g_L{*this, "g_L", Unit::nS, 100.0, any, "Leak conductance."};
    Parameter C_m{*this, "C_m", Unit::pF, 1000.0, positive, "Capacitance of the membrane."};
    Parameter E_ex{*this, "E_ex", Unit::mV, 20.0, any, "Excitatory reversal potential."};
    Parameter E_in{*this, "E_in", Unit::mV, -90.0, any, "Inhibitory reversal potential."};
    Parameter E_L{*this, "E_L", Unit::mV, -60.0, any, "Leak reversal potential."};
    Parameter tau_ex{*this, "tau_syn_ex", Unit::ms, 1.0, positive, "Excitatory rise time."};
    Parameter tau_in{*this, "tau_syn_in", Unit::ms, 1.0, positive, "Inhibitory rise time."};
    Parameter I_e{*this, "I_e", Unit::pA, 0.0, any, "Constant input current."};
    Parameter tau_ahp{*this, "tau_ahp", Unit::ms, 0.5, positive, "Rise of the after-hyperpolarisation."};
    Parameter E_ahp{*this, "E_ahp", Unit::mV, -95.0, any, "Reversal potential of it."};
    Parameter peak_ahp{*this, "g_ahp", Unit::nS, 443.8, any, "Peak conductance of it."};
    BoolParameter ahp_bug{*this, "ahp_bug", false, "Does a spike replace what is left of the last one's?"};

    State V_m{*this, "V_m", Unit::mV, -60.0, "Membrane potential."};
    State g_ex{*this, "g_ex", Unit::nS, 0.0, "Excitatory conductance.", Access::recorded};
    State g_in{*this, "g_in", Unit::nS, 0.0, "Inhibitory conductance.", Access::recorded};
    State g_ahp{*this, "g_ahp", Unit::nS, 0.0, "After-hyperpolarisation.", Access::recorded};
    State I_ex{*this, "I_syn_ex", Unit::pA, 0.0, "Excitatory current.", Access::recorded};
    State I_in{*this, "I_syn_in", Unit::pA, 0.0, "Inhibitory current.", Access::recorded};
    State I_ahp{*this, "I_ahp", Unit::pA, 0.0, "Current of the after-hyperpolarisation.", Access::recorded};
    Scratch dg_ex{*this}, dg_in{*this}, dg_ahp{*this}; // nS/ms
    Scratch before{*this}, offset{*this};              // V_m before the step; ms from a spike to its end
    Derived jump_ex{*this}, jump_in{*this}, jump_ahp{*this}, replaces{*this};

    bool off_grid() const override { return true; }
    Wiring wiring(std::size_t) const override { return {.spikes = {{0, 0, 1}}, .currents = {{0, 0}}}; }

    void prepare(double) override {
        for (std::size_t i = 0; i < distinct(); ++i) {
            jump_ex.v[i] = alpha_jump(tau_ex[i]);
            jump_in.v[i] = alpha_jump(tau_in[i]);
            jump_ahp.v[i] = peak_ahp[i] * alpha_jump(tau_ahp[i]);
            replaces.v[i] = ahp_bug[i] ? 1.0 : 0.0;
        }
    }

    void advance(Chunk c, StepRange steps, Inputs const& input, StepSink& sink) override {
        auto const system = [&]<class K>(K, Step s) {
            auto const k = [&](auto const& field) { return constant<K>(field, c.first); };
            return System<K>{{1e-3},
                             {resolution()},
                             k(C_m),
                             k(g_L),
                             k(E_L),
                             k(E_ex),
                             k(E_in),
                             k(E_ahp),
                             k(V_th),
                             k(I_e),
                             k(tau_ex),
                             k(tau_in),
                             k(tau_ahp),
                             k(jump_ex),
                             k(jump_in),
                             k(jump_ahp),
                             k(replaces),
                             input.excitatory(s, c),
                             input.inhibitory(s, c),
                             input.current(s, c)};
        };
        auto const emit = [&](Step s) {
            for (std::size_t i = c.first; i < c.first + c.count; ++i)
                if (fired[i] > 0.0) sink.emit(s, i, offset[i]);
            sink.sample(s, c);
        };
        walk<System>(c, steps,
                     {&V_m, &dg_ex, &g_ex, &dg_in, &g_in, &dg_ahp, &g_ahp, &before, &offset, &I_ex, &I_in,
                      &I_ahp, &fired},
                     system, emit);
    }
};

} // namespace

extern NeuronFactory const iaf_chxk_2008 = make<NeuronModel, IafChxk2008>;

} // namespace nest
