// How much memory this process may still take.
#pragma once

namespace nest {

// In bytes: what the machine has to spare, within the limits of the process and of its control group.
// Infinite where the system does not tell.
double available_memory();

} // namespace nest
