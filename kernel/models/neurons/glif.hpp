// What generalized leaky integrate-and-fire neurons (GLIF) have in common whose synapses are currents: a
// membrane, and three mechanisms that are switched on in one of five combinations.
//
//   C_m dV_m/dt = -g (V_m - E_L) + I + I_syn + sum of ASCurrents
//   spike_dependent_threshold  a part of the threshold jumps by th_spike_add at every spike and decays
//   after_spike_currents       each is multiplied by asc_r at a spike, grows by asc_amps and decays
//   adapting_threshold         a part of the threshold follows the potential:
//                              dthreshold_voltage/dt = th_voltage_index (V_m - E_L) -
//                                                      th_voltage_decay threshold_voltage
//
// A spike falls when V_m > V_th + threshold_spike + threshold_voltage at the end of a step. V_m then becomes
// V_reset, or, with spike_dependent_threshold, E_L + voltage_reset_fraction (V_m - E_L) + voltage_reset_add,
// V_m being that before the step, and is held for t_ref. Every receptor is one or two alpha functions of
// time, which peak at the weight.
// C. Teeter, R. Iyer, V. Menon, N. Gouwens, D. Feng, J. Berg, A. Szafer, N. Cain, H. Zeng, M. Hawrylycz,
// C. Koch, S. Mihalas: Generalized leaky integrate-and-fire models classify multiple neuron types (Nature
// Communications 9, 2018).
#pragma once

#include "kernel/catalogue.hpp"
#include "kernel/core/exact_integration.hpp"
#include "kernel/errors.hpp"
#include "kernel/models/receptors.hpp"

#include <algorithm>
#include <numbers>

namespace nest {

class GlifNeuron : public NeuronModel {
protected:
    using List = ListParameter;
    static constexpr Range fraction{0.0, 1.0, true, true, "between 0 and 1"};

    Parameter C_m{*this, "C_m", Unit::pF, 58.72, positive, "Capacitance of the membrane."};
    Parameter g{*this, "g", Unit::nS, 9.43, positive, "Leak conductance."};
    Parameter E_L{*this, "E_L", Unit::mV, -78.85, any, "Resting potential."};
    Parameter V_th{*this, "V_th", Unit::mV, -51.68, any, "Threshold at rest."};
    Parameter V_reset{*this, "V_reset", Unit::mV, -78.85, any, "Potential after a spike."};
    Parameter t_ref{*this, "t_ref", Unit::ms, 3.75, positive, "Absolute refractory period."};
    BoolParameter with_spike{*this, "spike_dependent_threshold", false, "Does the threshold jump at spikes?"};
    BoolParameter with_currents{*this, "after_spike_currents", false, "Do spikes leave currents behind?"};
    BoolParameter with_voltage{*this, "adapting_threshold", false, "Does the threshold follow V_m?"};
    Parameter th_spike_add{*this, "th_spike_add", Unit::mV, 0.37, any, "Jump of the threshold at a spike."};
    Parameter th_spike_decay{*this, "th_spike_decay", Unit::per_ms, 0.009, any, "Decay rate of those jumps."};
    Parameter keep_fraction{*this, "voltage_reset_fraction",          Unit::none, 0.2,
                            any,   "Part of V_m that a spike leaves."};
    Parameter reset_add{*this, "voltage_reset_add", Unit::mV, 18.51, any, "Added to V_m at a spike."};
    Parameter th_index{
        *this, "th_voltage_index", Unit::per_ms, 0.005, any, "Coupling of the threshold to V_m."};
    Parameter th_decay{*this, "th_voltage_decay", Unit::per_ms, 0.09, any, "Decay rate of what follows V_m."};
    List asc_init{*this, "asc_init", Unit::pA, {0.0, 0.0}, any, "First values of the after-spike currents."};
    List asc_decay{*this, "asc_decay", Unit::per_ms, {0.003, 0.1}, positive, "Decay rates of the currents."};
    List asc_amps{*this, "asc_amps", Unit::pA, {-9.18, -198.94}, any, "What a spike adds to the currents."};
    List asc_r{*this, "asc_r", Unit::none, {1.0, 1.0}, fraction, "Part of the currents that a spike leaves."};

    State V_m{*this, "V_m", Unit::mV, -78.85, "Membrane potential."};
    State th_spike{*this, "threshold_spike", Unit::mV, 0.0, "Part of the threshold that jumps at spikes."};
    State th_voltage{*this, "threshold_voltage", Unit::mV, 0.0, "Part of the threshold that follows V_m."};
    ListState currents{*this, "ASCurrents", Unit::pA, {0.0, 0.0}, "After-spike currents."};
    State currents_sum{
        *this, "ASCurrents_sum", Unit::pA, 0.0, "After-spike currents, mean of the step.", Access::recorded};
    State threshold{*this, "threshold", Unit::mV, -51.68, "Threshold.", Access::recorded};
    State I{*this, "I", Unit::pA, 0.0, "Current from devices, as read last.", Access::recorded};
    State I_syn{*this, "I_syn", Unit::pA, 0.0, "Sum of the synaptic currents.", Access::recorded};

