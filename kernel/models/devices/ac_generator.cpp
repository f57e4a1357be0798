// ac_generator: I(t) = offset + amplitude sin(2 pi frequency t + phase), read at the end of every step.
#include "kernel/models/devices/generator.hpp"

namespace nest {

namespace {
class AcGenerator final : public StimulusModel {
    Parameter amplitude{*this, "amplitude", Unit::pA, 0.0, any, "Amplitude of the sine."};
    Parameter frequency{*this, "frequency", Unit::Hz, 0.0, any, "Frequency of the sine."};
    Parameter offset{*this, "offset", Unit::pA, 0.0, any, "Constant part of the current."};
    Parameter phase{*this, "phase", Unit::none, 0.0, any, "Phase of the sine in degrees."};
    State y_0{*this,
              "y_0",
              Unit::pA,
              0.0,
              "Cosine part of the oscillation when the last run began.",
              Access::read_only};
    State y_1{*this,
              "y_1",
              Unit::pA,
              0.0,
              "Sine part of the oscillation when the last run began.",
              Access::read_only};

    Signal signal() const override { return Signal::broadcast_current; }
    Window window() const override { return Window::current; }

    void prepare(double) override {
        double const now = grid().ms(around().now);
        y_0.put(0, amplitude[0] * generators::oscillation(frequency[0], phase[0] + 90.0, now));
        y_1.put(0, amplitude[0] * generators::oscillation(frequency[0], phase[0], now));
    }

    std::vector<std::string> recordables() const override { return {"I"}; }
    double sample(Step k) const override { return active({k, k + 1}).empty() ? 0.0 : current(k); }

    double current(Step k) const {
        return offset[0] + amplitude[0] * generators::oscillation(frequency[0], phase[0], grid().ms(k + 1));
    }
    bool emit(StepRange steps, Targets const&, Emission out) override {
        for (Step s = steps.from; s < steps.to; ++s) out.at(s - steps.from, 0) = current(s);
        return true;
    }
};
} // namespace

extern StimulusFactory const ac_generator = make<StimulusModel, AcGenerator>;

} // namespace nest
