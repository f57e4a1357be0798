// Ctrl-C while SLI runs without the GIL.
#pragma once

#include "interpreter/engine.hpp"

#include <csignal>

namespace python {

// While it lives, SIGINT stops the engine at its next step (and the kernel at its next slice), after
// Python's own handler has noted the signal. Does nothing outside the main thread.
class InterruptGuard {
public:
    explicit InterruptGuard(sli::Engine& engine);
    InterruptGuard(InterruptGuard const&) = delete;
    InterruptGuard& operator=(InterruptGuard const&) = delete;
    ~InterruptGuard();

private:
    bool installed_ = false;
};

} // namespace python
