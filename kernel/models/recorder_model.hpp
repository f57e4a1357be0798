// A recording device: which events it takes and what its users may set. Storage and files are the business
// of record/; collecting is the engine's.
#pragma once

#include "kernel/models/model.hpp"

#include <memory>
#include <string>
#include <vector>

namespace nest {

enum class Records : std::uint8_t {
    spikes, // connected neuron -> recorder
    samples // connected meter -> neuron
};

class RecorderModel : public Model {
public:
    virtual Records records() const = 0;

    // For samples: what, how often and from when on.
    virtual Words quantities() const { return {}; }
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

    // Keys that belong to a back end are seen while it is chosen.
    bool has_key(std::string_view key) const {
        if (key == "precision") return record_to[0].text != "memory";
        if (key == "file_extension") return record_to[0].text == "ascii";
        return true;
    }

    void changed(std::size_t lane, Changes changes) override; // time_in_steps: before the first run only
    void validate(std::size_t lane) const override;           // times on the grid, stop not before start
};

using RecorderFactory = std::unique_ptr<RecorderModel> (*)();

} // namespace nest
