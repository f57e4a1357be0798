// glif_cond: generalised leaky integrate-and-fire neuron of the Allen Institute with conductances.
//
//   C_m dV_m/dt = -g_m (V_m - E_L) - sum of g (V_m - E_rev) + I + sum of after-spike currents
//   ddg/dt = -dg/tau_syn;  dg/dt = dg - g/tau_syn;  a spike of weight w >= 0 makes g peak at w
//
// A spike falls when V_m exceeds the threshold V_th + theta_s + theta_v at the end of a step and is followed
// by t_ref in which V_m rests. Mechanisms: spike_dependent_threshold (theta_s jumps with a spike and decays;
// V_m is reset to voltage_reset_fraction (V_m - E_L) + voltage_reset_add), after_spike_currents (each decays
// with asc_decay; a spike takes asc_r of it and adds asc_amps), adapting_threshold (theta_v follows V_m).
// Teeter et al. (2018), Nature Communications 9, 709.
#include "kernel/core/synaptic_shapes.hpp"
#include "kernel/models/adaptive_neuron.hpp"
#include "kernel/models/receptors.hpp"

namespace nest {

namespace {

template <class K> struct System { // V, then dg and g of every receptor; in front: refractory steps left
    static constexpr std::size_t before = 1;
    static constexpr auto control = rkf45::Control::absolute;
    std::size_t variables;
    Broadcast tolerance;
    K C_m, g_m, E_L, V_reset;
    std::size_t receptors;
    double const *const *E_rev, *const *tau, *const *jump, *const *input;
    double const *current, *after_spike;

    NEST_INLINE void slopes(auto i, rkf45::Row const* x, rkf45::Row const* y, rkf45::Row* dy) const {
        alignas(64) rkf45::Row v, I;
        for (std::size_t l = 0; l < rkf45::width; ++l) {
            v[l] = x[-1][l] > 0.0 ? V_reset[i + l] : y[0][l];
            I[l] = -g_m[i + l] * (v[l] - E_L[i + l]) + current[i + l] + after_spike[i + l];
        }
        for (std::size_t r = 0; r < receptors; ++r)
#pragma GCC ivdep
            for (std::size_t l = 0; l < rkf45::width; ++l) {
                double const dg = y[1 + 2 * r][l], g = y[2 + 2 * r][l];
                I[l] -= g * (v[l] - E_rev[r][i + l]);
                dy[1 + 2 * r][l] = -dg / tau[r][i + l];
                dy[2 + 2 * r][l] = dg - g / tau[r][i + l];
            }
        for (std::size_t l = 0; l < rkf45::width; ++l) dy[0][l] = x[-1][l] > 0.0 ? 0.0 : I[l] / C_m[i + l];
    }

    NEST_INLINE void finish(std::size_t i, rkf45::Row* x) const {
        for (std::size_t r = 0; r < receptors; ++r)
#pragma GCC ivdep
            for (std::size_t l = 0; l < rkf45::width; ++l)
                x[1 + 2 * r][l] += jump[r][i + l] * input[r][i + l];
    }
};

class GlifCond final : public AdaptiveNeuron {
    Parameter V_th{*this, "V_th", Unit::mV, -51.68, any, "Threshold at rest."};
    Parameter g_m{*this, "g_m", Unit::none, 9.43, positive, "Leak conductance (nS)."};
    Parameter E_L{*this, "E_L", Unit::mV, -78.85, any, "Leak reversal potential."};
    Parameter C_m{*this, "C_m", Unit::pF, 58.72, positive, "Capacitance of the membrane."};
    Parameter t_ref{*this, "t_ref", Unit::ms, 3.75, positive, "Absolute refractory period."};
    Parameter V_reset{*this, "V_reset", Unit::mV, -78.85, any, "Potential after a spike."};
    Parameter th_spike_add{*this, "th_spike_add", Unit::mV, 0.37, any, "Added to the threshold by a spike."};
    Parameter th_spike_decay{*this, "th_spike_decay", Unit::per_ms, 0.009, any, "Rate at which that decays."};
    Parameter reset_fraction{*this, "voltage_reset_fraction",           Unit::none, 0.2,
                             any,   "Part of V_m - E_L a spike leaves."};
    Parameter reset_add{*this, "voltage_reset_add", Unit::mV, 18.51, any, "Added to it."};
    Parameter th_voltage_index{
        *this, "th_voltage_index", Unit::per_ms, 0.005, any, "Rate at which the threshold follows V_m."};
    Parameter th_voltage_decay{
        *this, "th_voltage_decay", Unit::per_ms, 0.09, any, "Rate at which it comes back."};
    ListParameter asc_init{*this,      "asc_init", Unit::pA,
                           {0.0, 0.0}, any,        "After-spike currents at the start."};
    ListParameter asc_decay{*this,        "asc_decay", Unit::per_ms,
                            {0.003, 0.1}, any,         "Rates at which after-spike currents decay."};
    ListParameter asc_amps{
        *this, "asc_amps", Unit::pA, {-9.18, -198.94}, any, "Added to after-spike currents by a spike."};
    ListParameter asc_r{*this, "asc_r", Unit::none, {1.0, 1.0}, any, "Part of them a spike leaves."};
    ListParameter tau_syn{*this, "tau_syn", Unit::ms, {0.2, 2.0}, positive, "Rise time of each receptor."};
    ListParameter E_rev{*this, "E_rev", Unit::mV, {0.0, -85.0}, any, "Reversal potential of each receptor."};
    BoolParameter by_spikes{*this, "spike_dependent_threshold", false,
                            "Do spikes move the threshold and set the reset?"};
    BoolParameter currents{*this, "after_spike_currents", false, "Do spikes leave currents?"};
    BoolParameter adapting{*this, "adapting_threshold", false, "Does the threshold follow V_m?"};

