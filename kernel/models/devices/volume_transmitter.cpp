// volume_transmitter: collects the spikes of all neurons connected to it and passes them to the synapses that
// name it, every deliver_interval slices (Potjans, Morrison and Diesmann 2010). Weights do not matter.
#include "kernel/catalogue.hpp"

namespace nest {

namespace {

class VolumeTransmitter final : public RecorderModel {
    IntegerParameter deliver_interval{*this, "deliver_interval", 1, any,
                                      "Slices (smallest delays) between two updates of the synapses."};

    Records records() const override { return Records::releases; }
    std::string_view element_type() const override { return "other"; }
    bool has_key(std::string_view key, std::string_view) const override { return key == "deliver_interval"; }
};

} // namespace

extern RecorderFactory const volume_transmitter = make<RecorderModel, VolumeTransmitter>;

} // namespace nest
