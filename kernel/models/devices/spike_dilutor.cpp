// spike_dilutor: repeats every spike it receives to each target with probability p_copy, one step after it
// has arrived.
#include "kernel/models/devices/generator.hpp"

#include <map>

namespace nest {

namespace {

constexpr Step longest_delay = Step{1} << 20; // steps; for longer, spikes would be forgotten too early

class SpikeDilutor final : public StimulusModel {
    Parameter p_copy{*this, "p_copy",    Unit::none,
                     1.0,   probability, "Probability that a target gets a spike."};

    Signal signal() const override { return Signal::spikes; }
    Window window() const override { return Window::step; }
    void prepare(double) override {}

    bool relays() const override { return true; }
    void arrive(Step lag, std::int64_t count) override {
        arrived_[lag] += count;
        arrived_.erase(arrived_.begin(), arrived_.lower_bound(around().now - longest_delay));
    }

    bool emit(StepRange steps, Targets const& targets, Emission out) override {
        auto const end = arrived_.lower_bound(steps.to);
        bool sent = false;
        for (auto at = arrived_.lower_bound(steps.from); at != end; ++at) {
            for (std::size_t i = 0; i < targets.keys.size(); ++i) {
                Rng rng = around().random->at_step(Purpose::stimulation, id(),
                                                   static_cast<std::int64_t>(targets.keys[i]), at->first);
                out.at(at->first - steps.from, i) = static_cast<double>(binomial(rng, at->second, p_copy[0]));
            }
            sent = true;
        }
        return sent;
    }

    std::map<Step, std::int64_t> arrived_; // spikes by the lag in which they are read
};

} // namespace

extern StimulusFactory const spike_dilutor = make<StimulusModel, SpikeDilutor>;

} // namespace nest
