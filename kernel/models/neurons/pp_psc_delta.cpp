// pp_psc_delta: point process neuron. Its potential, which every spike it receives makes jump, sets the rate
// at which it fires.
//
//   dV_m/dt = -V_m/tau_m + (I_e + I)/C_m;  a spike of weight w adds w (mV) to V_m
//   rate = c_1 V' + c_2 exp(c_3 V'),  V' = V_m - E_sfa
//   E_sfa: sum of elements that decay with tau_sfa and grow by q_sfa at every spike
//
// Without dead time there may be several spikes in a step. A dead time may be drawn from a gamma distribution
// of mean dead_time. with_reset: V_m is zero after a spike.
// S. Cardanobile, S. Rotter: Multiplicatively interacting point processes and applications to neural modeling
// (Journal of Computational Neuroscience 28, 2010).
#include "kernel/catalogue.hpp"
#include "kernel/core/exact_integration.hpp"
#include "kernel/models/neurons/spike_triggered.hpp"
#include "kernel/random/distributions.hpp"

#include <algorithm>
#include <cmath>

namespace nest {

namespace {

// A list, or a number for a list of one.
struct Numbers : ListParameter {
    using ListParameter::ListParameter;
    void check(Property const& value) const override { ListParameter::check(listed(value)); }
    void assign(std::size_t lane, Property const& value) override {
        ListParameter::assign(lane, listed(value));
    }
    void assign_all(Property const& value) override { ListParameter::assign_all(listed(value)); }
    Property listed(Property const& value) const {
        bool const number = value.holds<double>() || value.holds<std::int64_t>();
        return number ? Property(std::vector<double>{to_double(value, name())}) : value;
    }
};

class PpPscDelta final : public NeuronModel {
    Parameter C_m{*this, "C_m", Unit::pF, 250.0, positive, "Capacitance of the membrane."};
    Parameter tau_m{*this, "tau_m", Unit::ms, 10.0, positive, "Membrane time constant."};
    Parameter I_e{*this, "I_e", Unit::pA, 0.0, any, "Constant input current."};
    Parameter c_1{*this, "c_1", Unit::Hz, 0.0, any, "Rate per mV."};
    Parameter c_2{*this, "c_2", Unit::Hz, 1.238, any, "Factor of the exponential rate."};
    Parameter c_3{*this, "c_3", Unit::none, 0.25, non_negative, "Exponent of the rate, per mV."};
    Parameter dead_time{*this, "dead_time",  Unit::ms,
                        1.0,   non_negative, "Time without spikes after a spike."};
    BoolParameter dead_time_random{*this, "dead_time_random", false, "Is every dead time drawn?"};
    IntegerParameter dead_time_shape{*this,
                                     "dead_time_shape",
                                     1,
                                     {1.0, unbounded, true, true, "one or greater"},
                                     "Shape of the gamma distribution of dead times."};
    BoolParameter with_reset{*this, "with_reset", true, "Is V_m zero after a spike?"};
    Numbers tau_sfa{*this, "tau_sfa", Unit::ms, {}, positive, "Decay times of the threshold."};
    Numbers q_sfa{*this, "q_sfa", Unit::mV, {}, any, "What a spike adds to the threshold."};

    State V_m{*this, "V_m", Unit::mV, 0.0, "Membrane potential."};
    State E_sfa{*this, "E_sfa", Unit::mV, 0.0, "Rise of the threshold by earlier spikes."};
    State remaining{*this,       "t_ref_remaining", Unit::ms, 0.0, "Dead time left.", Access::read_write,
                    non_negative};

    SpikeTriggered sfa{*this, tau_sfa, q_sfa};
    Scratch fired{*this}; // spikes of this step
    Derived leak{*this}, pull{*this};

    std::vector<std::string> recordables() const override { return {"E_sfa", "V_m"}; }
    Wiring wiring(std::size_t) const override { return {.spikes = {{0, 0, 0}}, .currents = {{0, 0}}}; }

    void validate(std::size_t i) const override {
        require(sfa.consistent(i), "'tau_sfa' and 'q_sfa' need to have the same dimensions.");
    }

    void prepare(double h) override {
        sfa.prepare(h, ids().size());
        for (std::size_t i = 0; i < distinct(); ++i) {
            leak.v[i] = elementary::exp(-h / tau_m[i]);
            pull.v[i] = constant_to_voltage(tau_m[i], C_m[i], h);
        }
    }

    // Dead time after a spike in whole steps, in ms.
    double next_dead_time(std::size_t i, Rng& rng) const {
        double const h = resolution();
        if (dead_time[i] == 0.0) return 0.0;
        double const mean = std::max(dead_time[i], h);
        auto const shape = static_cast<double>(dead_time_shape[i]);
        double const drawn = dead_time_random[i] ? gamma(rng, shape) * (mean / shape) : mean;
        return steps_up(drawn) * h;
    }

    double spikes(std::size_t i, Rng& rng) const {
        double const V = V_m[i] - E_sfa[i];
        double const rate = c_1[i] * V + c_2[i] * elementary::exp(c_3[i] * V);
        if (!(rate > 0.0)) return 0.0;
        double const mean = rate * resolution() * 1e-3;
        if (dead_time[i] == 0.0) return static_cast<double>(poisson(rng, mean));
        return rng.uniform() <= -elementary::expm1(-mean) ? 1.0 : 0.0;
    }

    void step(std::size_t i, Step s, double jump, double current) {
        V_m.v[i] = pull[i] * (current + I_e[i]) + leak[i] * V_m[i] + jump;
        E_sfa.v[i] = sfa.decay_and_add(i);
        fired.v[i] = 0.0;
        double const h = resolution(), left = std::round(remaining[i] / h);
        remaining.v[i] = left > 1.0 ? (left - 1.0) * h : 0.0;
        if (left > 0.0) return;
        Rng rng = around().random->at_step(Purpose::neuron, 0, ids()[i], s);
        double const n = spikes(i, rng);
        if (n == 0.0) return;
        remaining.v[i] = next_dead_time(i, rng);
        sfa.spike(i, n);
        if (with_reset[i]) V_m.v[i] = 0.0;
        fired.v[i] = n;
    }

    void advance(Chunk c, StepRange steps, Inputs const& input, StepSink& sink) override {
        std::size_t const n = std::min(c.count, ids().size() - std::min(c.first, ids().size()));
        for (Step s = steps.from; s < steps.to; ++s) {
            double const* const jump = input.channel(0, s, c);
            double const* const current = input.current(s, c);
            for (std::size_t i = 0; i < n; ++i) step(c.first + i, s, jump[i], current[i]);
            sink.collect(s, c, lanes(fired, c));
        }
    }
};

} // namespace

extern NeuronFactory const pp_psc_delta = make<NeuronModel, PpPscDelta>;

} // namespace nest