    State V_m{*this, "V_m", Unit::mV, -78.85, "Membrane potential."};
    State I_sum{*this, "ASCurrents_sum", Unit::pA, 0.0, "Sum of after-spike currents.", Access::recorded};
    State I{*this, "I", Unit::pA, 0.0, "External current.", Access::recorded};
    State threshold{*this, "threshold", Unit::mV, -51.68, "Threshold.", Access::recorded};
    State theta_s{*this, "threshold_spike", Unit::mV, 0.0, "Its part moved by spikes.", Access::recorded};
    State theta_v{*this, "threshold_voltage", Unit::mV, 0.0, "Its part that follows V_m.", Access::recorded};
    Scratch waiting{*this}, V_before{*this}; // refractory steps left; V_m before the step
    ReceptorCount count{*this, tau_syn};
    PerReceptor dg{*this}, g{*this}, taus{*this}, reversal{*this}, jumps{*this};
    PerReceptor asc{*this}; // after-spike currents, pA

    // The currents as they are, or as they will begin; a user may set them where they are in use.
    struct Currents final : ListParameter {
        Currents(GlifCond& owner)
            : ListParameter(owner, "ASCurrents", Unit::pA, {}, any, "After-spike currents.")
            , neuron(owner) {}
        Property get(std::size_t lane) const override {
            PropertyList list;
            for (std::size_t a = 0; a < neuron.asc_decay.at(lane).size(); ++a)
                list.emplace_back(neuron.after_spike(lane, a));
            return Property(std::move(list));
        }
        GlifCond& neuron;
    } ASCurrents{*this};
    Computed dg_of{*this, "dg", Unit::none,
                   "Change of the conductances (nS/ms); one zero before the first run.",
                   [this](std::size_t i) { return listed(dg, i); }};
    Computed g_of{*this, "g", Unit::nS, "Conductance of each receptor; one zero before the first run.",
                  [this](std::size_t i) { return listed(g, i); }};

    Property listed(PerReceptor const& quantity, std::size_t lane) const {
        if (quantity.size() == 0) return Property(std::vector<double>{0.0});
        std::vector<double> values;
        for (std::size_t r = 0; r < count[lane]; ++r) values.push_back(quantity.at(r, lane));
        return Property(std::move(values));
    }
    // Set by the user before the first run, or asc_init.
    std::vector<double> const& initial_currents(std::size_t lane) const {
        return ASCurrents.at(lane).empty() ? asc_init.at(lane) : ASCurrents.at(lane);
    }
    double after_spike(std::size_t lane, std::size_t a) const {
        if (asc.size() > 0) return asc.at(a, lane);
        return a < initial_currents(lane).size() ? initial_currents(lane)[a] : 0.0;
    }

