// Requests from outside to stop.
#include "interpreter/engine.hpp"

namespace sli {

void Engine::check_interrupt() {
    int const signal = signal_.exchange(0, std::memory_order_relaxed);
    if (signal == 0) return;
    errordict().set(intern("sys_signo"), Value(signal));
    throw Error(ErrorKind::system_signal).with_hint("interrupted by signal " + std::to_string(signal));
}

} // namespace sli
