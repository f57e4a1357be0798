// mat2_psc_exp: integrator with exponential currents that is never reset, and a threshold that jumps at every
// spike and decays on two time scales (multi-timescale adaptive threshold).
//
//   dV_m/dt = -(V_m - E_L)/tau_m + (I_syn_ex + I_syn_in + I_e + I)/C_m
//   dI_syn/dt = -I_syn/tau_syn;  a spike of weight w adds w to I_syn
//   V_th = omega + V_th_alpha_1 + V_th_alpha_2,  dV_th_alpha/dt = -V_th_alpha/tau
//
// Solved exactly from step to step. A spike falls when V_m >= V_th at the end of a step, at least t_ref after
// the last one; it adds alpha_1 and alpha_2 to the parts of the threshold.
// R. Kobayashi, Y. Tsubo, S. Shinomoto: Made-to-order spiking neuron model equipped with a multi-timescale
// adaptive threshold (Frontiers in Computational Neuroscience 3, 2009).
#include "kernel/catalogue.hpp"
#include "kernel/core/clones.hpp"
#include "kernel/core/exact_integration.hpp"
#include "kernel/models/receptors.hpp"

namespace nest {

namespace {

class Mat2PscExp final : public NeuronModel {
    Parameter E_L{*this, "E_L", Unit::mV, -70.0, any, "Resting potential."};
    Parameter C_m{*this, "C_m", Unit::pF, 100.0, positive, "Capacitance of the membrane."};
    Parameter tau_m{*this, "tau_m", Unit::ms, 5.0, positive, "Membrane time constant."};
    Parameter tau_ex{*this, "tau_syn_ex", Unit::ms, 1.0, positive, "Decay time of the excitatory current."};
    Parameter tau_in{*this, "tau_syn_in", Unit::ms, 3.0, positive, "Decay time of the inhibitory current."};
    Parameter t_ref{*this, "t_ref", Unit::ms, 2.0, positive, "Shortest time between two spikes."};
    Parameter I_e{*this, "I_e", Unit::pA, 0.0, any, "Constant input current."};
    Parameter tau_1{*this, "tau_1", Unit::ms, 10.0, positive, "Short time constant of the threshold."};
    Parameter tau_2{*this, "tau_2", Unit::ms, 200.0, positive, "Long time constant of the threshold."};
    Parameter alpha_1{*this, "alpha_1", Unit::mV,
                      37.0,  any,       "Short-lived growth of the threshold at a spike."};
    Parameter alpha_2{*this, "alpha_2", Unit::mV, 2.0, any, "Long-lived growth of the threshold at a spike."};
    Parameter omega{*this, "omega", Unit::mV, -51.0, any, "Threshold at rest."};

    State V_m{*this, "V_m", Unit::mV, -70.0, "Membrane potential."};
    State threshold{*this, "V_th", Unit::mV, -51.0, "Spike threshold.", Access::recorded};
    State th_1{*this, "V_th_alpha_1", Unit::mV, 0.0, "Short-lived part of the threshold."};
    State th_2{*this, "V_th_alpha_2", Unit::mV, 0.0, "Long-lived part of the threshold."};
    Computed V_th{*this, "V_th", Unit::mV, "Spike threshold.",
                  [this](std::size_t i) { return Property(omega[i] + th_1[i] + th_2[i]); }};

    Scratch I_ex{*this}, I_in{*this};     // pA
    Scratch waiting{*this}, fired{*this}; // refractory steps left; spikes of this step
    Derived leak{*this}, pull{*this}, from_ex{*this}, from_in{*this}, fade_ex{*this}, fade_in{*this},
        fade_1{*this}, fade_2{*this}, hold{*this};

    void validate(std::size_t i) const override {
        require(tau_m[i] != tau_ex[i] && tau_m[i] != tau_in[i],
                "Membrane and synapse time constant(s) must differ. See note in documentation.");
        require(steps_up(t_ref[i]) >= 1.0, "Refractory time must be at least one time step.");
    }
    std::vector<std::string> recordables() const override { return {"V_m", "V_th"}; }
    Wiring wiring(std::size_t) const override { return {.spikes = {{0, 0, 1}}, .currents = {{0, 0}}}; }

