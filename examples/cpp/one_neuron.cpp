// A neuron driven by a current; its spikes are recorded and printed.
#include "kernel/simulation.hpp"

#include <cstdio>

int main() {
    nest::Simulation simulation;
    auto const neuron = simulation.create("iaf_psc_alpha", 1, {{"I_e", 376.0}});
    auto const recorder = simulation.create("spike_recorder", 1);
    nest::Properties const synapse{{"synapse_model", "static_synapse"}, {"delay", 1.0}};
    simulation.connect(neuron, recorder, {{"rule", "one_to_one"}}, {&synapse, 1});
    simulation.simulate(1000.0); // ms
    auto const events = nest::to_map(simulation.get(recorder.first(), "events"));
    auto const times = nest::to_doubles(events.at("times"));
    std::printf("%zu spikes, the first at %.1f ms, the last at %.1f ms\n", times->size(), times->front(),
                times->back());
}
