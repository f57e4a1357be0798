// The Connect call: reads the specifications, checks everything, and only then changes the network.
#include "kernel/catalogue.hpp"
#include "kernel/connect/builder.hpp"
#include "kernel/connect/evaluate.hpp"
#include "kernel/engine/world.hpp"
#include "kernel/errors.hpp"
#include "kernel/network/assign.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <mutex>
#include <set>

namespace nest {

namespace {

constexpr std::array<std::size_t, 1> first_lane{0};
constexpr std::size_t most_pending = 256;

// ---------------------------------------------------------------- the rule

std::shared_ptr<ConnectionRule const> read_rule(World const& world, Properties const& spec) {
    Property const* const name = spec.find("rule");
    if (!name) throw BadProperty("The connection specification must contain a connection rule.");
    std::string const wanted = to_text(*name, "rule");
    auto const rows = rule_catalogue();
    auto const row = std::ranges::find(rows, wanted, &RuleRow::name);
    if (row == rows.end()) {
        std::vector<std::string> names;
        for (RuleRow const& r : rows) names.emplace_back(r.name);
        throw BadProperty("Unknown connection rule: " + wanted, did_you_mean(wanted, names));
    }
    std::shared_ptr<ConnectionRule> rule = row->make();
    for (auto const key : rule->required())
        if (!spec.contains(key)) throw MissingKey(std::string(key));
    Properties given = spec;
    given.erase("rule");
    auto const known = [&](std::string_view key) { return settable(rule->find(key)); };
    Assignment assignment;
    assignment.apply(*rule, first_lane, known_only(world, wanted, given, known, rule->fields()));
    assignment.commit();
    return rule;
}

// ---------------------------------------------------------------- synapse specifications

struct Reading {
    World const& world;
    ConnectionRule const& rule;
    NodeCollection const& sources;
    NodeCollection const& targets;
    std::uint32_t parameters = 0; // numbered within the call
};

EdgeValue read_value(Reading& reading, Property const& given, std::string_view key, bool integer) {
    EdgeValue value;
    value.parameter = reading.parameters++;
    if (given.holds<Expression>()) {
        value.given = *given.get_if<Expression>();
    } else if (given.holds<Doubles>() || given.holds<Integers>()) {
        Doubles const list = to_doubles(given, key);
        auto const size = reading.rule.array_size(reading.sources, reading.targets);
        if (!size)
            throw NotImplemented(fmt::format("The rule does not accept an array of values for {}.", key));
        if (list->size() != *size)
            throw DimensionMismatch(static_cast<std::int64_t>(*size),
                                    static_cast<std::int64_t>(list->size()));
        for (double const x : *list)
            if (std::isnan(x)) throw BadProperty(fmt::format("{} must be a number.", key));
        value.given = list;
    } else if (given.holds<double>() || given.holds<std::int64_t>()) {
        double const x = integer ? static_cast<double>(to_integer(given, key)) : to_double(given, key);
        if (std::isnan(x)) throw BadProperty(fmt::format("{} must be a number.", key));
        value.given = x;
    } else {
        throw BadProperty("Cannot handle parameter type. Received " + type_name(given), std::string(key));
    }
    return value;
}

void refuse_delay(World const& world, Step steps) {
    if (steps >= 1) return;
    throw BadDelay(world.grid().delay_ms(steps), "Delay must be greater than or equal to resolution");
}

void read_delay(Reading& reading, EdgeSpecification& spec, Property const* given,
                SynapseModelEntry const& model) {
    if (!given) {
        spec.delay.given = static_cast<double>(model.delay);
        spec.least_delay = spec.largest_delay = model.delay;
        return;
    }
    spec.delay = read_value(reading, *given, "delay", false);
    auto const& grid = reading.world.grid();
    if (spec.delay.constant()) {
        Step const steps = grid.delay_steps(spec.delay.number());
        refuse_delay(reading.world, steps);
        spec.delay.given = static_cast<double>(steps);
        spec.least_delay = spec.largest_delay = steps;
    } else if (auto const* list = std::get_if<Doubles>(&spec.delay.given)) {
        auto const [least, largest] = std::ranges::minmax(**list);
        spec.least_delay = grid.delay_steps(least);
        spec.largest_delay = grid.delay_steps(largest);
        refuse_delay(reading.world, spec.least_delay);
    }
}

EdgeSpecification read_specification(Reading& reading, Properties const& given) {
    Property const* const name = given.find("synapse_model");
    if (!name) throw BadProperty("Synapse spec must contain synapse model");
    EdgeSpecification spec;
    spec.synapse = find_synapse_model(reading.world, to_text(*name, "synapse_model"));
    SynapseModelEntry const& model = reading.world.synapse_models[spec.synapse];
    SynapseModel const& prototype = *model.prototype;
    static constexpr std::array<std::string_view, 4> own{"synapse_model", "delay", "receptor_type",
                                                         "synapse_label"};
    for (auto const& entry : given) {
        Field const* const field = prototype.find(entry.first);
        bool const common = field && (field->role() == Role::shared ||
                                      (entry.first == "weight" && model.traits.common_weight));
        if (common || entry.first == "weight_recorder")
            throw NotImplemented(
                fmt::format("Property \"{}\" of {} can only be set via SetDefaults() or CopyModel().",
                            entry.first, model.name));
    }
    auto const known = [&](std::string_view key) {
        if (key == "synapse_label") return model.traits.label;
        return std::ranges::find(own, key) != own.end() || settable(prototype.find(key));
    };
    Properties const kept = known_only(reading.world, model.name, given, known, prototype.fields());
    read_delay(reading, spec, kept.find("delay"), model);
    Property const* const weight = kept.find("weight");
    if (weight)
        spec.weight = read_value(reading, *weight, "weight", false);
    else
        spec.weight.given = prototype.weight[0];
    if (weight && spec.weight.constant()) prototype.weight.check(Property(spec.weight.number()));
    spec.receptor = model.receptor;
    if (auto const* r = kept.find("receptor_type")) spec.receptor = to_integer(*r, "receptor_type");
    spec.label = model.label;
    if (auto const* l = kept.find("synapse_label")) {
        spec.label = to_integer(*l, "synapse_label");
        if (spec.label < 0) throw BadProperty("Connection label must not be negative.");
    }
    for (std::size_t f = 0; f < prototype.fields().size(); ++f) {
        Field const& field = *prototype.fields()[f];
        if (field.role() == Role::shared || !field.visible() || field.name() == "weight") continue;
        if (auto const* value = kept.find(field.name())) {
            EdgeValue const v = read_value(reading, *value, field.name(), false);
            if (v.constant()) field.check(Property(v.number()));
            spec.extra.push_back({f, v});
        } else if (auto const* column = dynamic_cast<TypedField<double> const*>(&field)) {
            spec.extra.push_back({f, {(*column)[0], 0}});
        }
    }
    return spec;
}

// Values that fit one by one must fit together (same sign of weight and Wmax, ...).
void validate_constants(World const& world, EdgeSpecification const& spec) {
    auto const probe = world.empty_table(spec.synapse);
    SynapseModel& model = probe->model();
    if (spec.weight.constant()) model.weight.put_all(spec.weight.number());
    for (auto const& [field, value] : spec.extra)
        if (value.constant())
            static_cast<TypedField<double>&>(*model.fields()[field]).put_all(value.number());
    model.validate(0);
}

// ---------------------------------------------------------------- who may connect to whom

struct Kinds {
    bool neurons = false, stimulators = false, recorders = false;
    bool only_neurons() const { return neurons && !stimulators && !recorders; }
};

Kinds kinds_of(World const& world, NodeCollection const& nodes) {
    Kinds kinds;
    for (NodeRange const& range : nodes.ranges()) {
        NodeKind const kind = world.node(range.first).kind; // a range has one model
        (kind == NodeKind::neuron       ? kinds.neurons
         : kind == NodeKind::stimulator ? kinds.stimulators
                                        : kinds.recorders) = true;
    }
    return kinds;
}

[[noreturn]] void unknown_receptor(World const& world, NodeId target, std::int64_t receptor) {
    throw UnknownReceptorType(receptor, world.model_of(target).name());
}

bool is_current(StimulusModel const& device) {
    return device.signal() == Signal::current || device.signal() == Signal::broadcast_current;
}

void check_spike_port(World const& world, NodeId target, std::int64_t receptor) {
    NodeEntry const& node = world.node(target);
    Wiring const wiring = world.cohort_of(target).model().wiring(node.lane);
    if (wiring.spikes.empty())
        throw IllegalConnection(fmt::format("{} does not accept spikes.", world.model_of(target).name()));
    if (std::ranges::find(wiring.spikes, receptor, &SpikePort::receptor) != wiring.spikes.end()) return;
    if (std::ranges::find(wiring.currents, receptor, &CurrentPort::receptor) != wiring.currents.end())
        throw IncompatibleReceptorType(receptor, world.model_of(target).name(), "SpikeEvent");
    unknown_receptor(world, target, receptor);
}

void check_current_port(World const& world, NodeId target, std::int64_t receptor) {
    NodeEntry const& node = world.node(target);
    Wiring const wiring = world.cohort_of(target).model().wiring(node.lane);
    if (wiring.currents.empty())
        throw IllegalConnection(fmt::format("{} does not accept currents.", world.model_of(target).name()));
    if (std::ranges::find(wiring.currents, receptor, &CurrentPort::receptor) != wiring.currents.end()) return;
    if (std::ranges::find(wiring.spikes, receptor, &SpikePort::receptor) != wiring.spikes.end())
        throw IncompatibleReceptorType(receptor, world.model_of(target).name(), "CurrentEvent");
    unknown_receptor(world, target, receptor);
}

// Every population among the targets is looked at once, or every neuron where receptors differ.
void check_neuron_targets(World const& world, NodeCollection const& targets,
                          std::vector<EdgeSpecification> const& specs) {
    std::set<std::uint32_t> seen;
    for (NodeId const id : targets) {
        NodeEntry const& node = world.node(id);
        if (!world.cohort_of(id).model().wiring_varies() && !seen.insert(node.owner).second) continue;
        for (auto const& spec : specs) check_spike_port(world, id, spec.receptor);
    }
}

} // namespace

SpikePort World::spike_port(NodeEntry const& node, std::int64_t receptor) const {
    for (Shard const& shard : shards) {
        Cohort const& cohort = *shard.cohorts[node.owner];
        for (SpikePort const& port : cohort.wiring().spikes)
            if (port.receptor == receptor) return port;
    }
    throw InternalError("a connection without receptor");
}

// ---------------------------------------------------------------- delays

// Would these delays be accepted? The reason if not.
static void check_extrema(World const& world, Step least, Step largest) {
    DelayExtrema const& d = world.delays;
    if (!d.by_user && !d.frozen) return;
    if (least < d.least)
        throw BadDelay(world.grid().delay_ms(least),
                       d.by_user ? "Delay must be greater than or equal to min_delay."
                                 : "Minimum delay cannot be changed after Simulate has been called.");
    if (largest > d.largest)
        throw BadDelay(world.grid().delay_ms(largest),
                       d.by_user ? "Delay must be smaller than or equal to max_delay."
                                 : "Maximum delay cannot be changed after Simulate has been called.");
}

void note_delay(World& world, Step least, Step largest) {
    check_extrema(world, least, largest);
    DelayExtrema& d = world.delays;
    if (d.by_user || d.frozen) return;
    d.least = d.least == 0 ? least : std::min(d.least, least);
    d.largest = std::max(d.largest, largest);
}

namespace {

// Extremes of drawn delays, by drawing all of them once.
class DelayProbe final : public EdgeSink {
public:
    DelayProbe(World const& world, ConnectCall const& call, EdgeSpecification const& spec)
        : world_(world)
        , call_(call)
        , spec_(spec)
        , sources_(call.sources.ids())
        , targets_(call.targets.ids()) {}
    void connect(std::int64_t target, std::span<std::uint32_t const> sources,
                 std::uint64_t ordinal) override {
        for (std::uint32_t const s : sources) {
            Step const d = evaluate_delay(
                spec_, call_, {sources_[s], targets_[static_cast<std::size_t>(target)], ordinal++},
                world_.random, world_.grid());
            least = std::min(least, d);
            largest = std::max(largest, d);
        }
    }
    Step least = infinite_steps;
    Step largest = 0;

private:
    World const& world_;
    ConnectCall const& call_;
    EdgeSpecification const& spec_;
    std::vector<NodeId> sources_;
    std::vector<NodeId> targets_;
};

void draw_extremes(World& world, ConnectCall& call) {
    for (EdgeSpecification& spec : call.specifications) {
        if (!std::holds_alternative<Expression>(spec.delay.given)) continue;
        Step least = infinite_steps, largest = 0;
        std::mutex mutex;
        world.team->each([&](std::size_t t) {
            DelayProbe probe(world, call, spec);
            call.rule->build(call.sources, call.targets, {static_cast<std::int64_t>(t), world.threads()},
                             world.random, call.ordinal, probe);
            std::lock_guard const lock(mutex);
            least = std::min(least, probe.least);
            largest = std::max(largest, probe.largest);
        });
        if (largest == 0) least = largest = 1; // no edge at all
        refuse_delay(world, least);
        spec.least_delay = least;
        spec.largest_delay = largest;
    }
}

// ---------------------------------------------------------------- connections of devices

// A list of pairs of neurons, as a rule: what remains of a call that also has devices in it.
class ListedPairs final : public ConnectionRule {
public:
    struct Pair {
        std::uint32_t source;
        std::int64_t target;
        std::uint64_t ordinal;
    };
    std::vector<Pair> pairs;
    void check(NodeCollection const&, NodeCollection const&) const override {}
    void build(NodeCollection const&, NodeCollection const& targets, Share share, RandomStreams const&,
               std::uint64_t, EdgeSink& edges) const override {
        for (Pair const& p : pairs)
            if (share.has(targets[p.target])) edges.connect(p.target, {&p.source, 1}, p.ordinal);
    }
};

// Takes the edges of a call one by one and checks each; keeps them until all are known to be good.
class DeviceSink final : public EdgeSink {
public:
    DeviceSink(World& world, ConnectCall const& call)
        : world_(world)
        , call_(call)
        , sources_(call.sources.ids())
        , targets_(call.targets.ids())
        , neurons_(std::make_shared<ListedPairs>()) {}

