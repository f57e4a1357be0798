// step_current_generator: a current that changes at given times.
#include "kernel/models/devices/generator.hpp"

namespace nest {

namespace {
class StepCurrentGenerator final : public StimulusModel {
    generators::Staircase current{*this, "amplitude_times", "amplitude_values", Unit::pA,
                                  "Currents from these times on."};

    Signal signal() const override { return Signal::broadcast_current; }
    Window window() const override { return Window::current; }
    void changed(std::size_t lane, Changes changes) override {
        StimulusModel::changed(lane, changes);
        current.changed(grid(), around().now, 0, changes);
    }
    void prepare(double) override { current.prepare(grid()); }

    std::vector<std::string> recordables() const override { return {"I"}; }
    double sample(Step k) const override { return active({k, k + 1}).empty() ? 0.0 : current.at(k); }

    bool emit(StepRange steps, Targets const&, Emission out) override {
        bool any = false;
        for (Step s = steps.from; s < steps.to; ++s) {
            double const value = current.at(s);
            out.at(s - steps.from, 0) = value;
            any = any || value != 0.0;
        }
        return any;
    }
};
} // namespace

extern StimulusFactory const step_current_generator = make<StimulusModel, StepCurrentGenerator>;

} // namespace nest
