// The same network gives the same bits for every number of ranks and threads. The ranks rehearse: they are
// threads of this program. tests/parallel runs real ones.
#include "kernel/errors.hpp"
#include "kernel/simulation.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <catch2/catch.hpp>
#include <functional>
#include <mutex>
#include <thread>
#include <tuple>

using namespace nest;

namespace {

Properties const all_to_all{{"rule", "all_to_all"}};

Properties synapse(std::string const& model, Property weight, Property delay) {
    return {{"synapse_model", Literal{model}}, {"weight", std::move(weight)}, {"delay", std::move(delay)}};
}

// What is expected on a rank: only the main thread may use Catch, the others hand an error back.
void hold(bool holds, char const* what) {
    if (!holds) throw KernelError("DoesNotHold", what);
}
#define HOLDS(...) hold((__VA_ARGS__), #__VA_ARGS__)

template <class Action> void refused(Action const& action) {
    try {
        action();
    } catch (KernelError const&) {
        return;
    }
    throw KernelError("NotRefused", "an error was expected");
}

// Runs `script` on every rank, each with a simulation of its own, and returns what it threw there.
std::vector<std::string> on_ranks(int ranks, std::function<void(Simulation&)> const& script) {
    auto const communicators = rehearsal(ranks);
    std::vector<std::string> errors(communicators.size());
    {
        std::vector<std::jthread> all;
        for (std::size_t r = 0; r < communicators.size(); ++r)
            all.emplace_back([&, r] {
                int code = 0;
                try {
                    Simulation s({}, communicators[r]);
                    script(s);
                } catch (KernelError const& error) {
                    errors[r] = error.name() + error.text() + error.hint();
                    code = 1;
                }
                communicators[r]->leave(code);
            });
    }
    return errors;
}

using Spike = std::tuple<double, std::int64_t>;
using Sample = std::tuple<std::int64_t, double, std::uint64_t>;
using Edge = std::tuple<std::int64_t, std::int64_t, std::uint64_t, double, std::int64_t>; // ..., vp

// What all ranks together have seen, in an order of its own.
struct Outcome {
    std::vector<Spike> spikes;
    std::vector<Sample> samples;
    std::vector<Edge> edges;
    std::vector<Sample> start;
    bool operator==(Outcome const&) const = default;
    void sort() {
        std::ranges::sort(spikes);
        std::ranges::sort(samples);
        std::ranges::sort(edges);
        std::ranges::sort(start);
    }
};

std::uint64_t bits(double x) { return std::bit_cast<std::uint64_t>(x); }

void connect(Simulation& s, NodeCollection const& from, NodeCollection const& to, Properties const& rule,
             Properties const& syn) {
    s.connect(from, to, rule, std::array{syn});
}

// Every rule, random weights, delays and start values, plastic synapses, noise, recorders and meters.
void simulate(Simulation& s, std::int64_t threads, std::vector<double> const& pieces, std::int64_t processes,
              Outcome& outcome, std::mutex& mutex) {
    s.set_kernel_status({{"local_num_threads", threads}, {"rng_seed", 12}});
    auto const ex = s.create("iaf_psc_alpha", 81), in = s.create("iaf_psc_exp", 22);
    s.set(ex,
          Properties{{"V_m", Expression::uniform(-70.0, -55.0)}, {"I_e", Expression::normal(300.0, 20.0)}});
    auto const neurons = ex + in;
    auto const noise = s.create("poisson_generator", 1, {{"rate", 8000.0}});
    auto const recorder = s.create("spike_recorder", 1), meter = s.create("voltmeter", 1);
    auto const fixed = synapse("static_synapse", 1.0, 1.0);
    connect(s, noise, neurons, all_to_all, synapse("static_synapse", Expression::uniform(5.0, 9.0), 1.0));
    connect(s, neurons, recorder, all_to_all, fixed);
    connect(s, noise, recorder, all_to_all, fixed);
    connect(s, meter, ex.slice(0, 7), all_to_all, fixed);
    Property const delay = Expression::uniform(0.5, 4.0);
    connect(s, ex, neurons, {{"rule", "fixed_indegree"}, {"indegree", 10}},
            synapse("stdp_synapse", Expression::uniform(10.0, 40.0), delay));
    connect(s, in, neurons, {{"rule", "pairwise_bernoulli"}, {"p", 0.1}},
            synapse("static_synapse", Expression::normal(-60.0, 10.0), delay));
    connect(s, ex, ex, {{"rule", "fixed_outdegree"}, {"outdegree", 5}}, synapse("static_synapse", 15.0, 2.0));
    connect(s, ex, in, {{"rule", "fixed_total_number"}, {"N", 50}}, synapse("static_synapse", 14.0, 0.7));
    connect(s, in, in, {{"rule", "pairwise_poisson"}, {"pairwise_avg_num_conns", 0.05}},
            synapse("static_synapse", -14.0, delay));
    connect(s, ex, ex,
            {{"rule", "symmetric_pairwise_bernoulli"},
             {"p", 0.01},
             {"allow_autapses", false},
             {"make_symmetric", true}},
            synapse("static_synapse", 11.0, 1.7));
    connect(s, ex.slice(0, 22), in, {{"rule", "one_to_one"}}, synapse("static_synapse", 12.0, 0.5));
    std::vector<Sample> start;
    for (NodeId const id : ex)
        if (s.is_local(id)) start.emplace_back(id, 0.0, bits(to_double(s.get(id, "V_m"))));
    for (double const ms : pieces) s.simulate(ms);

    auto const events = to_map(s.get(recorder.first(), "events"));
    auto const sampled = to_map(s.get(meter.first(), "events"));
    auto const list = s.connections({});
    std::lock_guard const lock(mutex);
    outcome.start.insert(outcome.start.end(), start.begin(), start.end());
    for (std::size_t i = 0; i < to_integers(events.at("senders"))->size(); ++i)
        outcome.spikes.emplace_back((*to_doubles(events.at("times")))[i],
                                    (*to_integers(events.at("senders")))[i]);
    for (std::size_t i = 0; i < to_integers(sampled.at("senders"))->size(); ++i)
        outcome.samples.emplace_back((*to_integers(sampled.at("senders")))[i],
                                     (*to_doubles(sampled.at("times")))[i],
                                     bits((*to_doubles(sampled.at("V_m")))[i]));
    for (Connection const& c : *list) {
        Properties const status = s.status(c);
        std::int64_t const vp = c.thread * s.processes() + s.rank();
        if (s.network_size() > 0 && to_text(status.at("synapse_model")) != "static_synapse")
            HOLDS(vp == c.target % processes);
        outcome.edges.emplace_back(c.source, c.target, bits(to_double(status.at("weight"))),
                                   to_double(status.at("delay")), c.synapse_id);
    }
}

Outcome simulate(int ranks, std::int64_t threads, std::vector<double> const& pieces = {60.0}) {
    Outcome outcome;
    std::mutex mutex;
    auto const errors = on_ranks(
        ranks, [&](Simulation& s) { simulate(s, threads, pieces, ranks * threads, outcome, mutex); });
    for (auto const& error : errors) CHECK(error == "");
    outcome.sort();
    return outcome;
}

} // namespace

