// A recording device: which events it takes and what its users may set. Storage and files are the business
// of record/; collecting is the engine's.
#pragma once

#include "kernel/models/model.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace nest {

enum class Records : std::uint8_t {
    spikes,       // connected neuron -> recorder
    samples,      // connected meter -> neuron
    weights,      // of the spikes of synapse models that name the recorder; never connected
    states,       // of binary neurons: two spikes of a step mean up, one means down
    correlations, // a DetectorModel: every spike with its weight and receptor
    releases      // a volume transmitter: spikes go to the synapses that name it
};

class RecorderModel : public Model {
public:
    virtual Records records() const = 0;

    virtual std::string_view element_type() const { return "recorder"; }
    virtual std::int64_t receptors() const { return 1; } // numbered from 0

    // Names of what is kept besides sender and time: doubles, and whole numbers.
    virtual Words quantities() const { return {}; }
    virtual Words integers() const { return {}; }

    // For samples: how often and from when on.
    virtual Step interval() const { return 1; }
    virtual Step first_sample() const { return 0; } // stamp of the offset; 0: multiples of the interval

    // Keys that cannot change any more once a node is connected.
    virtual bool fixed_by_connection(std::string_view key) const { return static_cast<void>(key), false; }

    Parameter origin{*this, "origin", Unit::ms, 0.0, any, "Added to start and stop."};
    Parameter start{*this, "start", Unit::ms, 0.0, any, "Begin of activity."};
    Parameter stop{*this, "stop", Unit::ms, infinite_ms, any, "End of activity."};
    TextParameter label{*this, "label", "", "A name chosen by the user; part of file names."};
    Choice record_to{*this, "record_to", "memory", {"memory", "ascii", "screen"}, "Where events go."};
    BoolParameter time_in_steps{*this, "time_in_steps", false, "Are times steps and offsets instead of ms?"};

    IntegerParameter precision{*this,
                               "precision",
                               3,
                               {0.0, 17.0, true, true, "between 0 and 17"},
                               "Digits behind the point in text."};
    TextParameter file_extension{*this, "file_extension", "dat", "Last part of file names."};

    // Which of the fields are keys: those of a back end while it is chosen.
    virtual bool has_key(std::string_view key, std::string_view back_end) const {
        if (key == "precision") return back_end != "memory";
        if (key == "file_extension") return back_end == "ascii";
        return true;
    }
    bool has_key(std::string_view key) const { return has_key(key, record_to[0].text); }
    virtual bool shows(std::string_view key) const { return has_key(key); } // in the status
    void erase_hidden(Properties& status) const;

    void changed(std::size_t lane, Changes changes) override; // time_in_steps: before the first run only
    void validate(std::size_t lane) const override;           // times on the grid, stop not before start
};

// A recorder that keeps no events but what follows from them.
class DetectorModel : public RecorderModel {
public:
    struct Spike {
        Step stamp;
        std::int64_t receptor;
        double weight;
        std::int64_t count; // spikes at once
    };

    Records records() const final { return Records::correlations; }
    Words quantities() const final { return {"weights"}; }
    Words integers() const final { return {"receptors", "counts"}; }
    bool has_key(std::string_view key, std::string_view) const override {
        return key != "label" && key != "record_to" && key != "time_in_steps" && key != "precision" &&
               key != "file_extension";
    }

    // Before every run. `slice`: steps of a slice.
    virtual void prepare(Step slice) = 0;
    virtual void take(Spike const& spike) = 0; // in order of arrival
    virtual void reset() = 0;
    virtual void regrid() {} // the resolution has changed: defaults that do not fit it any more
    virtual Properties results() const = 0;
    virtual bool counts_events() const { return true; } // n_events may be set to zeros
};

using RecorderFactory = std::unique_ptr<RecorderModel> (*)();

} // namespace nest
