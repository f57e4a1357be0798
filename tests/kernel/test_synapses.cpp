// Synapses that draw, recorders of weights, and devices that hear spikes one by one.
#include "kernel/errors.hpp"
#include "kernel/simulation.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <string>
#include <vector>

using namespace nest;

namespace {

Properties const everyone{{"rule", "all_to_all"}};
constexpr double limit = 4.5; // standard errors: fails by chance once in 150,000 figures

Properties model(std::string const& name, double delay = 1.0) {
    return {{"synapse_model", Literal{name}}, {"delay", delay}};
}

// A relay that fires every `interval` ms.
NodeCollection relay(Simulation& s, std::int64_t spikes, double interval) {
    std::vector<double> times;
    for (std::int64_t i = 1; i <= spikes; ++i) times.push_back(static_cast<double>(i) * interval);
    auto const generator = s.create("spike_generator", 1, {{"spike_times", times}});
    auto const parrot = s.create("parrot_neuron", 1);
    s.connect(generator, parrot, everyone, std::array{model("static_synapse")});
    return parrot;
}

// A weight recorder, and a copy of a model that names it.
NodeCollection recorded(Simulation& s, std::string const& original, Properties parameters = {}) {
    auto const recorder = s.create("weight_recorder", 1);
    parameters.set("weight_recorder", recorder);
    s.copy_model(original, "recorded", parameters);
    return recorder;
}

std::vector<double> column(Simulation const& s, NodeCollection const& recorder, std::string const& key) {
    Property const events = s.get(recorder.first(), "events");
    return *to_doubles(to_map(events).at(key));
}

// Weights sent by one source to many targets over a stochastic model.
std::vector<double> sent(std::string const& original, Properties const& parameters, std::int64_t targets,
                         std::int64_t spikes, std::int64_t threads = 1) {
    Simulation s;
    s.set_kernel_status({{"local_num_threads", threads}});
    auto const recorder = recorded(s, original, parameters);
    auto const source = relay(s, spikes, 10.0);
    s.connect(source, s.create("iaf_psc_exp", targets), everyone, std::array{model("recorded")});
    s.simulate(static_cast<double>(spikes) * 10.0 + 10.0);
    return column(s, recorder, "weights");
}

} // namespace

TEST_CASE("a Bernoulli synapse transmits the given part of the spikes") {
    double const n = 200.0 * 100.0, p = 0.3;
    auto const weights = sent("bernoulli_synapse", {{"p_transmit", p}}, 200, 100);
    CHECK(std::abs(static_cast<double>(weights.size()) - n * p) < limit * std::sqrt(n * p * (1.0 - p)));
    CHECK(sent("bernoulli_synapse", {{"p_transmit", 0.0}}, 5, 10).empty());
    CHECK(sent("bernoulli_synapse", {{"p_transmit", 1.0}}, 5, 10).size() == 50);
}

TEST_CASE("a simple stochastic synapse transmits the given part of the spikes") {
    double const n = 200.0 * 50.0;
    auto const transmitted =
        static_cast<double>(sent("simple_stochastic_synapse", {{"p", 0.3}}, 200, 50).size());
    CHECK(std::abs(transmitted - 0.3 * n) < limit * std::sqrt(0.21 * n));
}

// Campbell's theorem: the mean and the variance of what a membrane makes of Poisson input. 400 neurons, 40
// moments 50 ms (5 tau_m) apart: a deviation of 5 % of the variance is found with power 0.99.
TEST_CASE("a membrane with Poisson input has the moments of shot noise") {
    Simulation s;
    s.set_kernel_status({{"rng_seed", 3}});
    constexpr double rate = 5.0, weight = 20.0, tau = 10.0, tau_s = 2.0, C = 250.0; // 1/ms, pA, ms, ms, pF
    auto const neurons =
        s.create("iaf_psc_exp", 400, {{"V_th", 1e9}, {"E_L", 0.0}, {"V_m", 0.0}, {"V_reset", -1.0}});
    auto const noise = s.create("poisson_generator", 1, {{"rate", 1000.0 * rate}});
    Properties const synapse{{"synapse_model", Literal{"static_synapse"}}, {"weight", weight}};
    s.connect(noise, neurons, everyone, std::array{synapse});
    auto const meter =
        s.create("multimeter", 1,
                 {{"record_from", PropertyList{Literal{"V_m"}}}, {"interval", 50.0}, {"start", 95.0}});
    s.connect(meter, neurons, everyone, std::array{model("static_synapse")});
    s.simulate(2101.0);
    auto const V = column(s, meter, "V_m");
    REQUIRE(V.size() == 16400);
    // The response to one spike sampled at steps of 0.1 ms; at most one step of 50 counts in every step.
    double sum = 0.0, squares = 0.0;
    for (int k = 0; k < 4000; ++k) {
        double const t = 0.1 * k;
        double const response =
            weight / C * (std::exp(-t / tau) - std::exp(-t / tau_s)) * tau * tau_s / (tau - tau_s);
        sum += response, squares += response * response;
    }
    double const mean = 0.1 * rate * sum, variance = 0.1 * rate * squares, n = static_cast<double>(V.size());
    double first = 0.0, second = 0.0;
    for (double const v : V) first += v / n, second += (v - mean) * (v - mean) / n;
    CHECK(std::abs(first - mean) < limit * std::sqrt(variance / n));
    CHECK(std::abs(second - variance) < limit * variance * std::sqrt(2.2 / n));
}

