// iaf_psc_exp_htum: leaky integrate-and-fire neuron with exponentially decaying currents and two refractory
// periods: the potential is held at V_reset for t_ref_abs after a spike, and no spike falls for t_ref_tot.
// M. Tsodyks, A. Uziel, H. Markram: Synchrony generation in recurrent networks with frequency-dependent
// synapses (J. Neurosci. 20, 2000).
//
//   dV_m/dt = -(V_m - E_L)/tau_m + (I_syn_ex + I_syn_in + I_e + I)/C_m
//   dI_syn/dt = -I_syn/tau_syn;  a spike of weight w adds w to I_syn
//
// Solved exactly from step to step. As in the documented system, a meter records V_m relative to E_L.
#include "kernel/catalogue.hpp"
#include "kernel/core/clones.hpp"
#include "kernel/core/elementary.hpp"
#include "kernel/core/exact_integration.hpp"

namespace nest {

namespace {

class IafPscExpHtum final : public NeuronModel {
    Parameter E_L{*this, "E_L", Unit::mV, -70.0, any, "Resting potential."};
    Parameter C_m{*this, "C_m", Unit::pF, 250.0, positive, "Capacitance of the membrane."};
    Parameter tau_m{*this, "tau_m", Unit::ms, 10.0, positive, "Membrane time constant."};
    Parameter tau_ex{*this, "tau_syn_ex", Unit::ms, 2.0, positive, "Decay time of the excitatory current."};
    Parameter tau_in{*this, "tau_syn_in", Unit::ms, 2.0, positive, "Decay time of the inhibitory current."};
    Parameter t_ref_abs{*this, "t_ref_abs", Unit::ms, 2.0, positive, "Time for which V_m is held."};
    Parameter t_ref_tot{*this, "t_ref_tot", Unit::ms, 2.0, positive, "Time for which no spike falls."};
    Parameter V_th{*this, "V_th", Unit::mV, -55.0, any, "Spike threshold."};
    Parameter V_reset{*this, "V_reset", Unit::mV, -70.0, any, "Potential after a spike."};
    Parameter I_e{*this, "I_e", Unit::pA, 0.0, any, "Constant input current."};

    State V_m{*this, "V_m", Unit::mV, -70.0, "Membrane potential."};
    State I_ex{*this, "I_syn_ex", Unit::pA, 0.0, "Excitatory synaptic current.", Access::recorded};
    State I_in{*this, "I_syn_in", Unit::pA, 0.0, "Inhibitory synaptic current.", Access::recorded};

    Scratch relative{*this};                           // V_m - E_L at the end of the step
    Scratch held{*this}, waiting{*this}, fired{*this}; // steps left of both periods; spikes of this step
    Derived leak{*this}, pull{*this}, from_ex{*this}, from_in{*this}, fade_ex{*this}, fade_in{*this},
        hold{*this}, wait{*this};

    TypedField<double> const* recordable(std::string_view name) const override {
        return name == "V_m" ? &relative : NeuronModel::recordable(name);
    }

    void validate(std::size_t i) const override {
        require(V_reset[i] < V_th[i], "Reset potential must be smaller than threshold.");
        require(t_ref_abs[i] <= t_ref_tot[i],
                "Total refractory period must be larger or equal than absolute refractory period.");
        require(steps_up(t_ref_abs[i]) >= 1.0, "Absolute refractory time must be at least one time step.");
        require(steps_up(t_ref_tot[i]) >= 1.0, "Total refractory time must be at least one time step.");
    }

    Wiring wiring(std::size_t) const override { return {.spikes = {{0, 0, 1}}, .currents = {{0, 0}}}; }

    void prepare(double h) override {
        for (std::size_t i = 0; i < distinct(); ++i) {
            leak.v[i] = elementary::exp(-h / tau_m[i]);
            pull.v[i] = constant_to_voltage(tau_m[i], C_m[i], h);
            from_ex.v[i] = current_to_voltage(tau_ex[i], tau_m[i], C_m[i], h);
            from_in.v[i] = current_to_voltage(tau_in[i], tau_m[i], C_m[i], h);
            fade_ex.v[i] = elementary::exp(-h / tau_ex[i]);
            fade_in.v[i] = elementary::exp(-h / tau_in[i]);
            hold.v[i] = steps_up(t_ref_abs[i]);
            wait.v[i] = steps_up(t_ref_tot[i]);
        }
    }

    template <class K> struct Constants {
        K E_L, V_th, V_reset, I_e, leak, pull, from_ex, from_in, fade_ex, fade_in, hold, wait;
    };
    template <class K> Constants<K> constants(std::size_t i) const {
        return {constant<K>(E_L, i),     constant<K>(V_th, i),    constant<K>(V_reset, i),
                constant<K>(I_e, i),     constant<K>(leak, i),    constant<K>(pull, i),
                constant<K>(from_ex, i), constant<K>(from_in, i), constant<K>(fade_ex, i),
                constant<K>(fade_in, i), constant<K>(hold, i),    constant<K>(wait, i)};
    }

    template <class K>
    NEST_CLONES static void
    step(Constants<K> const k, std::size_t n, double const* NEST_RESTRICT ex, double const* NEST_RESTRICT in,
         double const* NEST_RESTRICT current, double* NEST_RESTRICT V, double* NEST_RESTRICT I_ex,
         double* NEST_RESTRICT I_in, double* NEST_RESTRICT held, double* NEST_RESTRICT waiting,
         double* NEST_RESTRICT relative, double* NEST_RESTRICT fired) {
        for (std::size_t i = 0; i < n; ++i) {
            double const free = k.E_L[i] + (k.leak[i] * (V[i] - k.E_L[i]) + k.from_ex[i] * I_ex[i] +
                                            k.from_in[i] * I_in[i] + k.pull[i] * (k.I_e[i] + current[i]));
            double const still_held = held[i], still_waiting = waiting[i];
            double const v = still_held > 0.0 ? V[i] : free;
            bool const crossed = v >= k.V_th[i];
            double const spike = still_waiting > 0.0 ? 0.0 : crossed ? 1.0 : 0.0;
            I_ex[i] = k.fade_ex[i] * I_ex[i] + ex[i];
            I_in[i] = k.fade_in[i] * I_in[i] + in[i];
            V[i] = spike > 0.0 ? k.V_reset[i] : v;
            held[i] = spike > 0.0 ? k.hold[i] : still_held > 0.0 ? still_held - 1.0 : 0.0;
            waiting[i] = spike > 0.0 ? k.wait[i] : still_waiting > 0.0 ? still_waiting - 1.0 : 0.0;
            relative[i] = V[i] - k.E_L[i];
            fired[i] = spike;
        }
    }

    void advance(Chunk c, StepRange steps, Inputs const& input, StepSink& sink) override {
        auto const walk = [&](auto const k) {
            for (Step s = steps.from; s < steps.to; ++s) {
                step(k, c.count, input.excitatory(s, c), input.inhibitory(s, c), input.current(s, c),
                     lanes(V_m, c), lanes(I_ex, c), lanes(I_in, c), lanes(held, c), lanes(waiting, c),
                     lanes(relative, c), lanes(fired, c));
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

extern NeuronFactory const iaf_psc_exp_htum = make<NeuronModel, IafPscExpHtum>;

} // namespace nest
