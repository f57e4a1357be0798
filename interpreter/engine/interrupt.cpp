// Requests from outside to stop, limits, and what is left when memory is not.
#include <algorithm>
#include <new>

#include "interpreter/engine.hpp"

namespace sli {

void Engine::check_interrupt() const {
    int const signal = signal_.exchange(0, std::memory_order_relaxed);
    if (signal == 0) return;
    errordict().set(names_.intern("sys_signo"), Value(signal));
    throw Error(ErrorKind::system_signal).with_hint("interrupted by signal " + std::to_string(signal));
}

void Engine::apply_limits() {
    operands_.set_limit(limits.operands);
    dictionaries_.set_limit(limits.dictionaries);
    frames_limit_ = frames_.get() + std::min(frames_size_, std::max(frames(), limits.frames));
}

void Engine::restock() {
    constexpr std::size_t enough = 1 << 18;
    if (!spare_memory_) spare_memory_.reset(new (std::nothrow) std::byte[enough]);
}

void Engine::handle_exhaustion(char const* hint) {
    spare_memory_.reset();
    handle(Error(ErrorKind::memory_exhausted).with_hint(hint));
}

} // namespace sli
