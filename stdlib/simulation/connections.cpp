// Making, finding, changing and deleting connections.
#include <algorithm>

#include "stdlib/simulation/command.hpp"

namespace sli {

namespace {

using nest::Connection;
using nest::NodeCollection;

// ---- making and deleting

void connect(Engine& engine, NodeCollection const& sources, NodeCollection const& targets,
             Dictionary const& rule, Dictionary const& synapse) {
    simulation(engine).connect(sources, targets, to_properties(engine, rule),
                               std::array{to_properties(engine, synapse)});
}

// Several synapses per pair.
void connect_collocated(Engine& engine, NodeCollection const& sources, NodeCollection const& targets,
                        Dictionary const& rule, Array const& synapses) {
    simulation(engine).connect(sources, targets, to_properties(engine, rule),
                               to_properties(engine, synapses));
}

void disconnect(Engine& engine, NodeCollection const& sources, NodeCollection const& targets,
                Dictionary const& rule, Dictionary const& synapse) {
    simulation(engine).disconnect(sources, targets, to_properties(engine, rule),
                                  to_properties(engine, synapse));
}

void disconnect_each(Engine& engine, Array const& connections) {
    simulation(engine).disconnect(connections_in(engine, connections));
}

// ---- finding

// Nodes to look for; anything but a collection is an ArgumentError, explained in a message.
NodeCollection ends(Engine& engine, std::string_view key, Value const& value) {
    if (value.is(OpaqueTraits<NodeCollection>::type.code)) return value.object<Opaque>().as<NodeCollection>();
    engine.message(static_cast<int>(nest::Severity::error), "GetConnections",
                   "'" + std::string(key) + "' must be a NodeCollection.");
    throw Error("ArgumentError", std::nullopt).by("GetConnections");
}

nest::ConnectionQuery query(Engine& engine, Dictionary const& wanted) {
    nest::ConnectionQuery query;
    std::vector<std::string> unread;
    wanted.for_each([&](NameId id, Value const& value) {
        std::string const& key = engine.text(id);
        if (key == "source")
            query.source = ends(engine, key, value);
        else if (key == "target")
            query.target = ends(engine, key, value);
        else if (key == "synapse_model")
            query.synapse_model = nest::to_text(to_property(engine, value), key);
        else if (key == "synapse_label")
            query.synapse_label = nest::to_integer(to_property(engine, value), key);
        else
            unread.push_back(key);
    });
    if (!unread.empty()) throw nest::UnusedKeys(unread);
    return query;
}

Value find(Engine& engine, Dictionary const& wanted) {
    return make_connections(simulation(engine).connections(query(engine, wanted)));
}

// ---- looking at one

std::vector<Value> parts(Connection const& c) {
    return {Value(c.source), Value(c.target), Value(c.thread), Value(c.synapse_id), Value(c.port)};
}

Value parts_by_name(Engine& engine, Connection const& c) {
    return to_dictionary(engine, {{"port", c.port},
                                  {"source", c.source},
                                  {"synapse_modelid", c.synapse_id},
                                  {"target", c.target},
                                  {"target_thread", c.thread}});
}

Value status(Engine& engine, Connection const& connection) {
    return to_dictionary(engine, simulation(engine).status(connection));
}

std::vector<Value> status_of_each(Engine& engine, Array const& connections) {
    std::vector<Value> all;
    all.reserve(connections.items.size());
    for (Connection const& connection : connections_in(engine, connections))
        all.push_back(status(engine, connection));
    return all;
}

// ---- changing

void set_one(Engine& engine, Connection const& connection, Dictionary const& changes) {
    simulation(engine).set(std::span(&connection, 1), to_properties(engine, changes));
}

// One dictionary for all, or one for each.
void set_each(Engine& engine, Array const& connections, Array const& changes) {
    auto const all = connections_in(engine, connections);
    auto const wanted = to_properties(engine, changes);
    if (wanted.size() == 1)
        simulation(engine).set(all, wanted.front());
    else if (wanted.size() == all.size())
        simulation(engine).set(all, wanted);
    else
        throw nest::RangeCheck(std::to_string(all.size()) + " connections, " + std::to_string(wanted.size()) +
                               " dictionaries");
}

constexpr Builtin find_variants[] = {kernel<find>("GetConnections_D")};

constexpr Builtin get_status_variants[] = {
    kernel<status>("GetStatus_C"),
    kernel<status_of_each>("GetStatus_a"),
};
constexpr Builtin set_status_variants[] = {
    kernel<set_one>("SetStatus_CD"),
};
constexpr Builtin cva_variants[] = {
    kernel<parts>("cva_C"),
};
constexpr Builtin cvdict_variants[] = {
    kernel<parts_by_name>("cvdict_C"),
};

constexpr Command commands[] = {
    {"Connect_g_g_D_D", "sources targets rule synapse ->", "Connects as the two dictionaries say.",
     kernel<connect>()},
    {"Connect_g_g_D_a", "sources targets rule [synapse ..] ->", "Several synapses for every pair of nodes.",
     kernel<connect_collocated>()},
    {"Disconnect_g_g_D_D", "sources targets rule synapse ->", "Deletes connections between pairs of nodes.",
     kernel<disconnect>()},
    {"Disconnect_a", "connections ->", "Deletes these connections.", kernel<disconnect_each>()},
    {"GetConnections", "dictionary -> connections",
     "The connections between /source and /target, of /synapse_model, with /synapse_label.", find_variants},
    {"SetStatus_aa", "connections [dictionary ..] ->",
     "Changes the status of connections, with one dictionary for all or one for each.", kernel<set_each>()},
    {"GetStatus", "connection -> dictionary | connections -> [dictionary ..]", "Status of connections.",
     get_status_variants},
    {"SetStatus", "connection dictionary ->", "Changes the status of a connection.", set_status_variants},
    {"cva", "connection -> array", "[source target thread synapse-model-id port]", cva_variants},
    {"cvdict", "connection -> dictionary", "The parts of a connection by name.", cvdict_variants},
};

} // namespace

extern Module const simulation_connections{"connections", commands};

} // namespace sli
