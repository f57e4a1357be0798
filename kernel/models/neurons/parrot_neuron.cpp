// parrot_neuron: repeats every spike it receives on receptor 0, whatever its weight, in the step in which it
// arrives. Spikes on receptor 1 are accepted and ignored: they let plastic synapses see a pre-synaptic train.
#include "kernel/catalogue.hpp"

namespace nest {

namespace {

class ParrotNeuron final : public NeuronModel {
    Wiring wiring(std::size_t) const override {
        return {.spikes = {{0, 0, 0}, {1, 1, 1}}, .currents = {}, .counts = true};
    }

    void prepare(double) override {}

    void advance(Chunk c, StepRange steps, Inputs const& input, StepSink& sink) override {
        for (Step s = steps.from; s < steps.to; ++s) sink.collect(s, c, input.channel(0, s, c));
    }
};

} // namespace

extern NeuronFactory const parrot_neuron = make<NeuronModel, ParrotNeuron>;

} // namespace nest
