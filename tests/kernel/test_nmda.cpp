// Every connection to the NMDA receptor of iaf_bw_2001_exact has variables of its own.
#include "kernel/errors.hpp"
#include "kernel/simulation.hpp"

#include <array>
#include <catch2/catch.hpp>

using namespace nest;

namespace {

Properties const everyone{{"rule", "all_to_all"}};

Properties nmda(double weight, double delay = 1.0) {
    return {{"synapse_model", Literal{"static_synapse"}},
            {"weight", weight},
            {"delay", delay},
            {"receptor_type", 3}};
}

struct Network {
    Simulation s;
    NodeCollection relay, neuron, meter;
    explicit Network(std::vector<Properties> const& synapses,
                     std::vector<std::int64_t> const& multiplicities = {}) {
        s.set_kernel_status({{"min_delay", 1.0}, {"max_delay", 2.0}});
        std::vector<double> const times{1.0, 5.0, 9.0};
        Properties train{{"spike_times", times}};
        if (!multiplicities.empty()) train.set("spike_multiplicities", multiplicities);
        auto const generator = s.create("spike_generator", 1, train);
        relay = s.create("parrot_neuron", 1);
        neuron = s.create("iaf_bw_2001_exact", 2);
        meter =
            s.create("multimeter", 1,
                     {{"record_from", PropertyList{Literal{"s_NMDA"}, Literal{"V_m"}}}, {"interval", 0.1}});
        Properties const plain{{"synapse_model", Literal{"static_synapse"}}};
        s.connect(generator, relay, everyone, std::array{plain});
        s.connect(meter, neuron.slice(0, 1), everyone, std::array{plain});
        for (Properties const& synapse : synapses)
            s.connect(relay, neuron.slice(0, 1), everyone, std::array{synapse});
    }
    std::vector<double> recorded(std::string const& key) {
        return *to_doubles(to_map(s.get(meter.first(), "events")).at(key));
    }
};

void check_close(std::vector<double> const& a, std::vector<double> const& b) {
    REQUIRE(a.size() == b.size());
    for (std::size_t i = 0; i < a.size(); ++i) REQUIRE(a[i] == Approx(b[i]).epsilon(1e-12));
}

} // namespace

TEST_CASE("two equal connections saturate apart: together they are one of twice the weight") {
    Network two({nmda(1.5), nmda(1.5)}), one({nmda(3.0)});
    two.s.simulate(30.0);
    one.s.simulate(30.0);
    CHECK(one.recorded("s_NMDA").back() > 0.5);
    check_close(two.recorded("s_NMDA"), one.recorded("s_NMDA"));
    check_close(two.recorded("V_m"), one.recorded("V_m"));
}

TEST_CASE("spikes at one time meet at one synapse, connections do not") {
    Network twice({nmda(1.0)}, {2, 2, 2}), two({nmda(1.0), nmda(1.0)});
    twice.s.simulate(30.0);
    two.s.simulate(30.0);
    double const saturated = twice.recorded("s_NMDA").back(), apart = two.recorded("s_NMDA").back();
    CHECK(saturated < 0.9 * apart);
}

TEST_CASE("connections made between two runs add synapses") {
    Network grown({nmda(1.0)}), full({nmda(1.0), nmda(1.0, 1.5)});
    grown.s.simulate(2.0);
    grown.s.connect(grown.relay, grown.neuron.slice(0, 1), everyone, std::array{nmda(1.0, 1.5)});
    grown.s.simulate(28.0);
    full.s.simulate(30.0);
    auto const a = grown.recorded("s_NMDA"), b = full.recorded("s_NMDA");
    // the first spike comes at 3 ms and, by the new connection, at 3.5 ms
    CHECK(a.back() == Approx(b.back()).epsilon(1e-12));
}

TEST_CASE("the weight of an NMDA synapse that has transmitted must not change") {
    Network network({nmda(1.0)});
    network.s.simulate(4.0);
    auto const edge = network.s.connections({network.relay, network.neuron, {}, {}})->front();
    network.s.set(std::array{edge}, {{"weight", 2.0}});
    CHECK_THROWS_AS(network.s.simulate(10.0), KernelException);
}
