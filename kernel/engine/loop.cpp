// Running. One slice spans the smallest delay of the network, so nothing emitted in a slice can be due in it.
// Slices lie on a fixed grid: a run may end inside one, and the next goes on there.
//
// Per slice, on every thread: gather the spikes of the slice before from all threads and ranks, announce them
// in the calendar, play the rows of the slice, advance neurons and devices, sort own spikes; then one
// barrier. Before and after: rows are zero; emitted[n mod 2] holds the spikes of slice n until slice n + 2
// begins.
#include "kernel/engine/alike.hpp"
#include "kernel/engine/world.hpp"
#include "kernel/errors.hpp"
#include "kernel/parallel/agreement.hpp"
#include "kernel/parallel/packing.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <fmt/format.h>
#include <optional>

namespace nest {

namespace {

using Clock = std::chrono::steady_clock;

void prepare_neurons(World& world) {
    double const h = world.grid().resolution();
    world.team->each([&](std::size_t t) {
        Shard& shard = world.shards[t];
        for (auto& cohort : shard.cohorts) cohort->prepare(h);
        for (auto& table : shard.tables) table->model().prepare(h);
        shard.map_lanes();
        if (!shard.history.in_use()) return;
        for (auto& cohort : shard.cohorts) cohort->keep_history(shard.history, h);
    });
}

void prepare_devices(World& world) {
    double const h = world.grid().resolution();
    for (Stimulator& device : world.stimulators) {
        for (auto& replica : device.on_thread) {
            if (replica->relays() && world.partition().processes() > 1)
                throw KernelException("spike_dilutor can only be used with one thread and one process.");
            replica->count_connections(device.connections);
            replica->open_window();
            replica->prepare(h);
        }
    }
}

// Decides where every channel lies in the rows, and makes the rows.
void lay_out(World& world) {
    world.team->each([&](std::size_t t) {
        Shard& shard = world.shards[t];
        std::size_t const spikes = shard.slots.lay_out();
        std::size_t slots = spikes;
        for (auto& cohort : shard.cohorts) slots += cohort->current_channels() * padded(cohort->lanes());
        shard.input.shape(slots, static_cast<std::size_t>(world.slice_length));
        std::size_t current = spikes;
        for (auto& cohort : shard.cohorts) {
            cohort->attach(shard.input, shard.slots, current);
            current += cohort->current_channels() * padded(cohort->lanes());
        }
        shard.tile_slot.clear();
        for (std::size_t tile = 0; tile < shard.slots.tiles(); ++tile)
            shard.tile_slot.push_back(shard.slots.first_slot_of(static_cast<std::uint16_t>(tile)));
        shard.calendar.reach(world.delays.largest + 2 * world.slice_length, world.around.now);
    });
}

void seal_all(World& world) {
    for (Population& population : world.populations) population.sealed = true;
    for (Shard& shard : world.shards)
        for (std::size_t p = 0; p < shard.cohorts.size(); ++p)
            shard.cohorts[p]->seal(shard.slots, static_cast<std::uint32_t>(p));
}

void fix_delays(World& world) {
    DelayExtrema& d = world.delays;
    if (d.least == 0) d.least = d.largest = 1;
    d.frozen = true;
    world.slice_length = d.least;
}

// Spikes have offsets as soon as one neuron deals in times between grid points.
void find_off_grid(World& world) {
    bool& off_grid = world.settings.off_grid_spiking;
    for (Shard const& shard : world.shards)
        for (auto const& cohort : shard.cohorts) off_grid = off_grid || cohort->model().off_grid();
    for (Shard& shard : world.shards) {
        shard.off_grid = off_grid;
        for (std::size_t parity = 0; parity < 2; ++parity)
            if (off_grid) shard.emitted_offset[parity].resize(shard.emitted[parity].size(), 0.0);
    }
}

// Makes the edges on every rank; delays and expected spikes become known to all.
void make_network(World& world) {
    auto const reports = agree(*world.ranks, Act::prepare, [&] {
        build_edges(world);
        seal_all(world);
        Packet report;
        PacketWriter writer(report);
        report_network(world, writer);
        writer.number(static_cast<std::uint64_t>(world.delays.least));
        writer.number(static_cast<std::uint64_t>(world.delays.largest));
        writer.number(world.set_calls);
        return report;
    });
    std::vector<PacketReader> readers(reports.begin(), reports.end());
    compare_networks(readers);
    for (PacketReader& reader : readers) {
        if (auto const least = static_cast<Step>(reader.number()); least > 0)
            world.delays.least = world.delays.least > 0 ? std::min(world.delays.least, least) : least;
        world.delays.largest = std::max(world.delays.largest, static_cast<Step>(reader.number()));
        world.set_calls = std::max(world.set_calls, reader.number());
    }
    fix_delays(world);
}

// What may have changed since the run before: who records weights, who hears of releases, and whose spikes
// are awaited where.
void wire_run(World& world) {
    auto const reports = agree(*world.ranks, Act::begin, [&] {
        wire_weights(world);
        Packet report;
        PacketWriter writer(report);
        writer.number(world.generation != world.subscribed);
        report_sources(world, writer);
        return report;
    });
    bool changed = false;
    std::vector<PacketReader> readers(reports.begin(), reports.end());
    for (PacketReader& reader : readers) changed = reader.number() != 0 || changed;
    wire_transmitters(world, readers);
    if (changed) world.exchange.subscribe(world);
    world.subscribed = world.generation;
}

Step steps_of(World const& world, double ms) {
    if (std::isnan(ms) || ms < 0.0) throw BadParameter("The simulation time cannot be negative.");
    auto const& grid = world.grid();
    if (!(ms < grid.largest_ms())) throw BadParameter("The simulation time must be finite.");
    if (!grid.on_grid(ms))
        throw BadParameter("The simulation time must be a multiple of the simulation resolution.");
    Step const steps = grid.steps_up(ms);
    if (steps > largest_tics / grid.tics_per_step() - world.around.now)
        throw KernelException(fmt::format("A time of {} ms cannot be represented.", ms));
    return steps;
}

constexpr std::size_t most_events_logged = std::size_t{1} << 17; // by one thread, before they are stored

// What the threads of a run share.
class Advance {
public:
    Advance(World& world, Step until)
        : world_(world)
        , until_(until)
        , begin_(Clock::now())
        , first_(world.around.now) {}

