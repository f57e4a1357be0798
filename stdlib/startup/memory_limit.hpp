// A bound on what the process may allocate, so that runaway programs end in an SLI error.
#pragma once

#include <cstddef>
#include <limits>

namespace sli {

constexpr std::size_t default_memory = std::numeric_limits<std::size_t>::max();

// Imposes a limit in bytes (0: none) and gives the one that holds now. What goes beyond throws bad_alloc,
// which the interpreter turns into the SLI error MemoryExhausted. The default is NEST_MEMORY_LIMIT bytes, or
// half of what the process may have.
std::size_t limit_memory(std::size_t bytes);

} // namespace sli
