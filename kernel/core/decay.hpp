// Exponential decay over whole steps: a table for short times, so that plastic edges need no exponential.
#pragma once

#include "kernel/core/elementary.hpp"
#include "kernel/core/time.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace nest {

class DecayTable {
public:
    DecayTable() = default;
    DecayTable(double tau, double h) // ms
        : tau_(tau)
        , h_(h) {
        for (std::size_t lag = 0; lag < tabulated; ++lag) table_.push_back(compute(static_cast<Step>(lag)));
    }
    double tau() const { return tau_; }
    double operator()(Step lag) const {
        auto const at = static_cast<std::size_t>(lag);
        return at < table_.size() ? table_[at] : compute(lag);
    }
    // Over a lag that is `less` ms shorter (longer, if negative).
    double operator()(Step lag, double less) const {
        return less == 0.0 ? (*this)(lag) : elementary::exp((less - static_cast<double>(lag) * h_) / tau_);
    }
    // Over the lags stamp[i] - since, none of which is below 0 or above `longest`.
    void lags(std::uint32_t const* stamp, std::size_t n, Step since, Step longest, double* result) const;

private:
    static constexpr std::size_t tabulated = 4096; // 32 kB: they stay in the nearest cache
    double compute(Step lag) const { return elementary::exp(-(static_cast<double>(lag) * h_) / tau_); }
    double tau_ = 1.0;
    double h_ = 0.1;
    std::vector<double> table_;
};

} // namespace nest