TEST_CASE("one to four ranks with one to three threads give the same bits") {
    Outcome const one = simulate(1, 1);
    CHECK(one.spikes.size() > 200);
    CHECK(one.edges.size() > 1000);
    for (auto const& [ranks, threads] : {std::pair{1, 2}, {2, 1}, {2, 2}, {3, 1}, {4, 1}, {2, 3}}) {
        INFO(ranks << " ranks, " << threads << " threads");
        Outcome const many = simulate(ranks, threads);
        CHECK(many.spikes == one.spikes);
        CHECK(many.samples == one.samples);
        CHECK(many.edges == one.edges);
        CHECK(many.start == one.start);
    }
}

TEST_CASE("ranks give the same bits for a run in pieces") {
    Outcome const whole = simulate(1, 1, {60.0});
    CHECK(simulate(2, 1, {20.0, 20.0, 20.0}) == whole);
    CHECK(simulate(2, 2, {0.3, 13.1, 0.0, 46.6}) == whole);
}

TEST_CASE("a connection made between runs hears the spikes of the slice before on every rank") {
    auto const spikes = [](int ranks) {
        std::vector<double> times;
        std::mutex mutex;
        on_ranks(ranks, [&](Simulation& s) {
            auto const source = s.create("iaf_psc_delta", 1, {{"I_e", 1000.0}});
            auto const target = s.create("iaf_psc_delta", 1), recorder = s.create("spike_recorder", 1);
            connect(s, target, recorder, all_to_all, synapse("static_synapse", 1.0, 1.0));
            for (int i = 0; i < 10; ++i) {
                s.simulate(1.0);
                connect(s, source, target, all_to_all, synapse("static_synapse", 5.0, 1.0));
            }
            s.simulate(10.0);
            auto const events = to_map(s.get(recorder.first(), "events"));
            std::lock_guard const lock(mutex);
            for (double const t : *to_doubles(events.at("times"))) times.push_back(t);
        });
        return times;
    };
    auto const one = spikes(1);
    CHECK(!one.empty());
    CHECK(spikes(2) == one);
}

