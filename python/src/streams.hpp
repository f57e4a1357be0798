// What SLI prints goes to Python's sys.stdout and sys.stderr, whatever these are at the moment.
#pragma once

#include "interpreter/engine.hpp"

namespace python {

sli::HostStreams host_streams();

} // namespace python
