// ignore_and_fire: fires at a fixed rate and phase and ignores all input. For benchmarks whose activity must
// not depend on the network.
#include "kernel/catalogue.hpp"

#include <algorithm>

namespace nest {

namespace {

class IgnoreAndFire final : public NeuronModel {
    Parameter rate{*this, "rate", Unit::Hz, 10.0, positive, "Rate of spikes."};
    Parameter phase{*this,
                    "phase",
                    Unit::none,
                    1.0,
                    {0.0, 1.0, false, true, "greater than 0 and at most 1"},
                    "Time of the first spike, as a fraction of the interval."};

    Scratch left{*this, -1.0}, fired{*this}; // steps until the next spike (negative: to be computed); spikes
    Derived interval{*this};                 // steps

    Wiring wiring(std::size_t) const override { return {.spikes = {{0, 0, 0}}, .currents = {{0, 0}}}; }

    bool takes_meters() const override { return true; }

    void changed(std::size_t lane, Changes changes) override {
        NeuronModel::changed(lane, changes);
        bool const anew = std::ranges::find(changes, &rate) != changes.end() ||
                          std::ranges::find(changes, &phase) != changes.end();
        if (anew) left.put(lane, -1.0);
    }

    void prepare(double) override {
        for (std::size_t i = 0; i < distinct(); ++i) interval.v[i] = steps_up(1000.0 / rate[i]);
        for (std::size_t i = 0; i < left.v.size(); ++i)
            if (left.v[i] < 0.0) left.v[i] = steps_up(phase[i] / rate[i] * 1000.0);
    }

    void advance(Chunk c, StepRange steps, Inputs const&, StepSink& sink) override {
        for (Step s = steps.from; s < steps.to; ++s) {
            for (std::size_t i = c.first; i < c.first + c.count; ++i) {
                bool const spike = left.v[i] <= 0.0;
                left.v[i] = (spike ? interval[i] : left.v[i]) - 1.0;
                fired.v[i] = spike ? 1.0 : 0.0;
            }
            sink.collect(s, c, lanes(fired, c));
        }
    }
};

} // namespace

extern NeuronFactory const ignore_and_fire = make<NeuronModel, IgnoreAndFire>;

} // namespace nest
