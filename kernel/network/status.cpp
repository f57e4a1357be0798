// Status of nodes: reading it and changing it.
#include "kernel/engine/world.hpp"
#include "kernel/errors.hpp"
#include "kernel/expression.hpp"
#include "kernel/network/assign.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>

namespace nest {

namespace {

std::string prefix(World const& world, NodeId id) {
    return fmt::format("Setting status of a '{}' with node ID {}: ", world.model_of(id).name(), id);
}

bool frozen(World const& world, NodeId id) {
    NodeEntry const& node = world.node(id);
    if (node.kind == NodeKind::stimulator) return world.stimulators[node.owner].frozen;
    if (node.kind == NodeKind::recorder) return world.recorders[node.owner].frozen;
    auto const& lanes = world.cohort_of(id).frozen;
    return !lanes.empty() && lanes[node.lane];
}

void set_frozen(World& world, NodeId id, bool value) {
    NodeEntry const& node = world.node(id);
    if (node.kind == NodeKind::stimulator) {
        world.stimulators[node.owner].frozen = value;
        world.devices_changed = true;
    } else if (node.kind == NodeKind::recorder) {
        world.recorders[node.owner].frozen = value;
        world.devices_changed = true;
    } else {
        Cohort& cohort = world.cohort_of(id);
        if (cohort.frozen.empty() && value) cohort.frozen.assign(cohort.lanes(), false);
        if (cohort.frozen.size() < cohort.lanes() && !cohort.frozen.empty())
            cohort.frozen.resize(cohort.lanes());
        if (!cohort.frozen.empty()) cohort.frozen[node.lane] = value;
    }
}

void add_recorder_status(World const& world, Recorder const& recorder, Properties& status) {
    recorder.device->erase_hidden(status);
    if (recorder.device->records() == Records::releases) return;
    if (auto const* detector = dynamic_cast<DetectorModel const*>(recorder.device.get()))
        return status.merge(detector->results());
    std::string const& kind = recorder.device->record_to[0].text;
    if (kind == "ascii") status.set("filenames", recorded_files(world, recorder));
    if (kind != "memory") return;
    status.set("n_events", recorded_count(world, recorder));
    status.set("events", recorded_events(world, recorder));
}

} // namespace

namespace {

void add_history(World const& world, NodeId id, Properties& status) {
    Shard const& shard = world.shards[world.thread_of(id)];
    Cohort const& cohort = world.cohort_of(id);
    if (!shard.history.in_use() || !cohort.sealed() || !cohort.receives_spikes()) return;
    std::size_t const lane = cohort.history_lane(world.node(id).lane);
    if (lane >= shard.history.size()) return;
    status.set("post_trace", shard.history.latest_trace(lane));
    status.set("archiver_length", static_cast<std::int64_t>(shard.history.kept(lane)));
}

// What a rank knows of the neurons of others.
Properties remote_status(World const& world, NodeId id) {
    NodeModelEntry const& model = world.model_of(id);
    Properties status;
    status.set("model", Literal{model.name()});
    status.set("model_id", model.identity->id);
    status.set("element_type", Literal{std::string(model.element_type())});
    status.set("global_id", id);
    status.set("local", false);
    status.set("vp", world.partition().process_of(id));
    return status;
}

} // namespace

Properties node_status(World const& world, NodeId id) {
    if (!world.exists(id)) throw UnknownNode(id);
    NodeEntry const& node = world.node(id);
    NodeModelEntry const& model = world.node_models[node.model];
    bool const neuron = node.kind == NodeKind::neuron;
    if (!world.is_local(id)) return remote_status(world, id);
    Properties status;
    if (neuron)
        status = world.cohort_of(id).model().get(node.lane);
    else if (node.kind == NodeKind::stimulator)
        status = world.stimulators[node.owner].on_thread[0]->get(0);
    else
        status = world.recorders[node.owner].device->get(0);
    std::size_t const thread = neuron ? world.thread_of(id) : 0;
    Partition const partition = world.partition();
    status.set("model", Literal{model.name()});
    status.set("model_id", model.identity->id);
    status.set("element_type", Literal{std::string(model.element_type())});
    status.set("frozen", frozen(world, id));
    status.set("global_id", id);
    status.set("local", true);
    status.set("node_uses_wfr", false);
    status.set("thread", static_cast<std::int64_t>(thread));
    status.set("vp", partition.process(thread));
    status.set("thread_local_id",
               world.around.simulated ? (id - 1) / partition.processes() : std::int64_t{-1});
    if (neuron) {
        NeuronModel const& lanes = world.cohort_of(id).model();
        if (lanes.has_archive()) {
            status.set("synaptic_elements", Properties{});
            add_history(world, id, status);
        }
        if (lanes.takes_meters()) status.set("recordables", literals(lanes.recordables()));
    }
    if (node.kind == NodeKind::stimulator)
        if (auto const names = world.stimulators[node.owner].on_thread[0]->recordables(); !names.empty())
            status.set("recordables", literals(names));
    if (node.kind == NodeKind::recorder) add_recorder_status(world, world.recorders[node.owner], status);
    return status;
}

double draw_node_value(World const& world, Expression const& expression, NodeId node, std::size_t parameter) {
    DrawSite const site{world.random, Purpose::parameter, static_cast<std::int64_t>(world.set_calls),
                        static_cast<std::uint32_t>(parameter)};
    return expression.value(site, static_cast<std::uint64_t>(node));
}

namespace {

constexpr std::array<std::string_view, 3> beside_fields{"frozen", "n_events", "synaptic_elements"};

// One act of setting, over any number of nodes.
class NodeSetting {
public:
    explicit NodeSetting(World& world)
        : world_(world) {}