    void changed(std::size_t i, Changes changes) override {
        if (std::ranges::find(changes, &ASCurrents) == changes.end()) return;
        require(currents[i], "ASCurrents can be set only if after_spike_currents is true.");
        require(ASCurrents.at(i).size() == asc_decay.at(i).size(),
                "ASCurrents must have as many elements as asc_decay.");
        for (std::size_t a = 0; a < std::min(asc.size(), ASCurrents.at(i).size()); ++a)
            asc[a].v[i] = ASCurrents.at(i)[a];
    }

    void validate(std::size_t i) const override {
        require(!adapting[i] || (by_spikes[i] && currents[i]),
                "adapting_threshold needs spike_dependent_threshold and after_spike_currents.");
        require(V_reset[i] < V_th[i], "Reset potential must be smaller than threshold.");
        std::size_t const n = asc_decay.at(i).size();
        require(asc_init.at(i).size() == n && asc_amps.at(i).size() == n && asc_r.at(i).size() == n,
                "asc_init, asc_decay, asc_amps and asc_r must have the same length.");
        for (std::size_t a = 0; a < n; ++a)
            require(!currents[i] ||
                        (asc_decay.at(i)[a] > 0.0 && asc_r.at(i)[a] >= 0.0 && asc_r.at(i)[a] <= 1.0),
                    "asc_decay must be greater than zero and asc_r between 0 and 1.");
        require(!adapting[i] || th_voltage_decay[i] > 0.0, "th_voltage_decay must be greater than zero.");
        require(!by_spikes[i] ||
                    (th_spike_decay[i] > 0.0 && reset_fraction[i] >= 0.0 && reset_fraction[i] <= 1.0),
                "th_spike_decay must be greater than zero and voltage_reset_fraction between 0 and 1.");
        require(E_rev.at(i).size() == count[i], "E_rev and tau_syn must have one entry per receptor.");
        require(count.allowed(i), "The number of receptors of a connected neuron cannot be reduced.");
    }

    Wiring wiring(std::size_t lane) const override { return count.wiring(lane); }
    bool wiring_varies() const override { return true; }
    bool looks_ahead() const override { return true; }
    void connected(std::size_t lane) override { count.connect(lane); }
    void initialise(std::size_t lane) override {
        AdaptiveNeuron::initialise(lane);
        threshold.v[lane] = V_th[lane];
        double sum = 0.0;
        for (double const current : initial_currents(lane)) sum += current;
        I_sum.v[lane] = sum;
    }

    std::vector<std::string> recordables() const override {
        std::vector<std::string> names{"ASCurrents_sum",    "I",  "threshold", "threshold_spike",
                                       "threshold_voltage", "V_m"};
        for (std::size_t r = 1; r <= count.largest(); ++r) names.push_back("g_" + std::to_string(r));
        return names;
    }
    TypedField<double> const* recordable(std::string_view name) const override {
        for (std::size_t r = 0; r < g.size(); ++r)
            if (name == "g_" + std::to_string(r + 1)) return &g[r];
        return NeuronModel::recordable(name);
    }

    void prepare(double) override {
        std::size_t const n = count.largest(), known = asc.size();
        for (PerReceptor* quantity : {&dg, &g, &taus, &reversal, &jumps}) quantity->reach(n);
        std::size_t most = 0;
        for (std::size_t i = 0; i < lanes(); ++i) most = std::max(most, asc_decay.at(i).size());
        asc.reach(most);
        for (std::size_t i = 0; i < padded(lanes()); ++i) {
            bool const real = i < lanes();
            for (std::size_t r = 0; r < n; ++r) {
                bool const exists = real && r < count[i]; // the others stay at rest
                taus[r].v[i] = exists ? tau_syn.at(i)[r] : 1.0;
                reversal[r].v[i] = exists ? E_rev.at(i)[r] : 0.0;
                jumps[r].v[i] = exists ? alpha_jump(tau_syn.at(i)[r]) : 0.0;
            }
            for (std::size_t a = known; real && a < std::min(most, initial_currents(i).size()); ++a)
                asc[a].v[i] = initial_currents(i)[a];
        }
    }

    // The mean of the after-spike currents over the step that ends, and their decay.
    double decay_currents(std::size_t i, double h) {
        double sum = 0.0;
        for (std::size_t a = 0; a < asc_decay.at(i).size(); ++a) {
            double const k = asc_decay.at(i)[a];
            sum += asc[a][i] * -elementary::expm1(-k * h) / (k * h);
            asc[a].v[i] *= elementary::exp(-k * h);
        }
        return sum;
    }

