// iaf_psc_alpha_ps: leaky integrate-and-fire neuron with alpha-shaped currents; spikes arrive and fall
// between grid points.
//
//   dV_m/dt = -(V_m - E_L)/tau_m + (I_syn_ex + I_syn_in + I_e + I)/C_m
//   a spike of weight w at time 0 adds w (t/tau_syn) exp(1 - t/tau_syn) to I_syn
//
// Solved exactly from event to event; the time of a spike is the root of V_m(t) - V_th.
#include "kernel/models/neurons/precise.hpp"

#include <numbers>

namespace nest {

namespace {

class IafPscAlphaPs final : public PreciseNeuron<IafPscAlphaPs> {
    friend PreciseNeuron<IafPscAlphaPs>;
    static constexpr char const* name = "iaf_psc_alpha_ps";

    Parameter tau_ex{*this, "tau_syn_ex", Unit::ms, 2.0, positive, "Rise time of the excitatory current."};
    Parameter tau_in{*this, "tau_syn_in", Unit::ms, 2.0, positive, "Rise time of the inhibitory current."};

    State I_ex{*this, "I_syn_ex", Unit::pA, 0.0, "Excitatory synaptic current.", Access::read_only};
    State I_in{*this, "I_syn_in", Unit::pA, 0.0, "Inhibitory synaptic current.", Access::read_only};
    State dI_ex{*this,
                "dI_syn_ex",
                Unit::none,
                0.0,
                "Derivative of the excitatory current at a spike (pA/ms).",
                Access::read_only};
    State dI_in{*this,
                "dI_syn_in",
                Unit::none,
                0.0,
                "Derivative of the inhibitory current at a spike (pA/ms).",
                Access::read_only};

    Derived leak{*this}, pull{*this}, ex_1{*this}, ex_2{*this}, in_1{*this}, in_2{*this}, fade_ex{*this},
        fade_in{*this};

public:
    IafPscAlphaPs()
        : PreciseNeuron(-unbounded, positive) {}

private:
    std::vector<std::string> recordables() const override { return {"I_syn_ex", "I_syn_in", "V_m"}; }

    void prepare(double h) override {
        for (std::size_t i = 0; i < distinct(); ++i) {
            leak.v[i] = elementary::expm1(-h / tau_m[i]);
            pull.v[i] = constant_to_voltage(tau_m[i], C_m[i], h);
            ex_1.v[i] = alpha_to_voltage(tau_ex[i], tau_m[i], C_m[i], h);
            ex_2.v[i] = current_to_voltage(tau_ex[i], tau_m[i], C_m[i], h);
            in_1.v[i] = alpha_to_voltage(tau_in[i], tau_m[i], C_m[i], h);
            in_2.v[i] = current_to_voltage(tau_in[i], tau_m[i], C_m[i], h);
            fade_ex.v[i] = elementary::exp(-h / tau_ex[i]);
            fade_in.v[i] = elementary::exp(-h / tau_in[i]);
            hold.v[i] = steps_up(t_ref[i]);
        }
    }

    struct Cell {
        double U, dI_ex, I_ex, dI_in, I_in;
        void decay(double dt, double fade_ex, double fade_in) {
            I_ex = fade_ex * (I_ex + dt * dI_ex);
            dI_ex *= fade_ex;
            I_in = fade_in * (I_in + dt * dI_in);
            dI_in *= fade_in;
        }
    };
    Cell load(std::size_t i) const {
        return {V_m.v[i] - E_L[i], dI_ex.v[i], I_ex.v[i], dI_in.v[i], I_in.v[i]};
    }
    void store(std::size_t i, Cell const& cell) {
        V_m.v[i] = E_L[i] + cell.U;
        dI_ex.v[i] = cell.dI_ex;
        I_ex.v[i] = cell.I_ex;
        dI_in.v[i] = cell.dI_in;
        I_in.v[i] = cell.I_in;
    }

    void full_step(std::size_t i, Cell& cell, double I, bool refractory) const {
        if (!refractory)
            cell.U += leak[i] * cell.U + pull[i] * I + ex_1[i] * cell.dI_ex + ex_2[i] * cell.I_ex +
                      in_1[i] * cell.dI_in + in_2[i] * cell.I_in;
        cell.decay(resolution(), fade_ex[i], fade_in[i]);
    }
    double after(std::size_t i, Cell const& cell, double I, double dt) const {
        double const tau = tau_m[i], C = C_m[i];
        return cell.U + elementary::expm1(-dt / tau) * cell.U + constant_to_voltage(tau, C, dt) * I +
               alpha_to_voltage(tau_ex[i], tau, C, dt) * cell.dI_ex +
               current_to_voltage(tau_ex[i], tau, C, dt) * cell.I_ex +
               alpha_to_voltage(tau_in[i], tau, C, dt) * cell.dI_in +
               current_to_voltage(tau_in[i], tau, C, dt) * cell.I_in;
    }
    void propagate(std::size_t i, Cell& cell, double I, double dt, bool refractory) const {
        if (!refractory) cell.U = after(i, cell, I, dt);
        cell.decay(dt, elementary::exp(-dt / tau_ex[i]), elementary::exp(-dt / tau_in[i]));
    }
    void add(std::size_t i, Cell& cell, double weight) const {
        (weight >= 0.0 ? cell.dI_ex : cell.dI_in) +=
            weight * (std::numbers::e / (weight >= 0.0 ? tau_ex[i] : tau_in[i]));
    }
    std::optional<double> crossing(std::size_t i, Step s, Cell const& from, Cell const& to, double I,
                                   double dt) const {
        if (!(to.U >= threshold(i))) return {};
        return root(i, s, dt, [&](double t) { return after(i, from, I, t) - threshold(i); });
    }
};

} // namespace

extern NeuronFactory const iaf_psc_alpha_ps = make<NeuronModel, IafPscAlphaPs>;

} // namespace nest
