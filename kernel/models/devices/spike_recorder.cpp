// spike_recorder: stores sender and time of every spike of the neurons connected to it.
#include "kernel/catalogue.hpp"

namespace nest {

namespace {

class SpikeRecorder final : public RecorderModel {
    Records records() const override { return Records::spikes; }
};

} // namespace

extern RecorderFactory const spike_recorder = make<RecorderModel, SpikeRecorder>;

} // namespace nest