TEST_CASE("a neuron of another rank shows where it lives and nothing else") {
    auto const errors = on_ranks(2, [](Simulation& s) {
        s.set_kernel_status({{"total_num_virtual_procs", 4}});
        HOLDS(to_integer(s.kernel_status("local_num_threads")) == 2);
        HOLDS(to_integer(s.kernel_status("num_processes")) == 2);
        auto const nodes = s.create("iaf_psc_alpha", 5, {{"tau_m", 12.0}});
        for (NodeId const id : nodes) {
            Properties const status = s.status(id);
            bool const local = id % 2 == s.rank();
            HOLDS(to_boolean(status.at("local")) == local);
            HOLDS(to_integer(status.at("vp")) == id % 4);
            HOLDS(status.contains("tau_m") == local);
            HOLDS(status.contains("thread") == local);
            if (local) HOLDS(to_integer(status.at("thread")) == id % 4 / 2);
            if (!local) refused([&] { s.get(id, "tau_m"); });
        }
        HOLDS(s.nodes({{"tau_m", 12.0}}, false) == nodes);
        HOLDS(s.nodes({{"tau_m", 12.0}}, true).size() == (s.rank() == 1 ? 3 : 2));
        HOLDS(s.nodes(Properties{}, true).size() == (s.rank() == 1 ? 3 : 2));
    });
    for (auto const& error : errors) CHECK(error == "");
}

TEST_CASE("an error on one rank is an error on all, and nothing has changed") {
    auto const errors = on_ranks(3, [](Simulation& s) {
        auto const source = s.create("iaf_psc_alpha", 1);
        auto const target = s.create("iaf_psc_exp", 4);
        auto const meter = s.create("voltmeter", 1);
        connect(s, meter, target, all_to_all, synapse("static_synapse", 1.0, 1.0));
        refused(
            [&] { connect(s, meter, target.slice(1, 2), all_to_all, synapse("static_synapse", 1.0, 1.0)); });
        Properties to_second = synapse("static_synapse", 1.0, 1.0);
        to_second.set("receptor_type", 7);
        refused([&] { connect(s, source, target.slice(0, 1), all_to_all, to_second); });
        refused([&] {
            s.disconnect(source, target.slice(0, 1), {{"rule", "one_to_one"}},
                         {{"synapse_model", Literal{"static_synapse"}}});
        });
        s.simulate(1.0);
    });
    for (auto const& error : errors) CHECK(error == "");
}

TEST_CASE("values for neurons of other ranks are checked, too") {
    auto const errors = on_ranks(2, [](Simulation& s) {
        auto const nodes = s.create("iaf_psc_alpha", 1);
        refused([&] { s.set(nodes, Properties{{"no_such_key", 1.0}}); });
        refused([&] { s.set(nodes, Properties{{"tau_m", std::string("text")}}); });
        refused([&] { s.set(nodes, Properties{{"tau_m", -1.0}}); });
    });
    for (auto const& error : errors) CHECK(error == "");
}

TEST_CASE("ranks that do different things are told so") {
    auto const errors = on_ranks(2, [](Simulation& s) {
        auto const nodes = s.create("iaf_psc_alpha", 2);
        if (s.rank() == 0)
            s.simulate(10.0);
        else
            connect(s, nodes, nodes, all_to_all, synapse("static_synapse", 1.0, 1.0));
    });
    for (auto const& error : errors)
        CHECK_THAT(error, Catch::Contains("rank 0 in Prepare, rank 1 in Connect"));
}

