// ht_neuron: neuron of Hill and Tononi's model of the thalamocortical system.
//
//   dV_m/dt = (-g_NaL (V_m - E_Na) - g_KL (V_m - E_K) + I_syn + I_NaP + I_KNa + I_T + I_h + I)/tau_m +
//   I_spike dtheta/dt = -(theta - theta_eq)/tau_theta I_spike = -(V_m - E_K)/tau_spike for t_ref after a
//   spike, else 0 I_syn: AMPA, NMDA, GABA_A, GABA_B; conductances are differences of two exponentials, peak
//   g_peak
//
// A spike falls when V_m >= theta after any sub-step; V_m and theta are then set to E_Na. NMDA channels are
// unblocked with a fast and a slow time constant, and blocked at once. Hill and Tononi (2005), J.
// Neurophysiol. 93, 1671-1698; Vargas-Caballero and Robinson (2003) for the unblocking.
#include "kernel/core/synaptic_shapes.hpp"
#include "kernel/models/adaptive_neuron.hpp"
#include "kernel/models/receptors.hpp"

namespace nest {

namespace {

enum { AMPA, NMDA, GABA_A, GABA_B, receptors };

// Rows of a lane. dg and g of receptor r: synapses + 2 r and the next.
enum {
    V,
    theta,
    synapses,
    m_fast = synapses + 2 * receptors,
    m_slow,
    m_Ih,
    D_KNa,
    m_IT,
    h_IT,
    waiting, // steps of repolarisation left
    fires,
    rec_NMDA, // recorded: conductance with unblocking, and currents
    rec_NaP,
    rec_KNa,
    rec_T,
    rec_h,
    carried
};

NEST_INLINE double sigmoid(double x) { return 1.0 / (1.0 + elementary::exp(-x)); }
NEST_INLINE double least(double a, double b) { return a < b ? a : b; }

// Gates in equilibrium and their time constants (ms) at potential V (mV).
NEST_INLINE double NMDA_gate(double V, double S, double V_act) { return sigmoid(S * (V - V_act)); }
NEST_INLINE double NaP_gate(double V) { return sigmoid((V + 55.7) / 7.7); }
NEST_INLINE double Ih_gate(double V) { return sigmoid(-(V + 75.0) / 5.5); }
NEST_INLINE double Ih_time(double V) {
    return 1.0 / (elementary::exp(-14.59 - 0.086 * V) + elementary::exp(-1.87 + 0.0701 * V));
}
NEST_INLINE double IT_gate(double V) { return sigmoid((V + 59.0) / 6.2); }
NEST_INLINE double IT_time(double V) {
    return 0.22 / (elementary::exp(-(V + 132.0) / 16.7) + elementary::exp((V + 16.8) / 18.2)) + 0.13;
}
NEST_INLINE double IT_inactivation(double V) { return sigmoid(-(V + 83.0) / 4.0); }
NEST_INLINE double IT_inactivation_time(double V) {
    return 8.2 +
           (56.6 + 0.27 * elementary::exp((V + 115.2) / 5.0)) / (1.0 + elementary::exp((V + 86.0) / 3.2));
}
NEST_INLINE double KNa_influx(double V, double tau_D) {
    return tau_D * 0.025 * sigmoid((V + 10.0) / 5.0) + 0.001;
}

// x to the power p for x > 0; small whole exponents are what the model is used with.
NEST_INLINE double power(double x, double p) {
    double const general = elementary::exp(p * elementary::log(x));
    return p == 2.0 ? x * x : p == 3.0 ? x * x * x : general;
}

template <class K> struct System {
    static constexpr std::size_t variables = waiting, columns = carried;
    static constexpr auto control = rkf45::Control::absolute;
    Broadcast tolerance;
    K E_Na, E_K, g_NaL, g_KL, tau_m, theta_eq, tau_theta, tau_spike, hold;
    K E[receptors], rise[receptors], decay[receptors], jump[receptors];
    K tau_fast, tau_slow, S_act, V_act, instant;
    K g_NaP, E_NaP, N_NaP, g_KNa, E_KNa, tau_D, g_T, E_T, N_T, g_h, E_h;
    K clamped;
    double const* V_clamp;
    double const *input[receptors], *current;

    NEST_INLINE double unblocked(std::size_t i, std::size_t l, rkf45::Row const* y, double v) const {
        double const open = NMDA_gate(v, S_act[i], V_act[i]);
        double const fast = 0.51 - 0.0028 * v;
        double const m = fast * least(y[m_fast][l], open) + (1.0 - fast) * least(y[m_slow][l], open);
        return instant[i] > 0.0 ? open : m;
    }
    NEST_INLINE double NaP(std::size_t i, double v) const {
        return -g_NaP[i] * power(NaP_gate(v), N_NaP[i]) * (v - E_NaP[i]);
    }
    NEST_INLINE double KNa(std::size_t i, double v, double D) const {
        double const ratio = 0.25 / D;
        return -g_KNa[i] * (v - E_KNa[i]) / (1.0 + elementary::exp(3.5 * elementary::log(ratio)));
    }
    NEST_INLINE double T(std::size_t i, double v, double m, double h) const {
        return -g_T[i] * power(m, N_T[i]) * h * (v - E_T[i]);
    }
    NEST_INLINE double Ih(std::size_t i, double v, double m) const { return -g_h[i] * m * (v - E_h[i]); }

    NEST_INLINE void slopes(auto i, rkf45::Row const* x, rkf45::Row const* y, rkf45::Row* dy) const {
        for (std::size_t l = 0; l < rkf45::width; ++l, ++i) {
            double const v = clamped[i] > 0.0 ? V_clamp[i] : y[V][l];
            double I_syn = 0.0;
            double const m = unblocked(i, l, y, v);
            for (int r = 0; r < receptors; ++r) {
                double const dg = y[synapses + 2 * r][l], g = y[synapses + 2 * r + 1][l];
                I_syn -= (r == NMDA ? m * g : g) * (v - E[r][i]);
                dy[synapses + 2 * r][l] = -dg / rise[r][i];
                dy[synapses + 2 * r + 1][l] = dg - g / decay[r][i];
            }
            double const I_leak = -g_NaL[i] * (v - E_Na[i]) - g_KL[i] * (v - E_K[i]);
            double const I_own =
                NaP(i, v) + KNa(i, v, y[D_KNa][l]) + T(i, v, y[m_IT][l], y[h_IT][l]) + Ih(i, v, y[m_Ih][l]);
            double const repolarising = x[waiting][l] > 0.0 ? -(v - E_K[i]) / tau_spike[i] : 0.0;
            double const dV = (I_leak + I_syn + I_own + current[i]) / tau_m[i] + repolarising;
            dy[V][l] = clamped[i] > 0.0 ? 0.0 : dV;
            dy[theta][l] = -(y[theta][l] - theta_eq[i]) / tau_theta[i];
            double const open = NMDA_gate(v, S_act[i], V_act[i]);
            dy[m_fast][l] = (open - least(y[m_fast][l], open)) / tau_fast[i];
            dy[m_slow][l] = (open - least(y[m_slow][l], open)) / tau_slow[i];
            dy[D_KNa][l] = (KNa_influx(v, tau_D[i]) - y[D_KNa][l]) / tau_D[i];
            dy[m_IT][l] = (IT_gate(v) - y[m_IT][l]) / IT_time(v);
            dy[h_IT][l] = (IT_inactivation(v) - y[h_IT][l]) / IT_inactivation_time(v);
            dy[m_Ih][l] = (Ih_gate(v) - y[m_Ih][l]) / Ih_time(v);
        }
    }

    NEST_INLINE void begin(std::size_t, rkf45::Row* x) const {
        for (std::size_t l = 0; l < rkf45::width; ++l) x[fires][l] = 0.0;
    }

    NEST_INLINE std::uint64_t accepted(auto i, rkf45::Row* x, rkf45::Mask const& here) const {
        for (std::size_t l = 0; l < rkf45::width; ++l, ++i) {
            double const v = clamped[i] > 0.0 ? V_clamp[i] : x[V][l];
            // Currents are recorded as the integration left them, before a spike.
            x[rec_NaP][l] = here[l] ? NaP(i, v) : x[rec_NaP][l];
            x[rec_KNa][l] = here[l] ? KNa(i, v, x[D_KNa][l]) : x[rec_KNa][l];
            x[rec_T][l] = here[l] ? T(i, v, x[m_IT][l], x[h_IT][l]) : x[rec_T][l];
            x[rec_h][l] = here[l] ? Ih(i, v, x[m_Ih][l]) : x[rec_h][l];
            double const open = NMDA_gate(v, S_act[i], V_act[i]);
            x[m_fast][l] = here[l] ? least(x[m_fast][l], open) : x[m_fast][l];
            x[m_slow][l] = here[l] ? least(x[m_slow][l], open) : x[m_slow][l];
            bool const spike = here[l] && !(x[waiting][l] > 0.0) && v >= x[theta][l];
            x[V][l] = spike ? E_Na[i] : here[l] ? v : x[V][l];
            x[theta][l] = spike ? E_Na[i] : x[theta][l];
            x[waiting][l] = spike ? hold[i] + 1.0 : x[waiting][l];
            x[fires][l] += spike ? 1.0 : 0.0;
        }
        return 1;
    }

    NEST_INLINE void finish(std::size_t i, rkf45::Row* x) const {
        for (std::size_t l = 0; l < rkf45::width; ++l, ++i) {
            x[waiting][l] = x[waiting][l] > 0.0 ? x[waiting][l] - 1.0 : 0.0;
            for (int r = 0; r < receptors; ++r) x[synapses + 2 * r][l] += jump[r][i] * input[r][i];
            x[rec_NMDA][l] = x[synapses + 2 * NMDA + 1][l] * unblocked(i, l, x, x[V][l]);
        }
    }
};

// A parameter whose range is refused as BadParameter.
struct HtParameter : Parameter {
    using Parameter::Parameter;
    void check(Property const& value) const override {
        try {
            Parameter::check(value);
        } catch (BadProperty const& error) {
            throw BadParameter(error.text(), error.hint());
        }
    }
};

class HtNeuron final : public AdaptiveNeuron {
    Parameter E_Na{*this, "E_Na", Unit::mV, 30.0, any, "Sodium reversal potential; peak of a spike."};
    Parameter E_K{*this, "E_K", Unit::mV, -90.0, any, "Potassium reversal potential."};
    HtParameter g_NaL{*this, "g_NaL", Unit::none, 0.2, non_negative, "Conductance of the sodium leak."};
    HtParameter g_KL{*this, "g_KL", Unit::none, 1.0, non_negative, "Conductance of the potassium leak."};
    HtParameter tau_m{*this, "tau_m", Unit::ms, 16.0, positive, "Membrane time constant."};
    Parameter theta_eq{*this, "theta_eq", Unit::mV, -51.0, any, "Threshold in equilibrium."};
    HtParameter tau_theta{*this, "tau_theta", Unit::ms, 2.0, positive, "Time constant of the threshold."};
    HtParameter tau_spike{*this, "tau_spike", Unit::ms,
                          1.75,  positive,    "Time constant of the repolarisation."};
    HtParameter t_ref{*this, "t_ref", Unit::ms, 2.0, non_negative, "Duration of the repolarisation."};

