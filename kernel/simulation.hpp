// The door of the kernel: one Simulation owns a network and everything that belongs to it. There is no
// global; two can live in one process. Plain data in, plain data out; every failure is a KernelError and
// leaves the network as it was.
#pragma once

#include "kernel/communicator.hpp"
#include "kernel/core/time.hpp"
#include "kernel/log.hpp"
#include "kernel/nodes.hpp"
#include "kernel/properties.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nest {

// One connection: valid until connections are added or removed.
struct Connection {
    NodeId source = 0;
    NodeId target = 0;
    std::int64_t thread = 0;
    std::int64_t synapse_id = 0;
    std::int64_t port = 0;
    bool operator==(Connection const&) const = default;
};
using ConnectionList = std::shared_ptr<std::vector<Connection> const>; // immutable, shared

struct ConnectionQuery {
    std::optional<NodeCollection> source;
    std::optional<NodeCollection> target;
    std::optional<std::string> synapse_model;
    std::optional<std::int64_t> synapse_label;
};

// How far a run has come; handed to the host between slices (at most some ten times per second).
struct Progress {
    double simulated_ms; // of this run
    double total_ms;
    double seconds; // wall clock since the run began
};

class World;

class Simulation {
public:
    // With several ranks, every rank makes one and gives all of them the same commands.
    explicit Simulation(Host host = {}, std::shared_ptr<Communicator> ranks = single_process());
    ~Simulation();
    Simulation(Simulation&&) noexcept;
    Simulation& operator=(Simulation&&) noexcept;

    // Deletes the network and returns all settings to their defaults; all collections become invalid.
    void reset();

    // ---- ranks
    int rank() const;
    int processes() const;
    void synchronise();               // waits until every rank has come here
    bool is_local(NodeId node) const; // does it live on this rank? Devices live on all.

    // ---- models
    std::vector<std::string> node_models() const; // in the order of their numbers, copies last
    std::vector<std::string> synapse_models() const;
    Properties defaults(std::string_view model) const; // UnknownComponent
    // What there is to know of a model, for help: /name /kind /about (text) /parameters and /states (lists of
    // /name /unit /default /range /access /description), for neurons /recordables /spike_receptors
    // /current_receptors. UnknownModelName.
    Properties page(std::string_view model) const;
    void set_defaults(std::string_view model, Properties const& changes);
    void copy_model(std::string_view original, std::string_view copy, Properties const& changes = {});

    // ---- nodes
    // With `parameters`, they are the model's defaults while the nodes are created.
    NodeCollection create(std::string_view model, std::int64_t count, Properties const& parameters = {});
    NodeCollection nodes(NodeId first, NodeId last) const;               // all of one model
    NodeCollection nodes(std::span<NodeId const> ids) const;             // ascending, unique, existing
    NodeCollection nodes(Properties const& with, bool local_only) const; // whose status has these entries
    std::int64_t network_size() const;

    Properties status(NodeId node) const;
    Property get(NodeId node, std::string_view key) const;            // KeyError
    void set(NodeCollection const& nodes, Properties const& changes); // an Expression is drawn per node
    void set(NodeCollection const& nodes, std::span<Properties const> changes); // one for each

    // ---- connections
    void connect(NodeCollection const& sources, NodeCollection const& targets, Properties const& conn_spec,
                 std::span<Properties const> syn_specs);
    void disconnect(NodeCollection const& sources, NodeCollection const& targets, Properties const& conn_spec,
                    Properties const& syn_spec);
    void disconnect(std::span<Connection const> connections);
    ConnectionList connections(ConnectionQuery const& query) const;
    Properties status(Connection const& connection) const;
    void set(std::span<Connection const> connections, Properties const& changes);
    void set(std::span<Connection const> connections, std::span<Properties const> changes);
    // One key of many connections as a column: `source`, `target`, `weight`, `delay`, ...; or several at
    // once, which takes little longer. KeyError where a connection lacks one.
    Property get(std::span<Connection const> connections, std::string_view key) const;
    std::vector<Property> get(std::span<Connection const> connections,
                              std::span<std::string_view const> keys) const;
    std::string synapse_model_name(std::int64_t synapse_id) const;

    // ---- the kernel's own settings
    Properties kernel_status() const;
    Property kernel_status(std::string_view key) const;
    void set_kernel_status(Properties const& changes);
    TimeGrid const& grid() const;

    // ---- running; times in ms
    void prepare();
    void run(double ms);
    void cleanup();
    void simulate(double ms); // all three
    bool prepared() const;
    double time() const; // biological time

    // Called between slices; returns false to end the run at the next slice, in an orderly way.
    void set_progress(std::function<bool(Progress const&)> observer);

    // ---- Parameters outside of a connection
    double draw(Expression const& expression); // one value
    std::vector<double> draw(Expression const& expression, NodeCollection const& nodes);

private:
    std::unique_ptr<World> world_;
};

} // namespace nest
