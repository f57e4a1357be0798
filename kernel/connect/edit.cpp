// Changing and removing single connections.
#include "kernel/connect/edit.hpp"

#include "kernel/connect/builder.hpp"
#include "kernel/engine/world.hpp"
#include "kernel/errors.hpp"
#include "kernel/network/assign.hpp"
#include "kernel/parallel/agreement.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <tuple>

namespace nest {

namespace {

// Edits of tables that must be built anew, because runs change.
using TableEdits = std::map<std::pair<Shard*, EdgeTable*>, std::vector<EdgeEdit>>;

// All new tables are there before the first old one goes.
void rebuild(World const& world, TableEdits& edits) {
    std::vector<std::unique_ptr<EdgeTable>> fresh;
    for (auto& [where, list] : edits) {
        std::ranges::sort(list, {}, &EdgeEdit::edge);
        TableBuilder builder(world, *where.first, where.second->synapse());
        builder.absorb(*where.second, std::move(list));
        fresh.push_back(builder.build());
    }
    auto next = fresh.begin();
    for (auto& [where, list] : edits) {
        auto& [shard, table] = where;
        auto const at = std::ranges::find_if(shard->tables, [&](auto const& t) { return t.get() == table; });
        *at = std::move(*next++);
        if (!*at) shard->tables.erase(at);
    }
}

void settle_all(World& world) {
    for (Shard& shard : world.shards) shard.settle();
}

// The place of an edge whose weight takes another sign.
Place turned(EdgeRef const& ref, double weight) {
    Place const now = ref.table->place(ref.edge, ref.run);
    SlotMap::Slot const slot = ref.shard->slots.locate(now);
    Cohort const& cohort = *ref.shard->cohorts[slot.owner];
    for (SpikePort const& port : cohort.wiring().spikes)
        if (port.positive == slot.channel || port.negative == slot.channel)
            return cohort.place(ref.shard->slots, weight < 0.0 ? port.negative : port.positive, slot.lane);
    return now;
}

// Edits that carry every edge of a table to the other channel of its receptor.
std::vector<EdgeEdit> all_turned(Shard& shard, EdgeTable& table, double weight) {
    std::vector<EdgeEdit> edits;
    for (std::size_t r = 0; r < table.runs(); ++r)
        for (std::size_t e = table.run(r).first; e < table.run(r + 1).first; ++e)
            edits.push_back({e, false, 0, turned({&shard, &table, e, r, nullptr}, weight), true});
    return edits;
}

// All changes of one call: checked first, then applied.
class ConnectionSetting {
public:
    explicit ConnectionSetting(World& world)
        : world_(world) {}
    void check(Connection const& connection, Properties const& changes);
    void apply();

private:
    struct Change {
        EdgeRef ref;
        Properties values;
        Step delay = 0;
        double delay_rest = 0.0; // ms
    };
    Step checked_delay(Property const& given) const;
    void validate(Change const& change);
    void apply(Change const& change);

