#include "stdlib/startup/memory_limit.hpp"

#include <algorithm>
#include <fstream>

#include <sys/resource.h>
#include <unistd.h>

#include "stdlib/startup/counted_memory.hpp"

namespace sli {
namespace {

// Of the machine, or of the container this runs in.
std::size_t half_of_memory() {
    std::size_t bytes = std::numeric_limits<std::size_t>::max();
    long const pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGESIZE);
    if (pages > 0 && page > 0) bytes = static_cast<std::size_t>(pages) * static_cast<std::size_t>(page);
    std::ifstream container("/sys/fs/cgroup/memory.max"); // a number, or "max"
    if (std::size_t most = 0; container >> most) bytes = std::min(bytes, most);
    return bytes / 2;
}

std::size_t limit_data(std::size_t bytes) {
    rlimit limit{};
    if (getrlimit(RLIMIT_DATA, &limit) != 0) return 0;
    rlim_t wanted = bytes == 0 ? RLIM_INFINITY : bytes;
    if (bytes == default_memory) {
        wanted = half_of_memory();
        if (limit.rlim_cur != RLIM_INFINITY) wanted = std::min(wanted, limit.rlim_cur / 2);
    }
    limit.rlim_cur = std::min(wanted, limit.rlim_max);
    if (setrlimit(RLIMIT_DATA, &limit) != 0) return 0;
    return limit.rlim_cur == RLIM_INFINITY ? 0 : limit.rlim_cur;
}

} // namespace

// Sanitizers reserve address space by the terabyte, so there allocations are counted instead.
std::size_t limit_memory(std::size_t bytes) {
    if constexpr (memory_is_counted) return limit_counted_memory(bytes == default_memory ? 0 : bytes);
    return limit_data(bytes);
}

} // namespace sli
