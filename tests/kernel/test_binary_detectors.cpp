// Detectors of binary neurons, beside the states that a multimeter records.
#include "kernel/simulation.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>

using namespace nest;

namespace {

Properties const everyone{{"rule", "all_to_all"}};
Properties const plain{{"synapse_model", Literal{"static_synapse"}}};
using States = std::vector<std::vector<int>>; // [neuron][step]

struct Network {
    Simulation s;
    NodeCollection neurons, meter;
    explicit Network(std::string const& model, std::int64_t threads) {
        s.set_kernel_status({{"rng_seed", 11}, {"local_num_threads", threads}});
        neurons = s.create(model, 3, {{"theta", -0.5}, {"tau_m", 4.0}});
        Properties const inhibition{{"synapse_model", Literal{"static_synapse"}}, {"weight", -0.5}};
        s.connect(neurons, neurons, {{"rule", "all_to_all"}, {"allow_autapses", false}},
                  std::array{inhibition});
        meter = s.create("multimeter", 1, {{"record_from", PropertyList{Literal{"S"}}}, {"interval", 0.1}});
        s.connect(meter, neurons, everyone, std::array{plain});
    }
    States states() {
        auto const all = to_map(s.get(meter.first(), "events"));
        auto const senders = *to_integers(all.at("senders"));
        auto const S = *to_doubles(all.at("S"));
        States states(3, std::vector<int>{0}); // down at step 0
        for (std::size_t i = 0; i < senders.size(); ++i)
            states[static_cast<std::size_t>(senders[i] - 1)].push_back(S[i] > 0.5);
        return states;
    }
};

struct Transition {
    std::size_t step, neuron;
    int state;
    bool operator==(Transition const&) const = default;
};
std::vector<Transition> transitions(States const& states) {
    std::vector<Transition> all;
    for (std::size_t t = 1; t < states[0].size(); ++t)
        for (std::size_t i = 0; i < states.size(); ++i)
            if (states[i][t] != states[i][t - 1]) all.push_back({t, i, states[i][t]});
    return all;
}

// Pulses count when they are known to be over: at the first spike after their end.
States finished(States states) {
    auto const all = transitions(states);
    for (std::size_t i = 0; i < states.size(); ++i) {
        bool const open = states[i].back() == 1 || (all.back().neuron == i && all.back().state == 0);
        if (!open) continue;
        auto const up = std::find_if(all.rbegin(), all.rend(),
                                     [&](Transition const& t) { return t.neuron == i && t.state == 1; });
        std::fill(states[i].begin() + static_cast<std::ptrdiff_t>(up->step), states[i].end(), 0);
    }
    return states;
}

} // namespace

TEST_CASE("a spin detector records every transition of binary neurons") {
    for (std::int64_t const threads : {1, 3}) {
        Network network("ginzburg_neuron", threads);
        auto& s = network.s;
        auto const detector = s.create("spin_detector", 1);
        s.connect(network.neurons, detector, everyone, std::array{plain});
        s.simulate(300.0);
        auto const expected = transitions(network.states());
        CHECK(expected.size() > 60);
        auto const events = to_map(s.get(detector.first(), "events"));
        auto const senders = *to_integers(events.at("senders")), state = *to_integers(events.at("state"));
        auto const times = *to_doubles(events.at("times"));
        std::vector<Transition> recorded;
        for (std::size_t i = 0; i < senders.size(); ++i) {
            auto const step = static_cast<std::size_t>(times[i] * 10.0 + 0.5);
            if (step <= 2990) // the meter has not seen the last slice
                recorded.push_back(
                    {step, static_cast<std::size_t>(senders[i] - 1), static_cast<int>(state[i])});
        }
        std::stable_sort(recorded.begin(), recorded.end(), [](Transition const& a, Transition const& b) {
            return std::pair(a.step, a.neuron) < std::pair(b.step, b.neuron);
        });
        CHECK(recorded == expected);
    }
}

TEST_CASE("a correlospinmatrix_detector sums the time in which binary neurons are up together") {
    for (auto const* model : {"ginzburg_neuron", "erfc_neuron"}) {
        Network network(model, 1);
        auto& s = network.s;
        auto const detector = s.create("correlospinmatrix_detector", 1,
                                       {{"N_channels", 3}, {"delta_tau", 0.5}, {"tau_max", 5.0}});
        for (std::int64_t i = 0; i < 3; ++i) {
            Properties const port{{"synapse_model", Literal{"static_synapse"}}, {"receptor_type", i}};
            s.connect(network.neurons.slice(i, i + 1), detector, everyone, std::array{port});
        }
        s.simulate(300.0);
        auto const states = finished(network.states());
        auto const at = [&](std::size_t i, std::ptrdiff_t t) {
            return t >= 0 && t < static_cast<std::ptrdiff_t>(states[i].size())
                       ? states[i][static_cast<std::size_t>(t)]
                       : 0;
        };
        auto const counts = std::get<PropertyList>(s.get(detector.first(), "count_covariance"));
        for (std::size_t i = 0; i < 3; ++i)
            for (std::size_t j = 0; j < 3; ++j) {
                auto const bins = *to_integers(std::get<PropertyList>(counts[i])[j]);
                REQUIRE(bins.size() == 21);
                for (std::ptrdiff_t k = -10; k <= 10; ++k) {
                    std::int64_t together = 0;
                    for (std::ptrdiff_t t = 0; t < static_cast<std::ptrdiff_t>(states[i].size()); ++t)
                        together += at(i, t + 5 * k) * at(j, t);
                    INFO(model << ": " << i << ", " << j << " at lag " << k);
                    REQUIRE(bins[static_cast<std::size_t>(k + 10)] == together);
                }
            }
    }
}

TEST_CASE("the width of bins follows the resolution where it does not fit") {
    Simulation s;
    s.set_kernel_status({{"resolution", 0.25}});
    CHECK(s.defaults("correlation_detector").at("delta_tau") == Property(0.5));
    s.set_kernel_status({{"resolution", 0.3}});
    CHECK(to_double(s.defaults("correlation_detector").at("delta_tau")) == Approx(1.5));
    CHECK(to_double(s.defaults("correlomatrix_detector").at("tau_max")) == Approx(15.0));
    CHECK(to_double(s.defaults("correlospinmatrix_detector").at("delta_tau")) == Approx(0.3));
    s.create("correlation_detector", 1);
    CHECK_NOTHROW(s.simulate(3.0));
}
