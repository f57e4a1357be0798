// Spikes between grid points.
#include "kernel/simulation.hpp"

#include <array>
#include <catch2/catch.hpp>

using namespace nest;

namespace {

Properties const all_to_all{{"rule", "all_to_all"}};

Properties synapse(std::string const& model, Property weight, Property delay) {
    return {{"synapse_model", Literal{model}}, {"weight", std::move(weight)}, {"delay", std::move(delay)}};
}
Properties const plain = synapse("static_synapse", 1.0, 1.0);

struct Events {
    std::vector<std::int64_t> senders;
    std::vector<double> times;
    bool operator==(Events const&) const = default;
};

Events events(Simulation& s, NodeCollection const& recorder) {
    auto const all = to_map(s.get(recorder.first(), "events"));
    return {*to_integers(all.at("senders")), *to_doubles(all.at("times"))};
}

// Precise neurons of all kinds and grid neurons, random and plastic connections, precise noise.
Events mixed_network(std::int64_t threads, std::vector<double> const& pieces) {
    Simulation s;
    s.set_kernel_status({{"local_num_threads", threads}, {"rng_seed", 5}});
    auto const alpha = s.create("iaf_psc_alpha_ps", 40), exp = s.create("iaf_psc_exp_ps", 20);
    auto const delta = s.create("iaf_psc_delta_ps", 20), grid = s.create("iaf_psc_alpha", 20);
    auto const currents = alpha + exp + grid, neurons = alpha + exp + delta + grid;
    auto const noise = s.create("poisson_generator_ps", 1, {{"rate", 8000.0}, {"dead_time", 0.05}});
    auto const steps = s.create("poisson_generator", 1, {{"rate", 2000.0}});
    auto const recorder = s.create("spike_recorder", 1);
    s.connect(noise, currents, all_to_all,
              std::array{synapse("static_synapse", Expression::uniform(20.0, 30.0), 1.0)});
    s.connect(noise, delta, all_to_all, std::array{synapse("static_synapse", 0.3, 0.4)});
    s.connect(steps, neurons, all_to_all, std::array{synapse("static_synapse", 0.5, 1.5)});
    s.connect(neurons, recorder, all_to_all, std::array{plain});
    Properties const indegree{{"rule", "fixed_indegree"}, {"indegree", 10}};
    Property const delay = Expression::uniform(0.5, 4.0);
    s.connect(neurons, currents, indegree,
              std::array{synapse("stdp_synapse", Expression::uniform(10.0, 40.0), delay)});
    s.connect(neurons, delta, indegree,
              std::array{synapse("static_synapse", Expression::uniform(-1.0, 1.0), delay)});
    for (double const ms : pieces) s.simulate(ms);
    return events(s, recorder);
}

} // namespace

TEST_CASE("spikes between grid points are the same bits for every number of threads") {
    Events const one = mixed_network(1, {100.0});
    CHECK(one.times.size() > 500);
    CHECK(mixed_network(3, {100.0}) == one);
}

TEST_CASE("spikes between grid points are the same bits however a run is cut") {
    Events const whole = mixed_network(2, {100.0});
    CHECK(mixed_network(2, {33.3, 0.1, 16.6, 50.0}) == whole);
}

TEST_CASE("a neuron between grid points sets the kernel's off_grid_spiking") {
    Simulation s;
    s.create("spike_generator", 1, {{"precise_times", true}, {"spike_times", std::vector<double>{1.05}}});
    CHECK(s.kernel_status("off_grid_spiking") == Property(false));
    s.create("parrot_neuron_ps", 1);
    CHECK(s.kernel_status("off_grid_spiking") == Property(true));
}

TEST_CASE("an injector with precise times sends them through the network") {
    Simulation s;
    auto const injector =
        s.create("spike_train_injector", 1,
                 {{"precise_times", true}, {"spike_times", std::vector<double>{1.05, 2.0, 2.0, 3.999}}});
    auto const parrot = s.create("parrot_neuron_ps", 1);
    auto const recorder = s.create("spike_recorder", 1);
    s.connect(injector, parrot, all_to_all, std::array{plain});
    s.connect(parrot, recorder, all_to_all, std::array{plain});
    s.simulate(10.0);
    auto const times = events(s, recorder).times;
    REQUIRE(times.size() == 4);
    CHECK(times[0] == Approx(2.05).epsilon(1e-14));
    CHECK(times[1] == 3.0);
    CHECK(times[2] == 3.0);
    CHECK(times[3] == Approx(4.999).epsilon(1e-14));
}

TEST_CASE("weights of a generator's spikes do not change how often parrots repeat them") {
    Simulation s;
    auto const generator = s.create(
        "spike_generator", 1,
        {{"spike_times", std::vector<double>{1.0, 2.0}}, {"spike_weights", std::vector<double>{0.5, -3.0}}});
    auto const parrots = s.create("parrot_neuron", 1) + s.create("parrot_neuron_ps", 1);
    auto const recorder = s.create("spike_recorder", 1);
    s.connect(generator, parrots, all_to_all, std::array{plain});
    s.connect(parrots, recorder, all_to_all, std::array{plain});
    s.simulate(10.0);
    CHECK(events(s, recorder).times == std::vector<double>{2.0, 2.0, 3.0, 3.0});
}

TEST_CASE("a plastic edge hands the offset of its spike on") {
    Simulation s;
    auto const generator = s.create(
        "spike_generator", 1, {{"precise_times", true}, {"spike_times", std::vector<double>{1.03, 2.07}}});
    auto const first = s.create("parrot_neuron_ps", 1), second = s.create("parrot_neuron_ps", 1);
    auto const recorder = s.create("spike_recorder", 1);
    s.connect(generator, first, all_to_all, std::array{plain});
    s.connect(first, second, all_to_all, std::array{synapse("stdp_synapse", 1.0, 1.5)});
    s.connect(second, recorder, all_to_all, std::array{plain});
    s.simulate(10.0);
    auto const times = events(s, recorder).times;
    REQUIRE(times.size() == 2);
    CHECK(times[0] == Approx(3.53).epsilon(1e-14));
    CHECK(times[1] == Approx(4.57).epsilon(1e-14));
}

TEST_CASE("precise Poisson trains have the asked rate and keep the dead time") {
    Simulation s;
    auto const generator = s.create("poisson_generator_ps", 1, {{"rate", 500.0}, {"dead_time", 1.0}});
    auto const parrots = s.create("parrot_neuron_ps", 20);
    auto const recorder = s.create("spike_recorder", 1);
    s.connect(generator, parrots, all_to_all, std::array{plain});
    s.connect(parrots, recorder, all_to_all, std::array{plain});
    s.simulate(2001.0);
    auto const [senders, times] = events(s, recorder);
    std::vector<double> last(22, -1.0);
    double n = 0.0, sum = 0.0, squares = 0.0;
    for (std::size_t i = 0; i < times.size(); ++i) {
        double& before = last[static_cast<std::size_t>(senders[i])];
        if (before > 0.0) {
            double const interval = times[i] - before;
            CHECK(interval > 1.0 - 1e-9);
            n += 1.0, sum += interval, squares += interval * interval;
        }
        before = times[i];
    }
    // Intervals: 1 ms and an exponential time of mean 1 ms. About 20 000 of them; 4 standard errors each.
    double const mean = sum / n, variance = squares / n - mean * mean;
    CHECK(n > 19000.0);
    CHECK(std::abs(mean - 2.0) < 4.0 / std::sqrt(n));
    CHECK(std::abs(variance - 1.0) < 4.0 * std::sqrt(8.0 / n));
}
