// What the leaky integrate-and-fire neurons with exponentially decaying currents have in common
// (iaf_psc_exp.cpp).
#pragma once

#include "kernel/catalogue.hpp"
#include "kernel/core/clones.hpp"
#include "kernel/core/elementary.hpp"
#include "kernel/core/exact_integration.hpp"
#include "kernel/random/streams.hpp"

#include <algorithm>

namespace nest::psc_exp {

inline constexpr double least_delta = 1e-10; // mV; below, the threshold is sharp

class Neuron : public NeuronModel {
protected:
    Parameter E_L{*this, "E_L", Unit::mV, -70.0, any, "Resting potential."};
    Parameter C_m{*this, "C_m", Unit::pF, 250.0, positive, "Capacitance of the membrane."};
    Parameter tau_m{*this, "tau_m", Unit::ms, 10.0, positive, "Membrane time constant."};
    Parameter tau_ex{*this, "tau_syn_ex", Unit::ms, 2.0, positive, "Decay time of the excitatory current."};
    Parameter tau_in{*this, "tau_syn_in", Unit::ms, 2.0, positive, "Decay time of the inhibitory current."};
    Parameter t_ref{*this, "t_ref", Unit::ms, 2.0, non_negative, "Absolute refractory period."};
    Parameter V_th{*this, "V_th", Unit::mV, -55.0, any, "Spike threshold."};
    Parameter V_reset{*this, "V_reset", Unit::mV, -70.0, any, "Potential after a spike."};
    Parameter I_e{*this, "I_e", Unit::pA, 0.0, any, "Constant input current."};
    Parameter rho{*this, "rho", Unit::Hz, 0.01, non_negative, "Escape rate at threshold."};
    Parameter delta{*this, "delta", Unit::mV, 0.0, non_negative, "Width of the soft threshold; 0: sharp."};

    State V_m{*this, "V_m", Unit::mV, -70.0, "Membrane potential."};
    State I_ex{*this, "I_syn_ex", Unit::pA, 0.0, "Excitatory synaptic current.", Access::recorded};
    State I_in{*this, "I_syn_in", Unit::pA, 0.0, "Inhibitory synaptic current.", Access::recorded};

    Scratch waiting{*this}; // refractory steps left
    Column<double> fired;   // spikes of this step and chunk: short, so that it stays in the nearest cache
    Derived leak{*this}, pull{*this}, from_ex{*this}, from_in{*this}, fade_ex{*this}, fade_in{*this},
        gain{*this}, hold{*this};
    Derived threshold{*this}; // mV; infinite where chance decides

    void validate(std::size_t i) const override {
        require(V_reset[i] < V_th[i], "Reset potential must be smaller than threshold.");
    }

    void prepare(double h) override {
        for (std::size_t i = 0; i < distinct(); ++i) {
            leak.v[i] = elementary::exp(-h / tau_m[i]);
            pull.v[i] = constant_to_voltage(tau_m[i], C_m[i], h);
            from_ex.v[i] = current_to_voltage(tau_ex[i], tau_m[i], C_m[i], h);
            from_in.v[i] = current_to_voltage(tau_in[i], tau_m[i], C_m[i], h);
            fade_ex.v[i] = elementary::exp(-h / tau_ex[i]);
            fade_in.v[i] = elementary::exp(-h / tau_in[i]);
            gain.v[i] = 1.0 - fade_ex[i];
            hold.v[i] = steps_up(t_ref[i]);
            threshold.v[i] = delta[i] < least_delta ? V_th[i] : unbounded;
        }
    }

    template <class K> struct Constants {
        K E_L, V_th, V_reset, I_e, leak, pull, from_ex, from_in, fade_ex, fade_in, gain, hold;
    };
    template <class K> Constants<K> constants(std::size_t i) const {
        return {constant<K>(E_L, i),     constant<K>(threshold, i), constant<K>(V_reset, i),
                constant<K>(I_e, i),     constant<K>(leak, i),      constant<K>(pull, i),
                constant<K>(from_ex, i), constant<K>(from_in, i),   constant<K>(fade_ex, i),
                constant<K>(fade_in, i), constant<K>(gain, i),      constant<K>(hold, i)};
    }

    template <class K>
    NEST_CLONES static void step(Constants<K> const k, std::size_t n, double const* NEST_RESTRICT ex,
                                 double const* NEST_RESTRICT in, double const* NEST_RESTRICT current,
                                 double const* NEST_RESTRICT filtered, double* NEST_RESTRICT V,
                                 double* NEST_RESTRICT I_ex, double* NEST_RESTRICT I_in,
                                 double* NEST_RESTRICT waiting, double* NEST_RESTRICT fired) {
        for (std::size_t i = 0; i < n; ++i) {
            double const free = k.E_L[i] + (k.leak[i] * (V[i] - k.E_L[i]) + k.from_ex[i] * I_ex[i] +
                                            k.from_in[i] * I_in[i] + k.pull[i] * (k.I_e[i] + current[i]));
            double const wait = waiting[i];
            double const v = wait > 0.0 ? V[i] : free;
            double const left = wait > 0.0 ? wait - 1.0 : 0.0;
            bool const spike = v >= k.V_th[i];
            I_ex[i] = k.fade_ex[i] * I_ex[i] + k.gain[i] * filtered[i] + ex[i];
            I_in[i] = k.fade_in[i] * I_in[i] + in[i];
            V[i] = spike ? k.V_reset[i] : v;
            waiting[i] = spike ? k.hold[i] : left;
            fired[i] = spike ? 1.0 : 0.0;
        }
    }

    // Chance decides for neurons with a soft threshold; a number is drawn in every step, refractory or not.
    void escape(Chunk c, Step s) {
        double const h = resolution();
        for (std::size_t i = c.first; i < std::min(c.first + c.count, ids().size()); ++i) {
            if (delta[i] < least_delta) continue;
            double const rate = rho[i] * elementary::exp((V_m[i] - V_th[i]) / delta[i]);
            if (!(around().random->at_step(Purpose::neuron, 0, ids()[i], s).uniform() < rate * h * 1e-3))
                continue;
            V_m.v[i] = V_reset[i];
            waiting.v[i] = hold[i];
            fired[i - c.first] = 1.0;
        }
    }

    bool noisy() const {
        return std::ranges::any_of(delta.v, [](double d) { return d >= least_delta; });
    }

    // Takes a chunk through all steps; after(s) follows the membrane and the choices of chance.
    void walk(Chunk c, StepRange steps, Inputs const& input, auto after) {
        bool const chance = noisy();
        fired.resize(c.count);
        auto const run = [&](auto const k) {
            for (Step s = steps.from; s < steps.to; ++s) {
                step(k, c.count, input.excitatory(s, c), input.inhibitory(s, c), input.current(s, c),
                     input.current(s, c, 1), lanes(V_m, c), lanes(I_ex, c), lanes(I_in, c), lanes(waiting, c),
                     fired.data());
                if (chance) escape(c, s);
                after(s);
            }
        };
        if (uniform())
            run(constants<Broadcast>(c.first));
        else
            run(constants<double const*>(c.first));
    }
};

} // namespace nest::psc_exp
