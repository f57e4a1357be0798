// Integration with steps of adaptive length: lanes do not see each other, and no solution is lost silently.
#include "kernel/errors.hpp"
#include "kernel/simulation.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <cmath>

using namespace nest;

namespace {

Properties const all_to_all{{"rule", "all_to_all"}};
Properties const plain{{"synapse_model", Literal{"static_synapse"}}};

double potential_alone(std::string const& model, double I_e, double h) {
    Simulation s;
    s.set_kernel_status({{"resolution", h}});
    auto const neuron = s.create(model, 1, {{"I_e", I_e}});
    s.simulate(50.0);
    return to_double(s.get(neuron.first(), "V_m"));
}

// The name, text and hint of the error with which a second of a neuron with these parameters ends.
std::string failure(std::string const& model, Properties const& parameters) {
    Simulation s;
    s.create(model, 3);
    auto const wild = s.create(model, 1);
    s.set(wild, parameters);
    try {
        s.simulate(1000.0);
    } catch (KernelError const& error) {
        return error.name() + " " + error.text() + " " + error.hint();
    }
    return "";
}

bool has(std::string const& text, std::string const& part) { return text.find(part) != std::string::npos; }

} // namespace

TEST_CASE("a neuron integrated with adaptive steps does not depend on its neighbours") {
    for (std::string const model : {"iaf_cond_exp", "aeif_cond_exp", "hh_psc_alpha"}) {
        for (std::int64_t const threads : {1, 3}) {
            Simulation s;
            s.set_kernel_status({{"local_num_threads", threads}});
            auto const crowd = s.create(model, 1030);
            std::vector<Properties> each(1030);
            for (std::size_t i = 0; i < each.size(); ++i)
                each[i].set("I_e", 1.5 * static_cast<double>(i % 1027));
            s.set(crowd, each);
            s.simulate(20.0);
            s.simulate(30.0);
            for (std::int64_t const i : {0, 7, 8, 511, 512, 700, 1026})
                CHECK(to_double(s.get(crowd[i], "V_m")) ==
                      potential_alone(model, 1.5 * static_cast<double>(i), 0.1));
        }
    }
}

TEST_CASE("the error of adaptive steps stays within the tolerance") {
    // Without spikes, iaf_cond_exp relaxes exponentially with C_m/g_L = 15 ms to E_L + I_e/g_L.
    for (double const h : {0.1, 1.0}) {
        double const target = -70.0 + 200.0 / 16.6667, tau = 250.0 / 16.6667;
        double const exact = target + (-70.0 - target) * std::exp(-50.0 / tau);
        CHECK(std::abs(potential_alone("iaf_cond_exp", 200.0, h) - exact) < 1e-3);
    }
}

TEST_CASE("a state that leaves all bounds ends the run and is named") {
    std::string const message = failure("aeif_cond_exp", {{"I_e", -1e7}});
    INFO(message);
    CHECK(has(message, "NumericalInstability"));
    CHECK(has(message, "aeif_cond_exp"));
    CHECK(has(message, "V_m of node 4"));
}

TEST_CASE("a state that is not finite ends the run of an exactly integrated neuron, too") {
    std::string const message = failure("iaf_psc_alpha", {{"I_e", -1e308}, {"C_m", 1e-3}});
    INFO(message);
    CHECK(has(message, "NumericalInstability"));
    CHECK(has(message, "V_m of node 4"));
}

TEST_CASE("a stiff neuron is integrated or refused, but the run ends") {
    std::string const message = failure("iaf_cond_exp", {{"C_m", 1e-12}, {"I_e", 1e3}});
    INFO(message);
    CHECK((message.empty() || has(message, "GSLSolverFailure") || has(message, "NumericalInstability")));
}

