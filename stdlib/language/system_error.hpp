// Failed system calls.
#pragma once

#include "interpreter/engine.hpp"

namespace sli {

// Raises SystemError; errordict/sys_errno and sys_errname say what the system reported (errno).
[[noreturn]] void throw_system_error(Engine& engine, int number);

} // namespace sli
