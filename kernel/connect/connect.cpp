// The Connect call: checks everything, and only then changes the network.
#include "kernel/connect/device_sink.hpp"
#include "kernel/connect/evaluate.hpp"
#include "kernel/connect/limits.hpp"
#include "kernel/connect/ports.hpp"
#include "kernel/connect/specification.hpp"
#include "kernel/engine/world.hpp"
#include "kernel/errors.hpp"
#include "kernel/parallel/agreement.hpp"
#include "kernel/parallel/packing.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <memory>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

namespace nest {

namespace {
constexpr std::size_t most_pending = 256;
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

std::pair<Step, double> continuous_delay(World const& world, double ms) {
    auto const delay = ms > 0.0 ? world.grid().continuous_delay(ms) : std::pair{Step{0}, 0.0};
    if (delay.first - (delay.second > 0.0 ? 1 : 0) < 1)
        throw BadDelay(ms, "Delay must be greater than or equal to resolution");
    return delay;
}

void note_delay(World& world, Step least, Step largest) {
    check_extrema(world, least, largest);
    DelayExtrema& d = world.delays;
    if (d.by_user || d.frozen) return;
    d.least = d.least == 0 ? least : std::min(d.least, least);
    d.largest = std::max(d.largest, largest);
}

namespace {

// Extremes of drawn delays, by drawing all those of a virtual process once; they are added to `kept` while
// they are short.
class DelayProbe final : public EdgeSink {
public:
    DelayProbe(World const& world, ConnectCall const& call, EdgeSpecification const& spec,
               std::vector<std::uint8_t>& kept)
        : world_(world)
        , call_(call)
        , spec_(spec)
        , kept_(kept) {}
    void connect(std::int64_t, std::span<std::uint32_t const> sources, std::uint64_t ordinal) override {
        for (std::size_t left = sources.size(); left > 0;) {
            std::size_t const n = std::min(left, edges_at_a_time - edges_.size());
            edges_.add(ordinal, n);
            ordinal += n;
            left -= n;
            if (edges_.size() == edges_at_a_time) flush();
        }
    }
    void flush() {
        if (edges_.size() == 0) return;
        evaluate_delays(spec_, call_, edges_, world_.random, world_.grid(), delays_);
        auto const [low, high] = std::ranges::minmax(delays_);
        least = std::min(least, low);
        largest = std::max(largest, high);
        edges_.clear();
        if (largest <= DrawnDelays::longest)
            for (Step const d : delays_) kept_.push_back(static_cast<std::uint8_t>(d));
    }
    Step least = infinite_steps;
    Step largest = 0;

private:
    World const& world_;
    ConnectCall const& call_;
    EdgeSpecification const& spec_;
    std::vector<std::uint8_t>& kept_;
    EdgeOrdinals edges_;
    std::vector<Step> delays_;
};

bool draws_delays(EdgeSpecification const& spec) {
    return std::holds_alternative<Expression>(spec.delay.given);
}

// Extremes of the delays drawn on this rank: no edge gives a largest one of 0.
void draw_extremes(World& world, ConnectCall& call, Packet& extremes) {
    for (EdgeSpecification& spec : call.specifications) {
        if (!draws_delays(spec)) continue;
        Step least = infinite_steps, largest = 0;
        std::mutex mutex;
        auto kept = std::make_shared<DrawnDelays>(world.shards.size());
        auto const share =
            static_cast<std::size_t>(call.edges / static_cast<double>(world.partition().processes()));
        world.team->each([&](std::size_t t) {
            kept->steps[t].reserve(share + share / 64); // usually enough
            DelayProbe probe(world, call, spec, kept->steps[t]);
            Partition const partition = world.partition();
            call.rule->build(call.sources, call.targets, {partition.process(t), partition.processes()},
                             world.random, call.ordinal, probe);
            probe.flush();
            std::lock_guard const lock(mutex);
            least = std::min(least, probe.least);
            largest = std::max(largest, probe.largest);
        });
        refuse_delay(least, world.grid().delay_ms(least));
        if (largest <= DrawnDelays::longest) spec.drawn = std::move(kept);
        PacketWriter(extremes).number(static_cast<std::uint64_t>(least));
        PacketWriter(extremes).number(static_cast<std::uint64_t>(largest));
    }
}

// Of the nodes of a call and the number of edges, so that ranks notice if they do not connect the same.
std::uint64_t identity_of(std::span<ConnectCall const> calls) {
    std::uint64_t sum = 0;
    auto const add = [&](auto x) { sum = sum * 1000003 + static_cast<std::uint64_t>(x); };
    for (ConnectCall const& call : calls) {
        for (NodeCollection const* nodes : {&call.sources, &call.targets})
            for (NodeRange const& range : nodes->ranges()) {
                add(range.first);
                add(range.count);
                add(range.step);
            }
        add(call.specifications.size());
        add(call.edges);
    }
    return sum;
}

// From those of all ranks.
void unite_extremes(std::span<ConnectCall> calls, std::vector<Packet> const& drawn) {
    std::vector<PacketReader> readers(drawn.begin(), drawn.end());
    std::uint64_t const identity = readers[0].number();
    for (std::size_t rank = 1; rank < readers.size(); ++rank)
        if (readers[rank].number() != identity)
            throw KernelException(
                "ProcessesDrifted",
                fmt::format("rank {} connects other nodes than rank 0, or by another rule", rank));
    for (ConnectCall& call : calls)
        for (EdgeSpecification& spec : call.specifications) {
            if (!draws_delays(spec)) continue;
            spec.least_delay = infinite_steps;
            spec.largest_delay = 0;
            for (PacketReader& reader : readers) {
                spec.least_delay = std::min(spec.least_delay, static_cast<Step>(reader.number()));
                spec.largest_delay = std::max(spec.largest_delay, static_cast<Step>(reader.number()));
            }
            if (spec.largest_delay == 0) spec.least_delay = spec.largest_delay = 1; // no edge at all
        }
}

// ---------------------------------------------------------------- the call

void check_symmetry(ConnectCall const& call) {
    if (!call.rule->make_symmetric[0]) return;
    if (!call.rule->supports_symmetric())
        throw NotImplemented("This connection rule does not support symmetric connections.");
    if (call.rule->backwards()) return;
    auto const drawn = [](EdgeValue const& v) { return std::holds_alternative<Expression>(v.given); };
    for (auto const& spec : call.specifications)
        if (drawn(spec.weight) || drawn(spec.delay))
            throw NotImplemented("Symmetric connections require parameters that are numbers or arrays.");
}

ConnectCall backwards(ConnectCall const& call) {
    ConnectCall back = call;
    std::swap(back.sources, back.targets);
    if (auto rule = call.rule->backwards()) back.rule = std::move(rule);
    return back;
}

void remember(World& world, ConnectCall call) {
    auto const shared = std::make_shared<ConnectCall const>(std::move(call));
    for (std::size_t i = 0; i < shared->specifications.size(); ++i) world.pending.push_back({shared, i});
}

void note_delays(World& world, ConnectCall const& call) {
    for (auto const& spec : call.specifications) check_extrema(world, spec.least_delay, spec.largest_delay);
    for (auto const& spec : call.specifications) note_delay(world, spec.least_delay, spec.largest_delay);
}

bool between_neurons(World const& world, std::span<ConnectCall const> calls) {
    return std::ranges::all_of(calls, [&](ConnectCall const& call) {
        return kinds_of(world, call.sources).only_neurons() && kinds_of(world, call.targets).only_neurons();
    });
}

// Checks the edges of this rank; those of devices are collected, one sink for each call.
using Sinks = std::vector<std::unique_ptr<DeviceSink>>;
Sinks check_edges(World& world, std::span<ConnectCall const> calls) {
    Sinks sinks;
    if (between_neurons(world, calls)) {
        for (ConnectCall const& call : calls)
            check_neuron_targets(world, call.sources, call.targets, call.specifications);
        return sinks;
    }
    for (ConnectCall const& call : calls) {
        sinks.push_back(std::make_unique<DeviceSink>(world, call));
        call.rule->build(call.sources, call.targets, {}, world.random, call.ordinal, *sinks.back());
    }
    return sinks;
}

// Edges between neurons are remembered; those of devices are made at once.
void make_edges(World& world, std::span<ConnectCall> calls, Sinks const& sinks) {
    for (ConnectCall const& call : calls) note_delays(world, call);
    for (auto const& sink : sinks) sink->commit();
    for (std::size_t i = 0; i < calls.size(); ++i) {
        if (sinks.empty()) {
            remember(world, std::move(calls[i]));
        } else if (auto const pairs = sinks[i]->neurons(); !pairs->pairs.empty()) {
            calls[i].rule = pairs;
            for (EdgeSpecification& spec : calls[i].specifications) spec.drawn = nullptr; // other edges
            remember(world, std::move(calls[i]));
        }
    }
}

std::vector<ConnectCall> read_calls(World const& world, NodeCollection const& sources,
                                    NodeCollection const& targets, Properties const& conn_spec,
                                    std::span<Properties const> syn_specs) {
    if (!sources.valid() || !targets.valid()) throw KernelException("InvalidNodeCollectionError");
    if (sources.empty()) throw IllegalConnection("Presynaptic nodes cannot be an empty NodeCollection");
    if (targets.empty()) throw IllegalConnection("Postsynaptic nodes cannot be an empty NodeCollection");
    ConnectCall call{world.calls, sources, targets, read_rule(world, conn_spec), 0.0, {}};
    Reading reading{world, *call.rule, sources, targets};
    for (Properties const& spec : syn_specs) call.specifications.push_back(read_specification(reading, spec));
    for (auto const& spec : call.specifications) validate_constants(world, spec);
    check_symmetry(call);
    Kinds const to = kinds_of(world, targets);
    if ((to.recorders || to.stimulators) && !call.rule->accepts_devices_as_targets())
        throw IllegalConnection(
            "Cannot use this rule to connect to nodes without proxies (usually devices).");
    check_signals(world, sources, targets);
    call.rule->check(sources, targets);
    std::vector<ConnectCall> calls{std::move(call)};
    if (calls[0].rule->make_symmetric[0]) calls.push_back(backwards(calls[0]));
    for (ConnectCall& each : calls) each.edges = count_edges(world, each);
    check_size(world, calls);
    return calls;
}

} // namespace

void connect_nodes(World& world, NodeCollection const& sources, NodeCollection const& targets,
                   Properties const& conn_spec, std::span<Properties const> syn_specs) {
    Timed const connecting(world.timers.connect);
    std::vector<ConnectCall> calls;
    Sinks sinks;
    auto const drawn = agree(*world.ranks, Act::connect, [&] {
        calls = read_calls(world, sources, targets, conn_spec, syn_specs);
        Packet extremes;
        PacketWriter(extremes).number(identity_of(calls));
        for (ConnectCall& call : calls) draw_extremes(world, call, extremes);
        sinks = check_edges(world, calls);
        return extremes;
    });
    unite_extremes(calls, drawn);
    make_edges(world, calls, sinks);
    bool const symmetric = calls.size() > 1;
    note_connected(world, sources, targets);
    if (symmetric) note_connected(world, targets, sources);
    ++world.calls;
    ++world.generation;
    if (world.pending.size() > most_pending) build_edges(world);
}

} // namespace nest