TEST_CASE("a rank that ends early is missed") {
    auto const errors = on_ranks(2, [](Simulation& s) {
        s.create("iaf_psc_alpha", 2);
        if (s.rank() == 0) s.simulate(10.0);
    });
    CHECK_THAT(errors[0], Catch::Contains("rank 1 has ended"));
    CHECK(errors[1] == "");
}

TEST_CASE("ranks that make different networks are told so") {
    auto const errors = on_ranks(2, [](Simulation& s) {
        s.create("iaf_psc_alpha", 2 + s.rank());
        s.simulate(10.0);
    });
    for (auto const& error : errors)
        CHECK_THAT(error, Catch::Contains("the number of nodes differs: 2 on rank 0, 3 on rank 1"));
    auto const others = on_ranks(2, [](Simulation& s) {
        auto const nodes = s.create("iaf_psc_alpha", 4);
        connect(s, nodes, nodes.slice(0, 1 + s.rank()), all_to_all, synapse("static_synapse", 1.0, 1.0));
    });
    for (auto const& error : others)
        CHECK_THAT(error, Catch::Contains("rank 1 connects other nodes than rank 0"));
    auto const between = on_ranks(2, [](Simulation& s) { // the same first, last and number
        auto const nodes = s.create("iaf_psc_alpha", 5);
        auto const targets = nodes.slice(0, 1) + nodes.slice(1 + s.rank(), 2 + s.rank()) + nodes.slice(4, 5);
        connect(s, nodes, targets, all_to_all, synapse("static_synapse", 1.0, 1.0));
    });
    for (auto const& error : between)
        CHECK_THAT(error, Catch::Contains("rank 1 connects other nodes than rank 0"));
    auto const rules = on_ranks(2, [](Simulation& s) {
        auto const nodes = s.create("iaf_psc_alpha", 5);
        connect(s, nodes, nodes, {{"rule", Literal{"fixed_indegree"}}, {"indegree", 2 + s.rank()}},
                synapse("static_synapse", 1.0, 1.0));
    });
    for (auto const& error : rules) CHECK_THAT(error, Catch::Contains("or by another rule"));
}

TEST_CASE("a detector hears the neurons of all ranks, and every rank has its result") {
    auto const counts = [](int ranks) {
        std::vector<std::vector<std::int64_t>> all;
        std::mutex mutex;
        auto const errors = on_ranks(ranks, [&](Simulation& s) {
            auto const neurons = s.create("parrot_neuron", 4);
            auto const noise = s.create("poisson_generator", 1, {{"rate", 400.0}});
            auto const detector = s.create("correlation_detector", 1, {{"delta_tau", 1.0}, {"tau_max", 5.0}});
            connect(s, noise, neurons, all_to_all, synapse("static_synapse", 1.0, 1.0));
            connect(s, neurons.slice(0, 3), detector, all_to_all, synapse("static_synapse", 1.0, 1.0));
            Properties second = synapse("static_synapse", 1.0, 1.0);
            second.set("receptor_type", 1);
            connect(s, neurons.slice(3, 4), detector, all_to_all, second);
            for (double const ms : {30.0, 0.7, 69.3}) s.simulate(ms);
            std::lock_guard const lock(mutex);
            all.push_back(*to_integers(s.get(detector.first(), "n_events")));
            auto const histogram = to_doubles(s.get(detector.first(), "histogram"));
            for (double const x : *histogram) all.back().push_back(static_cast<std::int64_t>(x));
        });
        for (auto const& error : errors) CHECK(error == "");
        for (auto const& each : all) CHECK(each == all.front());
        return all.front();
    };
    auto const one = counts(1);
    CHECK(one.at(0) > 50);
    CHECK(counts(2) == one);
    CHECK(counts(3) == one);
}

