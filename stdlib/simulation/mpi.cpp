// Ranks: the processes of a parallel run. One process is a job of its own, with nobody to wait for.
#include <array>
#include <chrono>
#include <cstdlib>
#include <unistd.h>

#include "interpreter/interpreter.hpp"
#include "kernel/job.hpp"
#include "stdlib/simulation/command.hpp"

namespace sli {

namespace {

Integer rank(Engine& engine) { return simulation(engine).rank(); }
Integer processes(Engine& engine) { return simulation(engine).processes(); }
void synchronise(Engine& engine) { simulation(engine).synchronise(); }

// Seconds per exchange of a message of this many bytes, averaged over some samples. One process has nobody
// to exchange messages with.
Real exchange_time(Engine& engine, Integer samples, Integer bytes) {
    constexpr Integer largest = 1 << 30;
    if (samples < 1 || bytes < 0 || bytes > largest)
        throw Error(ErrorKind::range_check)
            .with_hint("expected at least one sample and 0 to " + std::to_string(largest) + " bytes");
    auto const ranks = nest::join_job();
    if (simulation(engine).processes() == 1) return 0.0;
    std::vector<nest::Packet> const to(static_cast<std::size_t>(ranks->size()),
                                       nest::Packet(static_cast<std::size_t>(bytes)));
    std::vector<nest::Packet> from;
    auto const begin = std::chrono::steady_clock::now();
    for (Integer i = 0; i < samples; ++i) ranks->exchange(nest::Act::synchronise, to, from);
    std::chrono::duration<Real> const seconds = std::chrono::steady_clock::now() - begin;
    return seconds.count() / static_cast<Real>(samples);
}
Real exchange_time_of(Engine& engine, Integer samples, Integer bytes, bool) {
    return exchange_time(engine, samples, bytes);
}

std::string host_name() {
    std::array<char, 256> name{};
    if (gethostname(name.data(), name.size() - 1) != 0) return "localhost";
    return name.data();
}

constexpr Builtin one_to_one[] = {kernel<exchange_time>("TimeCommunication_i_i"),
                                  kernel<exchange_time_of>("TimeCommunication_i_i_b")};
constexpr Builtin varying[] = {kernel<exchange_time>("TimeCommunicationv_i_i")};
constexpr Builtin off_grid[] = {kernel<exchange_time>("TimeCommunicationOffgrid_i_i")};
constexpr Builtin all_to_all[] = {kernel<exchange_time>("TimeCommunicationAlltoall_i_i")};
constexpr Builtin varying_all_to_all[] = {kernel<exchange_time>("TimeCommunicationAlltoallv_i_i")};

constexpr Command commands[] = {
    {"Rank", "-> rank", "Number of this process among those of the job.", kernel<rank>()},
    {"NumProcesses", "-> count", "Number of processes.", kernel<processes>()},
    {"SyncProcesses", "->", "Waits until every process has come here.", kernel<synchronise>()},
    {"ProcessorName", "-> string", "Name of the machine.", bind<host_name>()},
    {"TimeCommunication", "samples bytes -> seconds", "Time of an exchange between processes.", one_to_one},
    {"TimeCommunicationv", "samples bytes -> seconds", "The same with messages of varying length.", varying},
    {"TimeCommunicationOffgrid", "samples bytes -> seconds", "The same with spikes off the grid.", off_grid},
    {"TimeCommunicationAlltoall", "samples bytes -> seconds", "The same between all pairs.", all_to_all},
    {"TimeCommunicationAlltoallv", "samples bytes -> seconds", "The same with messages of varying length.",
     varying_all_to_all},
};

// What scripts ask before they start parallel runs of themselves.
void describe(Interpreter& interpreter) {
    Engine& engine = interpreter.engine();
    auto& status = engine.lookup(engine.intern("statusdict"))->object<Dictionary>();
    auto const enter = [&](std::string_view key, Value value) {
        status.set(engine.intern(key), std::move(value));
    };
    enter("have_mpi", Value(nest::job_support()));
    enter("is_mpi", Value(simulation(engine).processes() > 1));
    if (!nest::job_support()) return;
    char const* const preflags = std::getenv("SLI_MPIEXEC_PREFLAGS");
    enter("mpiexec", make_string(NEST_MPIEXEC));
    enter("mpiexec_numproc_flag", make_string(NEST_MPIEXEC_NUMPROC_FLAG));
    enter("mpiexec_max_numprocs", Value(Integer{NEST_MPIEXEC_MAX_NUMPROCS}));
    enter("mpiexec_preflags", make_string(preflags ? preflags : NEST_MPIEXEC_PREFLAGS));
    enter("mpiexec_postflags", make_string(NEST_MPIEXEC_POSTFLAGS));
}

} // namespace

extern Module const simulation_processes{"processes of the job", commands, {}, describe};

} // namespace sli
