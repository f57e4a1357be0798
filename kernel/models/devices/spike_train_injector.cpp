// spike_train_injector: spikes at given times, sent like those of a neuron: it lives on one thread, its
// spikes travel with all others, and plastic synapses accept it as a source.
#include "kernel/catalogue.hpp"
#include "kernel/models/devices/spike_train.hpp"

#include <algorithm>

namespace nest {

namespace {
class SpikeTrainInjector final : public NeuronModel {
    generators::SpikeTrain train{*this, "spike_train_injector"};
    Parameter origin{*this, "origin", Unit::ms, 0.0, any, "Added to start, stop and the times of spikes."};
    Parameter start{*this, "start", Unit::ms, 0.0, any, "Begin of activity."};
    Parameter stop{*this, "stop", Unit::ms, infinite_ms, any, "End of activity."};

public:
    SpikeTrainInjector() { hide_archive(); }

private:
    Wiring wiring(std::size_t) const override { return {}; }

    bool off_grid() const override {
        for (std::size_t lane = 0; lane < std::max<std::size_t>(1, ids().size()); ++lane)
            if (train.precise(lane)) return true;
        return false;
    }

    void changed(std::size_t lane, Changes changes) override {
        NeuronModel::changed(lane, changes);
        train.changed(grid(), around().now, grid().steps_up(origin[lane]), lane, changes);
    }

    void validate(std::size_t lane) const override {
        require_window(grid(), origin[lane], start[lane], stop[lane]);
        train.validate(lane);
    }

    // Spikes of the past are lost, also if they were set only now.
    void prepare(double) override {
        courses_.resize(ids().size());
        for (std::size_t lane = 0; lane < courses_.size(); ++lane) {
            Step const zero = grid().steps_up(origin[lane]);
            Step const from = std::max(around().now, zero + grid().steps_up(start[lane]));
            auto& [stamps, next, last] = courses_[lane];
            stamps = train.stamps(grid(), zero, lane);
            last = std::min(infinite_steps, zero + grid().steps_up(stop[lane]));
            auto const first = std::ranges::upper_bound(stamps, from, {}, &Stamp::step);
            next = static_cast<std::size_t>(first - stamps.begin());
        }
    }

    void advance(Chunk c, StepRange steps, Inputs const&, StepSink& sink) override {
        std::size_t const end = std::min(c.first + c.count, ids().size());
        for (Step s = steps.from; s < steps.to; ++s)
            for (std::size_t lane = c.first; lane < end; ++lane) send(lane, s, sink);
    }

    void send(std::size_t lane, Step s, StepSink& sink) {
        auto& [stamps, next, last] = courses_[lane];
        for (; next < stamps.size() && stamps[next].step <= s + 1; ++next)
            if (auto const n = train.multiplicity(lane, next); n > 0 && stamps[next].step <= last)
                sink.emit(s, lane, stamps[next].offset, static_cast<double>(n));
    }

    struct Course {
        std::vector<Stamp> stamps; // ascending
        std::size_t next = 0;
        Step last = 0;
    };
    std::vector<Course> courses_; // by lane
};
} // namespace

extern NeuronFactory const spike_train_injector = make<NeuronModel, SpikeTrainInjector>;

} // namespace nest
