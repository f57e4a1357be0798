// Processes. One process is a job of its own: it has nobody to wait for and nothing to exchange.
#include <array>
#include <unistd.h>

#include "stdlib/simulation/command.hpp"

namespace sli {

namespace {

Integer rank() { return 0; }

Integer processes(Engine& engine) {
    return nest::to_integer(simulation(engine).kernel_status("num_processes"));
}

void synchronise() {}

// Seconds per exchange of a message of this many bytes, averaged over some samples.
Real exchange_time(Integer samples, Integer bytes) {
    if (samples < 1 || bytes < 0)
        throw Error(ErrorKind::range_check)
            .with_hint("expected at least one sample and no negative number of bytes");
    return 0.0;
}
Real exchange_time_of(Integer samples, Integer bytes, bool) { return exchange_time(samples, bytes); }

std::string host_name() {
    std::array<char, 256> name{};
    if (gethostname(name.data(), name.size() - 1) != 0) return "localhost";
    return name.data();
}

constexpr Builtin one_to_one[] = {bind<exchange_time>("TimeCommunication_i_i"),
                                  bind<exchange_time_of>("TimeCommunication_i_i_b")};
constexpr Builtin varying[] = {bind<exchange_time>("TimeCommunicationv_i_i")};
constexpr Builtin off_grid[] = {bind<exchange_time>("TimeCommunicationOffgrid_i_i")};
constexpr Builtin all_to_all[] = {bind<exchange_time>("TimeCommunicationAlltoall_i_i")};
constexpr Builtin varying_all_to_all[] = {bind<exchange_time>("TimeCommunicationAlltoallv_i_i")};

constexpr Command commands[] = {
    {"Rank", "-> rank", "Number of this process among those of the job.", bind<rank>()},
    {"NumProcesses", "-> count", "Number of processes.", kernel<processes>()},
    {"SyncProcesses", "->", "Waits until every process has come here.", bind<synchronise>()},
    {"ProcessorName", "-> string", "Name of the machine.", bind<host_name>()},
    {"TimeCommunication", "samples bytes -> seconds", "Time of an exchange between processes.", one_to_one},
    {"TimeCommunicationv", "samples bytes -> seconds", "The same with messages of varying length.", varying},
    {"TimeCommunicationOffgrid", "samples bytes -> seconds", "The same with spikes off the grid.", off_grid},
    {"TimeCommunicationAlltoall", "samples bytes -> seconds", "The same between all pairs.", all_to_all},
    {"TimeCommunicationAlltoallv", "samples bytes -> seconds", "The same with messages of varying length.",
     varying_all_to_all},
};

} // namespace

extern Module const simulation_processes{"processes of the job", commands};

} // namespace sli