    HtParameter g_AMPA{*this, "g_peak_AMPA", Unit::none, 0.1, non_negative, "Peak AMPA conductance."};
    HtParameter rise_AMPA{*this, "tau_rise_AMPA", Unit::ms, 0.5, positive, "AMPA rise time."};
    HtParameter decay_AMPA{*this, "tau_decay_AMPA", Unit::ms, 2.4, positive, "AMPA decay time."};
    Parameter E_AMPA{*this, "E_rev_AMPA", Unit::mV, 0.0, any, "AMPA reversal potential."};
    HtParameter g_NMDA{*this, "g_peak_NMDA", Unit::none, 0.075, non_negative, "Peak NMDA conductance."};
    HtParameter rise_NMDA{*this, "tau_rise_NMDA", Unit::ms, 4.0, positive, "NMDA rise time."};
    HtParameter decay_NMDA{*this, "tau_decay_NMDA", Unit::ms, 40.0, positive, "NMDA decay time."};
    Parameter E_NMDA{*this, "E_rev_NMDA", Unit::mV, 0.0, any, "NMDA reversal potential."};
    Parameter V_act{*this, "V_act_NMDA", Unit::mV, -25.57, any, "Half-activation of NMDA channels."};
    HtParameter S_act{*this, "S_act_NMDA", Unit::none,
                      0.081, non_negative, "Slope of the NMDA activation (1/mV)."};
    HtParameter tau_slow{*this, "tau_Mg_slow_NMDA", Unit::ms, 22.7, positive, "Slow unblocking."};
    HtParameter tau_fast{*this, "tau_Mg_fast_NMDA", Unit::ms, 0.68, positive, "Fast unblocking."};
    BoolParameter instant_unblock{*this, "instant_unblock_NMDA", false,
                                  "Are NMDA channels unblocked at once?"};
    HtParameter g_GABA_A{*this, "g_peak_GABA_A", Unit::none, 0.33, non_negative, "Peak GABA_A conductance."};
    HtParameter rise_GABA_A{*this, "tau_rise_GABA_A", Unit::ms, 1.0, positive, "GABA_A rise time."};
    HtParameter decay_GABA_A{*this, "tau_decay_GABA_A", Unit::ms, 7.0, positive, "GABA_A decay time."};
    Parameter E_GABA_A{*this, "E_rev_GABA_A", Unit::mV, -70.0, any, "GABA_A reversal potential."};
    HtParameter g_GABA_B{*this,  "g_peak_GABA_B", Unit::none,
                         0.0132, non_negative,    "Peak GABA_B conductance."};
    HtParameter rise_GABA_B{*this, "tau_rise_GABA_B", Unit::ms, 60.0, positive, "GABA_B rise time."};
    HtParameter decay_GABA_B{*this, "tau_decay_GABA_B", Unit::ms, 200.0, positive, "GABA_B decay time."};
    Parameter E_GABA_B{*this, "E_rev_GABA_B", Unit::mV, -90.0, any, "GABA_B reversal potential."};

