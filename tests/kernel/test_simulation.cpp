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
