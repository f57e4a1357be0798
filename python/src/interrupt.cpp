#include "python/src/interrupt.hpp"

#include <pybind11/pybind11.h>

#include <atomic>
#include <thread>

namespace python {
namespace {

std::atomic<sli::Engine*> running = nullptr;
struct sigaction before = {};

void interrupt(int signal) {
    if (before.sa_handler != SIG_DFL && before.sa_handler != SIG_IGN) before.sa_handler(signal);
    if (sli::Engine* const engine = running) engine->interrupt(signal);
}

std::thread::id const main_thread = std::this_thread::get_id(); // the thread that imports the package

} // namespace

InterruptGuard::InterruptGuard(sli::Engine& engine) {
    if (std::this_thread::get_id() != main_thread) return;
    running = &engine;
    struct sigaction ours = {};
    ours.sa_handler = interrupt;
    sigemptyset(&ours.sa_mask);
    installed_ = sigaction(SIGINT, &ours, &before) == 0;
    // A handler that takes more than the number, or none at all, is left alone.
    if (installed_ && ((before.sa_flags & SA_SIGINFO) != 0 || before.sa_handler == SIG_IGN)) {
        sigaction(SIGINT, &before, nullptr);
        installed_ = false;
    }
}

InterruptGuard::~InterruptGuard() {
    if (installed_) sigaction(SIGINT, &before, nullptr);
    if (sli::Engine* const engine = running.exchange(nullptr)) engine->interrupt(0);
}

} // namespace python