    HtParameter g_NaP{*this, "g_peak_NaP", Unit::none, 1.0, non_negative, "Peak conductance of I_NaP."};
    Parameter E_NaP{*this, "E_rev_NaP", Unit::mV, 30.0, any, "Reversal potential of I_NaP."};
    Parameter N_NaP{*this, "N_NaP", Unit::none, 3.0, any, "Exponent of the activation of I_NaP."};
    HtParameter g_KNa{*this, "g_peak_KNa", Unit::none, 1.0, non_negative, "Peak conductance of I_KNa."};
    Parameter E_KNa{*this, "E_rev_KNa", Unit::mV, -90.0, any, "Reversal potential of I_KNa."};
    HtParameter tau_D{*this, "tau_D_KNa", Unit::ms, 1250.0, positive, "Relaxation time of I_KNa."};
    HtParameter g_T{*this, "g_peak_T", Unit::none, 1.0, non_negative, "Peak conductance of I_T."};
    Parameter E_T{*this, "E_rev_T", Unit::mV, 0.0, any, "Reversal potential of I_T."};
    Parameter N_T{*this, "N_T", Unit::none, 2.0, any, "Exponent of the activation of I_T."};
    HtParameter g_h{*this, "g_peak_h", Unit::none, 1.0, non_negative, "Peak conductance of I_h."};
    Parameter E_h{*this, "E_rev_h", Unit::mV, -40.0, any, "Reversal potential of I_h."};
    BoolParameter voltage_clamp{*this, "voltage_clamp", false, "Is V_m held at its value?"};