    void set(std::span<NodeId const> ids, Properties const& changes);
    void check_remote(NodeId id, Properties const& changes);
    void commit();

private:
    std::vector<Schema*> schemas_of(NodeId id);
    Properties known_changes(NodeId id, Properties const& changes);
    void check_special(NodeId id, Properties const& changes);
    bool has_event_count(NodeEntry const& node) const;
    void set_together(std::span<NodeId const> ids, Properties const& changes);
    Assignment::Draw draw_for(std::span<NodeId const> ids, std::span<std::size_t const> lanes);

    World& world_;
    Assignment assignment_;
    std::vector<std::pair<NodeId, bool>> freeze_;
    std::vector<NodeId> clear_;
    std::vector<NodeId> touched_;
};

std::vector<Schema*> NodeSetting::schemas_of(NodeId id) {
    NodeEntry const& node = world_.node(id);
    if (node.kind == NodeKind::neuron) return {&world_.cohort_of(id).model()};
    if (node.kind == NodeKind::recorder) return {world_.recorders[node.owner].device.get()};
    std::vector<Schema*> replicas;
    for (auto& device : world_.stimulators[node.owner].on_thread) replicas.push_back(device.get());
    return replicas;
}

bool NodeSetting::has_event_count(NodeEntry const& node) const {
    if (node.kind != NodeKind::recorder) return false;
    RecorderModel const& device = *world_.recorders[node.owner].device;
    if (auto const* detector = dynamic_cast<DetectorModel const*>(&device)) return detector->counts_events();
    return device.records() != Records::releases;
}

// The counts of a detector, one per receptor, can only be set back to zero.
static void check_zeros(Property const& given, std::int64_t receptors) {
    Integers const counts = to_integers(given, "n_events");
    bool const zeros = std::ranges::all_of(*counts, [](std::int64_t n) { return n == 0; });
    if (!zeros || static_cast<std::int64_t>(counts->size()) != receptors)
        throw BadProperty(fmt::format(
            "Property n_events can only be set to {} zeros (which clears the results).", receptors));
}

void NodeSetting::check_special(NodeId id, Properties const& changes) {
    NodeEntry const& node = world_.node(id);
    if (node.kind == NodeKind::recorder) {
        if (world_.prepared && !changes.empty())
            throw BadProperty(
                prefix(world_, id) +
                "Recorder parameters cannot be changed while inside a Prepare/Run/Cleanup context.");
        Recorder const& recorder = world_.recorders[node.owner];
        for (auto const& entry : changes)
            if (recorder.connections > 0 && recorder.device->fixed_by_connection(entry.first))
                throw BadProperty(prefix(world_, id) +
                                  "The recording interval, the interval offset and the list of "
                                  "properties to record cannot be changed after the multimeter "
                                  "has been connected to nodes.");
        auto const* const detector = dynamic_cast<DetectorModel const*>(recorder.device.get());
        if (auto const* n = changes.find("n_events")) {
            if (detector)
                check_zeros(*n, detector->receptors());
            else if (to_integer(*n, "n_events") != 0)
                throw BadProperty(prefix(world_, id) +
                                  "Property n_events can only be set to 0 (which clears all stored events).");
            clear_.push_back(id);
        }
    }
    if (auto const* f = changes.find("frozen")) freeze_.emplace_back(id, to_boolean(*f, "frozen"));
    if (auto const* s = changes.find("synaptic_elements"))
        if (!to_map(*s, "synaptic_elements").empty())
            throw NotImplemented(
                "synaptic_elements belong to structural plasticity, which this version does not have.");
}

// Of a neuron on another rank: names and values are checked as far as every rank can.
void NodeSetting::check_remote(NodeId id, Properties const& changes) {
    Properties const kept = known_changes(id, changes);
    check_special(id, kept);
    std::erase_if(freeze_, [id](auto const& f) { return f.first == id; });
    with_prefix(prefix(world_, id), [&] {
        for (auto const& [key, value] : kept)
            if (Field const* field = world_.cohort_of(id).model().find(key);
                field && !value.holds<Expression>())
                field->check(value);
    });
}

Properties NodeSetting::known_changes(NodeId id, Properties const& changes) {
    NodeEntry const& node = world_.node(id);
    Schema* const schema = schemas_of(id).front();
    auto const known = [&](std::string_view key) {
        if (key == "frozen") return true;
        if (key == "n_events") return has_event_count(node);
        if (key == "synaptic_elements") return node.kind == NodeKind::neuron;
        return settable_key(*schema, key, changes);
    };
    return known_only(world_, world_.model_of(id).name(), changes, known, schema->fields());
}

void NodeSetting::set(std::span<NodeId const> ids, Properties const& changes) {
    Properties const kept = known_changes(ids.front(), changes);
    for (NodeId const each : ids) check_special(each, kept);
    touched_.insert(touched_.end(), ids.begin(), ids.end());
    set_together(ids, kept);
}

// `ids` share one schema, or are one device.
void NodeSetting::set_together(std::span<NodeId const> ids, Properties const& changes) {
    std::vector<std::size_t> lanes;
    for (NodeId const id : ids) lanes.push_back(world_.node(id).lane);
    NodeEntry const& node = world_.node(ids.front());
    if (node.kind == NodeKind::stimulator)
        for (Shard& shard : world_.shards)
            for (auto& cohort : shard.cohorts)
                cohort->settle(*world_.stimulators[node.owner].on_thread[shard.thread], world_.around.now);
    with_prefix(prefix(world_, ids.front()), [&] {
        for (Schema* schema : schemas_of(ids.front()))
            assignment_.apply(*schema, lanes, changes, beside_fields, draw_for(ids, lanes));
    });
}

Assignment::Draw NodeSetting::draw_for(std::span<NodeId const> ids, std::span<std::size_t const> lanes) {
    return [this, ids, lanes](Expression const& expression, std::size_t lane, std::size_t parameter) {
        auto const at = std::ranges::lower_bound(lanes, lane) - lanes.begin();
        return draw_node_value(world_, expression, ids[static_cast<std::size_t>(at)], parameter);
    };
}

void NodeSetting::commit() {
    assignment_.commit();
    for (auto const& [id, value] : freeze_) set_frozen(world_, id, value);
    for (NodeId const id : clear_) clear_events(world_.recorders[world_.node(id).owner]);
    for (NodeId const id : touched_)
        if (world_.node(id).kind == NodeKind::stimulator)
            world_.stimulators[world_.node(id).owner].settled = world_.around.now;
    if (!touched_.empty()) world_.devices_changed = true;
    for (NodeId const id : touched_)
        if (world_.node(id).kind == NodeKind::neuron && world_.prepared) world_.cohort_of(id).spread();
    ++world_.set_calls;
}

} // namespace

void set_nodes(World& world, NodeCollection const& nodes,
               std::span<std::reference_wrapper<Properties const> const> changes) {
    if (!nodes.valid()) throw KernelException("InvalidNodeCollectionError");
    if (changes.size() != 1 && static_cast<std::int64_t>(changes.size()) != nodes.size())
        throw DimensionMismatch(nodes.size(), static_cast<std::int64_t>(changes.size()));
    NodeSetting setting(world);
    if (changes.size() == 1) {
        // Neurons that share columns are set together.
        std::map<std::pair<std::size_t, std::uint32_t>, std::vector<NodeId>> together;
        std::map<std::uint32_t, NodeId> elsewhere; // one neuron of each model
        for (NodeId const id : nodes) {
            NodeEntry const& node = world.node(id);
            if (!world.is_local(id))
                elsewhere.try_emplace(node.owner, id);
            else if (node.kind == NodeKind::neuron)
                together[{world.thread_of(id), node.owner}].push_back(id);
            else
                setting.set(std::array{id}, changes[0]);
        }
        for (auto const& [where, ids] : together) setting.set(ids, changes[0]);
        for (auto const& [population, id] : elsewhere) setting.check_remote(id, changes[0]);
    } else {
        std::size_t i = 0;
        for (NodeId const id : nodes) {
            Properties const& own = changes[i++];
            if (world.is_local(id))
                setting.set(std::array{id}, own);
            else
                setting.check_remote(id, own);
        }
    }
    setting.commit();
}

} // namespace nest
