// amat2_psc_exp: mat2_psc_exp with a threshold that also follows the membrane potential.
//
//   dV_m/dt = -(V_m - E_L)/tau_m + (I_syn_ex + I_syn_in + I_e + I)/C_m
//   dI_syn/dt = -I_syn/tau_syn;  a spike of weight w adds w to I_syn
//   V_th = omega + V_th_alpha_1 + V_th_alpha_2 + V_th_v,  dV_th_alpha/dt = -V_th_alpha/tau
//   dV_th_v/dt = -V_th_v/tau_v + y,  dy/dt = -y/tau_v + beta dV_m/dt
//
// Solved exactly from step to step. A spike falls when V_m >= V_th at the end of a step, at least t_ref after
// the last one; it adds alpha_1 and alpha_2 to the parts of the threshold; V_m is never reset.
// S. Yamauchi, H. Kim, S. Shinomoto: Elemental spiking neuron model for reproducing diverse firing patterns
// and predicting precise firing times (Frontiers in Computational Neuroscience 5, 2011).
#include "kernel/catalogue.hpp"
#include "kernel/core/clones.hpp"
#include "kernel/core/exact_integration.hpp"
#include "kernel/models/receptors.hpp"

namespace nest {

namespace {

class Amat2PscExp final : public NeuronModel {
    Parameter E_L{*this, "E_L", Unit::mV, -70.0, any, "Resting potential."};
    Parameter C_m{*this, "C_m", Unit::pF, 200.0, positive, "Capacitance of the membrane."};
    Parameter tau_m{*this, "tau_m", Unit::ms, 10.0, positive, "Membrane time constant."};
    Parameter tau_ex{*this, "tau_syn_ex", Unit::ms, 1.0, positive, "Decay time of the excitatory current."};
    Parameter tau_in{*this, "tau_syn_in", Unit::ms, 3.0, positive, "Decay time of the inhibitory current."};
    Parameter t_ref{*this, "t_ref", Unit::ms, 2.0, positive, "Shortest time between two spikes."};
    Parameter I_e{*this, "I_e", Unit::pA, 0.0, any, "Constant input current."};
    Parameter tau_1{*this, "tau_1", Unit::ms, 10.0, positive, "Short time constant of the threshold."};
    Parameter tau_2{*this, "tau_2", Unit::ms, 200.0, positive, "Long time constant of the threshold."};
    Parameter alpha_1{*this, "alpha_1", Unit::mV,
                      10.0,  any,       "Short-lived growth of the threshold at a spike."};
    Parameter alpha_2{*this, "alpha_2", Unit::mV, 0.0, any, "Long-lived growth of the threshold at a spike."};
    Parameter omega{*this, "omega", Unit::mV, -65.0, any, "Threshold at rest."};
    Parameter tau_v{*this, "tau_v", Unit::ms, 5.0, positive, "Time constant of the part that follows V_m."};
    Parameter beta{*this, "beta", Unit::per_ms, 0.0, any, "Strength of the part that follows V_m."};

    State V_m{*this, "V_m", Unit::mV, -70.0, "Membrane potential."};
    State threshold{*this, "V_th", Unit::mV, -65.0, "Spike threshold.", Access::recorded};
    State th_1{*this, "V_th_alpha_1", Unit::mV, 0.0, "Short-lived part of the threshold."};
    State th_2{*this, "V_th_alpha_2", Unit::mV, 0.0, "Long-lived part of the threshold."};

    State th_v{*this, "V_th_v", Unit::mV, 0.0, "Part of the threshold that follows the potential."};
    Computed V_th{*this, "V_th", Unit::mV, "Spike threshold.",
                  [this](std::size_t i) { return Property(omega[i] + th_1[i] + th_2[i] + th_v[i]); }};
    State I_ex{*this, "I_syn_ex", Unit::pA, 0.0, "Excitatory synaptic current.", Access::recorded};
    State I_in{*this, "I_syn_in", Unit::pA, 0.0, "Inhibitory synaptic current.", Access::recorded};

    Scratch y{*this};                     // mV/ms
    Scratch waiting{*this}, fired{*this}; // refractory steps left; spikes of this step
    Derived leak{*this}, pull{*this}, from_ex{*this}, from_in{*this}, fade_ex{*this}, fade_in{*this},
        fade_1{*this}, fade_2{*this}, hold{*this};
    Derived y_I{*this}, y_ex{*this}, y_in{*this}, y_V{*this};                            // into y
    Derived v_I{*this}, v_ex{*this}, v_in{*this}, v_V{*this}, v_y{*this}, fade_v{*this}; // into V_th_v

    void validate(std::size_t i) const override {
        require(tau_m[i] != tau_ex[i] && tau_m[i] != tau_in[i],
                "Membrane and synapse time constant(s) must differ. See note in documentation.");
        require(tau_v[i] != tau_m[i] && tau_v[i] != tau_ex[i] && tau_v[i] != tau_in[i],
                "tau_m, tau_syn_ex and tau_syn_in must differ from tau_v. See note in documentation.");
        require(steps_up(t_ref[i]) >= 1.0, "Refractory time must be at least one time step.");
    }
    std::vector<std::string> recordables() const override {
        return {"I_syn_ex", "I_syn_in", "V_m", "V_th", "V_th_v"};
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
            fade_1.v[i] = elementary::exp(-h / tau_1[i]);
            fade_2.v[i] = elementary::exp(-h / tau_2[i]);
            hold.v[i] = steps_up(t_ref[i]);
            follow(i, h);
        }
    }

