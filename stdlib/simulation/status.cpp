// Reading and setting the status of nodes and of the kernel.
#include <algorithm>

#include "stdlib/simulation/command.hpp"

namespace sli {

namespace {

using nest::NodeCollection;

NodeCollection node(Engine& engine, Integer id) { return simulation(engine).nodes(std::array{id}); }

// ---- reading

Value status_of_node(Engine& engine, Integer id) {
    return to_dictionary(engine, simulation(engine).status(id));
}

std::vector<Value> status(Engine& engine, NodeCollection const& nodes) {
    require_valid(nodes);
    std::vector<Value> all;
    all.reserve(static_cast<std::size_t>(nodes.size()));
    for (nest::NodeId const id : nodes) all.push_back(status_of_node(engine, id));
    return all;
}

// One entry of one node; a missing one is reported as by `get` of the status dictionary.
Value entry(Engine& engine, Integer id, Literal key) try {
    return to_value(engine, simulation(engine).get(id, engine.text(key.id)));
} catch (nest::KernelError const& error) {
    if (error.name() != "KeyError") throw;
    throw to_error(nest::MissingKey(engine.text(key.id))).by("get_d").with_hint(error.hint());
}

// One node: its value; several: an array of values.
Value entries(Engine& engine, NodeCollection const& nodes, Literal key) {
    require_valid(nodes);
    if (nodes.size() == 1) return entry(engine, nodes.first(), key);
    std::vector<Value> values;
    values.reserve(static_cast<std::size_t>(nodes.size()));
    for (nest::NodeId const id : nodes) values.push_back(entry(engine, id, key));
    return make_array(std::move(values));
}

// One node: its status; several: for every key that any of them has an array, with /None in the gaps.
Value all_entries(Engine& engine, NodeCollection const& nodes) {
    require_valid(nodes);
    if (nodes.size() == 1) return status_of_node(engine, nodes.first());
    Value table = Value::make<Dictionary>();
    auto& columns = table.object<Dictionary>();
    std::vector<Value> const gaps(static_cast<std::size_t>(nodes.size()), engine.literal("None"));
    std::size_t row = 0;
    for (nest::NodeId const id : nodes) {
        for (auto const& [name, value] : simulation(engine).status(id)) {
            NameId const key = engine.intern(name);
            if (!columns.contains(key)) columns.set(key, make_array(gaps));
            columns.find(key)->object<Array>().items[row] = to_value(engine, value);
        }
        ++row;
    }
    return table;
}

bool has_entry(Engine& engine, Integer id, Literal key) {
    return simulation(engine).status(id).contains(engine.text(key.id));
}

// ---- setting; one call of the kernel, so all nodes change or none does

void set_node(Engine& engine, Integer id, Dictionary const& changes) {
    simulation(engine).set(node(engine, id), to_properties(engine, changes));
}

void require_living(NodeCollection const& nodes) {
    if (!nodes.valid())
        throw Error("InvalidNodeCollectionError", std::nullopt)
            .by("SetStatus")
            .with_hint("ResetKernel invalidates all collections created before");
}

void set_nodes(Engine& engine, NodeCollection const& nodes, Dictionary const& changes) {
    require_living(nodes);
    auto const wanted = to_properties(engine, changes);
    reported_by("SetStatus_id", [&] { simulation(engine).set(nodes, wanted); });
}

void set_each_node(Engine& engine, NodeCollection const& nodes, Array const& changes) {
    require_living(nodes);
    if (changes.items.size() != static_cast<std::size_t>(nodes.size()))
        throw Error("IncompatibleLengths", std::nullopt)
            .by("SetStatus")
            .with_hint(std::to_string(nodes.size()) + " nodes, " + std::to_string(changes.items.size()) +
                       " dictionaries");
    auto const wanted = to_properties(engine, changes);
    reported_by("SetStatus_id", [&] { simulation(engine).set(nodes, wanted); });
}

// ---- the kernel

Value kernel_status(Engine& engine) { return to_dictionary(engine, simulation(engine).kernel_status()); }

void set_kernel_status(Engine& engine, Dictionary const& changes) {
    simulation(engine).set_kernel_status(to_properties(engine, changes));
}

Real resolution(Engine& engine) {
    return nest::to_double(simulation(engine).kernel_status("resolution"), "resolution");
}

constexpr Builtin get_status_variants[] = {
    kernel<status>("GetStatus_g"),
    kernel<status_of_node>("GetStatus_i"),
};
constexpr Builtin set_status_variants[] = {
    kernel<set_nodes>("SetStatus_g_D"),
    kernel<set_each_node>("SetStatus_g_a"),
    kernel<set_node>("SetStatus_id"),
};
constexpr Builtin get_variants[] = {
    kernel<entries>("get_g_l"),
    kernel<all_entries>("get_g"),
    kernel<entry>("get_i_l"),
};
constexpr Builtin known_variants[] = {
    kernel<has_entry>("known_i_l"),
};

constexpr Command commands[] = {
    {"GetKernelStatus", "-> dictionary", "Settings and counters of the kernel.", kernel<kernel_status>()},
    {"SetKernelStatus", "dictionary ->", "Changes settings of the kernel.", kernel<set_kernel_status>()},
    {"GetResolution", "-> ms", "Length of a time step.", kernel<resolution>()},
    {"GetStatus", "nodes -> [dictionary ..] | id -> dictionary", "Status of every node.",
     get_status_variants},
    {"SetStatus", "nodes dictionary -> | nodes [dictionary ..] -> | id dictionary ->",
     "Changes the status of all nodes or of none.", set_status_variants},
    {"get", "nodes key -> value | nodes -> dictionary | id key -> value",
     "One entry of the status, or all of it; several nodes give arrays.", get_variants},
    {"known", "id key -> bool", "Does the status of a node have this key?", known_variants},
};

} // namespace

extern Module const simulation_status{"status", commands};

} // namespace sli
