// sinusoidal_poisson_generator: Poisson trains of rate max(0, rate + amplitude sin(2 pi frequency t +
// phase)), one for every target or one for all.
#include "kernel/models/devices/generator.hpp"

namespace nest {

namespace {
class SinusoidalPoissonGenerator final : public StimulusModel {
    Parameter rate{*this, "rate", Unit::Hz, 0.0, any, "Mean rate."};
    Parameter amplitude{*this, "amplitude", Unit::Hz, 0.0, any, "Amplitude of the modulation."};
    Parameter frequency{*this, "frequency", Unit::Hz, 0.0, any, "Frequency of the modulation."};
    Parameter phase{*this, "phase", Unit::none, 0.0, any, "Phase of the modulation in degrees."};
    BoolParameter individual_spike_trains{*this, "individual_spike_trains", true,
                                          "Does every target receive a train of its own? Fixed at creation."};
    State y_0{*this,
              "y_0",
              Unit::Hz,
              0.0,
              "Cosine part of the modulation when the last run began.",
              Access::read_only};
    State y_1{*this,
              "y_1",
              Unit::Hz,
              0.0,
              "Sine part of the modulation when the last run began.",
              Access::read_only};

    Signal signal() const override {
        return individual_spike_trains[0] ? Signal::spikes : Signal::broadcast_spikes;
    }
    Window window() const override { return Window::current; }

    void changed(std::size_t lane, Changes changes) override {
        StimulusModel::changed(lane, changes);
        if (id() != 0 && generators::among(changes, individual_spike_trains))
            throw BadProperty("The individual_spike_trains property can only be set as a model default using "
                              "SetDefaults or upon CopyModel.");
    }
    void prepare(double h) override {
        seconds_ = h / 1000.0;
        double const now = grid().ms(around().now);
        y_0.put(0, amplitude[0] * generators::oscillation(frequency[0], phase[0] + 90.0, now));
        y_1.put(0, amplitude[0] * generators::oscillation(frequency[0], phase[0], now));
    }

    std::vector<std::string> recordables() const override { return {"rate"}; }
    double sample(Step k) const override { return rate_in(k); }

    // Hz, in the lag from k to k + 1.
    double rate_in(Step k) const {
        double const wave = generators::oscillation(frequency[0], phase[0], grid().ms(k + 1));
        return std::max(0.0, rate[0] + amplitude[0] * wave);
    }
    bool emit(StepRange steps, Targets const& targets, Emission out) override {
        tables_.clear();
        for (Step s = steps.from; s < steps.to; ++s) tables_.emplace_back(rate_in(s) * seconds_);
        if (individual_spike_trains[0]) {
            PoissonTable::draw(tables_, *around().random, Purpose::stimulation, key_field(id()),
                               lanes_(targets), steps.from, steps.to, out.values, out.stride, targets.kept);
        } else {
            philox::Word const everybody = 0;
            PoissonTable::draw(tables_, *around().random, Purpose::stimulation_common, key_field(id()),
                               {&everybody, 1}, steps.from, steps.to, out.values, out.stride);
        }
        return true;
    }

    double seconds_ = 1e-4; // of a step
    std::vector<PoissonTable> tables_;
    generators::Lanes lanes_;
};
} // namespace

extern StimulusFactory const sinusoidal_poisson_generator = make<StimulusModel, SinusoidalPoissonGenerator>;

} // namespace nest
