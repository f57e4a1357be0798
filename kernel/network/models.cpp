// The models a simulation knows: those of the catalogue and copies made by users.
#include "kernel/engine/world.hpp"
#include "kernel/errors.hpp"
#include "kernel/network/assign.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <tuple>

namespace nest {

std::string_view element_type(NodeKind kind) {
    switch (kind) {
    case NodeKind::neuron:
        return "neuron";
    case NodeKind::stimulator:
        return "stimulator";
    case NodeKind::recorder:
        return "recorder";
    }
    return "other";
}

std::string_view NodeModelEntry::element_type() const {
    if (auto const* recorder = dynamic_cast<RecorderModel const*>(prototype.get()))
        return recorder->element_type();
    return nest::element_type(kind());
}

std::unique_ptr<Model> NodeModelEntry::make() const {
    return std::visit([](auto factory) -> std::unique_ptr<Model> { return factory(); }, row.make);
}

namespace {

constexpr std::size_t most_synapse_models = 512;
constexpr double default_delay_ms = 1.0;
constexpr std::array<std::size_t, 1> first_lane{0};

NodeModelEntry node_entry(World const& world, NodeModelRow const& row, std::string name) {
    auto const id = static_cast<std::int64_t>(world.node_models.size());
    NodeModelEntry entry{std::make_shared<ModelIdentity const>(ModelIdentity{id, std::move(name)}),
                         std::string(row.name), row, nullptr};
    entry.prototype = entry.make();
    entry.prototype->enter(world.around);
    return entry;
}

SynapseTraits combined(SynapseTraits a, SynapseTraits const& b) {
    a.common_weight |= b.common_weight;
    a.label |= b.label;
    a.first_receptor_only |= b.first_receptor_only;
    a.plastic |= b.plastic;
    a.neuron_sources_only |= b.neuron_sources_only;
    a.needs_history |= b.needs_history;
    a.needs_triplet |= b.needs_triplet;
    a.stochastic |= b.stochastic;
    a.numbered |= b.numbered;
    a.modulated |= b.modulated;
    a.requires_symmetric |= b.requires_symmetric;
    a.has_delay &= b.has_delay;
    return a;
}

SynapseModelEntry synapse_entry(World const& world, SynapseModelRow const& row, std::string name) {
    SynapseModelEntry entry{std::move(name), std::string(row.name), row, {}, row.make()};
    entry.traits = combined(entry.prototype->traits(), row.extra);
    entry.prototype->enter(world.around);
    entry.delay = std::max<Step>(1, world.grid().steps_up(default_delay_ms));
    return entry;
}

template <class Entries> bool has(Entries const& entries, std::string_view name, auto name_of) {
    return std::ranges::any_of(entries, [&](auto const& e) { return name_of(e) == name; });
}
auto const node_name = [](NodeModelEntry const& e) -> std::string_view { return e.name(); };
auto const synapse_name = [](SynapseModelEntry const& e) -> std::string_view { return e.name; };

template <class Entries> std::size_t position(Entries const& entries, std::string_view name, auto name_of) {
    auto const at = std::ranges::find_if(entries, [&](auto const& e) { return name_of(e) == name; });
    return static_cast<std::size_t>(at - entries.begin());
}

std::vector<std::string> all_names(World const& world) {
    std::vector<std::string> names;
    for (auto const& e : world.node_models) names.push_back(e.name());
    for (auto const& e : world.synapse_models) names.push_back(e.name);
    return names;
}

bool copy_fields(Schema& to, Schema const& from) {
    for (std::size_t i = 0; i < to.fields().size(); ++i)
        to.fields()[i]->restore(from.fields()[i]->save().get());
    return true;
}

} // namespace

void register_models(World& world) {
    for (NodeModelRow const& row : node_model_catalogue())
        world.node_models.push_back(node_entry(world, row, std::string(row.name)));
    for (SynapseModelRow const& row : synapse_model_catalogue())
        world.synapse_models.push_back(synapse_entry(world, row, std::string(row.name)));
}

std::size_t find_node_model(World const& world, std::string_view name) {
    std::size_t const at = position(world.node_models, name, node_name);
    if (at < world.node_models.size()) return at;
    std::vector<std::string> names;
    for (auto const& e : world.node_models) names.push_back(e.name());
    throw UnknownModelName(std::string(name), did_you_mean(name, names));
}

std::size_t find_synapse_model(World const& world, std::string_view name) {
    std::size_t const at = position(world.synapse_models, name, synapse_name);
    if (at < world.synapse_models.size()) return at;
    std::vector<std::string> names;
    for (auto const& e : world.synapse_models) names.push_back(e.name);
    throw UnknownSynapseType(std::string(name), did_you_mean(name, names));
}

std::unique_ptr<EdgeTable> World::empty_table(std::size_t synapse) const {
    SynapseModelEntry const& entry = synapse_models[synapse];
    auto model = entry.row.make();
    model->enter(around);
    copy_fields(*model, *entry.prototype);
    return std::make_unique<EdgeTable>(synapse, std::move(model), entry.traits);
}

// ---------------------------------------------------------------- defaults

namespace {

// How many nodes of a model each thread has.
Property instances(World const& world, std::size_t model) {
    std::vector<std::int64_t> counts(static_cast<std::size_t>(world.settings.threads));
    for (std::size_t node = 0; node < world.nodes.size(); ++node)
        if (world.nodes[node].model == model) ++counts[world.thread_of(static_cast<NodeId>(node) + 1)];
    return Property(PropertyList(counts.begin(), counts.end()));
}

Properties node_defaults(World const& world, std::size_t model) {
    NodeModelEntry const& entry = world.node_models[model];
    Properties d = entry.prototype->get(0);
    d.set("model", Literal{entry.name()});
    d.set("type_id", Literal{entry.type_id});
    d.set("model_id", entry.identity->id);
    d.set("element_type", Literal{std::string(entry.element_type())});
    d.set("frozen", false);
    d.set("global_id", 0);
    d.set("local", true);
    d.set("node_uses_wfr", false);
    for (auto const* key : {"thread", "thread_local_id", "vp"}) d.set(key, -1);
    d.set("instantiations", instances(world, model));
    d.set("capacity", instances(world, model)); // there is always room for one more, and none is kept
    d.set("available", Property(PropertyList(static_cast<std::size_t>(world.settings.threads), Property(0))));
    d.set("elementsize", static_cast<std::int64_t>(sizeof(double) * entry.prototype->fields().size()));
    if (auto const* neuron = dynamic_cast<NeuronModel const*>(entry.prototype.get())) {
        if (neuron->has_archive()) d.set("synaptic_elements", Properties{});
        if (neuron->takes_meters()) d.set("recordables", literals(neuron->recordables()));
    }
    if (auto const* generator = dynamic_cast<StimulusModel const*>(entry.prototype.get()))
        if (auto const names = generator->recordables(); !names.empty())
            d.set("recordables", literals(names));
    if (auto const* recorder = dynamic_cast<RecorderModel const*>(entry.prototype.get())) {
        recorder->erase_hidden(d);
        if (recorder->records() == Records::releases) return d;
        if (auto const* detector = dynamic_cast<DetectorModel const*>(recorder)) {
            d.merge(detector->results());
            return d;
        }
        d.set("events",
              Properties{{"senders", std::vector<std::int64_t>{}}, {"times", std::vector<double>{}}});
        d.set("n_events", 0);
    }
    return d;
}

Properties synapse_defaults(World const& world, std::size_t index) {
    SynapseModelEntry const& entry = world.synapse_models[index];
    Properties d = entry.prototype->get(0);
    d.set("delay", world.grid().delay_ms(entry.delay) - entry.delay_rest);
    d.set("receptor_type", entry.receptor);
    d.set("element_type", "synapse");
    d.set("has_delay", entry.traits.has_delay);
    d.set("requires_symmetric", entry.traits.requires_symmetric);
    d.set("synapse_model", Literal{entry.name});
    d.set("synapse_modelid", static_cast<std::int64_t>(index));
    d.set("sizeof", static_cast<std::int64_t>(sizeof(std::uint16_t)));
    d.set("weight_recorder", entry.weight_recorder);
    if (entry.traits.modulated) d.set("volume_transmitter", entry.volume_transmitter);
    if (entry.traits.label) d.set("synapse_label", entry.label);
    d.set("num_connections", count_connections(const_cast<World&>(world), index));
    return d;
}

} // namespace

Property literals(std::vector<std::string> const& words) {
    PropertyList list;
    for (auto const& word : words) list.emplace_back(Literal{word});
    return Property(std::move(list));
}

namespace {
// Recording backends have defaults, too; ours have nothing to set for all devices at once.
bool is_backend(std::string_view name) { return name == "memory" || name == "ascii" || name == "screen"; }
} // namespace

Properties model_defaults(World const& world, std::string_view name) {
    if (has(world.node_models, name, node_name))
        return node_defaults(world, position(world.node_models, name, node_name));
    if (has(world.synapse_models, name, synapse_name))
        return synapse_defaults(world, position(world.synapse_models, name, synapse_name));
    if (is_backend(name)) return {{"element_type", "recording_backend"}};
    throw UnknownComponent(std::string(name), did_you_mean(name, all_names(world)));
}

namespace {

void set_node_defaults(World& world, NodeModelEntry& entry, Properties const& changes) {
    auto const known = [&](std::string_view key) { return settable_key(*entry.prototype, key, changes); };
    Properties const kept = known_only(world, entry.name(), changes, known, entry.prototype->fields());
    Assignment assignment;
    with_prefix(fmt::format("Setting status of model '{}': ", entry.name()),
                [&] { assignment.apply(*entry.prototype, first_lane, kept); });
    assignment.commit();
}

Step checked_delay(World const& world, double ms) {
    Step const delay = world.grid().delay_steps(ms);
    if (!(ms > 0.0) || delay < 1) throw BadDelay(ms, "Delay must be greater than or equal to resolution");
    return delay;
}

// Properties common to all edges of a model act on those that exist, too.
void spread_common(World& world, std::size_t index) {
    SynapseModelEntry const& entry = world.synapse_models[index];
    if (entry.traits.common_weight) set_common_weight(world, index, entry.prototype->weight[0]);
    for (Shard& shard : world.shards)
        for (auto& table : shard.tables) {
            if (table->synapse() != index) continue;
            auto const& from = entry.prototype->fields();
            for (std::size_t f = 0; f < from.size(); ++f)
                if (from[f]->role() == Role::shared) table->model().fields()[f]->assign_all(from[f]->get(0));
        }
}

// A node that edges of a model serve or ask; an empty collection: none.
NodeCollection one_recorder(World const& world, Property const& given, std::string_view key, Records kind) {
    NodeCollection const nodes = to_nodes(given, key);
    if (nodes.empty()) return nodes;
    if (!nodes.valid()) throw KernelException("InvalidNodeCollectionError");
    NodeEntry const& node = world.node(nodes.first());
    bool const fits =
        node.kind == NodeKind::recorder && world.recorders[node.owner].device->records() == kind;
    if (nodes.size() != 1 || !fits)
        throw BadProperty(
            fmt::format("Property {} must be a single element NodeCollection of a {}.", key, key));
    return nodes;
}

void set_synapse_defaults(World& world, std::size_t index, Properties const& changes) {
    SynapseModelEntry& entry = world.synapse_models[index];
    static constexpr std::array<std::string_view, 6> own{
        "delay", "receptor_type", "synapse_label", "weight_recorder", "volume_transmitter", "synapse_model"};
    auto const known = [&](std::string_view key) {
        if (key == "volume_transmitter") return entry.traits.modulated;
        if (key == "synapse_label") return entry.traits.label;
        if (key == "synapse_model") return false;
        return std::ranges::find(own, key) != own.end() || settable(entry.prototype->find(key));
    };
    Properties const kept = known_only(world, entry.name, changes, known, entry.prototype->fields());
    Step delay = entry.delay;
    double rest = entry.delay_rest;
    std::int64_t receptor = entry.receptor, label = entry.label;
    if (auto const* d = kept.find("delay")) {
        double const ms = to_double(*d, "delay");
        delay = checked_delay(world, ms);
        if (entry.prototype->delay_rest()) std::tie(delay, rest) = continuous_delay(world, ms);
    }
    if (auto const* r = kept.find("receptor_type")) receptor = to_integer(*r, "receptor_type");
    if (auto const* l = kept.find("synapse_label")) label = to_integer(*l, "synapse_label");
    if (label < -1) throw BadProperty("Connection label must not be negative.");
    NodeCollection weight_recorder = entry.weight_recorder;
    if (auto const* w = kept.find("weight_recorder"))
        weight_recorder = one_recorder(world, *w, "weight_recorder", Records::weights);
    NodeCollection transmitter = entry.volume_transmitter;
    if (auto const* t = kept.find("volume_transmitter"))
        transmitter = one_recorder(world, *t, "volume_transmitter", Records::releases);
    Assignment assignment;
    with_prefix(fmt::format("Setting status of model '{}': ", entry.name),
                [&] { assignment.apply(*entry.prototype, first_lane, kept, own); });
    assignment.commit();
    entry.delay = delay;
    entry.delay_rest = rest;
    entry.receptor = receptor;
    entry.label = label;
    entry.weight_recorder = weight_recorder;
    entry.volume_transmitter = transmitter;
    world.devices_changed = true;
    spread_common(world, index);
}

} // namespace

void set_model_defaults(World& world, std::string_view name, Properties const& changes) {
    std::size_t const node = position(world.node_models, name, node_name);
    std::size_t const synapse = position(world.synapse_models, name, synapse_name);
    if (node < world.node_models.size())
        set_node_defaults(world, world.node_models[node], changes);
    else if (synapse < world.synapse_models.size())
        set_synapse_defaults(world, synapse, changes);
    else if (is_backend(name) && !changes.empty())
        throw UnusedKeys(changes.keys());
    else if (!is_backend(name))
        throw UnknownComponent(std::string(name), did_you_mean(name, all_names(world)));
    world.defaults_modified = true;
}

void copy_model(World& world, std::string_view original, std::string_view copy, Properties const& changes) {
    std::size_t const node = position(world.node_models, original, node_name);
    std::size_t const synapse = position(world.synapse_models, original, synapse_name);
    bool const is_node = node < world.node_models.size();
    if (!is_node && synapse == world.synapse_models.size())
        throw UnknownModelName(std::string(original), did_you_mean(original, all_names(world)));
    if (has(world.node_models, copy, node_name) || has(world.synapse_models, copy, synapse_name))
        throw NewModelNameExists(std::string(copy));
    if (is_node) {
        NodeModelEntry const& from = world.node_models[node];
        NodeModelEntry entry = node_entry(world, from.row, std::string(copy));
        entry.type_id = from.type_id;
        copy_fields(*entry.prototype, *from.prototype);
        set_node_defaults(world, entry, changes);
        world.node_models.push_back(std::move(entry));
    } else {
        if (world.synapse_models.size() >= most_synapse_models)
            throw KernelException("Synapse model count exceeded");
        SynapseModelEntry const& from = world.synapse_models[synapse];
        SynapseModelEntry entry = synapse_entry(world, from.row, std::string(copy));
        entry.type_id = from.type_id;
        entry.delay = from.delay;
        entry.delay_rest = from.delay_rest;
        entry.receptor = from.receptor;
        entry.label = from.label;
        entry.weight_recorder = from.weight_recorder;
        entry.volume_transmitter = from.volume_transmitter;
        copy_fields(*entry.prototype, *from.prototype);
        world.synapse_models.push_back(std::move(entry));
        try {
            set_synapse_defaults(world, world.synapse_models.size() - 1, changes);
        } catch (...) {
            world.synapse_models.pop_back();
            throw;
        }
    }
    world.defaults_modified = true;
}

} // namespace nest
