// sinusoidal_gamma_generator: gamma trains of shape `order` whose rate is
// r(t) = rate + amplitude sin(2 pi frequency t + phase), one for every target or one for all.
//
// With L = order * integral of r since the last spike, the hazard is
//   order r(t) L^(order - 1) exp(-L) / Gamma(order, L).
// R. Barbieri, M. C. Quirk, L. M. Frank, M. A. Wilson, E. N. Brown: Construction and analysis of non-Poisson
// stimulus-response models (J. Neurosci. Methods 105, 2001).
#include "kernel/models/devices/per_target.hpp"

namespace nest {

namespace {
struct Train {
    Step reached = 0;
    double hazard_since_spike = 0.0; // L
};

class SinusoidalGammaGenerator final : public StimulusModel {
    Parameter rate{*this, "rate", Unit::Hz, 0.0, non_negative, "Mean rate."};
    Parameter amplitude{*this, "amplitude", Unit::Hz, 0.0, non_negative, "Amplitude of the modulation."};
    Parameter frequency{*this, "frequency", Unit::Hz, 0.0, any, "Frequency of the modulation."};
    Parameter phase{*this, "phase", Unit::none, 0.0, any, "Phase of the modulation in degrees."};
    Parameter order{*this, "order", Unit::none, 1.0, {1.0, unbounded, true, false, "at least 1"}, "Shape."};
    BoolParameter individual_spike_trains{*this, "individual_spike_trains", true,
                                          "Does every target receive a train of its own? Fixed at creation."};

    Signal signal() const override {
        return individual_spike_trains[0] ? Signal::spikes : Signal::broadcast_spikes;
    }
    Window window() const override { return Window::step; }
    void prepare(double) override {}

    void changed(std::size_t lane, Changes changes) override {
        StimulusModel::changed(lane, changes);
        if (id() != 0 && generators::among(changes, individual_spike_trains))
            throw BadProperty("The individual_spike_trains property can only be set as a model default using "
                              "SetDefaults or upon CopyModel.");
    }
    void validate(std::size_t lane) const override {
        StimulusModel::validate(lane);
        require(amplitude[lane] <= rate[lane], "Rate parameters must fulfill 0 <= amplitude <= rate.");
    }

    std::vector<std::string> recordables() const override { return {"rate"}; }
    double sample(Step k) const override { return rate_at(grid().ms(k + 1)); }

    bool emit(StepRange steps, Targets const& targets, Emission out) override {
        if (rate[0] == 0.0) return false;
        if (!individual_spike_trains[0]) return emit_common(steps, out);
        trains_.run(
            *this, steps, targets, out, [] { return Train{}; },
            [this](Train& train, Rng& rng, Step s) { return advance(train, rng, s); });
        return true;
    }

    // Targets with different delays ask for the same steps: the common train is kept.
    bool emit_common(StepRange steps, Emission out) {
        for (Step s = std::max(steps.from, common_until_); s < steps.to; ++s) {
            Rng rng = around().random->at_step(Purpose::stimulation_common, id(), 0, s);
            if (advance(common_, rng, s) > 0.0) spikes_.push_back(s);
        }
        common_until_ = std::max(common_until_, steps.to);
        auto const first = std::ranges::lower_bound(spikes_, steps.from);
        auto const last = std::ranges::lower_bound(spikes_, steps.to);
        for (auto spike = first; spike != last; ++spike) out.at(*spike - steps.from, 0) = 1.0;
        return first != last;
    }

    double advance(Train& train, Rng& rng, Step s) const {
        double const from = grid().ms(train.reached), now = grid().ms(s + 1);
        train.hazard_since_spike += order[0] * expected(from, now);
        train.reached = s + 1;
        double const hazard =
            grid().resolution() * order[0] * rate_at(now) / 1000.0 * density(train.hazard_since_spike);
        if (rng.uniform() >= hazard) return 0.0;
        train.hazard_since_spike = 0.0;
        return 1.0;
    }
    // L^(a-1) exp(-L) / Gamma(a, L)
    double density(double L) const {
        double const a = order[0];
        if (a == 1.0) return 1.0;
        if (L <= 0.0) return 0.0;
        return elementary::exp((a - 1.0) * elementary::log(L) - L - elementary::log_gamma(a)) /
               elementary::gamma_exceeds(a, L);
    }
    double rate_at(double ms) const {
        return rate[0] + amplitude[0] * generators::oscillation(frequency[0], phase[0], ms);
    }
    // Integral of the rate between two times in ms.
    double expected(double from, double to) const {
        double integral = rate[0] * (to - from) / 1000.0;
        if (frequency[0] == 0.0 || amplitude[0] == 0.0)
            return integral +
                   amplitude[0] * generators::oscillation(0.0, phase[0], 0.0) * (to - from) / 1000.0;
        auto const cosine = [&](double ms) {
            return generators::oscillation(frequency[0], phase[0] + 90.0, ms);
        };
        return integral - amplitude[0] * (cosine(to) - cosine(from)) / (2.0 * elementary::pi * frequency[0]);
    }

    generators::Processes<Train> trains_;
    Train common_;
    Step common_until_ = 0;
    std::vector<Step> spikes_; // lags of the common train
};
} // namespace

extern StimulusFactory const sinusoidal_gamma_generator = make<StimulusModel, SinusoidalGammaGenerator>;

} // namespace nest
