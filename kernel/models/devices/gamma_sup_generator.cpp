// gamma_sup_generator: superposition of n_proc gamma processes of integer shape for every target.
//
// A process passes through gamma_shape states; in every step each of those in a state moves on with
// probability rate gamma_shape h, and a spike falls when the last state is left.
// M. Deger, M. Helias, C. Boucsein, S. Rotter: Statistical properties of superimposed stationary spike trains
// (J. Comput. Neurosci. 32, 2012).
#include "kernel/models/devices/per_target.hpp"

namespace nest {

namespace {
using Occupation = std::vector<std::int64_t>; // processes per state

class GammaSupGenerator final : public StimulusModel {
    Parameter rate{*this, "rate", Unit::Hz, 0.0, non_negative, "Rate of each process."};
    IntegerParameter gamma_shape{
        *this, "gamma_shape", 1, {1.0, unbounded, true, true, "at least 1"}, "Shape."};
    IntegerParameter n_proc{
        *this, "n_proc", 1, {1.0, unbounded, true, true, "at least 1"}, "Number of processes."};

    Signal signal() const override { return Signal::spikes; }
    Window window() const override { return Window::step; }
    void changed(std::size_t lane, Changes changes) override {
        StimulusModel::changed(lane, changes);
        if (generators::among(changes, gamma_shape) || generators::among(changes, n_proc)) processes_.clear();
    }
    void prepare(double h) override {
        transition_ = std::min(1.0, rate[0] * static_cast<double>(gamma_shape[0]) * h / 1000.0);
    }

    bool emit(StepRange steps, Targets const& targets, Emission out) override {
        if (transition_ == 0.0) return false;
        processes_.run(
            *this, steps, targets, out, [this] { return even(); },
            [this](Occupation& states, Rng& rng, Step) { return advance(states, rng); });
        return true;
    }

    Occupation even() const {
        Occupation states(static_cast<std::size_t>(gamma_shape[0]), n_proc[0] / gamma_shape[0]);
        states.back() += n_proc[0] % gamma_shape[0];
        return states;
    }
    double advance(Occupation& states, Rng& rng) const {
        std::int64_t arriving = 0;
        for (std::int64_t& state : states) {
            std::int64_t const leaving = binomial(rng, state, transition_);
            state += arriving - leaving;
            arriving = leaving;
        }
        states[0] += arriving;
        return static_cast<double>(arriving);
    }

    double transition_ = 0.0;
    generators::Processes<Occupation> processes_;
};
} // namespace

extern StimulusFactory const gamma_sup_generator = make<StimulusModel, GammaSupGenerator>;

} // namespace nest
