// erfc_neuron: binary neuron (binary.hpp) that becomes 1 with probability
//
//   erfc(-(h - theta)/(sqrt(2) sigma))/2
//
// as if Gaussian noise of standard deviation sigma were added to h before it is compared with theta.
#include "kernel/core/elementary.hpp"
#include "kernel/models/neurons/binary.hpp"

namespace nest {

namespace {

class ErfcNeuron final : public BinaryNeuron {
    Parameter sigma{*this, "sigma", Unit::mV, 1.0, any, "Standard deviation of the noise."};

    // A normal number is below x with probability erfc(-x/sqrt(2))/2.
    bool decide(std::size_t i, Rng& rng) const override { return normal(rng) < (h[i] - theta[i]) / sigma[i]; }
};

} // namespace

extern NeuronFactory const erfc_neuron = make<NeuronModel, ErfcNeuron>;

} // namespace nest
