// Finding connections, reading and changing them.
#include "kernel/connect/builder.hpp"
#include "kernel/connect/edit.hpp"
#include "kernel/connect/inverse.hpp"
#include "kernel/engine/world.hpp"
#include "kernel/errors.hpp"
#include "kernel/network/assign.hpp"

#include <algorithm>
#include <memory>
#include <tuple>

namespace nest {

namespace {

// Which nodes are asked for; all if nothing is said.
class Wanted {
public:
    Wanted(World const& world, std::optional<NodeCollection> const& nodes)
        : all_(!nodes) {
        if (all_) return;
        flags_.assign(world.nodes.size() + 1, 0);
        for (NodeId const id : *nodes) flags_[static_cast<std::size_t>(id)] = 1;
    }
    bool operator()(NodeId id) const { return all_ || flags_[static_cast<std::size_t>(id)]; }
    bool all() const { return all_; }

private:
    bool all_;
    std::vector<char> flags_;
};

struct Found {
    NodeId target;
    std::uint64_t call;
    std::uint32_t specification;
    std::uint32_t thread;
    std::uint64_t port;
    auto key() const { return std::tie(call, target, specification, port); }
};

// One table as a query sees it: ports count the edges of all tables of its model and thread.
struct View {
    EdgeTable const* table;
    std::uint64_t first_port;
    std::size_t thread;
};

std::vector<View> views_of(World const& world, std::size_t synapse) {
    std::vector<View> views;
    for (Shard const& shard : world.shards) {
        std::uint64_t port = 0;
        for (auto const& table : shard.tables) {
            if (table->synapse() != synapse) continue;
            views.push_back({table.get(), port, shard.thread});
            port += table->size();
        }
    }
    return views;
}

class Search {
public:
    Search(World& world, ConnectionQuery const& query)
        : world_(world)
        , query_(query)
        , source_(world, query.source)
        , target_(world, query.target) {
        for (Shard const& shard : world.shards) inverse_.emplace_back(shard);
    }
    void synapse(std::size_t s);
    std::vector<Connection> result;

private:
    void source(std::vector<View> const& views, std::size_t synapse, NodeId source);
    void gather(View const& view, NodeId source, std::uint32_t run, std::vector<Found>& found) const;
    void devices(std::size_t synapse, bool to_recorders);

