#include "kernel/core/memory.hpp"

#include <algorithm>
#include <fstream>
#include <limits>
#include <string>
#include <sys/resource.h>

namespace nest {

namespace {

constexpr double unknown = std::numeric_limits<double>::infinity();

// The number behind a word of a file like /proc/meminfo, in bytes.
double entry(char const* file, std::string const& wanted, double unit = 1024.0) {
    std::ifstream in(file);
    std::string word;
    double value = 0.0;
    while (in >> word)
        if (word == wanted && in >> value) return value * unit;
    return unknown;
}

double number(char const* file) {
    std::ifstream in(file);
    double value = 0.0;
    return in >> value ? value : unknown; // "max" is no number
}

double below(int resource, char const* used) {
    rlimit limit{};
    if (getrlimit(resource, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return unknown;
    double const taken = entry("/proc/self/status", used);
    return taken == unknown ? unknown : std::max(0.0, static_cast<double>(limit.rlim_cur) - taken);
}

// Pages of files that nobody uses are given back when memory is needed.
double below_group() {
    double const most = number("/sys/fs/cgroup/memory.max"), now = number("/sys/fs/cgroup/memory.current");
    double const idle = entry("/sys/fs/cgroup/memory.stat", "inactive_file", 1.0);
    if (most == unknown || now == unknown || idle == unknown) return unknown;
    return std::max(0.0, most - (now - idle));
}

} // namespace

double available_memory() {
    return std::min({entry("/proc/meminfo", "MemAvailable:"), below(RLIMIT_AS, "VmSize:"),
                     below(RLIMIT_DATA, "VmData:"), below_group()});
}

} // namespace nest