    // Propagators of the part that follows the potential, from the decay factors of all time constants.
    void follow(std::size_t i, double h) {
        double const m = tau_m[i], v = tau_v[i], C = C_m[i], e_m = leak[i], e_v = elementary::exp(-h / v);
        double const gap = m - v, late = h * gap + m * v;
        fade_v.v[i] = e_v;
        v_y.v[i] = h * e_v;
        y_I.v[i] = beta[i] * (e_m - e_v) * m * v / (C * gap);
        y_V.v[i] = beta[i] * (e_v - e_m) * v / gap;
        v_I.v[i] = beta[i] * m * v * (e_m * m * v - e_v * late) / (C * gap * gap);
        v_V.v[i] = beta[i] * v * (e_v * late - e_m * m * v) / (gap * gap);
        auto const from = [&](double s, double e_s, Derived& into_y, Derived& into_v) {
            double const sm = s - m, sv = s - v;
            into_y.v[i] =
                beta[i] * s * m * v * (e_v * (m - s) + e_m * sv + e_s * (v - m)) / (C * sm * sv * gap);
            into_v.v[i] = beta[i] * s * m * v *
                          ((e_m * m * sv * sv - e_s * s * gap * gap) * v -
                           e_v * sm * (h * sv * gap + s * m * v - v * v * v)) /
                          (C * sm * sv * sv * gap * gap);
        };
        from(tau_ex[i], fade_ex[i], y_ex, v_ex);
        from(tau_in[i], fade_in[i], y_in, v_in);
    }

    template <class K> struct Constants {
        K E_L, I_e, omega, alpha_1, alpha_2, leak, pull, from_ex, from_in, fade_ex, fade_in, fade_1, fade_2,
            hold;
        K y_I, y_ex, y_in, y_V, v_I, v_ex, v_in, v_V, v_y, fade_v;
    };
    template <class K> Constants<K> constants(std::size_t i) const {
        return {constant<K>(E_L, i),     constant<K>(I_e, i),     constant<K>(omega, i),
                constant<K>(alpha_1, i), constant<K>(alpha_2, i), constant<K>(leak, i),
                constant<K>(pull, i),    constant<K>(from_ex, i), constant<K>(from_in, i),
                constant<K>(fade_ex, i), constant<K>(fade_in, i), constant<K>(fade_1, i),
                constant<K>(fade_2, i),  constant<K>(hold, i),    constant<K>(y_I, i),
                constant<K>(y_ex, i),    constant<K>(y_in, i),    constant<K>(y_V, i),
                constant<K>(v_I, i),     constant<K>(v_ex, i),    constant<K>(v_in, i),
                constant<K>(v_V, i),     constant<K>(v_y, i),     constant<K>(fade_v, i)};
    }
    struct Columns {
        double *NEST_RESTRICT V, *NEST_RESTRICT V_th, *NEST_RESTRICT th_1, *NEST_RESTRICT th_2,
            *NEST_RESTRICT th_v, *NEST_RESTRICT y, *NEST_RESTRICT I_ex, *NEST_RESTRICT I_in,
            *NEST_RESTRICT waiting, *NEST_RESTRICT fired;
    };

    template <class K>
    NEST_CLONES static void step(Constants<K> const k, Columns const x, std::size_t n,
                                 double const* NEST_RESTRICT ex, double const* NEST_RESTRICT in,
                                 double const* NEST_RESTRICT current) {
        for (std::size_t i = 0; i < n; ++i) {
            double const U = x.V[i] - k.E_L[i], I = k.I_e[i] + current[i], ex_0 = x.I_ex[i], in_0 = x.I_in[i];
            double const th_v = I * k.v_I[i] + ex_0 * k.v_ex[i] + in_0 * k.v_in[i] + U * k.v_V[i] +
                                k.v_y[i] * x.y[i] + k.fade_v[i] * x.th_v[i];
            x.y[i] = I * k.y_I[i] + ex_0 * k.y_ex[i] + in_0 * k.y_in[i] + U * k.y_V[i] + k.fade_v[i] * x.y[i];
            x.th_v[i] = th_v;
            x.V[i] = k.E_L[i] + (k.leak[i] * U + k.from_ex[i] * ex_0 + k.from_in[i] * in_0 + k.pull[i] * I);
            double const th_1 = k.fade_1[i] * x.th_1[i], th_2 = k.fade_2[i] * x.th_2[i];
            x.I_ex[i] = k.fade_ex[i] * ex_0 + ex[i];
            x.I_in[i] = k.fade_in[i] * in_0 + in[i];
            double const wait = x.waiting[i];
            bool const spike = wait <= 0.0 && x.V[i] >= k.omega[i] + th_2 + th_1 + th_v;
            x.th_1[i] = spike ? th_1 + k.alpha_1[i] : th_1;
            x.th_2[i] = spike ? th_2 + k.alpha_2[i] : th_2;
            x.V_th[i] = k.omega[i] + x.th_1[i] + x.th_2[i] + th_v;
            double const left = wait > 0.0 ? wait - 1.0 : 0.0;
            x.waiting[i] = spike ? k.hold[i] : left;
            x.fired[i] = spike ? 1.0 : 0.0;
        }
    }

    void advance(Chunk c, StepRange steps, Inputs const& input, StepSink& sink) override {
        Columns const columns{lanes(V_m, c),     lanes(threshold, c), lanes(th_1, c), lanes(th_2, c),
                              lanes(th_v, c),    lanes(y, c),         lanes(I_ex, c), lanes(I_in, c),
                              lanes(waiting, c), lanes(fired, c)};
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

extern NeuronFactory const amat2_psc_exp = make<NeuronModel, Amat2PscExp>;

} // namespace nest
