// spike_generator: spikes at given times, on the grid or between grid points.
#include "kernel/models/devices/generator.hpp"
#include "kernel/models/devices/spike_train.hpp"

namespace nest {

namespace {
class SpikeGenerator final : public StimulusModel {
    generators::SpikeTrain train{*this, "spike_generator"};
    VectorParameter spike_weights{
        *this, "spike_weights", Unit::none, {}, any, "Factors of the weights, one per spike."};

    Signal signal() const override { return Signal::broadcast_spikes; }
    Window window() const override { return Window::stamp; }
    bool weighted() const override { return !spike_weights.at(0).empty(); }
    bool precise() const override { return train.precise(0); }

    void changed(std::size_t lane, Changes changes) override {
        StimulusModel::changed(lane, changes);
        Step const zero = grid().steps_up(origin[0]);
        bool const anew = train.changed(grid(), around().now, zero, lane, changes);
        if (anew || generators::among(changes, spike_weights) || generators::among(changes, origin))
            since_ = around().now;
    }

    void validate(std::size_t lane) const override {
        StimulusModel::validate(lane);
        train.validate(lane);
        train.require_length(lane, "spike_weights", spike_weights.at(lane).size());
    }

    void prepare(double) override { stamps_ = train.stamps(grid(), grid().steps_up(origin[0]), 0); }

    // Spikes with stamps in (steps.from, steps.to]: use(number, stamp).
    bool for_each(StepRange steps, auto use) const {
        auto const first = std::ranges::upper_bound(stamps_, std::max(steps.from, since_), {}, &Stamp::step) -
                           stamps_.begin();
        auto i = static_cast<std::size_t>(first);
        bool const any = i < stamps_.size() && stamps_[i].step <= steps.to;
        for (; i < stamps_.size() && stamps_[i].step <= steps.to; ++i) use(i, stamps_[i]);
        return any;
    }

    bool emit(StepRange steps, Targets const& targets, Emission out) override {
        return for_each(steps, [&](std::size_t i, Stamp at) {
            out.at(at.step - 1 - steps.from, 0) += strength(i, targets.counts);
        });
    }

    void emit_precise(StepRange steps, Targets const& targets, std::vector<PreciseSpike>& out) override {
        for_each(steps, [&](std::size_t i, Stamp at) {
            out.push_back({at.step - 1, 0, at.offset, strength(i, targets.counts)});
        });
    }

    double strength(std::size_t i, bool counts) const {
        auto const number = static_cast<double>(train.multiplicity(0, i));
        return weighted() && !counts ? number * spike_weights.at(0)[i] : number;
    }

    std::vector<Stamp> stamps_; // ascending
    Step since_ = 0;            // steps completed when the train was last set: earlier spikes are lost
};
} // namespace

extern StimulusFactory const spike_generator = make<StimulusModel, SpikeGenerator>;

} // namespace nest