    State V_m{*this, "V_m", Unit::mV, -70.0, "Membrane potential."};
    State theta{*this, "theta", Unit::mV, -51.0, "Threshold."};
    State I_NaP{*this, "I_NaP", Unit::none, 0.0, "Persistent sodium current.", Access::recorded};
    State I_KNa{*this,           "I_KNa", Unit::none, 0.0, "Depolarisation-activated potassium current.",
                Access::recorded};
    State I_T{*this, "I_T", Unit::none, 0.0, "Low-threshold calcium current.", Access::recorded};
    State I_h{*this, "I_h", Unit::none, 0.0, "Pacemaker current.", Access::recorded};
    State G_AMPA{*this, "g_AMPA", Unit::none, 0.0, "AMPA conductance.", Access::recorded};
    State G_NMDA{*this, "g_NMDA", Unit::none, 0.0, "NMDA conductance, unblocked.", Access::recorded};
    State G_GABA_A{*this, "g_GABA_A", Unit::none, 0.0, "GABA_A conductance.", Access::recorded};
    State G_GABA_B{*this, "g_GABA_B", Unit::none, 0.0, "GABA_B conductance.", Access::recorded};

    // Gates are in equilibrium at -70 mV from the beginning.
    Scratch fast{*this, NMDA_gate(-70.0, 0.081, -25.57)}, slow{*this, NMDA_gate(-70.0, 0.081, -25.57)};
    Scratch Ih{*this, Ih_gate(-70.0)}, D{*this, KNa_influx(-70.0, 1250.0)};
    Scratch m_T{*this, IT_gate(-70.0)}, h_T{*this, IT_inactivation(-70.0)};
    Scratch blocked_NMDA{*this}, dg_AMPA{*this}, dg_NMDA{*this}, dg_GABA_A{*this}, dg_GABA_B{*this};
    Scratch waiting{*this};
    Derived hold{*this}, instant{*this}, jump_AMPA{*this}, jump_NMDA{*this}, jump_GABA_A{*this},
        jump_GABA_B{*this}, clamped{*this};
    Scratch V_clamp{*this};

