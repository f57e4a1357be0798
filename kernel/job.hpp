// The job this process was started in, as `mpirun -np 4 nest ...` does. A process is part of one job for all
// its life, so this alone is the same for all simulations of a process.
#pragma once

#include "kernel/communicator.hpp"

#include <memory>

namespace nest {

bool job_support(); // can this build be run on several ranks?

// The ranks of the job; a single process if nobody started it as one of several, and then nothing of MPI is
// loaded. KernelException if it is one of several and cannot reach the others.
std::shared_ptr<Communicator> join_job();

// Before the process ends: see Communicator::leave. Nothing happens the second time.
void leave_job(int code) noexcept;

} // namespace nest
