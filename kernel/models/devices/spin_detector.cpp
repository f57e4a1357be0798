// spin_detector: stores the transitions of binary neurons. Two spikes of a neuron in one step tell that it
// has gone up (state 1), one that it has gone down (state 0).
#include "kernel/catalogue.hpp"

namespace nest {

namespace {

class SpinDetector final : public RecorderModel {
    Records records() const override { return Records::states; }
    Words integers() const override { return {"state"}; }
};

} // namespace

extern RecorderFactory const spin_detector = make<RecorderModel, SpinDetector>;

} // namespace nest
