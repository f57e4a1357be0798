// The kinds of frame the engine makes itself, and the values they are shown as.
#pragma once

#include "interpreter/engine.hpp"

namespace sli {

extern FrameType const procedure_frame, source_frame, host_frame;

// An element of the array that execstack gives and restoreestack takes back.
struct FrameObject final : Object {
    static constexpr Type type = Type::frame;
    explicit FrameObject(Frame snapshot)
        : frame(std::move(snapshot)) {}
    Frame frame;
};

} // namespace sli
