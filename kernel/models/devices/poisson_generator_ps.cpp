// poisson_generator_ps: for every target an independent Poisson train with dead time, between grid points.
//
// Intervals are dead_time plus an exponential time of mean 1/rate - dead_time. A process that becomes active
// is within the dead time of an earlier spike with probability rate dead_time.
#include "kernel/models/devices/generator.hpp"

#include <unordered_map>

namespace nest {

namespace {
class PoissonGeneratorPs final : public StimulusModel {
    Parameter rate{*this, "rate",       Unit::Hz,
                   0.0,   non_negative, "Mean rate of the train each target receives."};
    Parameter dead_time{*this, "dead_time", Unit::ms, 0.0, non_negative, "Dead time after a spike."};

    Signal signal() const override { return Signal::spikes; }
    Window window() const override { return Window::stamp; }
    bool precise() const override { return true; }

    void validate(std::size_t lane) const override {
        StimulusModel::validate(lane);
        require(rate[lane] == 0.0 || 1000.0 / rate[lane] >= dead_time[lane],
                "The inverse rate cannot be smaller than the dead time.");
    }
    void changed(std::size_t lane, Changes changes) override {
        StimulusModel::changed(lane, changes);
        using generators::among;
        if (among(changes, start) || among(changes, origin)) processes_.clear();
    }
    void prepare(double) override {}

    // Adds an exponential time, drawn from the stream of the step and target.
    double interval(Rng& rng) const {
        return -(1000.0 / rate[0] - dead_time[0]) * elementary::log(rng.open_uniform());
    }
    double first_interval(Rng& rng) const {
        if (dead_time[0] > 0.0 && rng.uniform() < dead_time[0] * rate[0] / 1000.0)
            return rng.uniform() * dead_time[0];
        return interval(rng) + dead_time[0];
    }

    void emit_precise(StepRange steps, Targets const& targets, std::vector<PreciseSpike>& out) override {
        if (rate[0] == 0.0) return;
        double const h = resolution();
        for (std::size_t i = 0; i < targets.keys.size(); ++i) {
            auto const key = static_cast<std::int64_t>(targets.keys[i]);
            auto [process, fresh] = processes_.try_emplace(targets.keys[i], Step{0}, 0.0);
            for (Step s = steps.from; s < steps.to; ++s) {
                if (!fresh && process->second.first > s) continue;
                Rng rng = around().random->at_step(Purpose::stimulation, id(), key, s);
                auto& [step, within] = process->second; // next spike: ms after the beginning of a step
                if (fresh) wait(process->second, s, first_interval(rng), h);
                for (fresh = false; step <= s;
                     wait(process->second, step, within + dead_time[0] + interval(rng), h))
                    out.push_back({s, i, h - within, 1.0});
            }
        }
    }

    // ms > 0 after the beginning of step s; 0 < within <= h.
    static void wait(std::pair<Step, double>& next, Step s, double ms, double h) {
        double const steps = std::ceil(ms / h) - 1.0;
        Step const ahead = steps < 1.0 ? 0 : steps > 1e15 ? infinite_steps / 4 : static_cast<Step>(steps);
        next = {s + ahead, std::clamp(ms - static_cast<double>(ahead) * h, h * 1e-15, h)};
    }

    bool emit(StepRange steps, Targets const& targets, Emission out) override {
        spikes_.clear();
        emit_precise(steps, targets, spikes_);
        for (PreciseSpike const& spike : spikes_) out.at(spike.lag - steps.from, spike.target) += spike.value;
        return !spikes_.empty();
    }

    std::unordered_map<std::uint64_t, std::pair<Step, double>> processes_; // by key
    std::vector<PreciseSpike> spikes_;
};
} // namespace

extern StimulusFactory const poisson_generator_ps = make<StimulusModel, PoissonGeneratorPs>;

} // namespace nest
