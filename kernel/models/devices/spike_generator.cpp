// spike_generator: spikes at given times.
#include "kernel/models/devices/generator.hpp"

#include <fmt/format.h>

namespace nest {

namespace {
class SpikeGenerator final : public StimulusModel {
    VectorParameter spike_times{*this, "spike_times", Unit::ms,
                                {},    any,           "Times of spikes, in ascending order."};
    VectorParameter spike_weights{
        *this, "spike_weights", Unit::none, {}, any, "Factors of the weights, one per spike."};
    IntegerVectorParameter spike_multiplicities{
        *this, "spike_multiplicities", {}, any, "Multiplicities, one per spike."};
    BoolParameter precise_times{*this, "precise_times", false,
                                "Keep times between grid points? (not supported)"};
    BoolParameter allow_offgrid_times{*this, "allow_offgrid_times", false,
                                      "Round times up to the grid instead of refusing them?"};
    BoolParameter shift_now_spikes{*this, "shift_now_spikes", false,
                                   "Move spikes at the present time one step into the future?"};

    Signal signal() const override { return Signal::broadcast_spikes; }
    Window window() const override { return Window::stamp; }
    bool weighted() const override { return !spike_weights.at(0).empty(); }

    void changed(std::size_t lane, Changes changes) override {
        StimulusModel::changed(lane, changes);
        using generators::among;
        bool const options = among(changes, precise_times) || among(changes, allow_offgrid_times) ||
                             among(changes, shift_now_spikes);
        bool const times = among(changes, spike_times);
        if (options && !times && !spike_times.at(0).empty())
            throw BadProperty(
                "Options can only be set together with spike times or if no spike times have been set.");
        if (precise_times[0] && (allow_offgrid_times[0] || shift_now_spikes[0]))
            throw BadProperty("Option precise_times cannot be set to true when either allow_offgrid_times or "
                              "shift_now_spikes is set to true.");
        if (precise_times[0])
            throw NotImplemented("Spikes between grid points (precise_times) are not available.");
        if (times) put_on_grid();
        if (times || among(changes, spike_weights) || among(changes, spike_multiplicities) ||
            among(changes, origin))
            since_ = around().now;
    }

    void validate(std::size_t lane) const override {
        StimulusModel::validate(lane);
        require_length("spike_weights", spike_weights.at(lane).size());
        require_length("spike_multiplicities", spike_multiplicities.at(lane).size());
        for (std::int64_t const m : spike_multiplicities.at(lane))
            require(m >= 0, "spike_multiplicities must not be negative.");
    }

    void require_length(char const* what, std::size_t length) const {
        if (length == 0 || length == spike_times.at(0).size()) return;
        throw BadProperty(
            fmt::format("{} must have the same number of elements as spike_times, or 0 elements to "
                        "clear the property.",
                        what),
            fmt::format("{} given, {} spike times", length, spike_times.at(0).size()));
    }

    void put_on_grid() {
        std::vector<double> on_grid;
        double previous = -unbounded;
        for (double const ms : spike_times.at(0)) {
            if (ms < previous) throw BadProperty("Spike times must be sorted in non-descending order.");
            previous = ms;
            on_grid.push_back(grid().ms(step_of(ms)));
        }
        spike_times.put(0, std::make_shared<std::vector<double> const>(std::move(on_grid)));
    }

    Step step_of(double ms) const {
        if (ms == 0.0 && !shift_now_spikes[0]) throw BadProperty("spike time cannot be set to 0.");
        if (ms < 0.0)
            throw BadProperty("spike times must not be negative.", fmt::format("{:g} ms was given", ms));
        if (!grid().on_grid(ms) && !allow_offgrid_times[0])
            throw BadProperty(fmt::format(
                "spike_generator: Time point {:g} is not representable in current resolution.", ms));
        Step const step = grid().steps_up(ms);
        bool const now = grid().steps_up(origin[0]) + step == around().now;
        return now && shift_now_spikes[0] ? step + 1 : step;
    }

    void prepare(double) override {
        stamps_.clear();
        Step const zero = grid().steps_up(origin[0]);
        for (double const ms : spike_times.at(0)) stamps_.push_back(zero + grid().steps_up(ms));
    }

    bool emit(StepRange steps, Targets const&, Emission out) override {
        auto const first = std::upper_bound(stamps_.begin(), stamps_.end(), std::max(steps.from, since_));
        auto const last = std::upper_bound(first, stamps_.end(), steps.to);
        for (auto spike = first; spike < last; ++spike) {
            auto const i = static_cast<std::size_t>(spike - stamps_.begin());
            out.at(*spike - 1 - steps.from, 0) += strength(i);
        }
        return first < last;
    }

    double strength(std::size_t i) const {
        double const weight = spike_weights.at(0).empty() ? 1.0 : spike_weights.at(0)[i];
        return spike_multiplicities.at(0).empty()
                   ? weight
                   : weight * static_cast<double>(spike_multiplicities.at(0)[i]);
    }

    std::vector<Step> stamps_; // ascending
    Step since_ = 0;           // steps completed when the train was last set: earlier spikes are lost
};
} // namespace

extern StimulusFactory const spike_generator = make<StimulusModel, SpikeGenerator>;

} // namespace nest