    void connect(std::int64_t target, std::span<std::uint32_t const> sources,
                 std::uint64_t ordinal) override {
        for (std::uint32_t const s : sources) {
            take(s, target, ordinal);
            ++ordinal;
        }
    }
    void commit();
    std::shared_ptr<ListedPairs> const& neurons() const { return neurons_; }

private:
    void take(std::uint32_t source, std::int64_t target, std::uint64_t ordinal);
    void check(NodeId source, NodeId target, EdgeSpecification const& spec);
    void check_meter(Recorder const& meter, NodeId source, NodeId target, EdgeSpecification const& spec);

    struct Made {
        DeviceConnection connection;
        std::size_t thread;
        bool to_recorder;
    };
    World& world_;
    ConnectCall const& call_;
    std::vector<NodeId> sources_;
    std::vector<NodeId> targets_;
    std::shared_ptr<ListedPairs> neurons_;
    std::vector<Made> made_;
    std::set<std::pair<NodeId, NodeId>> metered_;
    std::map<NodeId, std::uint32_t> synapse_of_;
};

void DeviceSink::take(std::uint32_t s, std::int64_t t, std::uint64_t ordinal) {
    NodeId const source = sources_[s], target = targets_[static_cast<std::size_t>(t)];
    NodeKind const from = world_.node(source).kind, to = world_.node(target).kind;
    if (from == NodeKind::neuron && to == NodeKind::neuron) {
        for (auto const& spec : call_.specifications) check_spike_port(world_, target, spec.receptor);
        neurons_->pairs.push_back({s, t, ordinal});
        return;
    }
    for (EdgeSpecification const& spec : call_.specifications) {
        check(source, target, spec);
        EdgeIdentity const edge{source, target, ordinal};
        double const w = evaluate(spec.weight, call_, edge, world_.random);
        Step const d = evaluate_delay(spec, call_, edge, world_.random, world_.grid());
        std::size_t const thread = to == NodeKind::recorder && from == NodeKind::neuron
                                       ? world_.thread_of(source)
                                       : world_.thread_of(target);
        made_.push_back({{source, target, 0, 0, static_cast<std::uint32_t>(spec.synapse), d,
                          world_.around.now, w, spec.receptor, spec.label},
                         thread,
                         to == NodeKind::recorder});
    }
}

void DeviceSink::check(NodeId source, NodeId target, EdgeSpecification const& spec) {
    NodeEntry const &from = world_.node(source), &to = world_.node(target);
    SynapseModelEntry const& synapse = world_.synapse_models[spec.synapse];
    bool const meter_to_generator = from.kind == NodeKind::recorder && to.kind == NodeKind::stimulator;
    if (to.kind == NodeKind::stimulator && !meter_to_generator)
        throw IllegalConnection(
            fmt::format("{} is a stimulation device and receives nothing.", world_.model_of(target).name()));
    if (from.kind == NodeKind::recorder) {
        Recorder const& meter = world_.recorders[from.owner];
        if (meter.device->records() != Records::samples)
            throw IllegalConnection("Source node does not send output.");
        return check_meter(meter, source, target, spec);
    }
    if (to.kind == NodeKind::recorder) {
        if (world_.recorders[to.owner].device->records() != Records::spikes)
            throw IllegalConnection(
                "A multimeter must be the source of its connections: multimeter -> neuron.");
        if (spec.receptor != 0) unknown_receptor(world_, target, spec.receptor);
        if (from.kind == NodeKind::stimulator && is_current(*world_.stimulators[from.owner].on_thread[0]))
            throw IllegalConnection("A spike recorder does not accept currents.");
        return;
    }
    if (synapse.traits.neuron_sources_only)
        throw IllegalConnection(
            fmt::format("{} cannot transmit what {} sends.", synapse.name, world_.model_of(source).name()));
    if (is_current(*world_.stimulators[from.owner].on_thread[0]))
        check_current_port(world_, target, spec.receptor);
    else
        check_spike_port(world_, target, spec.receptor);
    auto const [used, first] = synapse_of_.try_emplace(source, static_cast<std::uint32_t>(spec.synapse));
    if (!first && used->second != spec.synapse)
        throw IllegalConnection("All outgoing connections from a device must use the same synapse type.");
}

void DeviceSink::check_meter(Recorder const& meter, NodeId source, NodeId target,
                             EdgeSpecification const& spec) {
    NodeEntry const& node = world_.node(target);
    if (node.kind == NodeKind::recorder)
        throw IllegalConnection(fmt::format("{} cannot be recorded from.", world_.model_of(target).name()));
    if (spec.receptor != 0) throw IllegalConnection("A multimeter is connected with receptor_type 0.");
    std::vector<std::string> const known_names =
        node.kind == NodeKind::stimulator ? world_.stimulators[node.owner].on_thread[0]->recordables()
                                          : world_.cohort_of(target).model().recordables();
    for (auto const& name : meter.device->quantities())
        if (std::ranges::find(known_names, name) == known_names.end())
            throw IllegalConnection(fmt::format("{} cannot record {} from {}.",
                                                world_.model_of(source).name(), name,
                                                world_.model_of(target).name()));
    auto const& existing = world_.shards[world_.thread_of(target)].from_devices;
    bool const known = std::ranges::any_of(
        existing, [&](auto const& c) { return c.source == source && c.target == target; });
    if (known || !metered_.insert({source, target}).second)
        throw IllegalConnection("A neuron can be connected to the same multimeter only once.");
}

void DeviceSink::commit() {
    for (Made& m : made_) {
        DeviceConnection& c = m.connection;
        c.order = world_.device_edges++;
        NodeEntry const &from = world_.node(c.source), &to = world_.node(c.target);
        if (from.kind == NodeKind::stimulator) c.key = world_.stimulators[from.owner].connections++;
        if (from.kind == NodeKind::recorder) c.key = world_.recorders[from.owner].connections++;
        if (to.kind == NodeKind::recorder) ++world_.recorders[to.owner].connections;
        Shard& shard = world_.shards[m.thread];
        (m.to_recorder ? shard.to_recorders : shard.from_devices).push_back(c);
    }
    if (!made_.empty()) world_.devices_changed = true;
}

// ---------------------------------------------------------------- the call

void check_symmetry(ConnectCall const& call) {
    bool const symmetric = call.rule->make_symmetric[0];
    if (symmetric && !call.rule->supports_symmetric())
        throw NotImplemented("This connection rule does not support symmetric connections.");
    auto const drawn = [](EdgeValue const& v) { return std::holds_alternative<Expression>(v.given); };
    for (auto const& spec : call.specifications)
        if (symmetric && call.rule->rewinds_for_symmetry() && (drawn(spec.weight) || drawn(spec.delay)))
            throw NotImplemented("Symmetric connections require parameters that are numbers or arrays.");
}

void remember(World& world, ConnectCall call) {
    auto const shared = std::make_shared<ConnectCall const>(std::move(call));
    for (std::size_t i = 0; i < shared->specifications.size(); ++i) world.pending.push_back({shared, i});
}

void note_delays(World& world, ConnectCall const& call) {
    for (auto const& spec : call.specifications) check_extrema(world, spec.least_delay, spec.largest_delay);
    for (auto const& spec : call.specifications) note_delay(world, spec.least_delay, spec.largest_delay);
}

} // namespace

void connect_nodes(World& world, NodeCollection const& sources, NodeCollection const& targets,
                   Properties const& conn_spec, std::span<Properties const> syn_specs) {
    if (!sources.valid() || !targets.valid()) throw KernelException("InvalidNodeCollectionError");
    if (sources.empty()) throw IllegalConnection("Presynaptic nodes cannot be an empty NodeCollection");
    if (targets.empty()) throw IllegalConnection("Postsynaptic nodes cannot be an empty NodeCollection");
    ConnectCall call{world.calls, sources, targets, read_rule(world, conn_spec), false, {}};
    Reading reading{world, *call.rule, sources, targets};
    for (Properties const& spec : syn_specs) call.specifications.push_back(read_specification(reading, spec));
    for (auto const& spec : call.specifications) validate_constants(world, spec);
    check_symmetry(call);
    Kinds const from = kinds_of(world, sources), to = kinds_of(world, targets);
    if ((to.recorders || to.stimulators) && !call.rule->accepts_devices_as_targets())
        throw IllegalConnection("This rule does not support devices as targets.");
    call.rule->check(sources, targets);
    draw_extremes(world, call);
    if (from.only_neurons() && to.only_neurons()) {
        check_neuron_targets(world, targets, call.specifications);
        bool const back = call.rule->make_symmetric[0] && call.rule->rewinds_for_symmetry();
        if (back) check_neuron_targets(world, sources, call.specifications);
        note_delays(world, call);
        ConnectCall reversed = call;
        reversed.reversed = true;
        remember(world, std::move(call));
        if (back) remember(world, std::move(reversed));
    } else {
        DeviceSink sink(world, call);
        call.rule->build(sources, targets, {}, world.random, call.ordinal, sink);
        note_delays(world, call);
        sink.commit();
        if (!sink.neurons()->pairs.empty()) {
            call.rule = sink.neurons();
            remember(world, std::move(call));
        }
    }
    ++world.calls;
    ++world.generation;
    if (world.pending.size() > most_pending) build_edges(world);
}

// ---------------------------------------------------------------- building

namespace {

// The tables of one synapse model on one thread: old ones that have been outgrown are built anew.
void build_tables(World const& world, Shard& shard, std::size_t synapse,
                  std::vector<PendingEdges> const& pending) {
    TableBuilder builder(world, shard, synapse);
    for (PendingEdges const& p : pending)
        if (p.spec().synapse == synapse) builder.add(p);
    auto fresh = builder.build();
    if (!fresh) return;
    auto const after =
        std::ranges::find_if(shard.tables, [&](auto const& t) { return t->synapse() > synapse; });
    auto at = shard.tables.insert(after, std::move(fresh));
    bool const plastic = (*at)->traits().plastic; // their traces are cheaper apart
    while (!plastic && at != shard.tables.begin() && (*std::prev(at))->synapse() == synapse &&
           (*std::prev(at))->size() <= (*at)->size()) {
        TableBuilder merge(world, shard, synapse);
        merge.absorb(std::move(*std::prev(at)));
        merge.absorb(std::move(*at));
        *std::prev(at) = merge.build();
        at = std::prev(shard.tables.erase(at));
    }
}

} // namespace

void build_edges(World& world) {
    if (world.pending.empty()) return;
    for (auto& population : world.populations) population.sealed = true;
    std::set<std::size_t> synapses;
    for (PendingEdges const& p : world.pending) synapses.insert(p.spec().synapse);
    world.team->each([&](std::size_t t) {
        Shard& shard = world.shards[t];
        for (std::size_t p = 0; p < shard.cohorts.size(); ++p)
            shard.cohorts[p]->seal(shard.slots, static_cast<std::uint32_t>(p));
    });
    world.team->each([&](std::size_t t) {
        Shard& shard = world.shards[t];
        shard.settle();
        for (std::size_t const synapse : synapses) build_tables(world, shard, synapse, world.pending);
    });
    world.pending.clear();
}

} // namespace nest
