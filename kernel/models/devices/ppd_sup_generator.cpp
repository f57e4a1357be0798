// ppd_sup_generator: superposition of n_proc Poisson processes with dead time for every target, the hazard
// modulated by a sine.
// M. Deger, M. Helias, C. Boucsein, S. Rotter: Statistical properties of superimposed stationary spike trains
// (J. Comput. Neurosci. 32, 2012).
#include "kernel/models/devices/per_target.hpp"

#include <numeric>

namespace nest {

namespace {
// Processes by age: those that may fire, and those that fired in each of the last steps.
struct Ages {
    std::int64_t active = 0;
    std::vector<std::int64_t> refractory = {}; // a ring
    std::size_t oldest = 0;
};

class PpdSupGenerator final : public StimulusModel {
    Parameter rate{*this, "rate", Unit::Hz, 0.0, non_negative, "Rate of each process."};
    Parameter dead_time{*this, "dead_time", Unit::ms, 0.0, non_negative, "Dead time after a spike."};
    IntegerParameter n_proc{
        *this, "n_proc", 1, {1.0, unbounded, true, true, "at least 1"}, "Number of processes."};
    Parameter frequency{*this, "frequency", Unit::Hz, 0.0, any, "Frequency of the modulation."};
    Parameter relative_amplitude{*this,       "relative_amplitude",
                                 Unit::none,  0.0,
                                 probability, "Amplitude of the modulation relative to the hazard."};

    Signal signal() const override { return Signal::spikes; }
    Window window() const override { return Window::step; }

    void validate(std::size_t lane) const override {
        StimulusModel::validate(lane);
        require(rate[lane] == 0.0 || 1000.0 / rate[lane] > dead_time[lane],
                "The inverse rate cannot be smaller than the dead time.");
    }
    void changed(std::size_t lane, Changes changes) override {
        StimulusModel::changed(lane, changes);
        using generators::among;
        if (among(changes, n_proc) || among(changes, dead_time) || among(changes, rate)) processes_.clear();
    }
    void prepare(double h) override {
        hazard_ = rate[0] > 0.0 ? h / (1000.0 / rate[0] - dead_time[0]) : 0.0;
        bins_ = static_cast<std::size_t>(dead_time[0] / h * (1.0 + 1e-12));
        per_bin_ = static_cast<std::int64_t>(rate[0] / 1000.0 * static_cast<double>(n_proc[0]) * h);
    }

    bool emit(StepRange steps, Targets const& targets, Emission out) override {
        if (hazard_ == 0.0) return false;
        processes_.run(
            *this, steps, targets, out,
            [this] {
                return Ages{n_proc[0] - per_bin_ * static_cast<std::int64_t>(bins_),
                            std::vector<std::int64_t>(bins_, per_bin_)};
            },
            [this](Ages& ages, Rng& rng, Step s) { return advance(ages, rng, s); });
        return true;
    }

    double advance(Ages& ages, Rng& rng, Step s) const {
        double const wave =
            relative_amplitude[0] == 0.0
                ? 0.0
                : relative_amplitude[0] * generators::oscillation(frequency[0], 0.0, grid().ms(s));
        std::int64_t const spikes = binomial(rng, ages.active, std::clamp(hazard_ * (1.0 + wave), 0.0, 1.0));
        if (!ages.refractory.empty()) {
            ages.active += std::exchange(ages.refractory[ages.oldest], spikes) - spikes;
            ages.oldest = (ages.oldest + 1) % ages.refractory.size();
        }
        return static_cast<double>(spikes);
    }

    double hazard_ = 0.0; // per step
    std::size_t bins_ = 0;
    std::int64_t per_bin_ = 0;
    generators::Processes<Ages> processes_;
};
} // namespace

extern StimulusFactory const ppd_sup_generator = make<StimulusModel, PpdSupGenerator>;

} // namespace nest
