// poisson_generator: an independent Poisson train for every target.
#include "kernel/models/devices/generator.hpp"

namespace nest {

namespace {
class PoissonGenerator final : public StimulusModel {
    Parameter rate{*this, "rate",       Unit::Hz,
                   0.0,   non_negative, "Mean rate of the train each target receives."};

    Signal signal() const override { return Signal::spikes; }
    Window window() const override { return Window::step; }
    void prepare(double h) override { table_ = PoissonTable(rate[0] * h / 1000.0); }

    bool emit(StepRange steps, Targets const& targets, Emission out) override {
        if (table_.mean() == 0.0) return false;
        PoissonTable::draw({&table_, 1}, *around().random, Purpose::stimulation, key_field(id()),
                           lanes_(targets), steps.from, steps.to, out.values, out.stride, targets.kept);
        return true;
    }

    PoissonTable table_{0.0};
    generators::Lanes lanes_;
};
} // namespace

extern StimulusFactory const poisson_generator = make<StimulusModel, PoissonGenerator>;

} // namespace nest
