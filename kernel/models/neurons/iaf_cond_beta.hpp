// What iaf_cond_alpha and iaf_cond_beta share: leaky integrate-and-fire neurons whose conductances rise and
// decay.
//
//   C_m dV_m/dt = -g_L (V_m - E_L) - g_ex (V_m - E_ex) - g_in (V_m - E_in) + I_e + I
//   ddg/dt = -dg/tau_decay;  dg/dt = dg - g/tau_rise
//   a spike of weight w adds to dg what makes g peak at |w|
//
// A spike falls when V_m >= V_th at the end of a step; V_m is then held at V_reset for t_ref. Meffin,
// Burkitt and Grayden (2004), J. Comput. Neurosci. 16, 159-175.
#pragma once

#include "kernel/core/synaptic_shapes.hpp"
#include "kernel/models/adaptive_neuron.hpp"

namespace nest::iaf_cond_beta_detail {

enum { V, dg_ex, g_ex, dg_in, g_in, waiting, left, fires, carried };

template <class K> struct System {
    static constexpr std::size_t variables = waiting, columns = carried;
    static constexpr auto control = rkf45::Control::absolute;
    Broadcast tolerance; // mV, nS
    Broadcast h;
    K C_m, g_L, E_L, E_ex, E_in, V_th, V_reset, I_e, hold;
    K rise_ex, decay_ex, jump_ex, rise_in, decay_in, jump_in;
    double const *ex, *in, *current;

    NEST_INLINE void slopes(auto i, rkf45::Row const* x, rkf45::Row const* y, rkf45::Row* dy) const {
        for (std::size_t l = 0; l < rkf45::width; ++l, ++i) {
            bool const held = x[waiting][l] > 0.0;
            double const below = y[V][l] < V_th[i] ? y[V][l] : V_th[i];
            double const v = held ? V_reset[i] : below;
            double const I = -g_L[i] * (v - E_L[i]) - y[g_ex][l] * (v - E_ex[i]) -
                             y[g_in][l] * (v - E_in[i]) + current[i] + I_e[i];
            dy[V][l] = held ? 0.0 : I / C_m[i];
            dy[dg_ex][l] = -y[dg_ex][l] / decay_ex[i];
            dy[g_ex][l] = y[dg_ex][l] - y[g_ex][l] / rise_ex[i];
            dy[dg_in][l] = -y[dg_in][l] / decay_in[i];
            dy[g_in][l] = y[dg_in][l] - y[g_in][l] / rise_in[i];
        }
    }

    NEST_INLINE void finish(std::size_t i, rkf45::Row* x) const {
        for (std::size_t l = 0; l < rkf45::width; ++l, ++i) {
            bool const held = x[waiting][l] > 0.0;
            bool const spike = !held && x[V][l] >= V_th[i];
            x[V][l] = held || spike ? V_reset[i] : x[V][l];
            double const wait = held ? x[waiting][l] - 1.0 : spike ? hold[i] : 0.0;
            x[waiting][l] = wait;
            x[left][l] = wait * h[i];
            x[fires][l] = spike ? 1.0 : 0.0;
            x[dg_ex][l] += jump_ex[i] * ex[i];
            x[dg_in][l] -= jump_in[i] * in[i];
        }
    }
};

class Neuron : public AdaptiveNeuron {
protected:
    Parameter E_L{*this, "E_L", Unit::mV, -70.0, any, "Leak reversal potential."};
    Parameter E_ex{*this, "E_ex", Unit::mV, 0.0, any, "Excitatory reversal potential."};
    Parameter E_in{*this, "E_in", Unit::mV, -85.0, any, "Inhibitory reversal potential."};
    Parameter C_m{*this, "C_m", Unit::pF, 250.0, positive, "Capacitance of the membrane."};
    Parameter g_L{*this, "g_L", Unit::nS, 16.6667, any, "Leak conductance."};
    Parameter t_ref{*this, "t_ref", Unit::ms, 2.0, non_negative, "Absolute refractory period."};
    Parameter V_th{*this, "V_th", Unit::mV, -55.0, any, "Spike threshold."};
    Parameter V_reset{*this, "V_reset", Unit::mV, -60.0, any, "Potential after a spike."};
    Parameter I_e{*this, "I_e", Unit::pA, 0.0, any, "Constant input current."};

    State V_m{*this, "V_m", Unit::mV, -70.0, "Membrane potential."};
    State dg_ex{*this, "dg_ex", Unit::none, 0.0, "Change of the excitatory conductance (nS/ms)."};
    State g_ex{*this, "g_ex", Unit::nS, 0.0, "Excitatory conductance."};
    State dg_in{*this, "dg_in", Unit::none, 0.0, "Change of the inhibitory conductance (nS/ms)."};
    State g_in{*this, "g_in", Unit::nS, 0.0, "Inhibitory conductance."};
    State left{*this, "t_ref_remaining", Unit::ms, 0.0, "Refractory time left.", Access::recorded};
    Scratch waiting{*this}; // refractory steps left
    Derived hold{*this}, jump_ex{*this}, jump_in{*this};

    virtual Parameter const& rise_ex() const = 0;
    virtual Parameter const& decay_ex() const = 0;
    virtual Parameter const& rise_in() const = 0;
    virtual Parameter const& decay_in() const = 0;

    void validate(std::size_t i) const override {
        require(V_reset[i] < V_th[i], "Reset potential must be smaller than threshold.");
    }

    std::vector<std::string> recordables() const override {
        return {"g_ex", "g_in", "t_ref_remaining", "V_m"};
    }

    Wiring wiring(std::size_t) const override { return {.spikes = {{0, 0, 1}}, .currents = {{0, 0}}}; }

    void prepare(double) override {
        for (std::size_t i = 0; i < distinct(); ++i) {
            hold.v[i] = steps_up(t_ref[i]);
            jump_ex.v[i] = beta_jump(rise_ex()[i], decay_ex()[i]);
            jump_in.v[i] = beta_jump(rise_in()[i], decay_in()[i]);
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
                             k(V_th),
                             k(V_reset),
                             k(I_e),
                             k(hold),
                             k(rise_ex()),
                             k(decay_ex()),
                             k(jump_ex),
                             k(rise_in()),
                             k(decay_in()),
                             k(jump_in),
                             input.excitatory(s, c),
                             input.inhibitory(s, c),
                             input.current(s, c)};
        };
        walk<System>(c, steps, sink, {&V_m, &dg_ex, &g_ex, &dg_in, &g_in, &waiting, &left, &fired}, system);
    }
};

} // namespace nest::iaf_cond_beta_detail