    // From where the network is to the end, unless someone stops it or the logs of recorders are full.
    void work(std::size_t thread);
    Step reached() const { return reached_; }
    Step to_do() const { return until_ - reached_; }
    bool goes_on() const { return reached_ < until_ && !over_; }
    void resume() {
        if (!stopped_) last_ = until_;
    }
    // What is recorded is stored between two stretches; if that fails, the run ends for all ranks.
    void store(Step since);

private:
    void slice(Shard& shard, StepRange steps, Step begin);
    void gather(Shard& shard, std::size_t parity);
    void gather_off_grid(Shard& shard, std::size_t parity);
    void guarded(Step slice_end, auto action);
    void meet(std::size_t thread, Step slice_begin);
    void watch(Step now);
    void stop_at(Step step) {
        stopped_ = true;
        last_ = step;
    }
    bool logs_are_full(std::size_t thread, Step slice) const;

    World& world_;
    Step until_;
    Clock::time_point begin_;
    Clock::time_point reported_ = begin_;
    Clock::time_point slice_began_ = begin_;
    Step first_;
    Step reached_ = first_;
    std::atomic<Step> last_{until_}; // all threads leave when they have reached this step
    std::atomic<bool> stopped_{false};
    bool over_ = false;   // stopped, and all ranks know it
    bool broken_ = false; // the network, by a failure in a slice
    std::mutex mutex_;
    std::exception_ptr failure_;
    bool interrupted_ = false;

public:
    void rethrow() const {
        if (failure_) std::rethrow_exception(failure_);
    }
    bool interrupted() const { return interrupted_; } // by the observer of this rank
    bool stored_badly() const { return failure_ && !broken_; }
};

// Threads must meet at the barrier whatever happens: failures wait until all have.
void Advance::guarded(Step slice_end, auto action) {
    try {
        action();
    } catch (...) {
        std::lock_guard const lock(mutex_);
        if (!failure_) failure_ = std::current_exception();
        broken_ = true;
        stop_at(slice_end);
    }
}

void Advance::store(Step since) {
    Timed const recording(world_.timers.record);
    try {
        store_events(world_, since);
    } catch (...) {
        failure_ = std::current_exception();
        stop_at(reached_);
    }
}

void Advance::gather_off_grid(Shard& shard, std::size_t parity) {
    std::vector<std::pair<std::uint64_t, double>> all;
    for (Shard const& other : world_.shards)
        for (std::size_t i = 0; i < other.emitted[parity].size(); ++i)
            all.emplace_back(other.emitted[parity][i], other.emitted_offset[parity][i]);
    for (std::size_t i = 0; i < world_.exchange.arrived().size(); ++i)
        all.emplace_back(world_.exchange.arrived()[i], world_.exchange.arrived_offsets()[i]);
    std::ranges::stable_sort(all, {}, [](auto const& spike) { return spike.first; });
    shard.inbox.clear();
    shard.inbox_offset.clear();
    for (auto const& [spike, offset] : all) {
        shard.inbox.push_back(spike);
        shard.inbox_offset.push_back(offset);
    }
}

void Advance::gather(Shard& shard, std::size_t parity) {
    if (shard.off_grid) return gather_off_grid(shard, parity);
    shard.inbox.clear();
    auto const merge = [&](std::vector<std::uint64_t> const& spikes) {
        auto const middle = static_cast<std::ptrdiff_t>(shard.inbox.size());
        shard.inbox.insert(shard.inbox.end(), spikes.begin(), spikes.end());
        std::inplace_merge(shard.inbox.begin(), shard.inbox.begin() + middle, shard.inbox.end());
    };
    for (Shard const& other : world_.shards) merge(other.emitted[parity]);
    merge(world_.exchange.arrived());
}

// Several ranks swap spikes at the beginning of a slice, and end the run together if one of them has to.
void Advance::meet(std::size_t thread, Step slice_begin) {
    if (world_.ranks->size() == 1) return;
    auto const parity = static_cast<std::size_t>(slice_begin / world_.slice_length + 1) % 2;
    StopWatch watch;
    if (thread == 0)
        guarded(slice_begin, [&] {
            if (!world_.exchange.swap(world_, parity, !stopped_)) stop_at(slice_begin);
        });
    world_.team->barrier();
    watch.add_to(world_.timers.threads[thread].exchange);
}

void Advance::slice(Shard& shard, StepRange steps, Step begin) {
    Step const length = world_.slice_length;
    auto const parity = static_cast<std::size_t>(begin / length) % 2;
    Timers::Phases& phases = world_.timers.threads[shard.thread];
    StopWatch watch;
    if (steps.from == begin) {
        gather(shard, parity ^ 1);
        watch.add_to(phases.exchange);
        shard.emitted[parity].clear();
        shard.emitted_offset[parity].clear();
        shard.announce(world_.grid(), begin, length, steps.to);
    }
    shard.play(world_.grid(), steps, begin);
    watch.add_to(phases.deliver);
    std::size_t const before = shard.emitted[parity].size();
    shard.advance(steps, begin, parity);
    shard.spikes_in_run += static_cast<std::int64_t>(shard.emitted[parity].size() - before);
    watch.add_to(phases.update);
    if (steps.to != begin + length) return;
    shard.release(steps.to);
    shard.sort_emitted(parity);
    shard.prune_history();
    watch.add_to(phases.exchange);
}

// Refuses slices that take too long, and tells the host how far we are, at most ten times per second.
void Advance::watch(Step now) {
    double const limit = world_.settings.update_time_limit;
    if (!world_.observer && limit == unbounded) return;
    auto const time = Clock::now();
    double const taken = std::chrono::duration<double>(time - slice_began_).count();
    slice_began_ = time;
    if (taken > limit)
        throw KernelException("Update time limit exceeded.",
                              fmt::format("a slice took {:g} s, update_time_limit is {:g} s", taken, limit));
    if (!world_.observer) return;
    if (time - reported_ < std::chrono::milliseconds(100) && now < until_) return;
    reported_ = time;
    auto const ms = [&](Step s) { return world_.grid().delay_ms(s); };
    double const seconds = std::chrono::duration<double>(time - begin_).count();
    if (world_.observer({ms(now - first_), ms(until_ - first_), seconds})) return;
    interrupted_ = true;
    stop_at(now);
}

// Many recorders are not asked in every slice.
bool Advance::logs_are_full(std::size_t thread, Step slice) const {
    std::size_t const recorders = world_.recorders.size();
    if (slice % static_cast<Step>(1 + recorders / 64) != 0) return false;
    std::size_t events = 0;
    for (Recorder const& recorder : world_.recorders)
        if (passes_on(world_, recorder)) events += recorder.log[thread].size();
    return events > most_events_logged;
}

void Advance::work(std::size_t thread) {
    Shard& shard = world_.shards[thread];
    Step const length = world_.slice_length;
    Step now = world_.around.now;
    while (now < until_) {
        Step const begin = now / length * length;
        if (now == begin) meet(thread, begin);
        if (now >= last_) {
            if (thread == 0) over_ = true;
            break;
        }
        Step const to = std::min(begin + length, until_);
        guarded(to, [&] { slice(shard, {now, to}, begin); });
        now = to;
        if (thread == 0) guarded(to, [&] { watch(now); });
        if (to == begin + length) {
            if (logs_are_full(thread, begin / length)) last_ = to;
            world_.team->barrier();
        }
        if (thread == 0) reached_ = now;
        if (now >= last_ && !stopped_) break; // a pause, of which other ranks notice nothing
    }
    if (now >= until_ || stopped_) guarded(now, [&] { shard.complete(world_.grid(), now); });
}

// A run that failed on one rank has failed on all; one that was interrupted on one rank ends for all.
void finish(World& world, Advance const& run, Step first) {
    bool const several = world.ranks->size() > 1;
    std::vector<Packet> reports;
    try {
        reports = agree(*world.ranks, Act::run, [&] {
            run.rethrow();
            Packet report{static_cast<std::uint8_t>(run.interrupted())};
            PacketWriter writer(report);
            if (several) report_detections(world, writer);
            return report;
        });
    } catch (...) {
        world.inconsistent = !run.stored_badly();
        throw;
    }
    std::vector<PacketReader> readers(reports.begin(), reports.end());
    std::optional<std::size_t> interrupted; // some other rank
    for (std::size_t rank = 0; rank < readers.size(); ++rank) {
        bool const here = rank == static_cast<std::size_t>(world.ranks->rank());
        if (readers[rank].number() != 0 && !here) interrupted = rank;
        if (!here) add_detections(world, readers[rank]);
    }
    Timed const recording(world.timers.record);
    agree(*world.ranks, Act::run, [&] {
        if (several) detect(world);
        store_events(world, first);
        return Packet{};
    });
    if (interrupted && !run.interrupted())
        throw KernelError("SystemSignal", "", fmt::format("rank {} was interrupted", *interrupted));
}

} // namespace

void prepare_run(World& world) {
    if (world.inconsistent) throw KernelException();
    if (world.prepared) {
        world.host.say(Severity::error, "Prepare", "Prepare called twice.");
        throw KernelException();
    }
    make_network(world);
    Timed const preparing(world.timers.prepare);
    bool opened = false;
    try {
        agree(*world.ranks, Act::prepare, [&] {
            find_off_grid(world);
            prepare_devices(world);
            prepare_neurons(world);
            if (world.devices_changed) wire_devices(world);
            prepare_detectors(world);
            lay_out(world);
            open_records(world);
            opened = true;
            return Packet{};
        });
    } catch (...) {
        if (opened)
            for (Recorder& recorder : world.recorders) recorder.record->close();
        throw;
    }
    world.prepared = true;
}

void check_duration(World const& world, double ms) { static_cast<void>(steps_of(world, ms)); }

namespace {

// A stretch of a run, and what was recorded in it.
void advance(World& world, Advance& run) {
    Step const first = world.around.now;
    run.resume();
    world.team->each([&](std::size_t t) { run.work(t); });
    world.around.now = run.reached();
    world.around.simulated = true;
    world.samples_until = (world.around.now - 1) / world.slice_length * world.slice_length;
    world.to_do = run.to_do();
    world.spikes_in_run = 0;
    for (Shard const& shard : world.shards) world.spikes_in_run += shard.spikes_in_run;
    if (run.goes_on()) return run.store(first);
    finish(world, run, first);
}

} // namespace

void run(World& world, double ms) {
    Step const steps = steps_of(world, ms);
    if (!world.prepared) {
        world.host.say(Severity::error, "Run", "Run called without calling Prepare.");
        throw KernelException();
    }
    if (steps == 0) return;
    Timed const simulating(world.timers.simulate);
    world.timers.threads.resize(world.shards.size());
    if (steps % world.slice_length != 0)
        world.host.say(Severity::debug, "Run",
                       "The requested simulation time is not a multiple of the minimal delay.");
    for (Shard& shard : world.shards) shard.spikes_in_run = 0;
    wire_run(world);
    auto const rosters = make_rosters(world);
    Advance run(world, world.around.now + steps);
    do advance(world, run);
    while (run.goes_on());
    close_rosters(world);
}

void cleanup_run(World& world) {
    if (!world.prepared) {
        world.host.say(Severity::error, "Cleanup", "Cleanup called without calling Prepare.");
        throw KernelException();
    }
    world.prepared = false;
    close_records(world);
}

} // namespace nest
