// noise_generator: a Gaussian current for every target, constant over intervals of dt.
//
//   I = mean + sqrt(std^2 + std_mod^2 sin(2 pi frequency t + phase)) N(0, 1)
#include "kernel/models/devices/generator.hpp"

#include <numeric>

namespace nest {

namespace {
class NoiseGenerator final : public StimulusModel {
    Parameter mean{*this, "mean", Unit::pA, 0.0, any, "Mean of the current."};
    Parameter std{*this, "std", Unit::pA, 0.0, any, "Standard deviation of the current."};
    Parameter dt{*this, "dt", Unit::ms, 1.0, any, "Time between changes of the current."};
    Parameter std_mod{*this, "std_mod", Unit::pA, 0.0, any, "Modulation of the standard deviation."};
    Parameter frequency{*this, "frequency", Unit::Hz, 0.0, any, "Frequency of the modulation."};
    Parameter phase{*this, "phase", Unit::none, 0.0, any, "Phase of the modulation in degrees."};
    State y_0{*this,
              "y_0",
              Unit::none,
              0.0,
              "Cosine part of the modulation when the last run began.",
              Access::read_only};
    State y_1{*this,
              "y_1",
              Unit::none,
              0.0,
              "Sine part of the modulation when the last run began.",
              Access::read_only};

    Signal signal() const override { return Signal::current; }
    Window window() const override { return Window::current; }

    void validate(std::size_t lane) const override {
        StimulusModel::validate(lane);
        require(std[lane] >= 0.0, "The standard deviation cannot be negative.");
        require(std_mod[lane] >= 0.0, "The standard deviation cannot be negative.");
        require(std_mod[lane] <= std[lane],
                "The modulation apmlitude must be smaller or equal to the baseline amplitude.");
        if (!grid().on_grid(dt[lane]) || grid().steps_up(dt[lane]) < 1)
            throw StepMultipleRequired("noise_generator", "dt", dt[lane]);
    }

    void prepare(double) override {
        interval_ = grid().steps_up(dt[0]);
        first_ = std::max<Step>(grid().steps_up(origin[0]) + grid().steps_up(start[0]) - 1, 0);
        double const now = grid().ms(around().now);
        if (std_mod[0] == 0.0) return;
        y_0.put(0, generators::oscillation(frequency[0], phase[0] + 90.0, now));
        y_1.put(0, generators::oscillation(frequency[0], phase[0], now));
    }

    bool emit(StepRange steps, Targets const& targets, Emission out) override {
        auto const ids = lanes_(targets);
        std::size_t const n = ids.size();
        Step drawn = -1;
        for (Step s = steps.from; s < steps.to; ++s) {
            double* const row = &out.at(s - steps.from, 0);
            Step const interval = (s - first_) / interval_;
            if (interval == drawn) {
                std::copy_n(row - out.stride, n, row);
                continue;
            }
            drawn = interval;
            fill_normal({0, 0, key_field(interval), key_field(id())},
                        around().random->key(Purpose::stimulation), ids.data(), nullptr, {row, n});
            double const spread = deviation(first_ + interval * interval_);
            for (std::size_t i = 0; i < n; ++i) row[i] = mean[0] + spread * row[i];
        }
        return true;
    }

    // The mean of what all targets receive.
    std::vector<std::string> recordables() const override { return {"I"}; }
    double sample(Step k) const override {
        if (connections() == 0 || active({k, k + 1}).empty() || k < first_) return 0.0;
        std::vector<philox::Word> keys(connections());
        std::iota(keys.begin(), keys.end(), philox::Word{0});
        std::vector<double> draws(keys.size());
        Step const interval = (k - first_) / interval_;
        fill_normal({0, 0, key_field(interval), key_field(id())}, around().random->key(Purpose::stimulation),
                    keys.data(), nullptr, draws);
        double const sum = std::accumulate(draws.begin(), draws.end(), 0.0);
        return mean[0] + deviation(first_ + interval * interval_) * sum / static_cast<double>(draws.size());
    }

    double deviation(Step at) const {
        if (std_mod[0] == 0.0) return std[0];
        double const sine = generators::oscillation(frequency[0], phase[0], grid().ms(at));
        return std::sqrt(std[0] * std[0] + sine * std_mod[0] * std_mod[0]);
    }

    Step interval_ = 1;
    Step first_ = 0; // lag of the first draw
    generators::Lanes lanes_;
};
} // namespace

extern StimulusFactory const noise_generator = make<StimulusModel, NoiseGenerator>;

} // namespace nest
