// iaf_psc_exp_ps_lossless: iaf_psc_exp_ps that misses no threshold crossing, not even an excursion that is
// back below threshold at the end of the step. Both synapses have one time constant tau_syn.
//
//   dV_m/dt = -(V_m - E_L)/tau_m + (I_syn_ex + I_syn_in + I_e + I)/C_m
//   dI_syn/dt = -I_syn/tau_syn;  a spike of weight w adds w to I_syn
//
// Between events V_m has one extremum at most, so an excursion is found where it is.
// J. Krishnan, P. Porta Mana, M. Helias, M. Diesmann, E. Di Napoli: Perfect detection of spikes in the linear
// sub-threshold dynamics of point neurons (Front. Neuroinform. 11, 2018).
#include "kernel/models/neurons/precise.hpp"

namespace nest {

namespace {

class IafPscExpPsLossless final : public PreciseNeuron<IafPscExpPsLossless> {
    friend PreciseNeuron<IafPscExpPsLossless>;
    static constexpr char const* name = "iaf_psc_exp_ps_lossless";

    Parameter tau_ex{*this, "tau_syn_ex", Unit::ms, 2.0, positive, "Decay time of the excitatory current."};
    Parameter tau_in{*this, "tau_syn_in", Unit::ms, 2.0, positive, "Decay time of the inhibitory current."};

    State I_ex{*this, "I_syn_ex", Unit::pA, 0.0, "Excitatory synaptic current."};
    State I_in{*this, "I_syn_in", Unit::pA, 0.0, "Inhibitory synaptic current."};
    State I_syn{*this, "I_syn", Unit::none, 0.0, "Total synaptic current (pA).", Access::read_only};
    State offset{*this, "offset", Unit::ms, 0.0, "Offset of the last spike.", Access::read_only};

    Derived leak{*this}, pull{*this}, from_syn{*this}, fade{*this};

public:
    IafPscExpPsLossless()
        : PreciseNeuron(-unbounded, non_negative) {}

private:
    std::vector<std::string> recordables() const override { return {"I_syn", "I_syn_ex", "I_syn_in", "V_m"}; }

    void validate(std::size_t i) const override {
        PreciseNeuron::validate(i);
        require(tau_ex[i] == tau_in[i], "tau_syn_ex == tau_syn_in is required.");
        require(tau_m[i] != tau_ex[i], "Membrane and synapse time constants must differ.");
    }

    void prepare(double h) override {
        for (std::size_t i = 0; i < distinct(); ++i) {
            leak.v[i] = elementary::expm1(-h / tau_m[i]);
            pull.v[i] = constant_to_voltage(tau_m[i], C_m[i], h);
            from_syn.v[i] = current_to_voltage(tau_ex[i], tau_m[i], C_m[i], h);
            fade.v[i] = elementary::exp(-h / tau_ex[i]);
            hold.v[i] = steps_up(t_ref[i]);
        }
    }

    struct Cell {
        double U, I_ex, I_in;
        double current() const { return I_ex + I_in; }
    };
    Cell load(std::size_t i) const { return {V_m.v[i] - E_L[i], I_ex.v[i], I_in.v[i]}; }
    void store(std::size_t i, Cell const& cell) {
        V_m.v[i] = E_L[i] + cell.U;
        I_ex.v[i] = cell.I_ex;
        I_in.v[i] = cell.I_in;
        I_syn.v[i] = cell.current();
        offset.v[i] = last_offset.v[i];
    }

    void full_step(std::size_t i, Cell& cell, double I, bool refractory) const {
        if (!refractory) cell.U += leak[i] * cell.U + pull[i] * I + from_syn[i] * cell.current();
        cell.I_ex *= fade[i];
        cell.I_in *= fade[i];
    }
    double after(std::size_t i, Cell const& cell, double I, double dt) const {
        return cell.U + elementary::expm1(-dt / tau_m[i]) * cell.U +
               constant_to_voltage(tau_m[i], C_m[i], dt) * I +
               current_to_voltage(tau_ex[i], tau_m[i], C_m[i], dt) * cell.current();
    }
    void propagate(std::size_t i, Cell& cell, double I, double dt, bool refractory) const {
        if (!refractory) cell.U = after(i, cell, I, dt);
        double const factor = elementary::exp(-dt / tau_ex[i]);
        cell.I_ex *= factor;
        cell.I_in *= factor;
    }
    static void add(std::size_t, Cell& cell, double weight) {
        (weight >= 0.0 ? cell.I_ex : cell.I_in) += weight;
    }

    double slope(std::size_t i, Cell const& cell, double I) const { // mV/ms
        return (cell.current() + I) / C_m[i] - cell.U / tau_m[i];
    }
    // When the potential passes its extremum (ms).
    double extremum(std::size_t i, Cell const& cell, double I) const {
        double const tau = tau_ex[i], d = tau_m[i] - tau, syn = cell.current();
        double const ratio =
            tau_m[i] * tau_m[i] * syn / (C_m[i] * d * cell.U - tau_m[i] * d * I + tau_m[i] * tau * syn);
        return tau_m[i] * tau / d * elementary::log(ratio);
    }
    std::optional<double> crossing(std::size_t i, Step s, Cell const& from, Cell const& to, double I,
                                   double dt) const {
        double until = dt;
        if (!(to.U >= threshold(i))) {
            if (!(slope(i, from, I) > 0.0 && slope(i, to, I) < 0.0)) return {};
            until = extremum(i, from, I);
            if (!(until > 0.0 && until < dt && after(i, from, I, until) >= threshold(i))) return {};
        }
        return root(i, s, until, [&](double t) { return after(i, from, I, t) - threshold(i); });
    }
};

} // namespace

extern NeuronFactory const iaf_psc_exp_ps_lossless = make<NeuronModel, IafPscExpPsLossless>;

} // namespace nest
