// A stimulation device: what it sends in every step to each of its targets. A device serves many targets at
// once and never sends events one by one. It exists on every thread; every instance holds the same
// parameters and serves the targets of its thread, so whatever it draws must be a function of a key (device,
// target, step), never of the order of calls.
#pragma once

#include "kernel/models/model.hpp"
#include "kernel/nodes.hpp"
#include "kernel/random/kept_words.hpp"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace nest {

enum class Signal : std::uint8_t {
    current,           // values are currents in pA, multiplied by the weight
    spikes,            // values are numbers of spikes, multiplied by the weight
    broadcast_current, // one current for all targets: only the first value of a row is filled
    broadcast_spikes   // one train for all targets: likewise
};

// When a device counts as active in the lag from k to k + 1; A and B are origin + start and origin + stop.
enum class Window : std::uint8_t {
    current, // A < k + 2 <= B
    step,    // A < k <= B
    stamp    // A < k + 1 <= B
};

// Some targets of one device on one thread, all reached over the same delay.
struct Targets {
    std::span<NodeId const> nodes;
    std::span<std::uint64_t const> keys; // distinct for every connection of the device: what draws depend on
    bool counts = false;                 // they take numbers of spikes, whatever their weights
    KeptWords* kept = nullptr;           // for these targets alone, from call to call of one run
};

// A spike between grid points, with stamp lag + 1.
struct PreciseSpike {
    Step lag;
    std::size_t target; // 0 if all get the same
    double offset;      // ms before the stamp
    double value;       // as in an emission
};

// Room for values[step * stride + target].
struct Emission {
    double* values;
    std::size_t stride;
    double& at(Step step, std::size_t target) const {
        return values[static_cast<std::size_t>(step) * stride + target];
    }
};

class StimulusModel : public Model {
public:
    virtual Signal signal() const = 0;
    virtual Window window() const = 0;

    // Before every run, after parameters may have changed. h: step in ms.
    virtual void prepare(double h) = 0;

    // Fills out.at(s - steps.from, i) for every step and target (or i = 0 only, if the signal is the same for
    // all). All steps are active. Room is zeroed before. False: nothing is sent in these steps.
    // Called for ascending, possibly overlapping ranges of steps; the same arguments give the same values.
    virtual bool emit(StepRange steps, Targets const& targets, Emission out) = 0;

    // Devices with spikes between grid points: appends the same spikes, ascending in time for every target.
    // Targets that take spikes one by one and recorders are served here, all others by emit().
    virtual bool precise() const { return false; }
    virtual void emit_precise(StepRange steps, Targets const& targets, std::vector<PreciseSpike>& out) {
        static_cast<void>(steps), static_cast<void>(targets), static_cast<void>(out);
    }

    // Spikes whose own factor multiplies the weight (spike_generator with spike_weights): values may be
    // negative and are not numbers of spikes any more.
    virtual bool weighted() const { return false; }

    // Spikes it relays: does it take any, and how many are read in the lag from `lag` to `lag` + 1.
    virtual bool relays() const { return false; }
    virtual void arrive(Step lag, std::int64_t count) { static_cast<void>(lag), static_cast<void>(count); }

    // What a multimeter may record, and its value in the lag from k to k + 1.
    virtual std::vector<std::string> recordables() const { return {}; }
    virtual double sample(Step k) const { return static_cast<void>(k), 0.0; }

    // Connections made so far: keys of targets are smaller. Told before every run.
    std::uint64_t connections() const { return connections_; }
    void count_connections(std::uint64_t n) { connections_ = n; }

    NodeId id() const { return id_; }
    void name_node(NodeId id) { id_ = id; }

    // Takes over origin, start and stop; called before prepare().
    void open_window();

    // The part of `steps` in which the device is active, from the parameters at the last prepare.
    StepRange active(StepRange steps) const;

    Parameter origin{*this, "origin", Unit::ms, 0.0, any, "Added to start and stop."};
    Parameter start{*this, "start", Unit::ms, 0.0, any, "Begin of activity."};
    Parameter stop{*this, "stop", Unit::ms, infinite_ms, any, "End of activity."};
    TextParameter label{*this, "label", "", "A name chosen by the user."};
    Choice stimulus_source{*this, "stimulus_source", "0", {"0", ""}, "Back end that feeds the device."};

    void validate(std::size_t lane) const override; // times on the grid, stop not before start

private:
    NodeId id_ = 0;
    std::uint64_t connections_ = 0;
    Step first_ = 0; // A and B in steps, at the last prepare
    Step last_ = 0;
};

using StimulusFactory = std::unique_ptr<StimulusModel> (*)();

} // namespace nest