TEST_CASE("the sites of a quantal synapse release independently") {
    double const n = 6.0, u = 0.5, targets = 2000.0;
    auto const weights = sent("quantal_stp_synapse", {{"n", 6}, {"a", 6}, {"u", u}}, 2000, 1);
    double sum = 0.0, squares = 0.0;
    for (double const w : weights) sum += w, squares += w * w;
    double const mean = sum / targets, variance = squares / targets - mean * mean;
    CHECK(std::abs(mean - n * u) < limit * std::sqrt(n * u * (1.0 - u) / targets));
    double const expected = n * u * (1.0 - u);
    CHECK(std::abs(variance - expected) < limit * expected * std::sqrt(2.0 / targets));
}

TEST_CASE("a stochastic site that has released recovers with its time constant") {
    Properties const parameters{{"U", 1.0}, {"tau_rec", 20.0}, {"tau_fac", 0.0}};
    double const first = 2000.0, p = 1.0 - std::exp(-0.5);
    auto const weights = sent("stochastic_stp_synapse", parameters, 2000, 2);
    double const second = static_cast<double>(weights.size()) - first;
    CHECK(std::abs(second - first * p) < limit * std::sqrt(first * p * (1.0 - p)));
}

TEST_CASE("stochastic synapses draw the same for every number of threads") {
    for (auto const* name : {"bernoulli_synapse", "quantal_stp_synapse", "stochastic_stp_synapse"}) {
        INFO(name);
        Properties parameters;
        if (std::string(name) == "bernoulli_synapse") parameters.set("p_transmit", 0.4);
        auto const one = sent(name, parameters, 20, 40, 1);
        CHECK(!one.empty());
        CHECK(sent(name, parameters, 20, 40, 3) == one);
    }
}

TEST_CASE("edges of one pair draw apart") {
    Simulation s;
    auto const recorder = recorded(s, "bernoulli_synapse", {{"p_transmit", 0.5}});
    auto const source = relay(s, 400, 1.0), target = s.create("parrot_neuron", 1);
    for (int i = 0; i < 2; ++i) s.connect(source, target, everyone, std::array{model("recorded")});
    s.simulate(410.0);
    std::map<double, int> sent_at;
    for (double const t : column(s, recorder, "times")) ++sent_at[t];
    double both = 0.0;
    for (auto const& [time, n] : sent_at) both += n == 2;
    CHECK(std::abs(both - 100.0) < limit * std::sqrt(400.0 * 0.25 * 0.75));
}

TEST_CASE("a weight recorder takes spikes of static synapses and of devices") {
    Simulation s;
    auto const recorder = recorded(s, "static_synapse", {{"weight", 3.0}});
    auto const source = relay(s, 2, 2.0), targets = s.create("iaf_psc_exp", 2);
    s.connect(source, targets, everyone, std::array{model("recorded")});
    auto const generator = s.create("spike_generator", 1, {{"spike_times", std::vector<double>{4.0}}});
    s.connect(generator, targets, everyone, std::array{model("recorded")});
    s.simulate(10.0);
    CHECK(column(s, recorder, "times") == std::vector<double>{3.0, 3.0, 4.0, 4.0, 5.0, 5.0});
    CHECK(column(s, recorder, "weights") == std::vector<double>(6, 3.0));
    auto const first = static_cast<double>(targets.first());
    CHECK(column(s, recorder, "targets") ==
          std::vector<double>{first, first + 1, first, first + 1, first, first + 1});
}