TEST_CASE("gif_cond_exp fires with the intensity of its potential and threshold") {
    // The number of spikes less the sum of their probabilities is a martingale: its deviation is known. An
    // intensity that is wrong by 4 % would be found with probability 0.99.
    Simulation s;
    s.set_kernel_status({{"rng_seed", 99}});
    auto const neurons = s.create("gif_cond_exp", 100,
                                  {{"I_e", 185.0},
                                   {"tau_stc", std::vector{10.0}},
                                   {"q_stc", std::vector{20.0}},
                                   {"tau_sfa", std::vector{50.0, 20.0}},
                                   {"q_sfa", std::vector{2.0, 1.0}}});
    auto const recorder = s.create("spike_recorder", 1);
    auto const meter =
        s.create("multimeter", 1,
                 {{"interval", 0.1}, {"record_from", PropertyList{Literal{"V_m"}, Literal{"E_sfa"}}}});
    s.connect(neurons, recorder, all_to_all, std::array{plain});
    s.connect(meter, neurons, all_to_all, std::array{plain});
    s.simulate(5000.0);
    auto const step = [](double ms) { return static_cast<std::int64_t>(std::lround(ms * 10.0)); };
    auto const spikes = to_map(s.get(recorder.first(), "events"));
    auto const samples = to_map(s.get(meter.first(), "events"));
    auto const& times = *to_doubles(samples.at("times"));
    std::int64_t const last = step(times.back()), hold = 40;
    std::vector<std::vector<bool>> held(101, std::vector<bool>(static_cast<std::size_t>(last + 2)));
    double count = 0.0, expected = 0.0, variance = 0.0;
    auto const& spike_times = *to_doubles(spikes.at("times"));
    auto const& spike_senders = *to_integers(spikes.at("senders"));
    for (std::size_t i = 0; i < spike_times.size(); ++i) {
        std::int64_t const t = step(spike_times[i]);
        if (t > last) continue;
        count += 1.0;
        for (std::int64_t k = t + 1; k <= std::min(last, t + hold); ++k)
            held[static_cast<std::size_t>(spike_senders[i])][static_cast<std::size_t>(k)] = true;
    }
    auto const& senders = *to_integers(samples.at("senders"));
    auto const& V = *to_doubles(samples.at("V_m"));
    auto const& threshold = *to_doubles(samples.at("E_sfa"));
    for (std::size_t i = 0; i < times.size(); ++i) {
        if (held[static_cast<std::size_t>(senders[i])][static_cast<std::size_t>(step(times[i]))]) continue;
        double const p = -std::expm1(-1e-3 * std::exp((V[i] - threshold[i]) / 0.5) * 0.1);
        expected += p;
        variance += p * (1.0 - p);
    }
    INFO(count << " spikes, " << expected << " expected");
    CHECK(count > 10000.0);
    CHECK(std::abs(count - expected) < 4.5 * std::sqrt(variance));
}

TEST_CASE("a negative weight that arrives at a conductance of one receptor ends the run") {
    for (std::string const model :
         {"aeif_cond_alpha_multisynapse", "gif_cond_exp_multisynapse", "glif_cond", "iaf_cond_alpha_mc"}) {
        Simulation s;
        auto const neuron = s.create(model, 1);
        auto const spikes = s.create("spike_generator", 1, {{"spike_times", std::vector{2.0}}});
        Properties const synapse{
            {"synapse_model", Literal{"static_synapse"}}, {"receptor_type", 1}, {"weight", -1.0}};
        s.connect(spikes, neuron, all_to_all, std::array{synapse});
        s.simulate(2.0);
        CHECK_THROWS_AS(s.simulate(5.0), BadProperty);
    }
}

