// mip_generator: multiple interaction process. One Poisson train is the mother of all; every target receives
// each of her spikes with probability p_copy.
// A. Kuhn, A. Aertsen, S. Rotter: Higher-order statistics of input ensembles (Neural Computation 15, 2003).
#include "kernel/models/devices/generator.hpp"

namespace nest {

namespace {
class MipGenerator final : public StimulusModel {
    Parameter rate{*this, "rate", Unit::Hz, 0.0, non_negative, "Mean rate of the mother process."};
    Parameter p_copy{*this, "p_copy",    Unit::none,
                     1.0,   probability, "Probability of copying a spike to a target."};

    Signal signal() const override { return Signal::spikes; }
    Window window() const override { return Window::step; }
    void prepare(double h) override { mother_ = PoissonTable(rate[0] * h / 1000.0); }

    bool emit(StepRange steps, Targets const& targets, Emission out) override {
        if (mother_.mean() == 0.0) return false;
        RandomStreams const& random = *around().random;
        std::vector<double> spikes(static_cast<std::size_t>(steps.size()));
        philox::Word const everybody = 0;
        PoissonTable::draw({&mother_, 1}, random, Purpose::stimulation_common, key_field(id()),
                           {&everybody, 1}, steps.from, steps.to, spikes.data(), 1);
        for (Step s = steps.from; s < steps.to; ++s) {
            auto const count = static_cast<std::int64_t>(spikes[static_cast<std::size_t>(s - steps.from)]);
            if (count == 0) continue;
            for (std::size_t i = 0; i < targets.keys.size(); ++i) {
                Rng rng =
                    random.at_step(Purpose::stimulation, id(), static_cast<std::int64_t>(targets.keys[i]), s);
                out.at(s - steps.from, i) = static_cast<double>(binomial(rng, count, p_copy[0]));
            }
        }
        return true;
    }

    PoissonTable mother_{0.0};
};
} // namespace

extern StimulusFactory const mip_generator = make<StimulusModel, MipGenerator>;

} // namespace nest