TEST_CASE("senders and targets restrict a weight recorder") {
    Simulation s;
    auto const recorder = recorded(s, "static_synapse");
    auto const one = relay(s, 1, 2.0), other = relay(s, 1, 2.0), targets = s.create("iaf_psc_exp", 3);
    s.set(recorder, {{"senders", one}, {"targets", targets.slice(0, 2)}});
    s.connect(one + other, targets, everyone, std::array{model("recorded")});
    s.simulate(10.0);
    CHECK(column(s, recorder, "senders") == std::vector<double>(2, static_cast<double>(one.first())));
    CHECK(column(s, recorder, "targets") ==
          std::vector<double>{static_cast<double>(targets[0]), static_cast<double>(targets[1])});
}

TEST_CASE("only a weight recorder can record weights") {
    Simulation s;
    auto const wrong = s.create("spike_recorder", 1), two = s.create("weight_recorder", 2);
    CHECK_THROWS_AS(s.set_defaults("static_synapse", {{"weight_recorder", wrong}}), BadProperty);
    CHECK_THROWS_AS(s.set_defaults("static_synapse", {{"weight_recorder", two}}), BadProperty);
    CHECK_THROWS_AS(
        s.connect(s.create("parrot_neuron", 1), two, everyone, std::array{model("static_synapse")}),
        IllegalConnection);
}

TEST_CASE("a dopamine synapse needs a volume transmitter before it is connected") {
    Simulation s;
    auto const a = s.create("parrot_neuron", 1);
    CHECK_THROWS_AS(s.connect(a, a, everyone, std::array{model("stdp_dopamine_synapse")}), BadProperty);
    CHECK_THROWS_AS(s.set_defaults("stdp_dopamine_synapse", {{"volume_transmitter", a}}), BadProperty);
}

TEST_CASE("a spike dilutor passes the given part of the spikes to each target") {
    Simulation s;
    auto const source = relay(s, 100, 1.0), targets = s.create("parrot_neuron", 100);
    auto const dilutor = s.create("spike_dilutor", 1, {{"p_copy", 0.25}}),
               recorder = s.create("spike_recorder", 1);
    for (auto const& [from, to] : {std::pair{source, dilutor}, {dilutor, targets}, {targets, recorder}})
        s.connect(from, to, everyone, std::array{model("static_synapse")});
    s.simulate(120.0);
    double const n = 100.0 * 100.0, p = 0.25;
    double const counted = static_cast<double>(to_integer(s.get(recorder.first(), "n_events")));
    CHECK(std::abs(counted - n * p) < limit * std::sqrt(n * p * (1.0 - p)));
    CHECK(column(s, recorder, "times").front() == Approx(4.0)); // 1 + two delays on the way, and relayed
}

TEST_CASE("a spike dilutor refuses several threads") {
    Simulation s;
    s.set_kernel_status({{"local_num_threads", 2}});
    s.create("spike_dilutor", 1);
    CHECK_THROWS_AS(s.simulate(1.0), KernelException);
}

TEST_CASE("a common weight changes edges that exist") {
    Simulation s;
    auto const recorder = recorded(s, "static_synapse_hom_w");
    auto const source = relay(s, 2, 5.0), target = s.create("iaf_psc_exp", 1);
    s.connect(source, target, everyone, std::array{model("recorded")});
    s.simulate(9.0);
    s.set_defaults("recorded", {{"weight", -4.0}});
    s.simulate(9.0);
    CHECK(column(s, recorder, "weights") == std::vector<double>{1.0, -4.0});
}

TEST_CASE("keys of a back end are refused while another is chosen") {
    Simulation s;
    auto const recorder = s.create("spike_recorder", 1);
    CHECK_THROWS_AS(s.set(recorder, {{"precision", 5}}), DictError);
    s.set(recorder, {{"record_to", "ascii"}, {"precision", 5}});
    CHECK(s.get(recorder.first(), "precision") == Property(5));
}

TEST_CASE("a noise generator's mean current can be recorded") {
    Simulation s;
    auto const noise = s.create("noise_generator", 1, {{"mean", 7.0}});
    auto const meter = s.create("multimeter", 1, {{"record_from", PropertyList{Literal{"I"}}}});
    s.connect(noise, s.create("iaf_psc_exp", 3), everyone, std::array{model("static_synapse")});
    s.connect(meter, noise, everyone, std::array{model("static_synapse")});
    s.simulate(10.0);
    CHECK(column(s, meter, "I") == std::vector<double>(9, 7.0));
}
