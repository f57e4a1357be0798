// iaf_tum_2000: iaf_psc_exp whose outgoing spikes carry the state of a short-term plastic synapse. At a
// receiver of the same kind, receptor 1 multiplies the weight by what the spike carries; receptor 0 does not.
// M. Tsodyks, A. Uziel, H. Markram: Synchrony generation in recurrent networks with frequency-dependent
// synapses (J. Neurosci. 20, 2000).
//
//   dV_m/dt = -(V_m - E_L)/tau_m + (I_syn_ex + I_syn_in + I_e + I)/C_m
//   dI_syn/dt = -I_syn/tau_syn;  a spike of weight w adds w to I_syn
//   dx/dt = z/tau_rec,  dy/dt = -y/tau_psc,  du/dt = -u/tau_fac,  x + y + z = 1;
//   an own spike adds U (1 - u) to u, then moves u x from x to y; u x is what it carries
//
// Solved exactly from step to step, x, y and u from spike to spike. What a spike carries travels in the place
// of its offset: recorders show it subtracted from the time.
#include "kernel/catalogue.hpp"
#include "kernel/core/clones.hpp"
#include "kernel/core/elementary.hpp"
#include "kernel/core/exact_integration.hpp"
#include "kernel/random/streams.hpp"

#include <algorithm>

namespace nest {

namespace {

constexpr double least_delta = 1e-10; // mV; below, the threshold is sharp
constexpr Channel carried = 2;

class IafTum2000 final : public NeuronModel {
    Parameter E_L{*this, "E_L", Unit::mV, -70.0, any, "Resting potential."};
    Parameter C_m{*this, "C_m", Unit::pF, 250.0, positive, "Capacitance of the membrane."};
    Parameter tau_m{*this, "tau_m", Unit::ms, 10.0, positive, "Membrane time constant."};
    Parameter tau_ex{*this, "tau_syn_ex", Unit::ms, 2.0, positive, "Decay time of the excitatory current."};
    Parameter tau_in{*this, "tau_syn_in", Unit::ms, 2.0, positive, "Decay time of the inhibitory current."};
    Parameter t_ref{*this, "t_ref", Unit::ms, 2.0, non_negative, "Absolute refractory period."};
    Parameter V_th{*this, "V_th", Unit::mV, -55.0, any, "Spike threshold."};
    Parameter V_reset{*this, "V_reset", Unit::mV, -70.0, any, "Potential after a spike."};
    Parameter I_e{*this, "I_e", Unit::pA, 0.0, any, "Constant input current."};
    Parameter rho{*this, "rho", Unit::Hz, 0.01, non_negative, "Escape rate at threshold."};
    Parameter delta{*this, "delta", Unit::mV, 0.0, non_negative, "Width of the soft threshold; 0: sharp."};
    Parameter tau_fac{*this,  "tau_fac",    Unit::ms,
                      1000.0, non_negative, "Decay time of facilitation; 0: none."};
    Parameter tau_psc{*this, "tau_psc", Unit::ms, 2.0, positive, "Decay time of the active resources."};
    Parameter tau_rec{*this, "tau_rec", Unit::ms, 400.0, positive, "Recovery time of the resources."};
    Parameter U{*this, "U", Unit::none, 0.5, probability, "Increase of the release probability by a spike."};

    State V_m{*this, "V_m", Unit::mV, -70.0, "Membrane potential."};
    State I_ex{*this, "I_syn_ex", Unit::pA, 0.0, "Excitatory synaptic current.", Access::recorded};
    State I_in{*this, "I_syn_in", Unit::pA, 0.0, "Inhibitory synaptic current.", Access::recorded};
    State x{*this, "x", Unit::none, 0.0, "Fraction of recovered resources."};
    State y{*this, "y", Unit::none, 0.0, "Fraction of active resources."};
    State u{*this, "u", Unit::none, 0.0, "Release probability.", Access::read_write, probability};

    Scratch waiting{*this}, fired{*this}; // refractory steps left; spikes of this step
    Scratch last_spike{*this};            // ms
    Derived leak{*this}, pull{*this}, from_ex{*this}, from_in{*this}, fade_ex{*this}, fade_in{*this},
        gain{*this}, hold{*this};
    Derived threshold{*this}; // mV; infinite where chance decides

    bool off_grid() const override { return true; }
    std::vector<std::string> recordables() const override { return {"I_syn_ex", "I_syn_in", "V_m"}; }

    void validate(std::size_t i) const override {
        require(V_reset[i] < V_th[i], "Reset potential must be smaller than threshold.");
        require(x[i] + y[i] <= 1.0, "x + y must be <= 1.0.");
    }

    Wiring wiring(std::size_t) const override {
        return {.spikes = {{0, 0, 1}, {1, carried, carried, true}}, .currents = {{0, 0}, {1, 1}}};
    }

    void prepare(double h) override {
        for (std::size_t i = 0; i < distinct(); ++i) {
            leak.v[i] = elementary::exp(-h / tau_m[i]);
            pull.v[i] = constant_to_voltage(tau_m[i], C_m[i], h);
            from_ex.v[i] = current_to_voltage(tau_ex[i], tau_m[i], C_m[i], h);
            from_in.v[i] = current_to_voltage(tau_in[i], tau_m[i], C_m[i], h);
            fade_ex.v[i] = elementary::exp(-h / tau_ex[i]);
            fade_in.v[i] = elementary::exp(-h / tau_in[i]);
            gain.v[i] = 1.0 - fade_ex[i];
            hold.v[i] = steps_up(t_ref[i]);
            threshold.v[i] = delta[i] < least_delta ? V_th[i] : unbounded;
        }
    }

