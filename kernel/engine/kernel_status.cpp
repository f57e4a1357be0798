// The kernel's own settings, and its return to the state after the start.
#include "kernel/engine/world.hpp"
#include "kernel/errors.hpp"
#include "kernel/network/assign.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fmt/format.h>
#include <numeric>

namespace nest {

namespace {

constexpr std::array<std::string_view, 6> rng_types{"Philox_32",   "Philox_64", "Threefry_32",
                                                    "Threefry_64", "mt19937",   "mt19937_64"};
constexpr std::array<std::size_t, 1> first_lane{0};

std::vector<std::string> words(auto const& range, auto name_of) {
    std::vector<std::string> names;
    for (auto const& each : range) names.emplace_back(name_of(each));
    return names;
}

void restart_streams(World& world) {
    auto const type = std::ranges::find(rng_types, world.settings.rng_type) - rng_types.begin();
    world.random =
        RandomStreams(static_cast<std::uint32_t>(world.settings.rng_seed), static_cast<unsigned>(type));
    world.calls = world.set_calls = 0;
}

} // namespace

World::World(Host h, std::shared_ptr<Communicator> r)
    : host(std::move(h))
    , ranks(std::move(r)) {
    around.random = &random;
    around.host = &host;
    register_models(*this);
    token = std::make_shared<char const>('n');
    restart_streams(*this);
    build_shards(*this);
}

World::~World() = default;

// ---------------------------------------------------------------- reading

namespace {

void add_time(World const& world, Properties& status) {
    auto const& grid = world.grid();
    status.set("resolution", grid.resolution());
    status.set("tics_per_ms", grid.tics_per_ms());
    status.set("ms_per_tic", grid.ms_per_tic());
    status.set("tics_per_step", grid.tics_per_step());
    status.set("T_max", grid.largest_ms());
    status.set("T_min", -grid.largest_ms());
    status.set("biological_time", grid.ms(world.around.now));
    status.set("to_do", world.to_do);
    status.set("min_delay", grid.delay_ms(std::max<Step>(1, world.delays.least)));
    status.set("max_delay", grid.delay_ms(std::max<Step>(1, world.delays.largest)));
}

void add_settings(World const& world, Properties& status) {
    Settings const& s = world.settings;
    status.set("local_num_threads", s.threads);
    status.set("total_num_virtual_procs", world.partition().processes());
    status.set("num_processes", world.partition().ranks);
    status.set("rng_seed", s.rng_seed);
    status.set("rng_type", s.rng_type);
    status.set("dict_miss_is_error", s.dict_miss_is_error);
    status.set("print_time", s.print_time);
    status.set("overwrite_files", s.overwrite_files);
    status.set("keep_source_table", s.keep_source_table);
    status.set("off_grid_spiking", s.off_grid_spiking);
    status.set("update_time_limit", s.update_time_limit);
    status.set("data_path", s.data_path);
    status.set("data_prefix", s.data_prefix);
    status.set("structural_plasticity_synapses", Properties{});
    status.set("prepared", world.prepared);
}

void add_lists(World const& world, Properties& status) {
    PropertyList types;
    for (auto const type : rng_types) types.emplace_back(std::string(type));
    status.set("rng_types", Property(std::move(types)));
    status.set("node_models", literals(words(world.node_models, [](auto const& e) { return e.name(); })));
    status.set("synapse_models", literals(words(world.synapse_models, [](auto const& e) { return e.name; })));
    status.set("connection_rules", literals(words(rule_catalogue(), [](auto const& r) { return r.name; })));
    status.set("recording_backends", literals({"memory", "ascii", "screen"}));
    status.set("stimulation_backends", literals({}));
    status.set("growth_curves", literals({"gaussian", "linear", "sigmoid"}));
    status.set("modules", literals({}));
    status.set("spike_buffer_resize_log", Properties{{"times", std::vector<std::int64_t>{}},
                                                     {"global_max_spikes_sent", std::vector<std::int64_t>{}},
                                                     {"new_buffer_size", std::vector<std::int64_t>{}}});
}

void add_counts(World& world, Properties& status) {
    status.set("network_size", static_cast<std::int64_t>(world.nodes.size()));
    status.set("num_connections", count_connections(world));
    status.set("local_spike_counter", world.spikes_in_run);
    status.set("max_num_syn_models", 512);
    status.set("recv_buffer_size_secondary_events", 0);
    status.set("send_buffer_size_secondary_events", 0);
    status.set("max_update_time", -unbounded);
    status.set("min_update_time", unbounded);
}

void add_times(World const& world, Properties& status) {
    Timers const& timers = world.timers;
    for (auto const& [name, timer] : {std::pair{"time_construction_create", &timers.create},
                                      {"time_construction_connect", &timers.connect},
                                      {"time_communicate_prepare", &timers.prepare},
                                      {"time_simulate", &timers.simulate}}) {
        status.set(name, timer->wall);
        status.set(fmt::format("{}_cpu", name), timer->cpu);
    }
    status.set("time_record", timers.record.wall);
    std::vector<double> update, deliver, exchange;
    for (Timers::Phases const& phases : timers.threads) {
        update.push_back(phases.update);
        deliver.push_back(phases.deliver);
        exchange.push_back(phases.exchange);
    }
    status.set("time_update", std::move(update));
    status.set("time_deliver_spike_data", std::move(deliver));
    status.set("time_gather_spike_data", std::move(exchange));
}

} // namespace

Properties kernel_status(World& world) {
    Properties status = world.inert.get(0);
    add_time(world, status);
    add_settings(world, status);
    add_lists(world, status);
    add_counts(world, status);
    add_times(world, status);
    return status;
}

// ---------------------------------------------------------------- changing

namespace {

constexpr std::array<std::string_view, 18> settable_keys{
    "resolution",         "tics_per_ms",       "biological_time",
    "min_delay",          "max_delay",         "rng_seed",
    "rng_type",           "local_num_threads", "total_num_virtual_procs",
    "dict_miss_is_error", "print_time",        "overwrite_files",
    "keep_source_table",  "off_grid_spiking",  "update_time_limit",
    "data_path",          "data_prefix",       "structural_plasticity_synapses"};

// What stands against a change of threads or resolution, as sentences.
std::vector<std::string> obstacles(World const& world, bool threads) {
    std::vector<std::string> found;
    if (!world.nodes.empty())
        found.emplace_back(threads ? "Nodes exist." : "Nodes have already been created");
    if (threads && world.delays.by_user) found.emplace_back("Delay extrema have been set.");
    if (world.around.simulated)
        found.emplace_back(threads ? "Network has been simulated." : "Network has been simulated");
    if (world.defaults_modified)
        found.emplace_back(threads ? "Model defaults were modified." : "Model defaults were modified");
    return found;
}

// Applies the changes to copies, checks them, and writes them back at the end.
class KernelSetting {
public:
    explicit KernelSetting(World& world)
        : world_(world)
        , settings_(world.settings)
        , delays_(world.delays)
        , grid_(world.grid()) {}
    void read(Properties const& changes);
    void commit();

private:
    void read_threads(Properties const& changes);
    void read_random(Properties const& changes);
    void read_resolution(Properties const& changes);
    void read_delays(Properties const& changes);
    void read_relaxation(Properties const& changes);
    void read_switches(Properties const& changes);
    void read_paths(Properties const& changes);

