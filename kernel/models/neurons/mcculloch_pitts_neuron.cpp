// mcculloch_pitts_neuron: binary neuron (binary.hpp) that becomes 1 when h > theta, and 0 otherwise.
//
// W. S. McCulloch, W. Pitts: A logical calculus of the ideas immanent in nervous activity (Bulletin of
// Mathematical Biophysics 5, 1943).
#include "kernel/models/neurons/binary.hpp"

namespace nest {

namespace {

class McCullochPittsNeuron final : public BinaryNeuron {
    bool decide(std::size_t i, Rng&) const override { return h[i] > theta[i]; }
};

} // namespace

extern NeuronFactory const mcculloch_pitts_neuron = make<NeuronModel, McCullochPittsNeuron>;

} // namespace nest