    template <class K> struct Constants {
        K E_L, V_th, V_reset, I_e, leak, pull, from_ex, from_in, fade_ex, fade_in, gain, hold;
    };
    template <class K> Constants<K> constants(std::size_t i) const {
        return {constant<K>(E_L, i),     constant<K>(threshold, i), constant<K>(V_reset, i),
                constant<K>(I_e, i),     constant<K>(leak, i),      constant<K>(pull, i),
                constant<K>(from_ex, i), constant<K>(from_in, i),   constant<K>(fade_ex, i),
                constant<K>(fade_in, i), constant<K>(gain, i),      constant<K>(hold, i)};
    }

    template <class K>
    NEST_CLONES static void step(Constants<K> const k, std::size_t n, double const* NEST_RESTRICT ex,
                                 double const* NEST_RESTRICT in, double const* NEST_RESTRICT current,
                                 double const* NEST_RESTRICT filtered, double* NEST_RESTRICT V,
                                 double* NEST_RESTRICT I_ex, double* NEST_RESTRICT I_in,
                                 double* NEST_RESTRICT waiting, double* NEST_RESTRICT fired) {
        for (std::size_t i = 0; i < n; ++i) {
            double const free = k.E_L[i] + (k.leak[i] * (V[i] - k.E_L[i]) + k.from_ex[i] * I_ex[i] +
                                            k.from_in[i] * I_in[i] + k.pull[i] * (k.I_e[i] + current[i]));
            double const wait = waiting[i];
            double const v = wait > 0.0 ? V[i] : free;
            double const left = wait > 0.0 ? wait - 1.0 : 0.0;
            bool const spike = v >= k.V_th[i];
            I_ex[i] = k.fade_ex[i] * I_ex[i] + k.gain[i] * filtered[i] + ex[i];
            I_in[i] = k.fade_in[i] * I_in[i] + in[i];
            V[i] = spike ? k.V_reset[i] : v;
            waiting[i] = spike ? k.hold[i] : left;
            fired[i] = spike ? 1.0 : 0.0;
        }
    }

    // Chance decides for neurons with a soft threshold; a number is drawn in every step, refractory or not.
    void escape(std::size_t i, Step s) {
        double const rate = rho[i] * elementary::exp((V_m[i] - V_th[i]) / delta[i]);
        double const chance = around().random->at_step(Purpose::neuron, 0, ids()[i], s).uniform();
        if (!(chance < rate * resolution() * 1e-3)) return;
        V_m.v[i] = V_reset[i];
        waiting.v[i] = hold[i];
        fired.v[i] = 1.0;
    }

    // The synapse from the last spike to the one at `now` (ms); returns what this one carries.
    double release(std::size_t i, double now) {
        double const dt = now - last_spike.v[i];
        double const keep_y = elementary::exp(-dt / tau_psc[i]);
        double const lose_z = elementary::expm1(-dt / tau_rec[i]);
        double const z = 1.0 - x.v[i] - y.v[i];
        double const y_to_x = tau_psc[i] == tau_rec[i] ? 1.0 - keep_y - dt / tau_psc[i] * keep_y
                                                       : (lose_z * tau_rec[i] - (keep_y - 1.0) * tau_psc[i]) /
                                                             (tau_psc[i] - tau_rec[i]);
        u.v[i] *= tau_fac[i] == 0.0 ? 0.0 : elementary::exp(-dt / tau_fac[i]);
        x.v[i] += y_to_x * y.v[i] - lose_z * z;
        y.v[i] *= keep_y;
        u.v[i] += U[i] * (1.0 - u.v[i]);
        double const moved = u.v[i] * x.v[i];
        x.v[i] -= moved;
        y.v[i] += moved;
        last_spike.v[i] = now;
        return moved;
    }

    void advance(Chunk c, StepRange steps, Inputs const& input, StepSink& sink) override {
        std::size_t const end = std::min(c.first + c.count, ids().size());
        auto const walk = [&](auto const k) {
            for (Step s = steps.from; s < steps.to; ++s) {
                step(k, c.count, input.excitatory(s, c), input.inhibitory(s, c), input.current(s, c),
                     input.current(s, c, 1), lanes(V_m, c), lanes(I_ex, c), lanes(I_in, c), lanes(waiting, c),
                     lanes(fired, c));
                for (SpikeEvent const& event : input.events(carried, s)) {
                    double const w = event.weight * event.offset;
                    (w >= 0.0 ? I_ex : I_in).v[event.lane] += w;
                }
                for (std::size_t i = c.first; i < end; ++i) {
                    if (delta[i] >= least_delta) escape(i, s);
                    if (fired.v[i] > 0.0) fire(i, s, sink);
                }
                sink.sample(s, c);
            }
        };
        if (uniform())
            walk(constants<Broadcast>(c.first));
        else
            walk(constants<double const*>(c.first));
    }

    void fire(std::size_t i, Step s, StepSink& sink) {
        double const now = grid().ms(s + 1);
        sink.emit(s, i, release(i, now));
        t_spike.v[i] = now;
    }
};

} // namespace

extern NeuronFactory const iaf_tum_2000 = make<NeuronModel, IafTum2000>;

} // namespace nest
