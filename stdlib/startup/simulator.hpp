// The environment with the kernel in it, for hosts other than the program `nest`.
#pragma once

#include "stdlib/startup/environment.hpp"

namespace sli {

std::unique_ptr<Environment> make_simulator(HostStreams streams, Program program);

} // namespace sli
