// multimeter: samples state variables of the neurons it is connected to, at regular times. voltmeter: a
// multimeter that starts out recording V_m.
#include "kernel/catalogue.hpp"

#include <algorithm>

namespace nest {

namespace {

class Multimeter : public RecorderModel {
public:
    explicit Multimeter(Words names = {})
        : record_from(*this, "record_from", std::move(names), "Names of the variables to sample.") {}

private:
    Parameter interval_{*this, "interval", Unit::ms, 1.0, any, "Time between samples."};
    Parameter offset{*this, "offset", Unit::ms, 0.0, any, "Time of the first sample; 0: one interval."};
    WordsParameter record_from;

    Records records() const override { return Records::samples; }
    Words quantities() const override { return record_from[0]; }
    Step interval() const override { return std::max<Step>(1, grid().steps_up(interval_[0])); }
    Step first_sample() const override { return grid().steps_up(offset[0]); }
    bool fixed_by_connection(std::string_view key) const override {
        return key == "interval" || key == "offset" || key == "record_from";
    }

    // An interval off the grid is rounded up.
    void changed(std::size_t lane, Changes changes) override {
        RecorderModel::changed(lane, changes);
        if (std::ranges::find(changes, &interval_) == changes.end()) return;
        if (interval_[lane] < grid().resolution())
            require(false, "The sampling interval must be at least as long as the simulation resolution.");
        if (!grid().on_grid(interval_[lane]))
            interval_.put(lane, grid().delay_ms(grid().steps_up(interval_[lane])));
    }
    void validate(std::size_t lane) const override {
        RecorderModel::validate(lane);
        require(
            offset[lane] == 0.0 || offset[lane] >= grid().resolution(),
            "The offset for the sampling interval must be at least as long as the simulation resolution.");
    }
};

class Voltmeter final : public Multimeter {
public:
    Voltmeter()
        : Multimeter({"V_m"}) {}
};

} // namespace

extern RecorderFactory const multimeter = make<RecorderModel, Multimeter>;
extern RecorderFactory const voltmeter = make<RecorderModel, Voltmeter>;

} // namespace nest
