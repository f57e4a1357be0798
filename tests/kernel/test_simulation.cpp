#include "kernel/errors.hpp"
#include "kernel/simulation.hpp"

#include <catch2/catch.hpp>

#include <array>

using namespace nest;

namespace {

void connect(Simulation& s, NodeCollection const& a, NodeCollection const& b,
             Properties const& rule = {{"rule", "all_to_all"}}, Properties syn = {}) {
    if (!syn.contains("synapse_model")) syn.set("synapse_model", "static_synapse");
    s.connect(a, b, rule, std::array{syn});
}

std::vector<double> times(Simulation& s, NodeCollection const& recorder) {
    return *to_doubles(to_map(s.get(recorder.first(), "events")).at("times"));
}

} // namespace

TEST_CASE("a driven iaf_psc_alpha fires sixteen times in a second") {
    Simulation s;
    auto const neuron = s.create("iaf_psc_alpha", 1, {{"I_e", 376.0}});
    auto const meter = s.create("voltmeter", 1);
    auto const recorder = s.create("spike_recorder", 1);
    connect(s, meter, neuron);
    connect(s, neuron, recorder);
    s.simulate(1000.0);
    CHECK(times(s, recorder) == std::vector<double>{59.300000000000004, 120.60000000000001, 181.9,
                                                    243.20000000000002, 304.5, 365.8, 427.1,
                                                    488.40000000000003, 549.7, 611.0, 672.3000000000001,
                                                    733.6, 794.9, 856.2, 917.5, 978.8000000000001});
    auto const events = to_map(s.get(meter.first(), "events"));
    auto const V = *to_doubles(events.at("V_m"));
    REQUIRE(V.size() == 999);
    CHECK(V[0] == Approx(-68.56875477).epsilon(1e-9));
}

namespace {

std::string error_of(auto action) {
    try {
        action();
    } catch (KernelError const& error) {
        return error.name() + ": " + error.text();
    }
    return "none";
}

} // namespace

TEST_CASE("a wrong parameter is refused and changes nothing") {
    Simulation s;
    auto const n = s.create("iaf_psc_exp", 3);
    CHECK(error_of([&] {
              s.set(n, Properties{{"E_L", -60.0}, {"tau_m", -1.0}});
          }) == "BadProperty: Setting status of a 'iaf_psc_exp' with node ID 1: tau_m must be greater than "
                "zero, but -1 was given.");
    CHECK(error_of([&] {
              s.set(n, Properties{{"E_L", -60.0}, {"tau_n", 1.0}});
          }) == "DictError: Unused dictionary items:  tau_n");
    CHECK(error_of([&] { s.set(n, Properties{{"C_m", "much"}}); }).substr(0, 12) == "TypeMismatch");
    CHECK(to_double(s.get(1, "E_L")) == -70.0);
    CHECK(error_of([&] { s.create("iaf_psc_expp", 1); }) ==
          "UnknownModelName: /iaf_psc_expp is not a known model name.");
    CHECK(error_of([&] { s.create("iaf_psc_exp", 0); }).substr(0, 10) == "RangeCheck");
}

TEST_CASE("an impossible connection is refused and leaves no trace") {
    Simulation s;
    auto const n = s.create("iaf_psc_exp", 2), dc = s.create("dc_generator", 1),
               parrot = s.create("parrot_neuron", 1);
    auto const recorder = s.create("spike_recorder", 1);
    auto const refused = [&](NodeCollection const& a, NodeCollection const& b, Properties const& syn) {
        return error_of([&] { connect(s, a, b, {{"rule", "all_to_all"}}, syn); });
    };
    CHECK(refused(n, dc, {}).substr(0, 17) == "IllegalConnection");
    CHECK(refused(recorder, n, {}).substr(0, 17) == "IllegalConnection");
    CHECK(refused(dc, parrot, {}).substr(0, 17) == "IllegalConnection");
    CHECK(refused(n, n, {{"receptor_type", 7}}) ==
          "UnknownReceptorType: Receptor type 7 is not available in iaf_psc_exp.");
    CHECK(refused(n, n, {{"receptor_type", 1}}).substr(0, 19) == "UnknownReceptorType");
    CHECK(refused(n, n, {{"delay", 0.04}}).substr(0, 8) == "BadDelay");
    CHECK(refused(n, n, {{"synapse_model", "static"}}) ==
          "UnknownSynapseType: Synapse with name static does not exist.");
    CHECK(refused(n, n, {{"synapse_model", "static_synapse_hom_w"}, {"weight", 2.0}}).substr(0, 14) ==
          "NotImplemented");
    CHECK(to_integer(s.kernel_status("num_connections")) == 0);
}

TEST_CASE("weights and delays of single connections can be changed, connections removed") {
    Simulation s;
    auto const a = s.create("parrot_neuron", 3), b = s.create("iaf_psc_alpha", 4);
    connect(s, a, b, {{"rule", "all_to_all"}}, {{"weight", 2.0}, {"delay", 1.0}});
    auto const list = s.connections({});
    REQUIRE(list->size() == 12);
    CHECK((*list)[4].source == 2);
    CHECK((*list)[4].target == 4);
    s.set(std::span(*list).subspan(4, 1), Properties{{"weight", -3.0}, {"delay", 2.5}});
    auto const after = s.connections({});
    REQUIRE(after->size() == 12);
    Properties const changed = s.status((*after)[4]);
    CHECK(to_double(changed.at("weight")) == -3.0);
    CHECK(to_double(changed.at("delay")) == 2.5);
    CHECK(to_integer(changed.at("target")) == 4);
    CHECK(to_double(s.status((*after)[5]).at("weight")) == 2.0);
    s.disconnect(std::span(*after).subspan(4, 2));
    CHECK(to_integer(s.kernel_status("num_connections")) == 10);
    CHECK(to_double(s.kernel_status("max_delay")) == 2.5);
}

TEST_CASE("times that cannot be simulated are refused") {
    Simulation s;
    CHECK(error_of([&] { s.simulate(-1.0); }) == "BadParameter: The simulation time cannot be negative.");
    CHECK(error_of([&] { s.simulate(0.25); }) ==
          "BadParameter: The simulation time must be a multiple of the simulation resolution.");
    CHECK(error_of([&] { s.run(1.0); }).substr(0, 15) == "KernelException");
    CHECK(error_of([&] { s.cleanup(); }).substr(0, 15) == "KernelException");
    s.simulate(0.0);
    CHECK(s.time() == 0.0);
}