TEST_CASE("dopamine released by neurons of one rank reaches the synapses of all") {
    auto const weights = [](int ranks) {
        std::vector<Edge> all;
        std::mutex mutex;
        auto const errors = on_ranks(ranks, [&](Simulation& s) {
            auto const neurons = s.create("iaf_psc_delta", 6, {{"I_e", 400.0}}),
                       modulator = s.create("parrot_neuron", 1);
            auto const noise = s.create("poisson_generator", 1, {{"rate", 80.0}});
            auto const transmitter = s.create("volume_transmitter", 1);
            s.set_defaults("stdp_dopamine_synapse", {{"volume_transmitter", transmitter}});
            connect(s, noise, modulator, all_to_all, synapse("static_synapse", 1.0, 1.0));
            connect(s, neurons, neurons, all_to_all, synapse("stdp_dopamine_synapse", 30.0, 2.0));
            s.simulate(100.0);
            connect(s, modulator, transmitter, all_to_all, synapse("static_synapse", 1.0, 2.0));
            s.simulate(200.0);
            auto const list = s.connections({{}, {}, "stdp_dopamine_synapse", {}});
            std::lock_guard const lock(mutex);
            for (Connection const& c : *list)
                all.emplace_back(c.source, c.target, bits(to_double(s.status(c).at("weight"))), 0.0, 0);
        });
        for (auto const& error : errors) CHECK(error == "");
        std::ranges::sort(all);
        return all;
    };
    auto const one = weights(1);
    REQUIRE(one.size() == 36);
    CHECK(std::get<2>(one.front()) != bits(30.0));
    CHECK(weights(2) == one);
    CHECK(weights(3) == one);
}

namespace {

// Notes the largest message it sends to another rank in a slice.
class Watched final : public Communicator {
public:
    explicit Watched(std::shared_ptr<Communicator> inner)
        : inner_(std::move(inner)) {}
    int rank() const override { return inner_->rank(); }
    int size() const override { return inner_->size(); }
    void exchange(Act act, std::vector<Packet> const& to, std::vector<Packet>& from) override {
        for (std::size_t r = 0; act == Act::slice && r < to.size(); ++r)
            if (static_cast<int>(r) != rank()) largest = std::max(largest, to[r].size());
        inner_->exchange(act, to, from);
    }
    void leave(int code) noexcept override { inner_->leave(code); }
    std::size_t largest = 0; // bytes

private:
    std::shared_ptr<Communicator> inner_;
};

// Of a neuron on rank 1 that fires five times in a slice, and its target; by rank.
std::array<std::size_t, 2> largest_messages(NodeId target) {
    std::array<std::size_t, 2> bytes{};
    auto const ranks = rehearsal(2);
    std::vector<std::jthread> all;
    for (std::size_t r = 0; r < 2; ++r)
        all.emplace_back([&, r] {
            auto const watched = std::make_shared<Watched>(ranks[r]);
            Simulation s({}, watched);
            auto const neurons = s.create("parrot_neuron", 4);
            Doubles const times = std::make_shared<std::vector<double>>(std::vector{0.2, 0.4, 0.6, 0.8, 1.0});
            auto const train = s.create("spike_generator", 1, {{"spike_times", times}});
            connect(s, train, neurons.slice(0, 1), all_to_all, synapse("static_synapse", 1.0, 2.0));
            connect(s, neurons.slice(0, 1), neurons.slice(target - 1, target), all_to_all,
                    synapse("static_synapse", 1.0, 2.0));
            s.simulate(10.0);
            bytes[r] = watched->largest;
            watched->leave(0);
        });
    all.clear();
    return bytes;
}

} // namespace

TEST_CASE("spikes go only where they are awaited, in one entry per source and slice") {
    // Whether to go on; the source; how many times, and when.
    CHECK(largest_messages(2) == std::array<std::size_t, 2>{1, 1 + 1 + 1 + 5});
    CHECK(largest_messages(3) == std::array<std::size_t, 2>{1, 1});
}

TEST_CASE("an interruption of one rank ends the run of all at the same time") {
    auto const errors = on_ranks(2, [](Simulation& s) {
        s.create("iaf_psc_alpha", 2);
        bool const mine = s.rank() == 1;
        s.set_progress([mine](Progress const& p) { return !mine || p.simulated_ms < 5.0; });
        if (mine)
            s.simulate(200000.0);
        else
            refused([&] { s.simulate(200000.0); });
        s.synchronise();
        HOLDS(s.time() < 200000.0);
        s.set_progress({});
        s.simulate(3.0);
    });
    for (auto const& error : errors) CHECK(error == "");
}