    Computed receptor_types{
        *this, "receptor_types", Unit::none, "Numbers of the receptors.", [](std::size_t) {
            return Property(Properties{{"AMPA", 1}, {"NMDA", 2}, {"GABA_A", 3}, {"GABA_B", 4}});
        }};

    // Not in the status. The flags of several neurons are one value if all are set at once.
    TypedField<bool> equilibrate{*this,
                                 Role::scratch,
                                 "equilibrate",
                                 Unit::none,
                                 false,
                                 any,
                                 Access::read_write,
                                 "Setting it to true takes the gates to their equilibrium at V_m."};

    void changed(std::size_t lane, Changes changes) override {
        if (std::ranges::find(changes, &equilibrate) == changes.end()) return;
        validate(lane);
        bool const all = equilibrate.uniform();
        for (std::size_t i = all ? 0 : lane; i < (all ? Schema::lanes() : lane + 1); ++i)
            if (equilibrate[i]) settle_gates(i);
        equilibrate.put(lane, 0);
        equilibrate.unify();
    }
    void settle_gates(std::size_t i) {
        double const V = V_m[i], open = NMDA_gate(V, S_act[i], V_act[i]);
        fast.put(i, open);
        slow.put(i, open);
        Ih.put(i, Ih_gate(V));
        D.put(i, KNa_influx(V, tau_D[i]));
        m_T.put(i, IT_gate(V));
        h_T.put(i, IT_inactivation(V));
    }

