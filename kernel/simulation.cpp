#include "kernel/simulation.hpp"

#include "kernel/engine/world.hpp"
#include "kernel/errors.hpp"
#include "kernel/parallel/agreement.hpp"
#include "kernel/parallel/packing.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace nest {

Simulation::Simulation(Host host, std::shared_ptr<Communicator> ranks)
    : world_(std::make_unique<World>(std::move(host), std::move(ranks))) {}
Simulation::~Simulation() = default;
Simulation::Simulation(Simulation&&) noexcept = default;
Simulation& Simulation::operator=(Simulation&&) noexcept = default;

// What the reference keeps over a reset: buffer sizes, paths and the settings of e-prop.
void Simulation::reset() {
    auto fresh = std::make_unique<World>(world_->host, world_->ranks);
    Properties kept;
    for (auto const* key : {"eprop_update_interval", "eprop_learning_window", "eprop_reset_neurons_on_update",
                            "adaptive_target_buffers", "buffer_size_target_data", "buffer_size_spike_data",
                            "growth_factor_buffer_target_data", "max_buffer_size_target_data"})
        kept.set(key, world_->inert.find(key)->get(0));
    nest::set_kernel_status(*fresh, kept);
    fresh->settings.data_path = world_->settings.data_path;
    fresh->settings.data_prefix = world_->settings.data_prefix;
    fresh->observer = world_->observer;
    world_ = std::move(fresh);
}

// ---------------------------------------------------------------- ranks

int Simulation::rank() const { return world_->ranks->rank(); }
int Simulation::processes() const { return world_->ranks->size(); }
void Simulation::synchronise() { gather(*world_->ranks, Act::synchronise, {}); }
bool Simulation::is_local(NodeId node) const {
    if (!world_->exists(node)) throw UnknownNode(node);
    return world_->is_local(node);
}

// ---------------------------------------------------------------- models

std::vector<std::string> Simulation::node_models() const {
    std::vector<std::string> names;
    for (auto const& entry : world_->node_models) names.push_back(entry.name());
    return names;
}
std::vector<std::string> Simulation::synapse_models() const {
    std::vector<std::string> names;
    for (auto const& entry : world_->synapse_models) names.push_back(entry.name);
    return names;
}
Properties Simulation::defaults(std::string_view model) const { return model_defaults(*world_, model); }
Properties Simulation::page(std::string_view model) const { return model_page(*world_, model); }
void Simulation::set_defaults(std::string_view model, Properties const& changes) {
    set_model_defaults(*world_, model, changes);
}
void Simulation::copy_model(std::string_view original, std::string_view copy, Properties const& changes) {
    nest::copy_model(*world_, original, copy, changes);
}
std::string Simulation::synapse_model_name(std::int64_t id) const {
    if (id < 0 || id >= static_cast<std::int64_t>(world_->synapse_models.size()))
        throw UnknownSynapseType(std::to_string(id));
    return world_->synapse_models[static_cast<std::size_t>(id)].name;
}

// ---------------------------------------------------------------- nodes

NodeCollection Simulation::create(std::string_view model, std::int64_t count, Properties const& parameters) {
    return create_nodes(*world_, model, count, parameters);
}

NodeCollection Simulation::nodes(NodeId first, NodeId last) const {
    std::vector<NodeId> ids;
    for (NodeId id = first; id <= last; ++id) {
        if (!world_->exists(id)) throw UnknownNode(id);
        ids.push_back(id);
    }
    NodeCollection const found = collect_nodes(*world_, ids);
    if (found.ranges().size() > 1) throw BadProperty("model ids does not match");
    return found;
}
NodeCollection Simulation::nodes(std::span<NodeId const> ids) const { return collect_nodes(*world_, ids); }

