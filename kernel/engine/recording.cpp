// What recorders have collected, in the order users see: slice by slice; within a slice by sender (samples:
// by target in order of connection), then by time. The order does not depend on the number of threads.
//
// The logs of the threads hold events until their slice is complete; then they are put in order and passed on
// to the recorder's back end.
#include "kernel/engine/world.hpp"
#include "kernel/errors.hpp"
#include "kernel/parallel/packing.hpp"

#include <algorithm>
#include <numeric>
#include <ranges>
#include <tuple>

namespace nest {

namespace {

struct Where {
    Step slice;
    std::int64_t rank; // sender, or place of the target among the connections
    Step stamp;
    std::uint32_t log;
    std::uint32_t index;
    auto key() const { return std::tie(slice, rank, stamp); }
};

bool detects(Recorder const& recorder) { return recorder.device->records() == Records::correlations; }
bool samples(Recorder const& recorder) { return recorder.device->records() == Records::samples; }

// Do events go through connections, and arrive one slice later where a neuron sends them?
bool travels(Recorder const& recorder) {
    Records const records = recorder.device->records();
    return records == Records::weights || records == Records::correlations;
}
bool by_neuron(EventLog const& log, std::size_t i) { return !(log.order[i] & Arriving::from_device); }

// In a slice, spikes of neurons arrive first.
constexpr std::int64_t after_neurons = std::int64_t{1} << 40;

Where place_of(World const& world, Recorder const& recorder, std::size_t l, std::size_t i) {
    EventLog const& log = recorder.log[l];
    Where where{(log.stamp[i] - 1) / world.slice_length, log.sender[i], log.stamp[i],
                static_cast<std::uint32_t>(l), static_cast<std::uint32_t>(i)};
    if (samples(recorder)) where.rank = log.order[i];
    if (!travels(recorder)) return where;
    if (by_neuron(log, i))
        ++where.slice;
    else
        where.rank += after_neurons;
    return where;
}

// Events that travel are complete when the slice of their arrival is; of correlations, all that have arrived.
bool complete(World const& world, Recorder const& recorder, EventLog const& log, std::size_t i, Step until) {
    if (!travels(recorder)) return log.stamp[i] <= until;
    if (recorder.device->records() == Records::correlations)
        return !by_neuron(log, i) || log.stamp[i] <= world.samples_until;
    Step const slice = (log.stamp[i] - 1) / world.slice_length + (by_neuron(log, i) ? 1 : 0);
    return until == infinite_steps || slice < until / world.slice_length;
}

// Sorts by a key and keeps the order of equal ones, in linear time; false if the keys lie too far apart.
template <class Key> bool sort_by(std::vector<Where>& events, std::vector<Where>& sorted, Key key) {
    auto const [least, largest] = std::ranges::minmax(events | std::views::transform(key));
    auto const range = static_cast<std::size_t>(largest - least) + 1;
    if (range > 4 * events.size()) return false;
    std::vector<std::uint32_t> next(range + 1);
    for (Where const& event : events) ++next[static_cast<std::size_t>(key(event) - least) + 1];
    std::partial_sum(next.begin(), next.end(), next.begin());
    sorted.resize(events.size());
    for (Where const& event : events) sorted[next[static_cast<std::size_t>(key(event) - least)]++] = event;
    events.swap(sorted);
    return true;
}

// The logs of the threads are in order of time each, so stamps need not be compared.
void arrange(std::vector<Where>& events) {
    std::vector<Where> room;
    if (sort_by(events, room, [](Where const& w) { return w.rank; }))
        sort_by(events, room, [](Where const& w) { return w.slice; });
}

// Events of some threads that are complete at `until`, in order.
std::vector<Where> in_order(World const& world, Recorder const& recorder, Step until, std::size_t first_log,
                            std::size_t last_log) {
    std::vector<Where> events;
    for (std::size_t l = first_log; l < last_log; ++l)
        for (std::size_t i = 0; i < recorder.log[l].size(); ++i)
            if (complete(world, recorder, recorder.log[l], i, until))
                events.push_back(place_of(world, recorder, l, i));
    auto const details = [&](Where const& w) {
        EventLog const& log = recorder.log[w.log];
        std::int64_t const target = log.integers.front()[w.index], last = log.integers.back()[w.index];
        return std::tuple{log.order[w.index], target, last};
    };
    bool const detailed = travels(recorder);
    auto const earlier = [&](Where const& a, Where const& b) {
        if (!detailed || a.key() != b.key()) return a.key() < b.key();
        return details(a) < details(b);
    };
    if (events.empty()) return events;
    if (!detailed && !std::ranges::is_sorted(events, earlier)) arrange(events);
    if (!std::ranges::is_sorted(events, earlier)) std::ranges::stable_sort(events, earlier);
    return events;
}

// The columns of some events, gathered; `batch` points into them.
struct Gathered {
    std::vector<NodeId> senders;
    std::vector<Step> stamps;
    std::vector<double> offsets;
    std::vector<std::vector<double>> values;
    std::vector<std::span<double const>> columns;
    std::vector<std::vector<std::int64_t>> integers;
    std::vector<std::span<std::int64_t const>> integer_columns;
    EventBatch batch;

