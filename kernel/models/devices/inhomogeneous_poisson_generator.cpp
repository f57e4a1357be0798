// inhomogeneous_poisson_generator: an independent Poisson train for every target, the rate changing at given
// times.
#include "kernel/models/devices/generator.hpp"

namespace nest {

namespace {
class InhomogeneousPoissonGenerator final : public StimulusModel {
    generators::Staircase rate{*this, "rate_times", "rate_values", Unit::Hz, "Rates from these times on."};

    Signal signal() const override { return Signal::spikes; }
    Window window() const override { return Window::step; }
    void changed(std::size_t lane, Changes changes) override {
        StimulusModel::changed(lane, changes);
        rate.changed(grid(), around().now, around().now, changes);
    }
    void prepare(double h) override {
        rate.prepare(grid());
        seconds_ = h / 1000.0;
    }

    bool emit(StepRange steps, Targets const& targets, Emission out) override {
        tables_.clear();
        bool any = false;
        for (Step s = steps.from; s < steps.to; ++s) {
            double const mean = std::max(0.0, rate.at(s)) * seconds_;
            if (tables_.empty() || tables_.back().mean() != mean)
                tables_.emplace_back(mean);
            else
                tables_.push_back(tables_.back());
            any = any || mean > 0.0;
        }
        if (!any) return false;
        PoissonTable::draw(tables_, *around().random, Purpose::stimulation, key_field(id()), lanes_(targets),
                           steps.from, steps.to, out.values, out.stride, targets.kept);
        return true;
    }

    double seconds_ = 1e-4; // of a step
    std::vector<PoissonTable> tables_;
    generators::Lanes lanes_;
};
} // namespace

extern StimulusFactory const inhomogeneous_poisson_generator =
    make<StimulusModel, InhomogeneousPoissonGenerator>;

} // namespace nest