    void validate(std::size_t i) const override {
        auto const demand = [](bool condition, char const* otherwise) {
            if (!condition) throw BadParameter(otherwise);
        };
        demand(rise_AMPA[i] < decay_AMPA[i], "tau_rise_AMPA must be smaller than tau_decay_AMPA.");
        demand(rise_NMDA[i] < decay_NMDA[i], "tau_rise_NMDA must be smaller than tau_decay_NMDA.");
        demand(rise_GABA_A[i] < decay_GABA_A[i], "tau_rise_GABA_A must be smaller than tau_decay_GABA_A.");
        demand(rise_GABA_B[i] < decay_GABA_B[i], "tau_rise_GABA_B must be smaller than tau_decay_GABA_B.");
        demand(tau_fast[i] < tau_slow[i], "tau_Mg_fast_NMDA must be smaller than tau_Mg_slow_NMDA.");
    }

    Wiring wiring(std::size_t) const override {
        return {.spikes = {{1, 0, 0}, {2, 1, 1}, {3, 2, 2}, {4, 3, 3}}, .currents = {{0, 0}}};
    }

    void prepare(double) override {
        for (std::size_t i = 0; i < distinct(); ++i) {
            hold.v[i] = steps_up(t_ref[i]);
            instant.v[i] = instant_unblock[i] ? 1.0 : 0.0;
            clamped.v[i] = voltage_clamp[i] ? 1.0 : 0.0;
            jump_AMPA.v[i] = g_AMPA[i] * beta_jump(rise_AMPA[i], decay_AMPA[i]);
            jump_NMDA.v[i] = g_NMDA[i] * beta_jump(rise_NMDA[i], decay_NMDA[i]);
            jump_GABA_A.v[i] = g_GABA_A[i] * beta_jump(rise_GABA_A[i], decay_GABA_A[i]);
            jump_GABA_B.v[i] = g_GABA_B[i] * beta_jump(rise_GABA_B[i], decay_GABA_B[i]);
        }
        V_clamp.v = V_m.v;
    }

    void advance(Chunk c, StepRange steps, Inputs const& input, StepSink& sink) override {
        auto const system = [&]<class K>(K, Step s) {
            auto const k = [&](auto const& field) { return constant<K>(field, c.first); };
            return System<K>{{1e-3},
                             k(E_Na),
                             k(E_K),
                             k(g_NaL),
                             k(g_KL),
                             k(tau_m),
                             k(theta_eq),
                             k(tau_theta),
                             k(tau_spike),
                             k(hold),
                             {k(E_AMPA), k(E_NMDA), k(E_GABA_A), k(E_GABA_B)},
                             {k(rise_AMPA), k(rise_NMDA), k(rise_GABA_A), k(rise_GABA_B)},
                             {k(decay_AMPA), k(decay_NMDA), k(decay_GABA_A), k(decay_GABA_B)},
                             {k(jump_AMPA), k(jump_NMDA), k(jump_GABA_A), k(jump_GABA_B)},
                             k(tau_fast),
                             k(tau_slow),
                             k(S_act),
                             k(V_act),
                             k(instant),
                             k(g_NaP),
                             k(E_NaP),
                             k(N_NaP),
                             k(g_KNa),
                             k(E_KNa),
                             k(tau_D),
                             k(g_T),
                             k(E_T),
                             k(N_T),
                             k(g_h),
                             k(E_h),
                             k(clamped),
                             lanes(V_clamp, c),
                             {input.channel(0, s, c), input.channel(1, s, c), input.channel(2, s, c),
                              input.channel(3, s, c)},
                             input.current(s, c)};
        };
        walk<System>(c, steps, sink, {&V_m,       &theta,    &dg_AMPA,   &G_AMPA,   &dg_NMDA, &blocked_NMDA,
                                      &dg_GABA_A, &G_GABA_A, &dg_GABA_B, &G_GABA_B, &fast,    &slow,
                                      &Ih,        &D,        &m_T,       &h_T,      &waiting, &fired,
                                      &G_NMDA,    &I_NaP,    &I_KNa,     &I_T,      &I_h},
                     system);
    }
};

} // namespace

extern NeuronFactory const ht_neuron = make<NeuronModel, HtNeuron>;

} // namespace nest