    // ---- receptors: each is a sum of alpha functions of time
    struct Alpha {
        std::size_t receptor;
        double tau, peak; // ms; per weight
    };
    virtual ReceptorCount const& receptors() const = 0;
    virtual ReceptorCount& receptors() = 0;
    virtual std::vector<Alpha> alphas(std::size_t lane) const = 0;

    Wiring wiring(std::size_t lane) const override {
        Wiring w = receptors().wiring(lane);
        w.keeps_current = true;
        return w;
    }
    bool wiring_varies() const override { return true; }
    void connected(std::size_t lane) override { receptors().connect(lane); }
    void initialise(std::size_t lane) override {
        Numbers& first = currents.v[lane];
        if (std::ranges::all_of(first, [](double x) { return x == 0.0; })) first = asc_init.at(lane);
    }

    std::vector<std::string> recordables() const override {
        return {"ASCurrents_sum", "I", "I_syn", "threshold", "threshold_spike", "threshold_voltage", "V_m"};
    }

    void changed(std::size_t i, Changes changes) override {
        auto const set = [&](Field const& field) {
            return std::ranges::find(changes, &field) != changes.end();
        };
        require(
            with_currents[i] || !set(currents),
            "After spike currents are not supported or settable in the current model parameter settings.");
        require(!set(currents) || currents[i].size() == asc_amps.at(i).size(),
                "ASCurrents must have as many elements as asc_amps.");
        require(with_spike[i] || !set(th_spike), "Threshold spike component is not supported or settable in "
                                                 "the current model parameter settings.");
        require(with_voltage[i] || !set(th_voltage), "Threshold voltage component is not supported or "
                                                     "settable in the current model parameter settings.");
    }

    void validate(std::size_t i) const override {
        bool const spike = with_spike[i], asc = with_currents[i], voltage = with_voltage[i];
        require(!voltage || (spike && asc),
                "Incorrect model mechanism combination. See documentation for mechanism combinations.");
        require(V_reset[i] < V_th[i], "Reset potential must be smaller than threshold.");
        std::size_t const n = asc_amps.at(i).size();
        require(
            asc_init.at(i).size() == n && asc_decay.at(i).size() == n && asc_r.at(i).size() == n,
            "All after spike current parameters (i.e., asc_init, asc_decay, asc_amps, asc_r) must have the "
            "same size.");
        require(!spike || th_spike_decay[i] > 0.0,
                "Spike induced threshold time constant must be strictly positive.");
        require(!spike || fraction.holds(keep_fraction[i]),
                "Voltage fraction coefficient for reset must be within [0.0, 1.0].");
        require(!voltage || th_decay[i] > 0.0,
                "Voltage-induced threshold time constant must be strictly positive.");
        require(receptors().allowed(i), "The number of receptors of a connected neuron cannot be reduced.");
    }

    void prepare(double h) override {
        if (constants_.size() != distinct()) constants_.resize(distinct());
        for (std::size_t i = 0; i < distinct(); ++i) prepare(constants_[i], i, h);
        for (std::size_t i = 0; i < ids().size(); ++i) currents.v[i].resize(asc_amps.at(i).size(), 0.0);
        std::size_t most = 0;
        for (Constants const& k : constants_) most = std::max(most, k.alphas.size());
        y_1.reach(most), y_2.reach(most);
    }

    void advance(Chunk c, StepRange steps, Inputs const& input, StepSink& sink) override {
        std::size_t const end = std::min(c.first + c.count, ids().size());
        for (Step s = steps.from; s < steps.to; ++s) {
            double const* const current = input.current(s, c);
            for (std::size_t i = c.first; i < end; ++i) {
                Constants const& k = constants_[constants_.size() == 1 ? 0 : i];
                fired.v[i] = 0.0;
                if (waiting[i] > 0.0)
                    waiting.v[i] -= 1.0;
                else
                    step(k, i);
                threshold.v[i] = V_th[i] + th_spike[i] + th_voltage[i];
                receive(k, i, s, input, c);
                I.v[i] = current[i - c.first];
            }
            sink.collect(s, c, lanes(fired, c));
        }
    }

private:
    struct Constants {
        double leak, pull, hold;
        double spike_fade, spike_fade_in_refractory; // of threshold_spike
        double follow, voltage_fade;                 // of threshold_voltage
        std::vector<double> mean, fade, after;       // of each after-spike current
        std::vector<Alpha> alphas;
        std::vector<double> from_1, from_2, alpha_fade, jump; // of each alpha function
    };
    std::vector<Constants> constants_;    // one for all lanes, or one each
    PerReceptor y_1{*this}, y_2{*this};   // pA/ms, pA
    Scratch waiting{*this}, fired{*this}; // refractory steps left; spikes of this step

