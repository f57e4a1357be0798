// Processes. One process is a job of its own.
#include <array>
#include <unistd.h>

#include "stdlib/simulation/command.hpp"

namespace sli {

namespace {

Integer rank() { return 0; }

Integer processes(Engine& engine) {
    return nest::to_integer(simulation(engine).kernel_status("num_processes"));
}

void synchronise() {} // one process has nobody to wait for

std::string host_name() {
    std::array<char, 256> name{};
    if (gethostname(name.data(), name.size() - 1) != 0) return "localhost";
    return name.data();
}

constexpr Command commands[] = {
    {"Rank", "-> rank", "Number of this process among those of the job.", bind<rank>()},
    {"NumProcesses", "-> count", "Number of processes.", kernel<processes>()},
    {"SyncProcesses", "->", "Waits until every process has come here.", bind<synchronise>()},
    {"ProcessorName", "-> string", "Name of the machine.", bind<host_name>()},
};

} // namespace

extern Module const simulation_processes{"processes of the job", commands};

} // namespace sli
