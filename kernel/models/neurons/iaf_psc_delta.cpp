// iaf_psc_delta: leaky integrate-and-fire neuron whose potential jumps with every spike it receives.
//
//   dV_m/dt = -(V_m - E_L)/tau_m + (I_e + I)/C_m;  a spike of weight w adds w (mV) to V_m
//
// Solved exactly from step to step. A spike falls when V_m >= V_th at the end of a step; V_m is then held at
// V_reset for t_ref. Input during that time is lost, or, with refractory_input, decays and is added at its
// end.
#include "kernel/catalogue.hpp"
#include "kernel/core/clones.hpp"
#include "kernel/core/elementary.hpp"
#include "kernel/core/exact_integration.hpp"

#include <algorithm>
#include <limits>

namespace nest {

namespace {

class IafPscDelta final : public NeuronModel {
    Parameter E_L{*this, "E_L", Unit::mV, -70.0, any, "Resting potential."};
    Parameter C_m{*this, "C_m", Unit::pF, 250.0, positive, "Capacitance of the membrane."};
    Parameter tau_m{*this, "tau_m", Unit::ms, 10.0, positive, "Membrane time constant."};
    Parameter t_ref{*this, "t_ref", Unit::ms, 2.0, non_negative, "Absolute refractory period."};
    Parameter V_th{*this, "V_th", Unit::mV, -55.0, any, "Spike threshold."};
    Parameter V_reset{*this, "V_reset", Unit::mV, -70.0, any, "Potential after a spike."};
    Parameter V_min{*this,    "V_min",
                    Unit::mV, std::numeric_limits<double>::lowest(),
                    any,      "Lower bound of the potential."};
    Parameter I_e{*this, "I_e", Unit::pA, 0.0, any, "Constant input current."};
    BoolParameter refractory_input{*this, "refractory_input", false, "Does input count while refractory?"};

    State V_m{*this, "V_m", Unit::mV, -70.0, "Membrane potential."};

    // Refractory steps left; input kept while refractory (mV); spikes of this step.
    Scratch waiting{*this}, kept{*this}, fired{*this};
    Derived leak{*this}, pull{*this}, hold{*this}, keep{*this}; // keep: 1.0 with refractory_input

    void validate(std::size_t i) const override {
        require(V_reset[i] < V_th[i], "Reset potential must be smaller than threshold.");
    }

    Wiring wiring(std::size_t) const override { return {.spikes = {{0, 0, 0}}, .currents = {{0, 0}}}; }

    void prepare(double h) override {
        for (std::size_t i = 0; i < distinct(); ++i) {
            leak.v[i] = elementary::exp(-h / tau_m[i]);
            pull.v[i] = constant_to_voltage(tau_m[i], C_m[i], h);
            hold.v[i] = steps_up(t_ref[i]);
            keep.v[i] = refractory_input[i] ? 1.0 : 0.0;
        }
    }

    template <class K> struct Constants { K E_L, V_th, V_reset, V_min, I_e, leak, pull, hold; };
    template <class K> Constants<K> constants(std::size_t i) const {
        return {constant<K>(E_L, i), constant<K>(V_th, i), constant<K>(V_reset, i), constant<K>(V_min, i),
                constant<K>(I_e, i), constant<K>(leak, i), constant<K>(pull, i),    constant<K>(hold, i)};
    }

    template <class K>
    NEST_CLONES static void step(Constants<K> const k, std::size_t n, double const* NEST_RESTRICT jump,
                                 double const* NEST_RESTRICT current, double* NEST_RESTRICT V,
                                 double* NEST_RESTRICT waiting, double* NEST_RESTRICT fired) {
        for (std::size_t i = 0; i < n; ++i) {
            double const next =
                k.E_L[i] + (k.pull[i] * (current[i] + k.I_e[i]) + k.leak[i] * (V[i] - k.E_L[i]) + jump[i]);
            double const free = next < k.V_min[i] ? k.V_min[i] : next;
            double const wait = waiting[i];
            double const v = wait > 0.0 ? V[i] : free;
            double const left = wait > 0.0 ? wait - 1.0 : 0.0;
            bool const spike = v >= k.V_th[i];
            V[i] = spike ? k.V_reset[i] : v;
            waiting[i] = spike ? k.hold[i] : left;
            fired[i] = spike ? 1.0 : 0.0;
        }
    }

    // The same step for neurons that keep what arrives while they are refractory.
    void step_keeping(Chunk c, double const* jump, double const* current) {
        double const h = resolution();
        for (std::size_t i = c.first; i < c.first + c.count; ++i) {
            double const w = jump[i - c.first], wait = waiting[i];
            double v = V_m[i];
            if (wait > 0.0) {
                if (keep[i] > 0.0) kept.v[i] += w * elementary::exp(-wait * h / tau_m[i]);
                waiting.v[i] = wait - 1.0;
            } else {
                v = E_L[i] + (pull[i] * (current[i - c.first] + I_e[i]) + leak[i] * (v - E_L[i]) + w) +
                    kept[i];
                kept.v[i] = 0.0;
                v = std::max(v, V_min[i]);
            }
            bool const spike = v >= V_th[i];
            if (spike) waiting.v[i] = hold[i];
            V_m.v[i] = spike ? V_reset[i] : v;
            fired.v[i] = spike ? 1.0 : 0.0;
        }
    }

    void advance(Chunk c, StepRange steps, Inputs const& input, StepSink& sink) override {
        bool const keeping = std::ranges::any_of(keep.v, [](double x) { return x > 0.0; });
        auto const walk = [&](auto const k) {
            for (Step s = steps.from; s < steps.to; ++s) {
                if (keeping)
                    step_keeping(c, input.channel(0, s, c), input.current(s, c));
                else
                    step(k, c.count, input.channel(0, s, c), input.current(s, c), lanes(V_m, c),
                         lanes(waiting, c), lanes(fired, c));
                sink.collect(s, c, lanes(fired, c));
            }
        };
        if (uniform())
            walk(constants<Broadcast>(c.first));
        else
            walk(constants<double const*>(c.first));
    }
};

} // namespace

extern NeuronFactory const iaf_psc_delta = make<NeuronModel, IafPscDelta>;

} // namespace nest