namespace {

bool has_status(World const& world, NodeId id, Properties const& wanted) {
    if (wanted.empty()) return true;
    Properties const status = node_status(world, id);
    return std::ranges::all_of(wanted, [&](auto const& entry) {
        Property const* const value = status.find(entry.first);
        return !value || *value == entry.second; // what a node does not have says nothing against it
    });
}

// What any rank has found; each is in ascending order.
std::vector<NodeId> united(Communicator& ranks, std::vector<NodeId> const& mine) {
    Packet packet;
    for (NodeId const id : mine) PacketWriter(packet).number(static_cast<std::uint64_t>(id));
    std::vector<NodeId> all;
    for (Packet const& theirs : gather(ranks, Act::find_nodes, packet))
        for (PacketReader reader(theirs); !reader.done();)
            all.push_back(static_cast<NodeId>(reader.number()));
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

} // namespace

// Only its own rank knows the status of a neuron.
NodeCollection Simulation::nodes(Properties const& with, bool local_only) const {
    std::vector<NodeId> found;
    for (NodeId id = 1; id <= network_size(); ++id) {
        bool const all = with.empty() && !local_only;
        if (all || (world_->is_local(id) && has_status(*world_, id, with))) found.push_back(id);
    }
    if (!with.empty() && !local_only) found = united(*world_->ranks, found);
    return collect_nodes(*world_, found);
}

std::int64_t Simulation::network_size() const { return static_cast<std::int64_t>(world_->nodes.size()); }
Properties Simulation::status(NodeId node) const { return node_status(*world_, node); }

Property Simulation::get(NodeId node, std::string_view key) const {
    if (!world_->exists(node)) throw UnknownNode(node);
    NodeEntry const& entry = world_->node(node);
    if (entry.kind == NodeKind::neuron && world_->is_local(node)) {
        auto const& model = world_->cohort_of(node).model();
        Field const* const field = model.find(key);
        if (field && field != &model.post_trace && field != &model.archiver_length)
            return field->get(entry.lane);
    }
    Properties const all = node_status(*world_, node);
    if (Property const* value = all.find(key)) return *value;
    if (!world_->is_local(node))
        throw KernelError("KeyError", std::string(key),
                          fmt::format("node {} lives on rank {}, which alone knows it", node,
                                      world_->partition().rank_of(node)));
    throw KernelError("KeyError", std::string(key), did_you_mean(key, all.keys()));
}

void Simulation::set(NodeCollection const& nodes, Properties const& changes) {
    set_nodes(*world_, nodes, std::array<std::reference_wrapper<Properties const>, 1>{changes});
}
void Simulation::set(NodeCollection const& nodes, std::span<Properties const> changes) {
    std::vector<std::reference_wrapper<Properties const>> each(changes.begin(), changes.end());
    if (static_cast<std::int64_t>(each.size()) != nodes.size())
        throw DimensionMismatch(nodes.size(), static_cast<std::int64_t>(each.size()));
    set_nodes(*world_, nodes, each);
}

// ---------------------------------------------------------------- connections

void Simulation::connect(NodeCollection const& sources, NodeCollection const& targets,
                         Properties const& conn_spec, std::span<Properties const> syn_specs) {
    connect_nodes(*world_, sources, targets, conn_spec, syn_specs);
}
void Simulation::disconnect(NodeCollection const& sources, NodeCollection const& targets,
                            Properties const& conn_spec, Properties const& syn_spec) {
    nest::disconnect(*world_, sources, targets, conn_spec, syn_spec);
}
void Simulation::disconnect(std::span<Connection const> connections) {
    nest::disconnect(*world_, connections);
}
ConnectionList Simulation::connections(ConnectionQuery const& query) const {
    return find_connections(*world_, query);
}
Properties Simulation::status(Connection const& connection) const {
    return connection_status(*world_, connection);
}
void Simulation::set(std::span<Connection const> connections, Properties const& changes) {
    set_connections(*world_, connections, {&changes, 1});
}
void Simulation::set(std::span<Connection const> connections, std::span<Properties const> changes) {
    if (changes.size() != connections.size())
        throw DimensionMismatch(static_cast<std::int64_t>(connections.size()),
                                static_cast<std::int64_t>(changes.size()));
    set_connections(*world_, connections, changes);
}
Property Simulation::get(std::span<Connection const> connections, std::string_view key) const {
    return std::move(connection_columns(*world_, connections, {&key, 1}).front());
}
std::vector<Property> Simulation::get(std::span<Connection const> connections,
                                      std::span<std::string_view const> keys) const {
    return connection_columns(*world_, connections, keys);
}

// ---------------------------------------------------------------- the kernel

Properties Simulation::kernel_status() const { return nest::kernel_status(*world_); }
Property Simulation::kernel_status(std::string_view key) const {
    Properties const all = nest::kernel_status(*world_);
    if (Property const* value = all.find(key)) return *value;
    throw KernelError("KeyError", std::string(key), did_you_mean(key, all.keys()));
}
void Simulation::set_kernel_status(Properties const& changes) { nest::set_kernel_status(*world_, changes); }
TimeGrid const& Simulation::grid() const { return world_->grid(); }

void Simulation::prepare() { prepare_run(*world_); }
void Simulation::run(double ms) { nest::run(*world_, ms); }
void Simulation::cleanup() { cleanup_run(*world_); }

void Simulation::simulate(double ms) {
    check_duration(*world_, ms);
    prepare();
    try {
        run(ms);
    } catch (...) {
        cleanup();
        throw;
    }
    cleanup();
}
bool Simulation::prepared() const { return world_->prepared; }
double Simulation::time() const { return world_->grid().ms(world_->around.now); }
void Simulation::set_progress(std::function<bool(Progress const&)> observer) {
    world_->observer = std::move(observer);
}

// ---------------------------------------------------------------- Parameters

double Simulation::draw(Expression const& expression) {
    DrawSite const site{world_->random, Purpose::apply, static_cast<std::int64_t>(world_->set_calls++)};
    return expression.value(site, 0);
}
std::vector<double> Simulation::draw(Expression const& expression, NodeCollection const& nodes) {
    DrawSite const site{world_->random, Purpose::apply, static_cast<std::int64_t>(world_->set_calls++)};
    std::vector<double> values;
    for (NodeId const id : nodes) values.push_back(expression.value(site, static_cast<std::uint64_t>(id)));
    return values;
}

} // namespace nest