    World& world_;
    std::vector<Change> changes_;
    std::map<std::size_t, std::unique_ptr<EdgeTable>>
        probes_; // one edge of each synapse model, to try values on
    Step least_ = infinite_steps;
    Step largest_ = 0;
    TableEdits edits_;
};

Step ConnectionSetting::checked_delay(Property const& given) const {
    double const ms = to_double(given, "delay");
    Step const steps = world_.grid().delay_steps(ms);
    if (!(steps >= 1)) throw BadDelay(ms, "Delay must be greater than or equal to resolution");
    return steps;
}

void ConnectionSetting::check(Connection const& connection, Properties const& given) {
    Change change{find_edge(world_, connection), {}, 0};
    SynapseModelEntry const& model = world_.synapse_models[static_cast<std::size_t>(connection.synapse_id)];
    SynapseModel const& prototype = *model.prototype;
    auto const known = [&](std::string_view key) {
        if (key == "delay") return true;
        if (key == "synapse_label") return model.traits.label;
        if (key == "weight" && model.traits.common_weight) return false;
        Field const* const field = prototype.find(key);
        return settable(field) && field->role() != Role::shared;
    };
    try {
        change.values = known_only(world_, model.name, given, known, prototype.fields());
    } catch (UnusedKeys const& error) {
        throw DictError(error.text() + "\nMaybe you tried to set common synapse properties "
                                       "through an individual synapse?",
                        error.hint());
    }
    for (auto const& [key, value] : change.values) {
        if (key == "delay" && model.prototype->delay_rest())
            std::tie(change.delay, change.delay_rest) = continuous_delay(world_, to_double(value, key));
        else if (key == "delay")
            change.delay = checked_delay(value);
        else if (key == "synapse_label" && to_integer(value, key) < 0)
            throw BadProperty("Connection label must not be negative.");
        else if (key != "synapse_label")
            prototype.find(key)->check(value);
    }
    if (change.delay > 0) {
        least_ = std::min(least_, change.delay - (change.delay_rest > 0.0 ? 1 : 0));
        largest_ = std::max(largest_, change.delay);
    }
    if (change.ref.table) validate(change);
    changes_.push_back(std::move(change));
}

// The values of the edge with the changes must fit together; tried on a copy.
void ConnectionSetting::validate(Change const& change) {
    EdgeTable const& table = *change.ref.table;
    auto& probe = probes_[table.synapse()];
    if (!probe) probe = world_.empty_table(table.synapse());
    SynapseModel& model = probe->model();
    for (Field* field : model.fields()) {
        if (!field->visible() || field->role() == Role::shared) continue;
        if (auto const* given = change.values.find(field->name()))
            field->assign_all(*given);
        else if (field == &model.weight)
            model.weight.put_all(table.weight(change.ref.edge, change.ref.run));
        else if (field == model.pre_trace())
            model.pre_trace()->put_all(table.pre_trace(change.ref.edge, change.ref.run));
        else
            field->assign_all(table.model().find(field->name())->get(change.ref.edge));
    }
    model.validate(0);
}

void ConnectionSetting::apply(Change const& change) {
    EdgeRef const& ref = change.ref;
    if (ref.device) {
        if (change.delay > 0) {
            ref.device->delay = change.delay;
            ref.device->delay_rest = change.delay_rest;
        }
        if (auto const* w = change.values.find("weight")) ref.device->weight = to_double(*w);
        if (auto const* l = change.values.find("synapse_label")) ref.device->label = to_integer(*l);
        world_.devices_changed = true;
        return;
    }
    EdgeTable& table = *ref.table;
    EdgeEdit edit{ref.edge, false, change.delay, {}, false};
    if (auto* const rest = table.model().delay_rest(); rest && change.delay > 0)
        rest->put(ref.edge, change.delay_rest);
    for (auto const& [key, value] : change.values) {
        if (key == "weight") {
            Place const to = turned(ref, to_double(value));
            edit.moved = to.packed() != table.place(ref.edge, ref.run).packed();
            edit.place = to;
            table.set_weight(ref.edge, to_double(value));
        } else if (key == "synapse_label") {
            table.set_label(ref.edge, to_integer(value));
        } else if (table.traits().plastic && table.model().find(key) == table.model().pre_trace()) {
            table.set_pre_trace(ref.edge, to_double(value));
        } else if (key != "delay") {
            if (table.traits().plastic) table.spread_pre();
            table.model().find(key)->assign(ref.edge, value);
        }
    }
    if (edit.moved || edit.delay > 0) edits_[{ref.shard, &table}].push_back(edit);
}

void ConnectionSetting::apply() {
    if (largest_ > 0) note_delay(world_, least_, largest_);
    settle_all(world_);
    for (Change const& change : changes_) apply(change);
    if (!edits_.empty()) ++world_.generation;
    rebuild(world_, edits_);
}

} // namespace

void set_connections(World& world, std::span<Connection const> connections,
                     std::span<Properties const> changes) {
    ConnectionSetting setting(world);
    for (std::size_t i = 0; i < connections.size(); ++i)
        setting.check(connections[i], changes[changes.size() == 1 ? 0 : i]);
    setting.apply();
}

void set_common_weight(World& world, std::size_t synapse, double weight) {
    settle_all(world);
    TableEdits edits;
    for (Shard& shard : world.shards) {
        for (auto& connection : shard.from_devices)
            if (connection.synapse == synapse) connection.weight = weight;
        for (auto& table : shard.tables) {
            if (table->synapse() != synapse) continue;
            bool const turns = (table->model().weight[0] < 0.0) != (weight < 0.0);
            if (turns) edits[{&shard, table.get()}] = all_turned(shard, *table, weight);
            table->set_common_weight(weight);
        }
    }
    rebuild(world, edits);
    world.devices_changed = true;
}

// ---------------------------------------------------------------- removal

namespace {

TableEdits removal(World& world, std::span<Connection const> connections) {
    TableEdits edits;
    for (Connection const& connection : connections) {
        EdgeRef const ref = find_edge(world, connection);
        if (ref.device) throw InexistentConnection("Only connections between neurons can be removed.");
        auto& list = edits[{ref.shard, ref.table}];
        if (std::ranges::find(list, ref.edge, &EdgeEdit::edge) != list.end()) throw InexistentConnection();
        list.push_back({ref.edge, true, 0, {}, false});
    }
    return edits;
}

void remove(World& world, TableEdits edits) {
    if (edits.empty()) return;
    settle_all(world);
    rebuild(world, edits);
    ++world.generation;
}

// The first connection of the model for each pair whose target lives here.
std::vector<Connection> first_of_pairs(World& world, NodeCollection const& sources,
                                       NodeCollection const& targets, Properties const& conn_spec,
                                       Properties const& syn_spec) {
    Property const* const rule = conn_spec.find("rule");
    if (!rule) throw BadProperty("The connection specification must contain a connection rule.");
    std::string const name = to_text(*rule, "rule");
    if (name != "one_to_one" && name != "all_to_all")
        throw NotImplemented("This disconnection rule is not implemented.");
    Property const* const model = syn_spec.find("synapse_model");
    if (!model) throw BadProperty("Synapse spec must contain synapse model");
    if (name == "one_to_one" && sources.size() != targets.size()) throw DimensionMismatch();
    ConnectionQuery query{sources, targets, to_text(*model, "synapse_model"), {}};
    auto const all = find_connections(world, query);
    std::vector<Connection> doomed;
    auto const first = [&](NodeId source, NodeId target) {
        if (!world.is_local(target)) return; // its own rank looks for it
        for (Connection const& c : *all)
            if (c.source == source && c.target == target) return doomed.push_back(c);
        throw InexistentConnection();
    };
    if (name == "one_to_one")
        for (std::int64_t i = 0; i < sources.size(); ++i) first(sources[i], targets[i]);
    else
        for (NodeId const target : targets)
            for (NodeId const source : sources) first(source, target);
    return doomed;
}

} // namespace

void disconnect(World& world, std::span<Connection const> connections) {
    remove(world, removal(world, connections));
}

void disconnect(World& world, NodeCollection const& sources, NodeCollection const& targets,
                Properties const& conn_spec, Properties const& syn_spec) {
    TableEdits edits;
    agree(*world.ranks, Act::disconnect, [&] {
        edits = removal(world, first_of_pairs(world, sources, targets, conn_spec, syn_spec));
        return Packet{};
    });
    remove(world, std::move(edits));
}

} // namespace nest
