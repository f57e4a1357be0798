// parrot_neuron_ps: repeats every spike it receives on receptor 0 at the very time at which it arrives, also
// between grid points. Spikes on receptor 1 are accepted and ignored.
#include "kernel/catalogue.hpp"

namespace nest {

namespace {

class ParrotNeuronPs final : public NeuronModel {
    bool off_grid() const override { return true; }

    Wiring wiring(std::size_t) const override {
        return {.spikes = {{0, 0, 0, true}, {1, 1, 1}}, .currents = {}, .counts = true};
    }

    void prepare(double) override {}

    void advance(Chunk c, StepRange steps, Inputs const& input, StepSink& sink) override {
        for (Step s = steps.from; s < steps.to; ++s) {
            for (SpikeEvent const& event : input.events(0, s))
                sink.emit(s, event.lane, event.offset, event.weight);
            sink.sample(s, c);
        }
    }
};

} // namespace

extern NeuronFactory const parrot_neuron_ps = make<NeuronModel, ParrotNeuronPs>;

} // namespace nest