    // theta_v' = a (V_m - E_L) - b theta_v along the relaxation of the membrane to I/g_m.
    double follow(std::size_t i, double h, double current) const {
        double const a = th_voltage_index[i], b = th_voltage_decay[i], rate = g_m[i] / C_m[i];
        double const target = current / g_m[i], phi = a / (b - rate);
        double const away = V_before[i] - E_L[i] - target;
        return phi * away * elementary::exp(-rate * h) +
               elementary::exp(-b * h) * (theta_v[i] - phi * away - a / b * target) + a / b * target;
    }

    void spike(std::size_t i) {
        waiting.v[i] = steps_up(t_ref[i]);
        fired.v[i] = 1.0;
        for (std::size_t a = 0; currents[i] && a < asc_decay.at(i).size(); ++a)
            asc[a].v[i] = asc_amps.at(i)[a] +
                          asc[a][i] * asc_r.at(i)[a] * elementary::exp(-asc_decay.at(i)[a] * t_ref[i]);
        V_m.v[i] = V_reset[i];
        if (!by_spikes[i]) return;
        V_m.v[i] = E_L[i] + reset_fraction[i] * (V_before[i] - E_L[i]) + reset_add[i];
        theta_s.v[i] = theta_s[i] * elementary::exp(-th_spike_decay[i] * t_ref[i]) + th_spike_add[i];
    }

    void end_step(Chunk c, Step s, Inputs const& input, StepSink& sink) {
        double const h = resolution();
        double const* const now = input.current(s, c);
        double const* const next = input.next_current(s, c);
        for (std::size_t i = c.first; i < std::min(c.first + c.count, ids().size()); ++i) {
            fired.v[i] = 0.0;
            if (waiting[i] > 0.0) {
                waiting.v[i] -= 1.0;
                V_m.v[i] = V_before[i];
            } else {
                if (by_spikes[i]) theta_s.v[i] *= elementary::exp(-th_spike_decay[i] * h);
                if (currents[i]) I_sum.v[i] = decay_currents(i, h);
                if (adapting[i]) theta_v.v[i] = follow(i, h, now[i - c.first] + I_sum[i]);
                if (V_m[i] > V_th[i] + theta_s[i] + theta_v[i]) spike(i);
            }
            threshold.v[i] = V_th[i] + theta_s[i] + theta_v[i];
            I.v[i] = next[i - c.first];
        }
        sink.collect(s, c, AdaptiveNeuron::lanes(fired, c));
    }

    void advance(Chunk c, StepRange steps, Inputs const& input, StepSink& sink) override {
        std::size_t const n = g.size();
        std::vector<TypedField<double>*> columns{&waiting, &V_m};
        std::vector<double const*> E, tau, jump, in(n);
        for (std::size_t r = 0; r < n; ++r) {
            E.push_back(AdaptiveNeuron::lanes(reversal[r], c));
            tau.push_back(AdaptiveNeuron::lanes(taus[r], c));
            jump.push_back(AdaptiveNeuron::lanes(jumps[r], c));
            columns.insert(columns.end(), {&dg[r], &g[r]});
        }
        auto const system = [&]<class K>(K, Step s) {
            if (std::size_t const bad = first_negative(input, n, s, c); bad < c.first + c.count)
                refuse_weight(bad);
            std::copy_n(AdaptiveNeuron::lanes(V_m, c), c.count, AdaptiveNeuron::lanes(V_before, c));
            for (std::size_t r = 0; r < n; ++r) in[r] = input.channel(static_cast<Channel>(2 * r), s, c);
            auto const k = [&](auto const& field) { return constant<K>(field, c.first); };
            return System<K>{1 + 2 * n,
                             {1e-3},
                             k(C_m),
                             k(g_m),
                             k(E_L),
                             k(V_reset),
                             n,
                             E.data(),
                             tau.data(),
                             jump.data(),
                             in.data(),
                             input.current(s, c),
                             AdaptiveNeuron::lanes(I_sum, c)};
        };
        walk_many<System>(c, steps, columns, system, [&](Step s) { end_step(c, s, input, sink); });
    }

    using Schema::lanes;
};

} // namespace

extern NeuronFactory const glif_cond = make<NeuronModel, GlifCond>;

} // namespace nest
