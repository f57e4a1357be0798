// iaf_psc_alpha: leaky integrate-and-fire neuron with alpha-shaped post-synaptic currents.
//
//   dV_m/dt = -(V_m - E_L)/tau_m + (I_syn_ex + I_syn_in + I_e + I)/C_m
//   a spike of weight w adds w e t/tau_syn exp(-t/tau_syn) to I_syn: a current that peaks at w
//
// Solved exactly from step to step (Rotter and Diesmann 1999). A spike falls when V_m >= V_th at the end of a
// step; V_m is then held at V_reset for t_ref, while the currents go on.
#include "kernel/catalogue.hpp"
#include "kernel/core/clones.hpp"
#include "kernel/core/elementary.hpp"
#include "kernel/core/exact_integration.hpp"

namespace nest {

namespace {

constexpr double e = 2.718281828459045235;

class IafPscAlpha final : public NeuronModel {
    Parameter E_L{*this, "E_L", Unit::mV, -70.0, any, "Resting potential."};
    Parameter C_m{*this, "C_m", Unit::pF, 250.0, positive, "Capacitance of the membrane."};
    Parameter tau_m{*this, "tau_m", Unit::ms, 10.0, positive, "Membrane time constant."};
    Parameter tau_ex{*this, "tau_syn_ex", Unit::ms, 2.0, positive, "Rise time of the excitatory current."};
    Parameter tau_in{*this, "tau_syn_in", Unit::ms, 2.0, positive, "Rise time of the inhibitory current."};
    Parameter t_ref{*this, "t_ref", Unit::ms, 2.0, non_negative, "Absolute refractory period."};
    Parameter V_th{*this, "V_th", Unit::mV, -55.0, any, "Spike threshold."};
    Parameter V_reset{*this, "V_reset", Unit::mV, -70.0, any, "Potential after a spike."};
    Parameter V_min{*this, "V_min", Unit::mV, -unbounded, any, "Lower bound of the potential."};
    Parameter I_e{*this, "I_e", Unit::pA, 0.0, any, "Constant input current."};

    State V_m{*this, "V_m", Unit::mV, -70.0, "Membrane potential."};
    State I_ex{*this, "I_syn_ex", Unit::pA, 0.0, "Excitatory synaptic current.", Access::recorded};
    State I_in{*this, "I_syn_in", Unit::pA, 0.0, "Inhibitory synaptic current.", Access::recorded};

    // Derivatives of the currents, where spikes enter; refractory steps left; spikes of this step.
    Scratch dI_ex{*this}, dI_in{*this}, waiting{*this}, fired{*this};
    Derived leak{*this}, pull{*this}, ex_31{*this}, ex_32{*this}, in_31{*this}, in_32{*this}, ex_21{*this},
        ex_22{*this}, in_21{*this}, in_22{*this}, ex_jump{*this}, in_jump{*this}, hold{*this};

    void validate(std::size_t i) const override {
        require(V_reset[i] < V_th[i], "Reset potential must be smaller than threshold.");
    }

    Wiring wiring(std::size_t) const override { return {.spikes = {{0, 0, 1}}, .currents = {{0, 0}}}; }

    void prepare(double h) override {
        for (std::size_t i = 0; i < distinct(); ++i) {
            leak.v[i] = elementary::expm1(-h / tau_m[i]);
            pull.v[i] = constant_to_voltage(tau_m[i], C_m[i], h);
            ex_22.v[i] = elementary::exp(-h / tau_ex[i]);
            in_22.v[i] = elementary::exp(-h / tau_in[i]);
            ex_21.v[i] = h * ex_22[i];
            in_21.v[i] = h * in_22[i];
            ex_31.v[i] = alpha_to_voltage(tau_ex[i], tau_m[i], C_m[i], h);
            in_31.v[i] = alpha_to_voltage(tau_in[i], tau_m[i], C_m[i], h);
            ex_32.v[i] = current_to_voltage(tau_ex[i], tau_m[i], C_m[i], h);
            in_32.v[i] = current_to_voltage(tau_in[i], tau_m[i], C_m[i], h);
            ex_jump.v[i] = e / tau_ex[i];
            in_jump.v[i] = e / tau_in[i];
            hold.v[i] = steps_up(t_ref[i]);
        }
    }

    template <class K> struct Constants {
        K E_L, V_th, V_reset, V_min, I_e, leak, pull, ex_31, ex_32, in_31, in_32, ex_21, ex_22, in_21, in_22,
            ex_jump, in_jump, hold;
    };
    template <class K> Constants<K> constants(std::size_t i) const {
        return {constant<K>(E_L, i),     constant<K>(V_th, i),    constant<K>(V_reset, i),
                constant<K>(V_min, i),   constant<K>(I_e, i),     constant<K>(leak, i),
                constant<K>(pull, i),    constant<K>(ex_31, i),   constant<K>(ex_32, i),
                constant<K>(in_31, i),   constant<K>(in_32, i),   constant<K>(ex_21, i),
                constant<K>(ex_22, i),   constant<K>(in_21, i),   constant<K>(in_22, i),
                constant<K>(ex_jump, i), constant<K>(in_jump, i), constant<K>(hold, i)};
    }

    template <class K>
    NEST_CLONES static void
    step(Constants<K> const k, std::size_t n, double const* NEST_RESTRICT ex, double const* NEST_RESTRICT in,
         double const* NEST_RESTRICT current, double* NEST_RESTRICT V, double* NEST_RESTRICT dI_ex,
         double* NEST_RESTRICT I_ex, double* NEST_RESTRICT dI_in, double* NEST_RESTRICT I_in,
         double* NEST_RESTRICT waiting, double* NEST_RESTRICT fired) {
        for (std::size_t i = 0; i < n; ++i) {
            double const U = V[i] - k.E_L[i];
            double const next = k.E_L[i] + (k.pull[i] * (current[i] + k.I_e[i]) + k.ex_31[i] * dI_ex[i] +
                                            k.ex_32[i] * I_ex[i] + k.in_31[i] * dI_in[i] +
                                            k.in_32[i] * I_in[i] + k.leak[i] * U + U);
            double const free = next < k.V_min[i] ? k.V_min[i] : next;
            double const wait = waiting[i];
            double const v = wait > 0.0 ? V[i] : free;
            double const left = wait > 0.0 ? wait - 1.0 : 0.0;
            bool const spike = v >= k.V_th[i];
            I_ex[i] = k.ex_21[i] * dI_ex[i] + k.ex_22[i] * I_ex[i];
            dI_ex[i] = k.ex_22[i] * dI_ex[i] + k.ex_jump[i] * ex[i];
            I_in[i] = k.in_21[i] * dI_in[i] + k.in_22[i] * I_in[i];
            dI_in[i] = k.in_22[i] * dI_in[i] + k.in_jump[i] * in[i];
            V[i] = spike ? k.V_reset[i] : v;
            waiting[i] = spike ? k.hold[i] : left;
            fired[i] = spike ? 1.0 : 0.0;
        }
    }

    void advance(Chunk c, StepRange steps, Inputs const& input, StepSink& sink) override {
        auto const walk = [&](auto const k) {
            for (Step s = steps.from; s < steps.to; ++s) {
                step(k, c.count, input.excitatory(s, c), input.inhibitory(s, c), input.current(s, c),
                     lanes(V_m, c), lanes(dI_ex, c), lanes(I_ex, c), lanes(dI_in, c), lanes(I_in, c),
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

extern NeuronFactory const iaf_psc_alpha = make<NeuronModel, IafPscAlpha>;

} // namespace nest