TEST_CASE("receptors can be added to a connected neuron but not taken away") {
    Simulation s;
    auto const neuron = s.create("aeif_cond_alpha_multisynapse", 1);
    Properties const two{{"tau_syn", std::vector{1.0, 2.0}}, {"E_rev", std::vector{0.0, -80.0}}};
    Properties const one{{"tau_syn", std::vector{1.0}}, {"E_rev", std::vector{0.0}}};
    CHECK_THROWS_AS(s.set(neuron, {{"tau_syn", std::vector{1.0, 2.0}}}), BadProperty);
    s.set(neuron, two);
    CHECK(s.get(neuron.first(), "n_receptors") == Property(2));
    CHECK(s.get(neuron.first(), "has_connections") == Property(false));
    auto const spikes = s.create("spike_generator", 1);
    s.connect(spikes, neuron, all_to_all,
              std::array{Properties{{"synapse_model", Literal{"static_synapse"}}, {"receptor_type", 2}}});
    CHECK(s.get(neuron.first(), "has_connections") == Property(true));
    CHECK_THROWS_AS(s.set(neuron, one), BadProperty);
    CHECK(s.get(neuron.first(), "n_receptors") == Property(2));
}

TEST_CASE("receptors can be added after a first run, and work") {
    for (auto const* model : {"aeif_cond_alpha_multisynapse", "gif_cond_exp_multisynapse", "glif_cond"}) {
        INFO(model);
        Simulation s;
        s.set_kernel_status({{"min_delay", 1.0}, {"max_delay", 1.0}});
        auto const neuron = s.create(model, 1);
        auto const spikes = s.create("spike_generator", 1, {{"spike_times", std::vector{3.0}}});
        s.simulate(2.0);
        s.set(neuron, {{"tau_syn", std::vector{1.0, 2.0}}, {"E_rev", std::vector{0.0, -100.0}}});
        Properties const second{
            {"synapse_model", Literal{"static_synapse"}}, {"receptor_type", 2}, {"weight", 20.0}};
        s.connect(spikes, neuron, all_to_all, std::array{second});
        double const before = to_double(s.get(neuron.first(), "V_m"));
        s.simulate(6.0);
        CHECK(to_double(s.get(neuron.first(), "V_m")) < before - 0.1);
    }
}

TEST_CASE("equilibrate takes the gates of ht_neuron to their potential") {
    Simulation s;
    auto const neurons = s.create("ht_neuron", 3, {{"voltage_clamp", true}});
    s.set(neurons, {{"V_m", -60.0}});
    s.set(neurons.slice(1, 2), {{"equilibrate", true}});
    auto const meter =
        s.create("multimeter", 1, {{"record_from", PropertyList{Literal{"I_h"}}}, {"interval", 0.1}});
    s.connect(meter, neurons, all_to_all,
              std::array{Properties{{"synapse_model", Literal{"static_synapse"}}}});
    s.simulate(2.0);
    CHECK_FALSE(s.status(neurons.first()).contains("equilibrate"));
    auto const last_of = [&](NodeId node) {
        auto const events = to_map(s.get(meter.first(), "events"));
        auto const senders = *to_integers(events.at("senders"));
        auto const currents = *to_doubles(events.at("I_h"));
        double last = 0.0;
        for (std::size_t i = 0; i < senders.size(); ++i)
            if (senders[i] == node) last = std::abs(currents[i]);
        return last;
    };
    double const settled = 20.0 / (1.0 + std::exp((-60.0 + 75.0) / 5.5));
    CHECK(last_of(neurons[1]) == Approx(settled).epsilon(1e-9));
    CHECK(last_of(neurons[0]) > 2.0 * settled);
    CHECK(last_of(neurons[2]) == last_of(neurons[0]));
    s.set(neurons, {{"equilibrate", true}});
    s.simulate(3.0);
    for (NodeId const node : neurons) CHECK(last_of(node) == Approx(settled).epsilon(1e-9));
}

TEST_CASE("the NMDA receptor of iaf_bw_2001 accepts its own kind only") {
    Simulation s;
    auto const neurons = s.create("iaf_bw_2001", 2), other = s.create("iaf_psc_alpha", 1);
    auto const NMDA =
        std::array{Properties{{"synapse_model", Literal{"static_synapse"}}, {"receptor_type", 3}}};
    CHECK_THROWS_AS(s.connect(other, neurons, all_to_all, NMDA), IllegalConnection);
    s.connect(neurons, neurons, all_to_all, NMDA);
    CHECK_NOTHROW(s.simulate(5.0));
}
