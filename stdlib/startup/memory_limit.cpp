#include "stdlib/startup/memory_limit.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <optional>
#include <string_view>

#include <sys/resource.h>
#include <unistd.h>

namespace sli {
namespace {

// Sanitizers reserve address space by the terabyte and count allocations themselves.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool sanitized = true;
#else
constexpr bool sanitized = false;
#endif

std::optional<rlim_t> wanted() {
    char const* const text = std::getenv("NEST_MEMORY_LIMIT");
    if (!text) return std::nullopt;
    std::string_view const digits(text);
    rlim_t bytes = 0;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bytes);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return bytes == 0 ? std::numeric_limits<rlim_t>::max() : bytes;
}

// Of the machine, or of the container this runs in.
rlim_t half_of_memory() {
    rlim_t bytes = std::numeric_limits<rlim_t>::max();
    long const pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGESIZE);
    if (pages > 0 && page > 0) bytes = static_cast<rlim_t>(pages) * static_cast<rlim_t>(page);
    std::ifstream container("/sys/fs/cgroup/memory.max"); // a number, or "max"
    if (rlim_t most = 0; container >> most) bytes = std::min(bytes, most);
    return bytes / 2;
}

} // namespace

void limit_memory() {
    rlimit limit{};
    if (sanitized || getrlimit(RLIMIT_DATA, &limit) != 0) return;
    rlim_t const half =
        limit.rlim_cur == RLIM_INFINITY ? half_of_memory() : std::min(half_of_memory(), limit.rlim_cur / 2);
    limit.rlim_cur = std::min(wanted().value_or(half), limit.rlim_max);
    setrlimit(RLIMIT_DATA, &limit);
}

} // namespace sli
