// All that belongs to one simulation, as plain data, and the functions that work on it, by subject.
#pragma once

#include "kernel/communicator.hpp"
#include "kernel/connect/call.hpp"
#include "kernel/engine/exchange.hpp"
#include "kernel/engine/settings.hpp"
#include "kernel/engine/shard.hpp"
#include "kernel/engine/timers.hpp"
#include "kernel/log.hpp"
#include "kernel/network/registry.hpp"
#include "kernel/parallel/partition.hpp"
#include "kernel/parallel/thread_team.hpp"
#include "kernel/random/streams.hpp"
#include "kernel/simulation.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nest {

class PacketReader;
class PacketWriter;

// The smallest and the largest delay in use, in steps (kernel.md section 2).
struct DelayExtrema {
    Step least = 0; // 0: no connection yet
    Step largest = 0;
    bool by_user = false;
    bool frozen = false; // by the first simulation
};

struct World {
    World(Host host, std::shared_ptr<Communicator> ranks);
    ~World();
    World(World const&) = delete;

    Host host;
    std::shared_ptr<Communicator> ranks;
    Surroundings around;
    RandomStreams random;
    Settings settings;
    InertSettings inert;
    bool defaults_modified = false;

    std::vector<NodeModelEntry> node_models;
    std::vector<SynapseModelEntry> synapse_models;
    std::shared_ptr<char const> token; // alive as long as the network

    std::vector<NodeEntry> nodes; // node i at i - 1
    std::vector<Population> populations;
    std::vector<Stimulator> stimulators;
    std::vector<Recorder> recorders;
    Partition placement;
    std::vector<Shard> shards;
    std::unique_ptr<ThreadTeam> team;

    DelayExtrema delays;
    std::vector<PendingEdges> pending;
    std::uint64_t calls = 0;     // Connect calls made
    std::uint64_t set_calls = 0; // acts of setting that may have drawn numbers
    std::uint64_t device_edges = 0;
    std::uint64_t generation = 0; // moves when connections do
    SpikeExchange exchange;
    std::uint64_t subscribed = 0; // generation of which the other ranks know
    bool devices_changed = true;  // groups, probes and taps must be made anew

    bool prepared = false;
    bool inconsistent = false;
    Step slice_length = 1;
    Step samples_until = 0; // meters have collected samples up to this stamp
    std::int64_t spikes_in_run = 0;
    Step to_do = 0;
    Timers timers;
    std::function<bool(Progress const&)> observer;

    TimeGrid const& grid() const { return around.grid; }
    std::int64_t threads() const { return settings.threads; } // of this rank
    Partition const& partition() const { return placement; }
    // Neurons live on one rank; devices are everywhere.
    bool is_local(NodeId id) const { return node(id).kind != NodeKind::neuron || partition().is_here(id); }
    std::size_t thread_of(NodeId id) const { return partition().thread_of(id); } // on its rank
    NodeEntry const& node(NodeId id) const { return nodes[static_cast<std::size_t>(id - 1)]; }
    NodeModelEntry const& model_of(NodeId id) const { return node_models[node(id).model]; }
    bool exists(NodeId id) const { return id >= 1 && id <= static_cast<NodeId>(nodes.size()); }
    // Of any neuron; the columns of its cohort here have a lane for it only if it is local.
    Cohort& cohort_of(NodeId id) { return *shards[thread_of(id)].cohorts[node(id).owner]; }
    Cohort const& cohort_of(NodeId id) const { return *shards[thread_of(id)].cohorts[node(id).owner]; }
    SpikePort spike_port(NodeEntry const& node, std::int64_t receptor) const;
    std::unique_ptr<EdgeTable> empty_table(std::size_t synapse) const;
};

