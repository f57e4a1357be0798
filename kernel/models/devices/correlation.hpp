// What the detectors of correlations share: bins of width delta_tau up to lags of tau_max, and the time in
// which they count.
#pragma once

#include "kernel/catalogue.hpp"
#include "kernel/errors.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace nest::correlation {

// values[i][j][bin]
template <class T> class Cube {
public:
    Cube() = default;
    Cube(std::size_t channels, std::size_t bins)
        : bins_(channels, std::vector<std::vector<T>>(channels, std::vector<T>(bins))) {}
    T& at(std::size_t i, std::size_t j, std::size_t bin) { return bins_[i][j][bin]; }
    bool empty() const { return bins_.empty(); }

    Property property() const {
        if (empty()) return PropertyList{PropertyList{PropertyList{}}};
        PropertyList rows;
        for (auto const& row : bins_) {
            PropertyList cells;
            for (auto const& cell : row) cells.emplace_back(cell);
            rows.emplace_back(std::move(cells));
        }
        return rows;
    }

private:
    std::vector<std::vector<std::vector<T>>> bins_;
};

class Detector : public DetectorModel {
protected:
    explicit Detector(std::string name, double width = 0.5)
        : delta_tau(*this, "delta_tau", Unit::ms, width, any, "Width of a bin.")
        , tau_max(*this, "tau_max", Unit::ms, 10.0 * width, any, "Largest lag.")
        , default_steps_(std::lround(width / default_resolution))
        , name_(std::move(name)) {}

    void regrid() override {
        if (!grid().on_grid(delta_tau[0])) delta_tau.put_all(grid().delay_ms(default_steps_));
        if (!grid().on_grid(tau_max[0]) || reach() % width() != 0) tau_max.put_all(10.0 * delta_tau[0]);
    }

    Parameter delta_tau;
    Parameter tau_max;
    Parameter Tstart{*this, "Tstart", Unit::ms, 0.0, any, "Spikes before are not counted."};
    Parameter Tstop{*this, "Tstop", Unit::ms, infinite_ms, any, "Spikes after are not counted."};

    Step width() const { return grid().steps_up(delta_tau[0]); } // steps
    Step reach() const { return grid().steps_up(tau_max[0]); }
    double edge() const { return static_cast<double>(reach()) + 0.5 * static_cast<double>(width()); }
    std::size_t bins() const { return static_cast<std::size_t>(reach() / width()) + 1; }
    bool counted(Step stamp) const { return grid().ms(stamp) >= Tstart[0] && grid().ms(stamp) <= Tstop[0]; }

    void check_bins() const {
        if (!grid().on_grid(delta_tau[0]) || width() < 1)
            throw StepMultipleRequired(name_, "delta_tau", delta_tau[0]);
        if (!grid().on_grid(tau_max[0]) || tau_max[0] < 0.0)
            throw StepMultipleRequired(name_, "tau_max", tau_max[0]);
        if (reach() % width() != 0)
            throw TimeMultipleRequired(name_, "tau_max", tau_max[0], "delta_tau", delta_tau[0]);
    }
    virtual void check() const { check_bins(); }
    virtual bool shapes(Field const* field) const { return field == &delta_tau || field == &tau_max; }

    // New bins forget what was counted.
    void changed(std::size_t lane, Changes changes) override {
        RecorderModel::changed(lane, changes);
        if (std::ranges::none_of(changes, [&](Field const* f) { return shapes(f); })) return;
        check();
        RecorderModel::validate(lane);
        reset();
    }
    void prepare(Step slice) override {
        slice_ = slice;
        check();
        if (!shaped()) reset();
    }
    virtual bool shaped() const = 0;

    Step slice_ = 1; // steps of a slice

private:
    static constexpr double default_resolution = 0.1; // ms
    Step default_steps_;                              // of a bin
    std::string name_;
};

} // namespace nest::correlation