    World& world_;
    Settings settings_;
    DelayExtrema delays_;
    TimeGrid grid_;
    Assignment inert_;
    bool restart_ = false;
};

void KernelSetting::read_threads(Properties const& changes) {
    auto const* local = changes.find("local_num_threads");
    auto const* total = changes.find("total_num_virtual_procs");
    if (!local && !total) return;
    std::int64_t const ranks = world_.partition().ranks;
    std::int64_t const processes = total ? to_integer(*total, "total_num_virtual_procs") : 0;
    std::int64_t const n = local ? to_integer(*local, "local_num_threads") : processes / ranks;
    if (total && (processes % ranks != 0 || processes / ranks != n))
        throw BadProperty(
            "Requested total_num_virtual_procs is incompatible with the number of processes and threads.",
            fmt::format("{} virtual processes on {} ranks with {} threads", processes, ranks, n));
    if (n < 1 || n > 1024)
        throw BadProperty(fmt::format("The number of threads must lie between 1 and 1024, not {}.", n));
    if (n == settings_.threads) return;
    auto const against = obstacles(world_, true);
    if (!against.empty())
        throw KernelException(
            fmt::format("Number of threads unchanged. Error conditions: {}", fmt::join(against, " ")));
    settings_.threads = n;
}

void KernelSetting::read_random(Properties const& changes) {
    if (auto const* seed = changes.find("rng_seed")) {
        settings_.rng_seed = to_integer(*seed, "rng_seed");
        if (settings_.rng_seed <= 0 || settings_.rng_seed >= (std::int64_t{1} << 32))
            throw BadProperty("RNG seed must be in (0, 2^32-1).");
        restart_ = true;
    }
    if (auto const* type = changes.find("rng_type")) {
        settings_.rng_type = to_text(*type, "rng_type");
        if (std::ranges::find(rng_types, settings_.rng_type) == rng_types.end())
            throw BadProperty(fmt::format("'{}' is not a known RNG type. See /rng_types for available types",
                                          settings_.rng_type));
        restart_ = true;
    }
}

void KernelSetting::read_resolution(Properties const& changes) {
    auto const* resolution = changes.find("resolution");
    auto const* tics = changes.find("tics_per_ms");
    double const per_ms = tics ? to_double(*tics, "tics_per_ms") : grid_.tics_per_ms();
    double const h = resolution ? to_double(*resolution, "resolution") : grid_.resolution();
    if (per_ms == grid_.tics_per_ms() && h == grid_.resolution()) return;
    if (!resolution)
        throw KernelException("Change of tics_per_ms requires simultaneous specification of resolution.");
    auto const against = obstacles(world_, false);
    if (against.size() == 1) throw KernelException(against[0] + ": time representation cannot be changed.");
    if (!against.empty())
        throw KernelException(
            fmt::format("Time representation unchanged. Error conditions: {}.", fmt::join(against, ". ")));
    grid_ = TimeGrid(per_ms, h);
}

void KernelSetting::read_delays(Properties const& changes) {
    auto const* least = changes.find("min_delay");
    auto const* largest = changes.find("max_delay");
    if (!least && !largest) return;
    if (!least || !largest) throw BadProperty("Both min_delay and max_delay have to be specified");
    double const low = to_double(*least, "min_delay"), high = to_double(*largest, "max_delay");
    if (count_connections(world_) > 0)
        throw BadProperty("Connections already exist. Please call ResetKernel first");
    if (std::isnan(low) || grid_.steps_down(low) < 1)
        throw BadDelay(low, "min_delay must be greater than or equal to resolution.");
    if (!(high >= low)) throw BadDelay(low, "min_delay must be smaller than or equal to max_delay.");
    delays_.least = grid_.steps_down(low);
    delays_.largest = grid_.steps_up(high);
    delays_.by_user = true;
}

// Waveform relaxation shapes nodes and connections when they are made.
void KernelSetting::read_relaxation(Properties const& changes) {
    bool use = world_.inert.use_wfr[0];
    if (auto const* given = changes.find("use_wfr")) {
        bool const wanted = to_boolean(*given, "use_wfr");
        if (wanted != use && !world_.nodes.empty())
            throw KernelException("use_wfr can only be changed before nodes have been created.");
        use = wanted;
    }
    auto const* interval = changes.find("wfr_comm_interval");
    if (!interval || to_double(*interval, "wfr_comm_interval") == world_.inert.wfr_comm_interval[0]) return;
    if (!use) throw KernelException("wfr_comm_interval can only be set while use_wfr is true.");
    if (to_double(*interval, "wfr_comm_interval") < grid_.resolution())
        throw KernelException("wfr_comm_interval must not be smaller than the resolution.");
    if (count_connections(world_) > 0)
        throw KernelException("wfr_comm_interval can only be changed before connections have been made.");
}

void KernelSetting::read_switches(Properties const& changes) {
    auto const flag = [&](std::string_view key, bool& to) {
        if (auto const* value = changes.find(key)) to = to_boolean(*value, key);
    };
    flag("dict_miss_is_error", settings_.dict_miss_is_error);
    flag("print_time", settings_.print_time);
    flag("overwrite_files", settings_.overwrite_files);
    flag("keep_source_table", settings_.keep_source_table);
    flag("off_grid_spiking", settings_.off_grid_spiking);
    if (auto const* limit = changes.find("update_time_limit")) {
        settings_.update_time_limit = to_double(*limit, "update_time_limit");
        if (!(settings_.update_time_limit > 0.0)) throw BadProperty("update_time_limit > 0 required.");
    }
    if (auto const* time = changes.find("biological_time"))
        if (to_double(*time, "biological_time") != 0.0)
            throw BadProperty("The simulation time can only be set to 0.0.");
    if (auto const* synapses = changes.find("structural_plasticity_synapses"))
        if (!to_map(*synapses, "structural_plasticity_synapses").empty())
            throw NotImplemented("Structural plasticity is not part of this version.");
}

void KernelSetting::read_paths(Properties const& changes) {
    if (auto const* path = changes.find("data_path")) {
        std::string const given = to_text(*path, "data_path");
        if (given.empty() || std::filesystem::is_directory(given))
            settings_.data_path = given;
        else
            world_.host.say(Severity::error, "SetStatus",
                            fmt::format("Variable data_path not set: {} is not a directory.", given));
    }
    if (auto const* prefix = changes.find("data_prefix")) {
        std::string const given = to_text(*prefix, "data_prefix");
        if (given.find('/') == std::string::npos)
            settings_.data_prefix = given;
        else
            world_.host.say(Severity::error, "SetStatus", "Data prefix must not contain path elements.");
    }
}

void KernelSetting::read(Properties const& changes) {
    auto const known = [&](std::string_view key) {
        return std::ranges::find(settable_keys, key) != settable_keys.end() || world_.inert.find(key);
    };
    Properties const kept = known_only(world_, "The kernel", changes, known, world_.inert.fields());
    read_threads(kept);
    read_random(kept);
    read_resolution(kept);
    read_delays(kept);
    read_relaxation(kept);
    read_switches(kept);
    read_paths(kept);
    inert_.apply(world_.inert, first_lane, kept, settable_keys);
}

void KernelSetting::commit() {
    inert_.commit();
    bool const threads = settings_.threads != world_.settings.threads;
    bool const time = grid_.tics_per_step() != world_.grid().tics_per_step() ||
                      grid_.tics_per_ms() != world_.grid().tics_per_ms();
    if (time)
        for (SynapseModelEntry& entry : world_.synapse_models)
            entry.delay = std::max<Step>(1, grid_.steps_up(world_.grid().ms(entry.delay)));
    world_.settings = settings_;
    world_.delays = delays_;
    world_.around.grid = grid_;
    if (time)
        for (NodeModelEntry& entry : world_.node_models)
            if (auto* const detector = dynamic_cast<DetectorModel*>(entry.prototype.get()))
                detector->regrid();
    if (restart_) restart_streams(world_);
    if (threads) build_shards(world_);
}

} // namespace

void set_kernel_status(World& world, Properties const& changes) {
    KernelSetting setting(world);
    setting.read(changes);
    setting.commit();
}

} // namespace nest
