// Recording devices and their back ends, from spike to file.
#include "kernel/errors.hpp"
#include "kernel/simulation.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <unistd.h>

using namespace nest;
namespace fs = std::filesystem;

namespace {
struct Folder {
    fs::path path = fs::temp_directory_path() / std::to_string(::getpid()).append("-aerie-recording");
    Folder() { fs::create_directories(path); }
    ~Folder() { fs::remove_all(path); }
    std::vector<std::string> files() const {
        std::vector<std::string> names;
        for (auto const& entry : fs::directory_iterator(path))
            names.push_back(entry.path().filename().string());
        std::sort(names.begin(), names.end());
        return names;
    }
    std::string lines(std::string const& file) const { // without the header
        std::ifstream in(path / file);
        std::string text, line;
        for (int i = 0; std::getline(in, line); ++i)
            if (i > 2) text += line + "\n";
        return text;
    }
};

// Two parrots that repeat spikes of 1 and 2 ms one ms later, and a recorder.
struct Network {
    Simulation simulation;
    NodeCollection recorder;
    Network(Properties const& recording, Properties const& kernel, Host host = {})
        : simulation(std::move(host)) {
        simulation.set_kernel_status(kernel);
        auto const generator =
            simulation.create("spike_generator", 1, {{"spike_times", std::vector<double>{1.0, 2.0}}});
        auto const parrots = simulation.create("parrot_neuron", 2);
        recorder = simulation.create("spike_recorder", 1, recording);
        Properties const all{{"rule", Literal{"all_to_all"}}};
        std::vector<Properties> const synapse{{{"synapse_model", Literal{"static_synapse"}}}};
        simulation.connect(generator, parrots, all, synapse);
        simulation.connect(parrots, recorder, all, synapse);
    }
    Properties status() const { return simulation.status(recorder[0]); }
    std::vector<double> times() const { return *to_doubles(to_map(status().at("events")).at("times")); }
};
} // namespace

TEST_CASE("Files hold the events of their virtual process") {
    Folder const folder;
    Network network({{"record_to", Literal{"ascii"}}},
                    {{"data_path", folder.path.string()}, {"local_num_threads", 2}});
    network.simulation.simulate(10.0);
    CHECK(folder.files() == std::vector<std::string>{"spike_recorder-4-0.dat", "spike_recorder-4-1.dat"});
    CHECK(folder.lines("spike_recorder-4-0.dat") == "2\t2.000\n2\t3.000\n");
    CHECK(folder.lines("spike_recorder-4-1.dat") == "3\t2.000\n3\t3.000\n");
    CHECK_FALSE(network.status().contains("events"));
    CHECK(to_text(network.status().at("file_extension")) == "dat");
}

TEST_CASE("A file in the way stops the preparation and nothing is lost") {
    Folder const folder;
    Network network({{"record_to", Literal{"ascii"}}, {"label", "mine"}},
                    {{"data_path", folder.path.string()}});
    std::ofstream(folder.path / "mine-4-0.dat") << "precious";
    CHECK_THROWS_AS(network.simulation.simulate(10.0), InputOutputError);
    CHECK(network.simulation.time() == 0.0);
    network.simulation.set_kernel_status({{"overwrite_files", true}});
    network.simulation.simulate(10.0);
    CHECK(folder.lines("mine-4-0.dat") == "2\t2.000\n3\t2.000\n2\t3.000\n3\t3.000\n");
}

TEST_CASE("Prepare, several runs and cleanup fill one file") {
    Folder const folder;
    Network network({{"record_to", Literal{"ascii"}}, {"precision", 1}},
                    {{"data_path", folder.path.string()}});
    network.simulation.prepare();
    network.simulation.run(2.5);
    network.simulation.run(2.5);
    network.simulation.cleanup();
    CHECK(folder.lines("spike_recorder-4-0.dat") == "2\t2.0\n3\t2.0\n2\t3.0\n3\t3.0\n");
}

TEST_CASE("The screen receives lines through the host") {
    std::string shown;
    Host host;
    host.print = [&](std::string_view text) { shown += text; };
    Network network({{"record_to", Literal{"screen"}}}, {}, host);
    network.simulation.simulate(10.0);
    CHECK(shown == "2\t2.000\n3\t2.000\n2\t3.000\n3\t3.000\n");
}

TEST_CASE("Spikes of a slice under way are seen, and seen once") {
    Network network({}, {});
    network.simulation.simulate(2.5);
    CHECK(network.times() == std::vector<double>{2.0, 2.0});
    network.simulation.simulate(0.4);
    CHECK(network.times() == std::vector<double>{2.0, 2.0});
    network.simulation.simulate(7.1);
    CHECK(network.times() == std::vector<double>{2.0, 2.0, 3.0, 3.0});
    CHECK(to_integer(network.status().at("n_events")) == 4);
    network.simulation.set(network.recorder, {{"n_events", 0}});
    CHECK(network.times().empty());
}

TEST_CASE("Keys of other back ends stay out of the status") {
    Network network({}, {});
    CHECK_FALSE(network.status().contains("precision"));
    CHECK_FALSE(network.simulation.defaults("spike_recorder").contains("file_extension"));
    CHECK(network.status().contains("events"));
}

TEST_CASE("Half a million spikes are listed in one order, however often they are stored on the way") {
    auto const record = [](std::int64_t threads, std::vector<double> const& pieces) {
        Simulation s;
        s.set_kernel_status({{"local_num_threads", threads}, {"rng_seed", 5}});
        auto const parrots = s.create("parrot_neuron", 3000);
        auto const noise = s.create("poisson_generator", 1, {{"rate", 20000.0}});
        auto const recorder = s.create("spike_recorder", 1);
        Properties const all{{"rule", "all_to_all"}};
        s.connect(noise, parrots, all, std::array{Properties{{"synapse_model", Literal{"static_synapse"}}}});
        s.connect(parrots, recorder, all,
                  std::array{Properties{{"synapse_model", Literal{"static_synapse"}}}});
        for (double const ms : pieces) s.simulate(ms);
        auto const events = to_map(s.get(recorder.first(), "events"));
        return std::pair{*to_integers(events.at("senders")), *to_doubles(events.at("times"))};
    };
    auto const one = record(1, {10.0}); // stored every 131,072 spikes of a thread
    REQUIRE(one.first.size() > 500'000);
    CHECK(record(3, {10.0}) == one);
    CHECK(record(2, {1.3, 8.7}) == one);
}
