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
#include "kernel/models/neurons/iaf_psc_exp.hpp"

namespace nest {

namespace {

constexpr Channel carried = 2;

class IafTum2000 final : public psc_exp::Neuron {
    Parameter tau_fac{*this,  "tau_fac",    Unit::ms,
                      1000.0, non_negative, "Decay time of facilitation; 0: none."};
    Parameter tau_psc{*this, "tau_psc", Unit::ms, 2.0, positive, "Decay time of the active resources."};
    Parameter tau_rec{*this, "tau_rec", Unit::ms, 400.0, positive, "Recovery time of the resources."};
    Parameter U{*this, "U", Unit::none, 0.5, probability, "Increase of the release probability by a spike."};

    State x{*this, "x", Unit::none, 0.0, "Fraction of recovered resources."};
    State y{*this, "y", Unit::none, 0.0, "Fraction of active resources."};
    State u{*this, "u", Unit::none, 0.0, "Release probability.", Access::read_write, probability};

    Scratch last_spike{*this}; // ms

    bool off_grid() const override { return true; }
    bool offsets_are_times() const override { return false; }
    std::vector<std::string> recordables() const override { return {"I_syn_ex", "I_syn_in", "V_m"}; }

    void validate(std::size_t i) const override {
        Neuron::validate(i);
        require(x[i] + y[i] <= 1.0, "x + y must be <= 1.0.");
    }
    Wiring wiring(std::size_t) const override {
        return {.spikes = {{0, 0, 1}, {1, carried, carried, true}}, .currents = {{0, 0}, {1, 1}}};
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
        walk(c, steps, input, [&](Step s) {
            for (SpikeEvent const& event : input.events(carried, s)) {
                double const w = event.weight * event.offset;
                (w >= 0.0 ? I_ex : I_in).v[event.lane] += w;
            }
            for (std::size_t i = c.first; i < end; ++i)
                if (fired[i - c.first] > 0.0) sink.emit(s, i, release(i, grid().ms(s + 1)));
            sink.sample(s, c);
        });
    }
};

} // namespace

extern NeuronFactory const iaf_tum_2000 = make<NeuronModel, IafTum2000>;

} // namespace nest
