#include "kernel/connect/limits.hpp"

#include "kernel/core/memory.hpp"
#include "kernel/engine/world.hpp"
#include "kernel/errors.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace nest {

namespace {

constexpr double worth_asking = 256e6; // bytes; less is always there

// Bytes of an edge: the slot, and what is not the same for all edges of the specification.
double bytes_per_edge(World const& world, EdgeSpecification const& spec) {
    bool const plastic = world.synapse_models[spec.synapse].traits.plastic;
    double bytes = sizeof(std::uint16_t);
    if (plastic || !spec.weight.constant()) bytes += sizeof(double);
    for (auto const& extra : spec.extra)
        if (!extra.value.constant()) bytes += sizeof(double);
    return bytes;
}

double bytes_of(World const& world, ConnectCall const& call) {
    double bytes = 0.0;
    for (auto const& spec : call.specifications) bytes += call.edges * bytes_per_edge(world, spec);
    return bytes;
}

// Bytes of the calls that are remembered but not built.
double bytes_pending(World const& world) {
    double bytes = 0.0;
    for (PendingEdges const& p : world.pending) bytes += p.call->edges * bytes_per_edge(world, p.spec());
    return bytes;
}

// Edges of one model that one thread would have to number at once.
double pending_of(World const& world, std::size_t synapse) {
    double edges = 0.0;
    for (PendingEdges const& p : world.pending)
        if (p.spec().synapse == synapse) edges += p.call->edges;
    return edges;
}

void refuse(double edges, std::string const& hint) {
    throw KernelException(fmt::format("Too many connections: {:.0f} were asked for.", edges), hint);
}

} // namespace

double count_edges(World const& world, ConnectCall const& call) {
    return call.rule->count(call.sources, call.targets, world.random, call.ordinal);
}

void check_size(World const& world, std::span<ConnectCall const> calls) {
    double edges = 0.0, bytes = 0.0;
    for (ConnectCall const& call : calls) {
        edges += call.edges * static_cast<double>(call.specifications.size());
        bytes += bytes_of(world, call);
        for (auto const& spec : call.specifications) {
            double const together = call.edges + pending_of(world, spec.synapse);
            double const on_thread = together / static_cast<double>(world.partition().processes());
            if (on_thread + 6.0 * std::sqrt(on_thread) > static_cast<double>(most_edges))
                refuse(edges, fmt::format("a thread holds at most {} connections of one model at a time",
                                          most_edges));
        }
    }
    bytes = (bytes + bytes_pending(world)) / static_cast<double>(world.partition().ranks);
    if (bytes < worth_asking) return;
    if (double const room = available_memory(); bytes > room)
        refuse(edges, fmt::format("they need {:.1f} GB of memory, {:.1f} GB are available", bytes / 1e9,
                                  room / 1e9));
}

} // namespace nest