    void prepare(Constants& k, std::size_t i, double h) const {
        double const tau = C_m[i] / g[i];
        k = {};
        k.leak = elementary::exp(-h / tau);
        k.pull = constant_to_voltage(tau, C_m[i], h);
        k.hold = steps_up(t_ref[i]);
        k.spike_fade = elementary::exp(-th_spike_decay[i] * h);
        k.spike_fade_in_refractory = elementary::exp(-th_spike_decay[i] * t_ref[i]);
        k.follow = th_index[i] / (th_decay[i] - g[i] / C_m[i]);
        k.voltage_fade = elementary::exp(-th_decay[i] * h);
        for (double const rate : asc_decay.at(i)) {
            k.fade.push_back(elementary::exp(-rate * h));
            k.mean.push_back((1.0 - k.fade.back()) / (rate * h));
            k.after.push_back(elementary::exp(-rate * t_ref[i]));
        }
        k.alphas = alphas(i);
        for (Alpha const& a : k.alphas) {
            k.from_1.push_back(alpha_to_voltage(a.tau, tau, C_m[i], h));
            k.from_2.push_back(current_to_voltage(a.tau, tau, C_m[i], h));
            k.alpha_fade.push_back(elementary::exp(-h / a.tau));
            k.jump.push_back(a.peak * std::numbers::e / a.tau);
        }
    }

    // After-spike currents, averaged over the step; they decay.
    double after_spike_current(Constants const& k, std::size_t i) {
        double sum = 0.0;
        for (std::size_t a = 0; a < k.fade.size(); ++a) {
            sum += k.mean[a] * currents.v[i][a];
            currents.v[i][a] *= k.fade[a];
        }
        return sum;
    }

    void step(Constants const& k, std::size_t i) {
        double const before = V_m[i] - E_L[i];
        if (with_spike[i]) th_spike.v[i] *= k.spike_fade;
        currents_sum.v[i] = with_currents[i] ? after_spike_current(k, i) : 0.0;
        double const drive = I[i] + currents_sum[i];
        double U = before * k.leak + drive * k.pull;
        I_syn.v[i] = 0.0;
        for (std::size_t a = 0; a < k.alphas.size(); ++a) {
            U += k.from_1[a] * y_1[a][i] + k.from_2[a] * y_2[a][i];
            I_syn.v[i] += y_2[a][i];
        }
        V_m.v[i] = E_L[i] + U;
        if (with_voltage[i]) {
            double const beta = drive / g[i], rest = th_index[i] / th_decay[i] * beta;
            double const moved = k.follow * (before - beta);
            th_voltage.v[i] = moved * k.leak + k.voltage_fade * (th_voltage[i] - moved - rest) + rest;
        }
        if (V_m[i] > V_th[i] + th_spike[i] + th_voltage[i]) spike(k, i, before);
    }

    void spike(Constants const& k, std::size_t i, double before) {
        waiting.v[i] = k.hold;
        fired.v[i] = 1.0;
        if (with_currents[i])
            for (std::size_t a = 0; a < k.after.size(); ++a)
                currents.v[i][a] = asc_amps.at(i)[a] + currents.v[i][a] * asc_r.at(i)[a] * k.after[a];
        V_m.v[i] = V_reset[i];
        if (!with_spike[i]) return;
        V_m.v[i] = E_L[i] + keep_fraction[i] * before + reset_add[i];
        th_spike.v[i] = th_spike[i] * k.spike_fade_in_refractory + th_spike_add[i];
    }

    void receive(Constants const& k, std::size_t i, Step s, Inputs const& input, Chunk c) {
        for (std::size_t a = 0; a < k.alphas.size(); ++a) {
            auto const channel = static_cast<Channel>(2 * k.alphas[a].receptor);
            auto const other = static_cast<Channel>(channel + 1);
            double const w =
                input.channel(channel, s, c)[i - c.first] + input.channel(other, s, c)[i - c.first];
            double &first = y_1[a].v[i], &second = y_2[a].v[i];
            second = k.alpha_fade[a] * (resolution() * first + second);
            first = k.alpha_fade[a] * first + k.jump[a] * w;
        }
    }
};

} // namespace nest
