// iaf_psc_exp_ps: leaky integrate-and-fire neuron with exponentially decaying currents; spikes arrive and
// fall between grid points.
//
//   dV_m/dt = -(V_m - E_L)/tau_m + (I_syn_ex + I_syn_in + I_e + I)/C_m
//   dI_syn/dt = -I_syn/tau_syn;  a spike of weight w adds w to I_syn
//
// Solved exactly from event to event; the time of a spike is the root of V_m(t) - V_th.
#include "kernel/models/neurons/precise.hpp"

namespace nest {

namespace {

class IafPscExpPs final : public PreciseNeuron<IafPscExpPs> {
    friend PreciseNeuron<IafPscExpPs>;
    static constexpr char const* name = "iaf_psc_exp_ps";

    Parameter tau_ex{*this, "tau_syn_ex", Unit::ms, 2.0, positive, "Decay time of the excitatory current."};
    Parameter tau_in{*this, "tau_syn_in", Unit::ms, 2.0, positive, "Decay time of the inhibitory current."};

    State I_ex{*this, "I_syn_ex", Unit::pA, 0.0, "Excitatory synaptic current."};
    State I_in{*this, "I_syn_in", Unit::pA, 0.0, "Inhibitory synaptic current."};

    Derived leak{*this}, pull{*this}, from_ex{*this}, from_in{*this}, fade_ex{*this}, fade_in{*this};

public:
    IafPscExpPs()
        : PreciseNeuron(-unbounded, positive) {}

private:
    std::vector<std::string> recordables() const override { return {"V_m"}; }

    void prepare(double h) override {
        for (std::size_t i = 0; i < distinct(); ++i) {
            leak.v[i] = elementary::expm1(-h / tau_m[i]);
            pull.v[i] = constant_to_voltage(tau_m[i], C_m[i], h);
            from_ex.v[i] = current_to_voltage(tau_ex[i], tau_m[i], C_m[i], h);
            from_in.v[i] = current_to_voltage(tau_in[i], tau_m[i], C_m[i], h);
            fade_ex.v[i] = elementary::exp(-h / tau_ex[i]);
            fade_in.v[i] = elementary::exp(-h / tau_in[i]);
            hold.v[i] = steps_up(t_ref[i]);
        }
    }

    struct Cell {
        double U, I_ex, I_in;
    };
    Cell load(std::size_t i) const { return {V_m.v[i] - E_L[i], I_ex.v[i], I_in.v[i]}; }
    void store(std::size_t i, Cell const& cell) {
        V_m.v[i] = E_L[i] + cell.U;
        I_ex.v[i] = cell.I_ex;
        I_in.v[i] = cell.I_in;
    }

    void full_step(std::size_t i, Cell& cell, double I, bool refractory) const {
        if (!refractory)
            cell.U += leak[i] * cell.U + pull[i] * I + from_ex[i] * cell.I_ex + from_in[i] * cell.I_in;
        cell.I_ex *= fade_ex[i];
        cell.I_in *= fade_in[i];
    }
    double after(std::size_t i, Cell const& cell, double I, double dt) const {
        return cell.U + elementary::expm1(-dt / tau_m[i]) * cell.U +
               constant_to_voltage(tau_m[i], C_m[i], dt) * I +
               current_to_voltage(tau_ex[i], tau_m[i], C_m[i], dt) * cell.I_ex +
               current_to_voltage(tau_in[i], tau_m[i], C_m[i], dt) * cell.I_in;
    }
    void propagate(std::size_t i, Cell& cell, double I, double dt, bool refractory) const {
        if (!refractory) cell.U = after(i, cell, I, dt);
        cell.I_ex *= elementary::exp(-dt / tau_ex[i]);
        cell.I_in *= elementary::exp(-dt / tau_in[i]);
    }
    static void add(std::size_t, Cell& cell, double weight) {
        (weight >= 0.0 ? cell.I_ex : cell.I_in) += weight;
    }
    std::optional<double> crossing(std::size_t i, Step s, Cell const& from, Cell const& to, double I,
                                   double dt) const {
        if (!(to.U >= threshold(i))) return {};
        return root(i, s, dt, [&](double t) { return after(i, from, I, t) - threshold(i); });
    }
};

} // namespace

extern NeuronFactory const iaf_psc_exp_ps = make<NeuronModel, IafPscExpPs>;

} // namespace nest
