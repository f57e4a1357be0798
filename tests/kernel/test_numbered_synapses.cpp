// stdp_facetshw_synapse_hom: edges are numbered in the order of their first spikes.
#include "kernel/errors.hpp"
#include "kernel/simulation.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>

using namespace nest;

namespace {

Properties const everyone{{"rule", "all_to_all"}};
Properties const hardware{{"synapse_model", Literal{"stdp_facetshw_synapse_hom"}}};

// Three relays fire at 12, 7 and 2 ms, then at 21 ms; every one has two targets.
struct Network {
    Simulation s;
    explicit Network(std::int64_t threads, std::vector<double> const& pieces) {
        s.set_kernel_status({{"local_num_threads", threads}});
        s.set_defaults("stdp_facetshw_synapse_hom",
                       {{"synapses_per_driver", 2}, {"driver_readout_time", 3.0}});
        auto const relays = s.create("parrot_neuron", 3), targets = s.create("parrot_neuron", 2);
        for (std::int64_t i = 0; i < 3; ++i) {
            std::vector<double> const times{11.0 - 5.0 * static_cast<double>(i), 20.0};
            auto const generator = s.create("spike_generator", 1, {{"spike_times", times}});
            Properties const plain{{"synapse_model", Literal{"static_synapse"}}};
            s.connect(generator, relays.slice(i, i + 1), everyone, std::array{plain});
        }
        s.connect(relays, targets, everyone, std::array{hardware});
        for (double const ms : pieces) s.simulate(ms);
    }
    std::map<std::pair<NodeId, NodeId>, std::pair<std::int64_t, double>> numbers() {
        std::map<std::pair<NodeId, NodeId>, std::pair<std::int64_t, double>> all;
        auto const edges = s.connections({{}, {}, "stdp_facetshw_synapse_hom", {}});
        for (auto const& edge : *edges) {
            auto const status = s.status(edge);
            all[{edge.source, edge.target}] = {to_integer(status.at("synapse_id")),
                                               to_double(status.at("next_readout_time"))};
        }
        return all;
    }
};

} // namespace

TEST_CASE("edges are numbered by their first spikes, for every number of threads") {
    Network one(1, {40.0}), three(3, {40.0}), pieces(2, {3.3, 10.0, 26.7});
    auto const numbers = one.numbers();
    CHECK(numbers.at({3, 4}).first == 0);
    CHECK(numbers.at({3, 5}).first == 1);
    CHECK(numbers.at({2, 4}).first == 2);
    CHECK(numbers.at({1, 5}).first == 5);
    CHECK(three.numbers() == numbers);
    CHECK(pieces.numbers() == numbers);
    auto const defaults = one.s.defaults("stdp_facetshw_synapse_hom");
    CHECK(defaults.at("no_synapses") == Property(6));
    CHECK(defaults.at("readout_cycle_duration") == Property(9.0));
}

TEST_CASE("tables and bits of the wrong size are refused") {
    Simulation s;
    std::string const name = "stdp_facetshw_synapse_hom";
    auto const before = s.defaults(name);
    CHECK_THROWS_AS(s.set_defaults(name, {{"lookuptable_0", std::vector<std::int64_t>(15, 1)}}), BadProperty);
    CHECK_THROWS_AS(s.set_defaults(name, {{"lookuptable_1", std::vector<std::int64_t>(16, 16)}}),
                    BadProperty);
    CHECK_THROWS_AS(s.set_defaults(name, {{"configbit_0", std::vector<std::int64_t>{1, 0}}}), BadProperty);
    CHECK_THROWS_AS(s.set_defaults(name, {{"reset_pattern", std::vector<std::int64_t>{1}}}), BadProperty);
    CHECK(s.defaults(name) == before);
    s.set_defaults(name, {{"Wmax", 30.0}});
    CHECK(s.defaults(name).at("weight_per_lut_entry") == Property(2.0));
}

TEST_CASE("a readout looks the discrete weight up and begins its sums anew") {
    // The relay of the network fires twice; the target between: a causal pair above the threshold.
    Simulation s;
    s.set_defaults("stdp_facetshw_synapse_hom", {{"driver_readout_time", 5.0}});
    auto const spikes = [&](std::vector<double> const& times) {
        auto const relay = s.create("parrot_neuron", 1);
        auto const generator = s.create("spike_generator", 1, {{"spike_times", times}});
        Properties const plain{{"synapse_model", Literal{"static_synapse"}}};
        s.connect(generator, relay, everyone, std::array{plain});
        return relay;
    };
    auto const pre = spikes({1.0, 11.0, 21.0}), post = spikes({4.0});
    Properties syn = hardware;
    for (auto const& [key, value] :
         std::map<std::string, double>{{"weight", 20.1}, {"a_thresh_th", 0.5}, {"a_thresh_tl", 0.5}})
        syn.set(key, value);
    s.connect(pre, post, everyone, std::array{syn});
    s.simulate(25.0);
    auto const status = s.status(s.connections({pre, post, {}, {}})->front());
    // At 2 ms: 3 entries of 100/15, nothing judged. At 12 ms a_causal gains exp((2 - 6)/20) and a_acausal
    // exp((6 - 12)/20), and what the relay itself made the target fire at 3 ms counts first and last.
    CHECK(to_integer(status.at("synapse_id")) == 0);
    CHECK(to_double(status.at("next_readout_time")) == 25.0);
    CHECK(to_double(status.at("weight")) / (100.0 / 15.0) ==
          Approx(std::round(to_double(status.at("weight")) / (100.0 / 15.0))));
}
