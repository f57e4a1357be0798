// The same network gives the same bits for every number of threads, and however a run is cut.
#include "kernel/simulation.hpp"

#include <array>
#include <bit>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <utility>

using namespace nest;

namespace {

Properties const all_to_all{{"rule", "all_to_all"}};

Properties synapse(std::string const& model, Property weight, Property delay) {
    return {{"synapse_model", Literal{model}}, {"weight", std::move(weight)}, {"delay", std::move(delay)}};
}

class Hash {
public:
    void add(std::uint64_t x) { value_ = (value_ ^ x) * 0x100000001b3u; }
    void add(double x) { add(std::bit_cast<std::uint64_t>(x)); }
    void add(Properties const& events) {
        for (auto const x : *to_integers(events.at("senders"))) add(static_cast<std::uint64_t>(x));
        for (auto const x : *to_doubles(events.at("times"))) add(x);
    }
    std::uint64_t value() const { return value_; }

private:
    std::uint64_t value_ = 0xcbf29ce484222325u;
};

// Two populations, random weights, delays and start values, plastic synapses, noise, recorders and a meter.
struct Outcome {
    std::uint64_t spikes, samples, weights;
    std::size_t count;
    bool operator==(Outcome const&) const = default;
};

Outcome simulate(std::int64_t threads, std::vector<double> const& pieces) {
    Simulation s;
    s.set_kernel_status({{"local_num_threads", threads}, {"rng_seed", 12}});
    auto const ex = s.create("iaf_psc_alpha", 80), in = s.create("iaf_psc_exp", 20);
    s.set(ex,
          Properties{{"V_m", Expression::uniform(-70.0, -55.0)}, {"I_e", Expression::normal(300.0, 20.0)}});
    auto const neurons = ex + in;
    auto const noise = s.create("poisson_generator", 1, {{"rate", 8000.0}});
    auto const recorder = s.create("spike_recorder", 1), meter = s.create("voltmeter", 1);
    s.connect(noise, neurons, all_to_all,
              std::array{synapse("static_synapse", Expression::uniform(5.0, 9.0), 1.0)});
    s.connect(neurons, recorder, all_to_all, std::array{synapse("static_synapse", 1.0, 1.0)});
    s.connect(meter, ex.slice(0, 7), all_to_all, std::array{synapse("static_synapse", 1.0, 1.0)});
    Properties const indegree{{"rule", "fixed_indegree"}, {"indegree", 10}};
    Properties const bernoulli{{"rule", "pairwise_bernoulli"}, {"p", 0.1}};
    Properties const outdegree{{"rule", "fixed_outdegree"}, {"outdegree", 5}};
    Property const delay = Expression::uniform(0.5, 4.0);
    s.connect(ex, neurons, indegree,
              std::array{synapse("stdp_synapse", Expression::uniform(10.0, 40.0), delay)});
    s.connect(in, neurons, bernoulli,
              std::array{synapse("static_synapse", Expression::normal(-60.0, 10.0), delay)});
    s.connect(ex, ex, outdegree, std::array{synapse("static_synapse", 15.0, 2.0)});
    for (double const ms : pieces) s.simulate(ms);
    Hash spikes, samples, weights;
    auto const events = to_map(s.get(recorder.first(), "events"));
    spikes.add(events);
    auto const sampled = to_map(s.get(meter.first(), "events"));
    for (double const v : *to_doubles(sampled.at("V_m"))) samples.add(v);
    auto const list = s.connections({});
    for (Connection const& c : *list) {
        weights.add(static_cast<std::uint64_t>(c.source));
        weights.add(static_cast<std::uint64_t>(c.target));
    }
    for (auto const* key : {"weight", "delay"}) {
        auto const column = to_doubles(s.get(*list, key));
        for (double const x : *column) weights.add(x);
    }
    return {spikes.value(), samples.value(), weights.value(), to_integers(events.at("senders"))->size()};
}

} // namespace

TEST_CASE("one to four threads give the same bits") {
    Outcome const one = simulate(1, {100.0});
    CHECK(one.count > 200);
    for (std::int64_t const threads : {2, 3, 4}) {
        INFO(threads << " threads");
        Outcome const many = simulate(threads, {100.0});
        CHECK(many.count == one.count);
        CHECK(many.spikes == one.spikes);
        CHECK(many.samples == one.samples);
        CHECK(many.weights == one.weights);
    }
}

TEST_CASE("a run in pieces gives the same bits as one run") {
    Outcome const whole = simulate(2, {60.0});
    CHECK(simulate(2, {20.0, 20.0, 20.0}) == whole);
    CHECK(simulate(2, {0.3, 13.1, 0.0, 46.6}) == whole);
}

TEST_CASE("drawn delays are those of their edges, short enough to be kept while building or not") {
    // The same numbers of ms, at most 30 steps of 0.1 ms or 300 steps of 0.01 ms; no pair twice.
    auto const delays = [](double resolution, std::int64_t threads) {
        Simulation s;
        s.set_kernel_status({{"resolution", resolution}, {"local_num_threads", threads}, {"rng_seed", 3}});
        auto const neurons = s.create("iaf_psc_alpha", 40);
        s.connect(neurons, neurons,
                  {{"rule", "fixed_indegree"}, {"indegree", 15}, {"allow_multapses", false}},
                  std::array{synapse("static_synapse", Expression::normal(0.0, 1.0),
                                     Expression::uniform(0.5, 3.0))});
        auto const list = s.connections({});
        auto const ms = to_doubles(s.get(*list, "delay"));
        std::map<std::pair<NodeId, NodeId>, double> of_pair;
        for (std::size_t i = 0; i < list->size(); ++i)
            of_pair[{(*list)[i].source, (*list)[i].target}] = (*ms)[i];
        return of_pair;
    };
    auto const kept = delays(0.1, 3), drawn_anew = delays(0.01, 3);
    REQUIRE(kept.size() == 600);
    CHECK(delays(0.1, 1) == kept);
    for (auto const& [pair, ms] : drawn_anew) CHECK(std::abs(kept.at(pair) - ms) <= 0.0551);
}