    Gathered(Recorder const& recorder, std::vector<Where> const& events)
        : senders(events.size())
        , stamps(events.size())
        , values(recorder.device->quantities().size(), std::vector<double>(events.size()))
        , integers(recorder.device->integers().size(), std::vector<std::int64_t>(events.size())) {
        bool const precise =
            std::ranges::any_of(recorder.log, [](auto const& log) { return !log.offset.empty(); });
        if (precise) offsets.resize(events.size());
        for (std::size_t i = 0; i < events.size(); ++i) {
            EventLog const& log = recorder.log[events[i].log];
            std::size_t const at = events[i].index;
            senders[i] = log.sender[at];
            stamps[i] = log.stamp[at];
            if (precise) offsets[i] = log.offset_of(at);
            for (std::size_t q = 0; q < values.size(); ++q) values[q][i] = log.values[q][at];
            for (std::size_t q = 0; q < integers.size(); ++q) integers[q][i] = log.integers[q][at];
        }
        for (auto const& column : values) columns.emplace_back(column);
        for (auto const& column : integers) integer_columns.emplace_back(column);
        batch = {senders, stamps, offsets, columns, integer_columns};
    }
    Gathered(Gathered const&) = delete;
    Gathered& operator=(Gathered const&) = delete;
};

template <class T> void keep(std::vector<T>& column, std::vector<char> const& kept) {
    if (column.empty()) return;
    std::size_t to = 0;
    for (std::size_t i = 0; i < column.size(); ++i)
        if (kept[i]) column[to++] = column[i];
    column.resize(to);
}

void forget(World const& world, Recorder const& recorder, EventLog& log, Step until) {
    std::vector<char> later(log.size());
    for (std::size_t i = 0; i < later.size(); ++i) later[i] = !complete(world, recorder, log, i, until);
    if (std::ranges::find(later, char{1}) == later.end()) return log.clear();
    keep(log.sender, later);
    keep(log.stamp, later);
    keep(log.offset, later);
    keep(log.order, later);
    for (auto& column : log.values) keep(column, later);
    for (auto& column : log.integers) keep(column, later);
}

RecordLayout layout_of(World const& world, Recorder const& recorder) {
    RecordLayout layout{.grid = world.grid()};
    layout.quantities = recorder.device->quantities();
    layout.integers = recorder.device->integers();
    layout.time_in_steps = recorder.device->time_in_steps[0];
    layout.precision = recorder.device->precision[0];
    return layout;
}

FileNaming naming_of(World const& world, Recorder const& recorder) {
    std::string const& label = recorder.device->label[0];
    return {.directory = world.settings.data_path,
            .prefix = world.settings.data_prefix,
            .label = label.empty() ? world.node_models[recorder.model].name() : label,
            .extension = recorder.device->file_extension[0],
            .device = recorder.id,
            .network_size = static_cast<std::int64_t>(world.nodes.size()),
            .processes = world.partition().processes(),
            .ranks = world.partition().ranks,
            .rank = world.partition().rank,
            .overwrite = world.settings.overwrite_files};
}

std::unique_ptr<Record> new_record(World const& world, Recorder const& recorder) {
    std::string const& kind = recorder.device->record_to[0].text;
    if (kind == "ascii") return ascii_record(naming_of(world, recorder));
    if (kind == "screen") return screen_record(world.host);
    return memory_record();
}

DetectorModel& detector(Recorder const& recorder) { return dynamic_cast<DetectorModel&>(*recorder.device); }

void detect(World const& world, Recorder& recorder) {
    for (Where const& w : in_order(world, recorder, infinite_steps, 0, recorder.log.size())) {
        EventLog const& log = recorder.log[w.log];
        detector(recorder).take(
            {log.stamp[w.index], log.integers[0][w.index], log.values[0][w.index], log.integers[1][w.index]});
    }
    for (EventLog& log : recorder.log) forget(world, recorder, log, infinite_steps);
}

void pass_on(World const& world, Recorder& recorder, Step until) {
    if (!passes_on(world, recorder)) return;
    if (detects(recorder)) return detect(world, recorder);
    // Files have the events of their virtual process, everything else those of all.
    bool const apart = recorder.record_to == "ascii";
    std::size_t const threads = recorder.log.size();
    for (std::size_t l = 0; l < (apart ? threads : 1); ++l) {
        auto const events = in_order(world, recorder, until, apart ? l : 0, apart ? l + 1 : threads);
        if (!events.empty())
            recorder.record->write(static_cast<std::int64_t>(l), Gathered(recorder, events).batch);
    }
    for (EventLog& log : recorder.log) forget(world, recorder, log, until);
}

// What generators send is a function of time: meters read it after the run.
void sample_generator(World& world, Shard const& shard, DeviceConnection const& c, StepRange lags) {
    Recorder& meter = world.recorders[world.node(c.source).owner];
    Stimulator const& generator = world.stimulators[world.node(c.target).owner];
    if (meter.frozen || generator.frozen) return;
    RecorderModel const& device = *meter.device;
    Step const interval = device.interval();
    Step const first = device.first_sample() > 0 ? device.first_sample() : interval;
    Step const zero = world.grid().steps_up(device.origin[0]);
    ListeningWindow const window{zero + world.grid().steps_up(device.start[0]),
                                 zero +
                                     std::min(world.grid().steps_up(device.stop[0]), infinite_steps - zero)};
    EventLog& log = meter.log[shard.thread];
    log.values.resize(device.quantities().size());
    for (Step k = std::max(lags.from, c.since); k < lags.to; ++k) {
        Step const stamp = k + 1;
        if (stamp < first || (stamp - first) % interval != 0 || !window.holds(stamp)) continue;
        log.add_spike(c.target, stamp);
        log.order.push_back(static_cast<std::uint32_t>(c.key));
        for (auto& column : log.values) column.push_back(generator.on_thread[0]->sample(k));
    }
}

} // namespace

bool passes_on(World const& world, Recorder const& recorder) {
    return recorder.device->records() != Records::releases && !(detects(recorder) && world.ranks->size() > 1);
}

void detect(World& world) {
    for (Recorder& recorder : world.recorders)
        if (detects(recorder)) detect(world, recorder);
}

void report_detections(World const& world, PacketWriter& report) {
    for (Recorder const& recorder : world.recorders) {
        if (!detects(recorder)) continue;
        auto const events = in_order(world, recorder, infinite_steps, 0, recorder.log.size());
        report.number(events.size());
        for (Where const& w : events) {
            EventLog const& log = recorder.log[w.log];
            report.number(static_cast<std::uint64_t>(log.sender[w.index]));
            report.number(static_cast<std::uint64_t>(log.stamp[w.index]));
            report.number(log.order[w.index]);
            report.real(log.values[0][w.index]);
            for (auto const& column : log.integers)
                report.number(static_cast<std::uint64_t>(column[w.index]));
        }
    }
}

void add_detections(World& world, PacketReader& report) {
    for (Recorder& recorder : world.recorders) {
        if (!detects(recorder)) continue;
        EventLog& log = recorder.log[0];
        log.values.resize(recorder.device->quantities().size());
        log.integers.resize(recorder.device->integers().size());
        for (std::uint64_t n = report.number(); n > 0; --n) {
            auto const sender = static_cast<NodeId>(report.number());
            log.add_spike(sender, static_cast<Step>(report.number()));
            log.order.push_back(static_cast<std::uint32_t>(report.number()));
            log.values[0].push_back(report.real());
            for (auto& column : log.integers) column.push_back(static_cast<std::int64_t>(report.number()));
        }
    }
}

void prepare_detectors(World& world) {
    for (Recorder& recorder : world.recorders)
        if (detects(recorder)) detector(recorder).prepare(world.slice_length);
}

void open_records(World& world) {
    std::size_t opened = 0;
    try {
        for (; opened < world.recorders.size(); ++opened) {
            Recorder& recorder = world.recorders[opened];
            std::string const& kind = recorder.device->record_to[0].text;
            if (!recorder.record || kind != "memory" || recorder.record_to != kind) {
                recorder.record = new_record(world, recorder);
                recorder.record_to = kind;
            }
            recorder.record->open(layout_of(world, recorder));
        }
    } catch (KernelError const& error) {
        world.host.say(Severity::error, "RecordingBackendASCII::enroll()", error.hint());
        while (opened-- > 0) world.recorders[opened].record->close();
        throw;
    }
}

void store_events(World& world, Step since) {
    for (Shard const& shard : world.shards)
        for (DeviceConnection const& c : shard.from_devices)
            if (world.node(c.source).kind == NodeKind::recorder &&
                world.node(c.target).kind == NodeKind::stimulator)
                sample_generator(world, shard, c, {since, world.around.now});
    Step const complete = world.around.now / world.slice_length * world.slice_length;
    for (Recorder& recorder : world.recorders) {
        pass_on(world, recorder, samples(recorder) ? world.samples_until : complete);
        recorder.record->flush();
    }
}

// Samples of the last slice stay until the simulation goes on.
void close_records(World& world) {
    for (Recorder& recorder : world.recorders) {
        if (!samples(recorder) && recorder.record_to != "memory") pass_on(world, recorder, world.around.now);
        recorder.record->close();
    }
}

std::int64_t recorded_count(World const&, Recorder const& recorder) {
    std::size_t n = recorder.record ? recorder.record->size() : 0;
    if (!samples(recorder))
        for (EventLog const& log : recorder.log) n += log.size();
    return static_cast<std::int64_t>(n);
}

Properties recorded_events(World const& world, Recorder const& recorder) {
    std::vector<Where> rest; // spikes of the slice under way
    if (!samples(recorder)) rest = in_order(world, recorder, infinite_steps, 0, recorder.log.size());
    if (recorder.record && recorder.record_to == "memory")
        return recorder.record->events(Gathered(recorder, rest).batch);
    auto const empty = memory_record();
    empty->open(layout_of(world, recorder));
    return empty->events();
}

PropertyList recorded_files(World const& world, Recorder const& recorder) {
    PropertyList names;
    for (std::string& path : naming_of(world, recorder).paths()) names.emplace_back(std::move(path));
    return names;
}

void clear_events(Recorder& recorder) {
    for (EventLog& log : recorder.log) log.clear();
    if (detects(recorder)) detector(recorder).reset();
    if (recorder.record) recorder.record->clear();
}

} // namespace nest
