// A bound on what the process may allocate, so that runaway programs end in an SLI error.
#pragma once

namespace sli {

// Half of the memory the process may have, or NEST_MEMORY_LIMIT bytes (0: no bound). What goes
// beyond throws bad_alloc, which the interpreter turns into the SLI error MemoryExhausted.
void limit_memory();

} // namespace sli
