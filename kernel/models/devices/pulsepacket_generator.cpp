// pulsepacket_generator: packets of `activity` spikes, normally distributed around the times of the pulses.
// All targets receive the same spikes.
#include "kernel/models/devices/generator.hpp"

namespace nest {

namespace {
class PulsepacketGenerator final : public StimulusModel {
    VectorParameter pulse_times{*this, "pulse_times", Unit::ms, {}, any, "Centres of the packets."};
    IntegerParameter activity{*this, "activity", 0, non_negative, "Spikes of a packet."};
    Parameter sdev{*this, "sdev",       Unit::ms,
                   0.0,   non_negative, "Standard deviation of spike times in a packet."};

    Signal signal() const override { return Signal::broadcast_spikes; }
    Window window() const override { return Window::current; }

    // All spikes of all packets, drawn anew before every run from the same keys.
    void prepare(double) override {
        steps_.clear();
        std::vector<double> const& centres = pulse_times.at(0);
        for (std::size_t pulse = 0; pulse < centres.size(); ++pulse) {
            Rng rng =
                around().random->rng(Purpose::stimulation_common, id(), static_cast<std::int64_t>(pulse));
            for (std::int64_t i = 0; i < activity[0]; ++i)
                steps_.push_back(
                    grid().steps_up(centres[pulse] + (sdev[0] > 0.0 ? sdev[0] * normal(rng) : 0.0)));
        }
        std::ranges::sort(steps_);
    }

    bool emit(StepRange steps, Targets const&, Emission out) override {
        auto const first = std::ranges::lower_bound(steps_, steps.from);
        auto const last = std::lower_bound(first, steps_.end(), steps.to);
        for (auto spike = first; spike != last; ++spike) out.at(*spike - steps.from, 0) += 1.0;
        return first != last;
    }

    std::vector<Step> steps_; // lags of all spikes, ascending
};
} // namespace

extern StimulusFactory const pulsepacket_generator = make<StimulusModel, PulsepacketGenerator>;

} // namespace nest
