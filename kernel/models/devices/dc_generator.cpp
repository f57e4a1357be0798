// dc_generator: a constant current.
#include "kernel/models/devices/generator.hpp"

namespace nest {

namespace {
class DcGenerator final : public StimulusModel {
    Parameter amplitude{*this, "amplitude", Unit::pA, 0.0, any, "Amplitude of the current."};

    Signal signal() const override { return Signal::broadcast_current; }
    Window window() const override { return Window::current; }
    void prepare(double) override {}

    std::vector<std::string> recordables() const override { return {"I"}; }
    double sample(Step k) const override { return active({k, k + 1}).empty() ? 0.0 : amplitude[0]; }

    bool emit(StepRange steps, Targets const&, Emission out) override {
        for (Step s = 0; s < steps.size(); ++s) out.at(s, 0) = amplitude[0];
        return amplitude[0] != 0.0;
    }
};
} // namespace

extern StimulusFactory const dc_generator = make<StimulusModel, DcGenerator>;

} // namespace nest