// ---- network/models.cpp
void register_models(World& world);
std::size_t find_node_model(World const& world, std::string_view name);    // UnknownModelName
std::size_t find_synapse_model(World const& world, std::string_view name); // UnknownSynapseType
Property literals(std::vector<std::string> const& words);
Properties model_defaults(World const& world, std::string_view name);
Properties model_page(World const& world, std::string_view name); // network/pages.cpp; UnknownModelName
void set_model_defaults(World& world, std::string_view name, Properties const& changes);
void copy_model(World& world, std::string_view original, std::string_view copy, Properties const& changes);

// ---- network/nodes.cpp
NodeCollection create_nodes(World& world, std::string_view model, std::int64_t count,
                            Properties const& parameters);
NodeCollection collect_nodes(World const& world, std::span<NodeId const> ids);
void build_shards(World& world); // empty ones, one per thread

// ---- network/status.cpp
Properties node_status(World const& world, NodeId node);
// One set of changes for all nodes, or one for each.
void set_nodes(World& world, NodeCollection const& nodes,
               std::span<std::reference_wrapper<Properties const> const> changes);
double draw_node_value(World const& world, Expression const& expression, NodeId node, std::size_t parameter);

// ---- connect/connect.cpp
void connect_nodes(World& world, NodeCollection const& sources, NodeCollection const& targets,
                   Properties const& conn_spec, std::span<Properties const> syn_specs);
void build_edges(World& world);                          // pending calls become tables
void note_delay(World& world, Step least, Step largest); // BadDelay if the extrema are fixed
// A delay between grid points: steps, and the ms by which it is shorter. BadDelay below one step.
std::pair<Step, double> continuous_delay(World const& world, double ms);

// ---- connect/queries.cpp
ConnectionList find_connections(World& world, ConnectionQuery const& query);
Properties connection_status(World& world, Connection const& connection);
void set_connections(World& world, std::span<Connection const> connections,
                     std::span<Properties const> changes);
void set_common_weight(World& world, std::size_t synapse, double weight); // of edges that exist
std::vector<Property> connection_columns(World& world, std::span<Connection const> connections,
                                         std::span<std::string_view const> keys);
std::int64_t count_connections(World& world);
std::int64_t count_connections(World& world, std::size_t synapse);

void set_common_weight(World& world, std::size_t synapse, double weight); // of all edges of a model

// ---- connect/disconnect.cpp
void disconnect(World& world, std::span<Connection const> connections);
void disconnect(World& world, NodeCollection const& sources, NodeCollection const& targets,
                Properties const& conn_spec, Properties const& syn_spec);

// ---- engine/wiring.cpp
void wire_devices(World& world); // groups, probes and taps from the connections of devices
void wire_weights(World& world); // recorders of weights; anew whenever tables may have changed
void report_sources(World const& world, PacketWriter& report);         // of volume transmitters, on this rank
void wire_transmitters(World& world, std::span<PacketReader> reports); // of all ranks

// ---- engine/recording.cpp
Properties recorded_events(World const& world, Recorder const& recorder);
std::int64_t recorded_count(World const& world, Recorder const& recorder);
PropertyList recorded_files(World const& world, Recorder const& recorder);
void clear_events(Recorder& recorder);
// Are its events passed on while a run goes on? Detectors have to hear of other ranks before.
bool passes_on(World const& world, Recorder const& recorder);
void prepare_detectors(World& world);
void detect(World& world); // after a run, what this rank and others have reported
void report_detections(World const& world, PacketWriter& report); // what detectors have to hear of this rank
void add_detections(World& world, PacketReader& report);          // from another
void open_records(World& world);             // files are made, or an error leaves none open
void store_events(World& world, Step since); // after a run that began at `since`: passes complete slices on
void close_records(World& world);            // passes on the rest

// ---- engine/loop.cpp
void check_duration(World const& world, double ms); // BadParameter
void prepare_run(World& world);
void run(World& world, double ms);
void cleanup_run(World& world);

// ---- engine/kernel_status.cpp
Properties kernel_status(World& world);
void set_kernel_status(World& world, Properties const& changes);

} // namespace nest