    void prepare(double h) override {
        for (std::size_t i = 0; i < distinct(); ++i) {
            leak.v[i] = elementary::exp(-h / tau_m[i]);
            pull.v[i] = constant_to_voltage(tau_m[i], C_m[i], h);
            from_ex.v[i] = current_to_voltage(tau_ex[i], tau_m[i], C_m[i], h);
            from_in.v[i] = current_to_voltage(tau_in[i], tau_m[i], C_m[i], h);
            fade_ex.v[i] = elementary::exp(-h / tau_ex[i]);
            fade_in.v[i] = elementary::exp(-h / tau_in[i]);
            fade_1.v[i] = elementary::exp(-h / tau_1[i]);
            fade_2.v[i] = elementary::exp(-h / tau_2[i]);
            hold.v[i] = steps_up(t_ref[i]);
        }
    }

    template <class K> struct Constants {
        K E_L, I_e, omega, alpha_1, alpha_2, leak, pull, from_ex, from_in, fade_ex, fade_in, fade_1, fade_2,
            hold;
    };
    template <class K> Constants<K> constants(std::size_t i) const {
        return {constant<K>(E_L, i),     constant<K>(I_e, i),     constant<K>(omega, i),
                constant<K>(alpha_1, i), constant<K>(alpha_2, i), constant<K>(leak, i),
                constant<K>(pull, i),    constant<K>(from_ex, i), constant<K>(from_in, i),
                constant<K>(fade_ex, i), constant<K>(fade_in, i), constant<K>(fade_1, i),
                constant<K>(fade_2, i),  constant<K>(hold, i)};
    }
    struct Columns {
        double *NEST_RESTRICT V, *NEST_RESTRICT V_th, *NEST_RESTRICT th_1, *NEST_RESTRICT th_2,
            *NEST_RESTRICT I_ex, *NEST_RESTRICT I_in, *NEST_RESTRICT waiting, *NEST_RESTRICT fired;
    };

    template <class K>
    NEST_CLONES static void step(Constants<K> const k, Columns const x, std::size_t n,
                                 double const* NEST_RESTRICT ex, double const* NEST_RESTRICT in,
                                 double const* NEST_RESTRICT current) {
        for (std::size_t i = 0; i < n; ++i) {
            x.V[i] = k.E_L[i] + (k.leak[i] * (x.V[i] - k.E_L[i]) + k.from_ex[i] * x.I_ex[i] +
                                 k.from_in[i] * x.I_in[i] + k.pull[i] * (k.I_e[i] + current[i]));
            double const th_1 = k.fade_1[i] * x.th_1[i], th_2 = k.fade_2[i] * x.th_2[i];
            x.I_ex[i] = k.fade_ex[i] * x.I_ex[i] + ex[i];
            x.I_in[i] = k.fade_in[i] * x.I_in[i] + in[i];
            double const wait = x.waiting[i];
            bool const spike = wait <= 0.0 && x.V[i] >= k.omega[i] + th_1 + th_2;
            x.th_1[i] = spike ? th_1 + k.alpha_1[i] : th_1;
            x.th_2[i] = spike ? th_2 + k.alpha_2[i] : th_2;
            x.V_th[i] = k.omega[i] + x.th_1[i] + x.th_2[i];
            double const left = wait > 0.0 ? wait - 1.0 : 0.0;
            x.waiting[i] = spike ? k.hold[i] : left;
            x.fired[i] = spike ? 1.0 : 0.0;
        }
    }

    void advance(Chunk c, StepRange steps, Inputs const& input, StepSink& sink) override {
        Columns const columns{lanes(V_m, c),  lanes(threshold, c), lanes(th_1, c),    lanes(th_2, c),
                              lanes(I_ex, c), lanes(I_in, c),      lanes(waiting, c), lanes(fired, c)};
        auto const walk = [&](auto const k) {
            for (Step s = steps.from; s < steps.to; ++s) {
                step(k, columns, c.count, input.excitatory(s, c), input.inhibitory(s, c),
                     input.current(s, c));
                sink.collect(s, c, columns.fired);
            }
        };
        if (uniform())
            walk(constants<Broadcast>(c.first));
        else
            walk(constants<double const*>(c.first));
    }
};

} // namespace

extern NeuronFactory const mat2_psc_exp = make<NeuronModel, Mat2PscExp>;

} // namespace nest
