// Delays between grid points: cont_delay_synapse.
#include "kernel/errors.hpp"
#include "kernel/simulation.hpp"

#include <array>
#include <catch2/catch.hpp>

using namespace nest;

namespace {

Properties const everyone{{"rule", "all_to_all"}};
Properties const plain{{"synapse_model", Literal{"static_synapse"}}, {"delay", 1.0}};
Properties const continuous{{"synapse_model", Literal{"cont_delay_synapse"}}};

// When `target` repeats spikes that reach it, with `delay` from a source that emits at 5.03 and 7 ms.
std::vector<double> arrivals(double delay, std::string const& target, bool device, double min_delay = 0.1) {
    Simulation s;
    s.set_kernel_status({{"min_delay", min_delay}, {"max_delay", 5.0}});
    s.set_defaults("cont_delay_synapse", {{"delay", delay}});
    std::vector<double> const times{device ? 5.03 : 4.03, device ? 7.0 : 6.0};
    auto source = s.create("spike_generator", 1, {{"precise_times", true}, {"spike_times", times}});
    auto const parrot = s.create(target, 1), recorder = s.create("spike_recorder", 1);
    if (!device) {
        auto const relay = s.create("parrot_neuron_ps", 1);
        s.connect(source, relay, everyone, std::array{plain});
        source = relay;
    }
    s.connect(source, parrot, everyone, std::array{continuous});
    s.connect(parrot, recorder, everyone, std::array{plain});
    s.simulate(20.0);
    return *to_doubles(to_map(s.get(recorder.first(), "events")).at("times"));
}

} // namespace

TEST_CASE("a spike arrives at its precise time plus a delay between grid points") {
    for (bool const device : {false, true})
        for (double const least : {0.1, 1.0})
            for (double const delay : {1.25, 1.02, 2.0, 1.99}) {
                INFO("delay " << delay << ", from a device: " << device << ", min_delay " << least);
                auto const times = arrivals(delay, "parrot_neuron_ps", device, least);
                REQUIRE(times.size() == 2);
                CHECK(times[0] == Approx(5.03 + delay).epsilon(1e-13));
                CHECK(times[1] == Approx(7.0 + delay).epsilon(1e-13));
            }
}

TEST_CASE("a neuron on the grid receives it in the step that holds this time") {
    // 5.03 + 1.25 lies in the step to 6.3 ms, 5.03 + 1.02 in that to 6.1 ms, 7 + 1.02 in that to 8.1 ms
    auto const late = arrivals(1.25, "parrot_neuron", false), early = arrivals(1.02, "parrot_neuron", false);
    CHECK(late[0] == Approx(6.3).epsilon(1e-12));
    CHECK(late[1] == Approx(8.3).epsilon(1e-12));
    CHECK(early[0] == Approx(6.1).epsilon(1e-12));
    CHECK(early[1] == Approx(8.1).epsilon(1e-12));
}

TEST_CASE("delays of single connections can lie between grid points") {
    Simulation s;
    auto const parrots = s.create("parrot_neuron_ps", 2);
    s.connect(parrots, parrots, everyone, std::array{continuous});
    auto const edges = s.connections({});
    CHECK(s.status((*edges)[1]).at("delay") == Property(1.0));
    s.set(std::array{(*edges)[1]}, {{"delay", 2.37}});
    auto const changed = s.connections({});
    std::vector<double> delays;
    for (auto const& edge : *changed) delays.push_back(to_double(s.status(edge).at("delay")));
    std::sort(delays.begin(), delays.end());
    CHECK(delays[2] == 1.0);
    CHECK(delays[3] == Approx(2.37).epsilon(1e-14));
}

TEST_CASE("Connect rounds a delay to the grid; one below a step is refused") {
    Simulation s;
    auto const parrots = s.create("parrot_neuron_ps", 2);
    Properties given = continuous;
    given.set("delay", 1.26);
    s.connect(parrots, parrots, {{"rule", "one_to_one"}}, std::array{given});
    CHECK(to_double(s.status(s.connections({})->front()).at("delay")) == Approx(1.3).epsilon(1e-14));
    CHECK_THROWS_AS(s.set_defaults("cont_delay_synapse", {{"delay", 0.09}}), BadDelay);
    CHECK(to_double(s.defaults("cont_delay_synapse").at("delay")) == 1.0);
}
