#include "kernel/engine/alike.hpp"

#include "kernel/engine/world.hpp"
#include "kernel/errors.hpp"

#include <array>
#include <fmt/format.h>

namespace nest {

namespace {

constexpr std::array<std::string_view, 8> subjects{
    "number of nodes",   "models of the nodes",    "number of Connect calls", "connections of devices",
    "local_num_threads", "seed of random numbers", "resolution in tics",      "time in steps"};

std::uint64_t sum_of_models(World const& world) {
    std::uint64_t sum = 0;
    auto const add = [&](std::int64_t x) { sum = sum * 1000003 + static_cast<std::uint64_t>(x); };
    for (Population const& population : world.populations) add(population.model), add(population.size);
    for (Stimulator const& device : world.stimulators) add(device.id), add(device.model);
    for (Recorder const& recorder : world.recorders) add(recorder.id), add(recorder.model);
    return sum;
}

} // namespace

void report_network(World const& world, PacketWriter& report) {
    report.number(world.nodes.size());
    report.number(sum_of_models(world));
    report.number(world.calls);
    report.number(world.device_edges);
    report.number(static_cast<std::uint64_t>(world.threads()));
    report.number(world.random.seed());
    report.number(static_cast<std::uint64_t>(world.grid().tics_per_step()));
    report.number(static_cast<std::uint64_t>(world.around.now));
}

void compare_networks(std::span<PacketReader> reports) {
    for (std::string_view const subject : subjects) {
        std::uint64_t const first = reports[0].number();
        for (std::size_t rank = 1; rank < reports.size(); ++rank)
            if (std::uint64_t const other = reports[rank].number(); other != first)
                throw KernelException("ProcessesDrifted",
                                      fmt::format("all ranks must make the same network, but the {} differs: "
                                                  "{} on rank 0, {} on rank {}",
                                                  subject, first, other, rank));
    }
}

} // namespace nest
