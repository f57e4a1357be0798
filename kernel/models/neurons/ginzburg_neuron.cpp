// ginzburg_neuron: binary neuron (binary.hpp) that becomes 1 with probability
//
//   c_1 h + c_2 (1 + tanh(c_3 (h - theta)))/2
//
// I. Ginzburg, H. Sompolinsky: Theory of correlations in stochastic neural networks (Physical Review E 50,
// 1994).
#include "kernel/core/elementary.hpp"
#include "kernel/models/neurons/binary.hpp"

namespace nest {

namespace {

// (1 + tanh(x))/2
double logistic(double x) {
    double const e = elementary::exp(-2.0 * (x < 0.0 ? -x : x)); // does not overflow
    return x < 0.0 ? e / (1.0 + e) : 1.0 / (1.0 + e);
}

class GinzburgNeuron final : public BinaryNeuron {
    Parameter c_1{*this, "c_1", Unit::none, 0.0, any, "Linear gain, per mV."};
    Parameter c_2{*this, "c_2", Unit::none, 1.0, any, "Factor of the sigmoidal gain."};
    Parameter c_3{*this, "c_3", Unit::none, 1.0, any, "Slope of the sigmoidal gain, per mV."};

    bool decide(std::size_t i, Rng& rng) const override {
        return rng.uniform() < c_1[i] * h[i] + c_2[i] * logistic(c_3[i] * (h[i] - theta[i]));
    }
};

} // namespace

extern NeuronFactory const ginzburg_neuron = make<NeuronModel, GinzburgNeuron>;

} // namespace nest
