// What binary neurons have in common. They are 0 or 1, look at their input at random moments, the intervals
// being exponential of mean tau_m, and then decide anew. Every change is told to the targets: up by two
// spikes at one time, down by one; the kernel makes of them w and -w, so that h is the sum of the weights of
// all sources that are 1.
#pragma once

#include "kernel/catalogue.hpp"
#include "kernel/random/distributions.hpp"

#include <algorithm>

namespace nest {

class BinaryNeuron : public NeuronModel {
protected:
    Parameter tau_m{*this, "tau_m", Unit::ms, 10.0, positive, "Mean time between decisions."};
    Parameter theta{*this, "theta", Unit::mV, 0.0, any, "Threshold of the input."};

    State S{*this, "S", Unit::none, 0.0, "State: 0 or 1.", Access::read_only};
    State h{*this, "h", Unit::mV, 0.0, "Input: weights of the sources that are 1.", Access::read_only};

    // The new state of a neuron.
    virtual bool decide(std::size_t lane, Rng& rng) const = 0;

private:
    Scratch next{*this};  // tics; time after which the neuron decides
    Scratch fired{*this}; // spikes of this step

    Wiring wiring(std::size_t) const override {
        return {.spikes = {{0, 0, 0}}, .currents = {{0, 0}}, .transitions = true};
    }

    Tic interval(std::size_t i, Rng& rng) const { return grid().tics(exponential(rng) * tau_m[i]); }

    void initialise(std::size_t i) override {
        Rng rng = around().random->at_step(Purpose::neuron, 1, ids()[i], 0);
        next.v[i] = static_cast<double>(around().now * grid().tics_per_step() + interval(i, rng));
    }

    void prepare(double) override {}

    void advance(Chunk c, StepRange steps, Inputs const& input, StepSink& sink) override {
        std::size_t const end = std::min(c.first + c.count, ids().size());
        for (Step s = steps.from; s < steps.to; ++s) {
            double const* const change = input.channel(0, s, c);
            auto const now = static_cast<double>(s * grid().tics_per_step());
            for (std::size_t i = c.first; i < end; ++i) {
                h.v[i] += change[i - c.first];
                fired.v[i] = 0.0;
                if (now > next[i]) update(i, s);
            }
            sink.collect(s, c, lanes(fired, c));
        }
    }

    void update(std::size_t i, Step s) {
        Rng rng = around().random->at_step(Purpose::neuron, 0, ids()[i], s);
        double const state = decide(i, rng) ? 1.0 : 0.0;
        if (state != S[i]) fired.v[i] = state + 1.0;
        S.v[i] = state;
        next.v[i] += static_cast<double>(interval(i, rng));
    }
};

} // namespace nest
