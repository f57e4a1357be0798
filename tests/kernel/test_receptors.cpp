// Neurons whose number of receptors is a parameter.
#include "kernel/errors.hpp"
#include "kernel/simulation.hpp"

#include <array>
#include <catch2/catch.hpp>

using namespace nest;

namespace {

Properties const all_to_all{{"rule", "all_to_all"}};
using Times = std::vector<double>;

void connect(Simulation& s, NodeCollection const& from, NodeCollection const& to, std::int64_t receptor,
             double weight = 200.0) {
    Properties const syn{
        {"synapse_model", "static_synapse"}, {"weight", weight}, {"receptor_type", receptor}};
    s.connect(from, to, all_to_all, std::array{syn});
}
NodeCollection generator(Simulation& s) {
    return s.create("spike_generator", 1, {{"spike_times", Times{1.0, 4.0, 4.5}}});
}
double potential(Simulation& s, NodeId node) { return to_double(s.get(node, "V_m")); }

} // namespace

TEST_CASE("the number of receptors changes until a neuron has spike input") {
    for (char const* model : {"iaf_psc_exp_multisynapse", "iaf_psc_alpha_multisynapse"}) {
        Simulation s;
        auto const neuron = s.create(model, 1), source = generator(s);
        s.set(neuron, Properties{{"tau_syn", Times{1.0, 2.0, 3.0}}});
        CHECK(s.get(neuron.first(), "n_synapses") == Property(3));
        CHECK_THROWS_AS(connect(s, source, neuron, 4), IncompatibleReceptorType);
        CHECK(s.get(neuron.first(), "has_connections") == Property(false));
        connect(s, source, neuron, 3);
        CHECK(s.get(neuron.first(), "has_connections") == Property(true));
        CHECK_THROWS_AS(s.set(neuron, Properties{{"tau_syn", Times{1.0}}}), BadProperty);
        s.set(neuron, Properties{{"tau_syn", Times{1.0, 2.0, 4.0}}});
        CHECK(*to_doubles(s.get(neuron.first(), "tau_syn")) == Times{1.0, 2.0, 4.0});
    }
}

TEST_CASE("neurons with different numbers of receptors share a population") {
    for (char const* model : {"iaf_psc_exp_multisynapse", "iaf_psc_alpha_multisynapse"}) {
        Simulation together;
        auto const both = together.create(model, 2);
        together.set(both.slice(0, 1), Properties{{"tau_syn", Times{1.5}}});
        together.set(both.slice(1, 2), Properties{{"tau_syn", Times{1.5, 3.0}}});
        auto const source = generator(together);
        connect(together, source, both, 1);
        connect(together, source, both.slice(1, 2), 2, -90.0);
        together.simulate(6.0);

        Simulation apart;
        auto const one = apart.create(model, 1, {{"tau_syn", Times{1.5}}}), again = generator(apart);
        connect(apart, again, one, 1);
        apart.simulate(6.0);
        CHECK(potential(together, both[0]) == potential(apart, one[0]));
        CHECK(potential(together, both[1]) < potential(together, both[0]));
    }
}

TEST_CASE("what follows from a parameter follows for every neuron that is set") {
    Simulation s;
    auto const neurons = s.create("iaf_psc_exp_multisynapse", 3);
    s.set(neurons, Properties{{"tau_syn", Times{1.0, 2.0}}});
    for (NodeId const id : neurons) CHECK(s.get(id, "n_synapses") == Property(2));
    connect(s, generator(s), neurons.slice(2, 3), 1);
    CHECK_THROWS_AS(s.set(neurons, Properties{{"tau_syn", Times{1.0}}}), BadProperty);
    for (NodeId const id : neurons) CHECK(s.get(id, "n_synapses") == Property(2));
    auto const clocks = s.create("ignore_and_fire", 3, {{"rate", 100.0}});
    auto const recorder = s.create("spike_recorder", 1);
    s.connect(clocks, recorder, all_to_all, std::array{Properties{{"synapse_model", "static_synapse"}}});
    s.simulate(5.0);
    s.set(clocks, Properties{{"phase", 0.2}});
    s.simulate(10.0);
    auto const times = *to_doubles(to_map(s.get(recorder.first(), "events")).at("times"));
    REQUIRE(times.size() == 3);
    CHECK(times[1] == times[0]);
    CHECK(times[2] == times[0]);
}

TEST_CASE("receptors made after a first run can be connected and recorded") {
    Simulation s;
    s.set_kernel_status({{"min_delay", 0.1}, {"max_delay", 1.0}}); // a run without connections fixes them
    auto const neuron = s.create("iaf_psc_exp_multisynapse", 1), source = generator(s);
    s.simulate(0.5);
    s.set(neuron, Properties{{"tau_syn", Times{1.5, 3.0}}});
    auto const meter =
        s.create("multimeter", 1, {{"record_from", PropertyList{Literal{"I_syn_2"}}}, {"interval", 0.1}});
    s.connect(meter, neuron, all_to_all, std::array{Properties{{"synapse_model", "static_synapse"}}});
    connect(s, source, neuron, 2);
    s.simulate(4.0);
    auto const currents = *to_doubles(to_map(s.get(meter.first(), "events")).at("I_syn_2"));
    CHECK(*std::max_element(currents.begin(), currents.end()) == 200.0);
}