    World& world_;
    ConnectionQuery const& query_;
    Wanted source_;
    Wanted target_;
    std::vector<Inverse> inverse_;
};

void Search::gather(View const& view, NodeId source, std::uint32_t r, std::vector<Found>& found) const {
    EdgeTable const& table = *view.table;
    std::uint16_t const* const slot = table.slots(r);
    NodeId const* const node = inverse_[view.thread].tile(table.run(r).tile);
    for (std::size_t i = 0; i < table.run_size(r); ++i) {
        NodeId const target = node[slot[i]];
        if (!target_(target)) continue;
        std::size_t const edge = table.run(r).first + i;
        if (query_.synapse_label && table.label(edge) != *query_.synapse_label) continue;
        Origin const& origin =
            table.origins().size() == 1 ? table.origins()[0] : table.origin(edge, source, target);
        found.push_back({target, origin.call, origin.specification, static_cast<std::uint32_t>(view.thread),
                         view.first_port + edge});
    }
}

void Search::source(std::vector<View> const& views, std::size_t synapse, NodeId source) {
    std::vector<Found> found;
    for (View const& view : views) {
        RunRange const runs = view.table->runs_of(source);
        for (std::uint32_t r = runs.begin; r < runs.end; ++r) gather(view, source, r, found);
    }
    auto const earlier = [](Found const& a, Found const& b) { return a.key() < b.key(); };
    if (!std::ranges::is_sorted(found, earlier)) std::ranges::stable_sort(found, earlier);
    for (Found const& f : found)
        result.push_back({source, f.target, f.thread, static_cast<std::int64_t>(synapse),
                          static_cast<std::int64_t>(f.port)});
}

void Search::devices(std::size_t synapse, bool to_recorders) {
    struct Row {
        DeviceConnection const* connection;
        Connection handle;
    };
    std::vector<Row> rows;
    for (Shard const& shard : world_.shards) {
        auto const& list = to_recorders ? shard.to_recorders : shard.from_devices;
        for (std::size_t i = 0; i < list.size(); ++i) {
            DeviceConnection const& c = list[i];
            if (c.synapse != synapse || !source_(c.source) || !target_(c.target)) continue;
            if (query_.synapse_label && c.label != *query_.synapse_label) continue;
            rows.push_back({&c,
                            {c.source, c.target, static_cast<std::int64_t>(shard.thread),
                             static_cast<std::int64_t>(synapse), static_cast<std::int64_t>(i)}});
        }
    }
    std::ranges::sort(rows, {}, [](Row const& r) {
        return std::pair{r.connection->source, r.connection->order};
    });
    for (Row const& row : rows) result.push_back(row.handle);
}

void Search::synapse(std::size_t s) {
    std::vector<View> const views = views_of(world_, s);
    if (!views.empty()) {
        if (source_.all()) {
            NodeId first = infinite_steps, last = 0;
            for (View const& v : views) {
                first = std::min(first, v.table->first_source());
                last = std::max(last, v.table->last_source());
            }
            for (NodeId id = first; id <= last; ++id) source(views, s, id);
        } else {
            for (NodeId const id : *query_.source) source(views, s, id);
        }
    }
    devices(s, true);
    devices(s, false);
}

} // namespace

ConnectionList find_connections(World& world, ConnectionQuery const& query) {
    if (query.source && !query.source->valid())
        throw KernelException("GetConnection requires valid source NodeCollection.");
    if (query.target && !query.target->valid())
        throw KernelException("GetConnection requires valid target NodeCollection.");
    if (!world.settings.keep_source_table && world.around.simulated)
        throw KernelException("Invalid attempt to access connection information: source table was cleared.");
    build_edges(world);
    Search search(world, query);
    if (query.synapse_model)
        search.synapse(find_synapse_model(world, *query.synapse_model));
    else
        for (std::size_t s = 0; s < world.synapse_models.size(); ++s) search.synapse(s);
    return std::make_shared<std::vector<Connection> const>(std::move(search.result));
}

std::int64_t count_connections(World& world, std::size_t synapse) {
    build_edges(world);
    std::size_t n = 0;
    auto const of_model = [&](DeviceConnection const& c) { return c.synapse == synapse; };
    for (Shard const& shard : world.shards) {
        for (auto const& table : shard.tables)
            if (table->synapse() == synapse) n += table->size();
        n += static_cast<std::size_t>(std::ranges::count_if(shard.to_recorders, of_model));
        n += static_cast<std::size_t>(std::ranges::count_if(shard.from_devices, of_model));
    }
    return static_cast<std::int64_t>(n);
}

std::int64_t count_connections(World& world) {
    build_edges(world);
    std::size_t n = 0;
    for (Shard const& shard : world.shards) {
        for (auto const& table : shard.tables) n += table->size();
        n += shard.to_recorders.size() + shard.from_devices.size();
    }
    return static_cast<std::int64_t>(n);
}

// ---------------------------------------------------------------- one connection

EdgeRef find_edge(World& world, Connection const& connection) {
    build_edges(world);
    if (connection.thread < 0 || connection.thread >= world.threads() || !world.exists(connection.source) ||
        !world.exists(connection.target) || connection.port < 0)
        throw InexistentConnection();
    Shard& shard = world.shards[static_cast<std::size_t>(connection.thread)];
    auto port = static_cast<std::size_t>(connection.port);
    EdgeRef ref{&shard, nullptr, 0, 0, nullptr};
    bool const from_neuron = world.node(connection.source).kind == NodeKind::neuron;
    bool const to_recorder = world.node(connection.target).kind != NodeKind::neuron &&
                             world.node(connection.source).kind != NodeKind::recorder;
    if (!from_neuron || to_recorder) {
        auto& list = to_recorder ? shard.to_recorders : shard.from_devices;
        if (port >= list.size() || list[port].source != connection.source ||
            list[port].target != connection.target)
            throw InexistentConnection();
        ref.device = &list[port];
        return ref;
    }
    for (auto& table : shard.tables) {
        if (static_cast<std::int64_t>(table->synapse()) != connection.synapse_id) continue;
        if (port >= table->size()) {
            port -= table->size();
            continue;
        }
        ref.table = table.get();
        ref.edge = port;
        ref.run = table->run_at(port);
        if (table->source_of_run(ref.run) != connection.source ||
            shard.target_of(table->place(port, ref.run)) != connection.target)
            break;
        return ref;
    }
    throw InexistentConnection();
}

namespace {

std::int64_t receptor_of(World const& world, EdgeRef const& ref) {
    if (ref.device) return ref.device->receptor;
    SlotMap::Slot const slot = ref.shard->slots.locate(ref.table->place(ref.edge, ref.run));
    static_cast<void>(world);
    for (SpikePort const& port : ref.shard->cohorts[slot.owner]->wiring().spikes)
        if (port.positive == slot.channel || port.negative == slot.channel) return port.receptor;
    return 0;
}

} // namespace

double weight_of(EdgeRef const& ref) {
    return ref.device ? ref.device->weight : ref.table->weight(ref.edge, ref.run);
}
double delay_of(World const& world, EdgeRef const& ref) { // ms
    if (ref.device) return world.grid().delay_ms(ref.device->delay) - ref.device->delay_rest;
    auto const* const rest = ref.table->model().delay_rest();
    double const ms = world.grid().delay_ms(static_cast<Step>(ref.table->run(ref.run).delay));
    return rest ? ms - (*rest)[ref.edge] : ms;
}

Properties connection_status(World& world, Connection const& connection) {
    EdgeRef const ref = find_edge(world, connection);
    SynapseModelEntry const& model = world.synapse_models[static_cast<std::size_t>(connection.synapse_id)];
    Properties status;
    status.set("source", connection.source);
    status.set("target", connection.target);
    status.set("synapse_model", Literal{model.name});
    status.set("synapse_id", connection.synapse_id);
    status.set("target_thread", connection.thread);
    status.set("port", connection.port);
    status.set("delay", delay_of(world, ref));
    if (!model.traits.common_weight) status.set("weight", weight_of(ref));
    status.set("receptor", receptor_of(world, ref));
    status.set("sizeof", static_cast<std::int64_t>(sizeof(std::uint16_t)));
    if (model.traits.label)
        status.set("synapse_label", ref.device ? ref.device->label : ref.table->label(ref.edge));
    Schema const& values = ref.table ? static_cast<Schema const&>(ref.table->model()) : *model.prototype;
    for (Field const* field : values.fields())
        if (field->visible() && field->role() != Role::shared && field->name() != "weight")
            status.set(field->name(), field->get(ref.table ? ref.edge : 0));
    if (ref.table && model.traits.plastic && ref.table->model().pre_trace())
        status.set(ref.table->model().pre_trace()->name(), ref.table->pre_trace(ref.edge, ref.run));
    return status;
}

} // namespace nest
