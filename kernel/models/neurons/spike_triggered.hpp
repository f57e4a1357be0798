// Quantities that jump with every own spike and decay, a sum of exponentials per neuron: currents and
// movements of the threshold.
#pragma once

#include "kernel/models/receptors.hpp"

#include "kernel/core/elementary.hpp"

namespace nest {

class SpikeTriggered {
public:
    // Lists of time constants (ms) and of jumps, of equal length.
    SpikeTriggered(Schema& owner, ListParameter const& tau, ListParameter const& jump)
        : tau_(tau)
        , jump_(jump)
        , value_(owner)
        , decay_(owner)
        , step_(owner) {}

    bool consistent(std::size_t lane) const { return tau_.at(lane).size() == jump_.at(lane).size(); }

    void prepare(double h, std::size_t lanes) {
        std::size_t most = 0;
        for (std::size_t i = 0; i < tau_.v.size(); ++i) most = std::max(most, tau_.at(i).size());
        for (PerReceptor* quantity : {&value_, &decay_, &step_}) quantity->reach(most);
        for (std::size_t e = 0; e < most; ++e)
            for (std::size_t i = 0; i < lanes; ++i) {
                bool const exists = e < tau_.at(i).size();
                decay_[e].v[i] = exists ? elementary::exp(-h / tau_.at(i)[e]) : 0.0;
                step_[e].v[i] = exists ? jump_.at(i)[e] : 0.0;
            }
    }

    // Adds the elements to `sum` for n lanes from `first` on, and lets them decay by a step.
    void add_and_decay(std::size_t first, std::size_t n, double* NEST_RESTRICT sum) {
        for (std::size_t e = 0; e < value_.size(); ++e) {
            double* NEST_RESTRICT const value = value_[e].v.data() + first;
            double const* const decay = decay_[e].v.data() + first;
            for (std::size_t i = 0; i < n; ++i) {
                sum[i] += value[i];
                value[i] *= decay[i];
            }
        }
    }

    // The same for one lane, the other way round.
    double decay_and_add(std::size_t lane) {
        double sum = 0.0;
        for (std::size_t e = 0; e < value_.size(); ++e) sum += value_[e].v[lane] *= decay_[e][lane];
        return sum;
    }

    void spike(std::size_t lane, double count = 1.0) {
        for (std::size_t e = 0; e < value_.size(); ++e) value_[e].v[lane] += step_[e][lane] * count;
    }

private:
    ListParameter const &tau_, &jump_;
    PerReceptor value_, decay_, step_;
};

} // namespace nest
