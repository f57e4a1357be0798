// What cannot be built is refused before anything is changed.
#include "kernel/errors.hpp"
#include "kernel/simulation.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <string>
#include <sys/resource.h>

using namespace nest;

namespace {

void connect(Simulation& s, NodeCollection const& a, NodeCollection const& b, Properties const& rule,
             Properties syn = {}) {
    if (!syn.contains("synapse_model")) syn.set("synapse_model", "static_synapse");
    s.connect(a, b, rule, std::array{syn});
}

std::string error_of(auto action) {
    try {
        action();
    } catch (KernelError const& error) {
        return error.text().empty() ? error.name() : error.name() + ": " + error.text();
    }
    return "none";
}

} // namespace

TEST_CASE("more connections than a table can number are refused by Connect") {
    Simulation s;
    auto const all = s.create("parrot_neuron", 100000);
    CHECK(error_of([&] {
              connect(s, all, all, {{"rule", "all_to_all"}});
          }) == "Too many connections: 10000000000 were asked for.");
    CHECK(error_of([&] {
              connect(s, all, all, {{"rule", "pairwise_bernoulli"}, {"p", 0.9}});
          }).starts_with("Too many connections"));
    CHECK(to_integer(s.kernel_status("num_connections")) == 0);
    connect(s, all, all, {{"rule", "one_to_one"}});
    CHECK(to_integer(s.kernel_status("num_connections")) == 100000);
}

#ifndef __SANITIZE_ADDRESS__
TEST_CASE("more connections than the memory can hold are refused by Connect") {
    Simulation s;
    auto const all = s.create("parrot_neuron", 50000);
    rlimit before{};
    getrlimit(RLIMIT_DATA, &before);
    rlimit low = before;
    low.rlim_cur = rlim_t{4} << 30;
    setrlimit(RLIMIT_DATA, &low);
    auto const refused = error_of([&] { connect(s, all, all, {{"rule", "all_to_all"}}); });
    setrlimit(RLIMIT_DATA, &before);
    CHECK(refused == "Too many connections: 2500000000 were asked for.");
    CHECK(to_integer(s.kernel_status("num_connections")) == 0);
}
#endif

TEST_CASE("more nodes than can be named or held are refused at once") {
    Simulation s;
    CHECK(error_of([&] { s.create("iaf_psc_alpha", 5'000'000'000); }) ==
          "Too many nodes: 5000000000 were asked for.");
    CHECK(error_of([&] { s.create("iaf_psc_alpha", INT64_MAX); }) != "none");
    CHECK(s.network_size() == 0);
}

TEST_CASE("drawn degrees that cannot be met are refused by Connect") {
    Simulation s;
    auto const all = s.create("parrot_neuron", 5);
    Expression const six = Expression::constant(6.0) + Expression::uniform_int(2);
    CHECK(
        error_of([&] {
            connect(s, all, all, {{"rule", "fixed_indegree"}, {"indegree", six}, {"allow_multapses", false}});
        }) == "BadProperty: Indegree cannot be larger than population size.");
    CHECK(to_integer(s.kernel_status("num_connections")) == 0);
}

TEST_CASE("models that reach the first receptor only refuse the others") {
    Simulation s;
    auto const n = s.create("parrot_neuron", 2);
    CHECK(error_of([&] {
              connect(s, n, n, {{"rule", "all_to_all"}},
                      {{"synapse_model", "static_synapse_hpc"}, {"receptor_type", 1}});
          }) == "IllegalConnection: Creation of connection is not possible because:\n"
                "static_synapse_hpc reaches receptor 0 only, not 1.");
    s.copy_model("stdp_synapse_hpc", "mine", {{"receptor_type", 1}});
    CHECK(error_of([&] {
              connect(s, n, n, {{"rule", "all_to_all"}}, {{"synapse_model", "mine"}});
          }).starts_with("IllegalConnection"));
}

namespace {

// The potential of a neuron some time after a spike arrived over a connection with a common weight.
double answer(double first, double then, bool merged) {
    Simulation s;
    auto const from = s.create("parrot_neuron", 1), to = s.create("iaf_psc_exp", 1);
    auto const spike = s.create("spike_generator", 1, {{"spike_times", std::vector<double>{1.0}}});
    connect(s, spike, from, {{"rule", "all_to_all"}});
    s.set_defaults("static_synapse_hom_w", {{"weight", first}});
    connect(s, from, to, {{"rule", "all_to_all"}}, {{"synapse_model", "static_synapse_hom_w"}});
    if (merged) {
        CHECK(to_integer(s.kernel_status("num_connections")) == 2);
        connect(s, from, to, {{"rule", "all_to_all"}}, {{"synapse_model", "static_synapse_hom_w"}});
        CHECK(to_integer(s.kernel_status("num_connections")) == 3);
    }
    s.simulate(0.5);
    s.set_defaults("static_synapse_hom_w", {{"weight", then}});
    s.simulate(5.0);
    return to_double(s.get(to.first(), "V_m"));
}

} // namespace

TEST_CASE("a common weight acts on connections that exist, whatever its sign") {
    double const rest = -70.0, up = answer(100.0, 100.0, false), down = answer(-100.0, -100.0, false);
    CHECK(up > rest);
    CHECK(down < rest);
    CHECK(answer(1.0, 100.0, false) == up);
    CHECK(answer(-3.0, 100.0, false) == up);
    CHECK(answer(100.0, -100.0, false) == down);
    CHECK(answer(50.0, 50.0, true) == Approx(up));
    CHECK(answer(-1.0, 50.0, true) == Approx(up));
}

TEST_CASE("neurons with other time constants for inhibition see the new sign of a common weight") {
    Simulation s;
    auto const from = s.create("parrot_neuron", 1), to = s.create("iaf_psc_exp", 2, {{"tau_syn_in", 20.0}});
    auto const spike = s.create("spike_generator", 1, {{"spike_times", std::vector<double>{1.0}}});
    connect(s, spike, from, {{"rule", "all_to_all"}});
    connect(s, from, s.nodes(2, 2), {{"rule", "all_to_all"}}, {{"synapse_model", "static_synapse_hom_w"}});
    s.simulate(0.1);
    s.set_defaults("static_synapse_hom_w", {{"weight", -7.0}});
    connect(s, from, s.nodes(3, 3), {{"rule", "all_to_all"}}, {{"synapse_model", "static_synapse_hom_w"}});
    s.simulate(10.0);
    CHECK(to_double(s.get(2, "V_m")) < -70.0);
    CHECK(to_double(s.get(2, "V_m")) == to_double(s.get(3, "V_m")));
}

TEST_CASE("a slice that takes longer than update_time_limit ends the simulation") {
    Simulation s;
    s.create("iaf_psc_alpha", 10);
    s.set_kernel_status({{"update_time_limit", 1e-12}});
    CHECK(error_of([&] { s.simulate(10.0); }) == "Update time limit exceeded.");
    CHECK(error_of([&] { s.simulate(10.0); }) != "none");
    s.reset();
    s.create("iaf_psc_alpha", 10);
    CHECK(error_of([&] { s.simulate(10.0); }) == "none");
}

TEST_CASE("waveform relaxation is chosen before there are nodes") {
    Simulation s;
    s.set_kernel_status({{"use_wfr", false}});
    CHECK(error_of([&] { s.set_kernel_status({{"wfr_comm_interval", 2.0}}); }) != "none");
    s.set_kernel_status({{"use_wfr", true}, {"wfr_comm_interval", 2.0}});
    CHECK(error_of([&] { s.set_kernel_status({{"wfr_comm_interval", 0.01}}); }) != "none");
    s.create("iaf_psc_alpha", 1);
    CHECK(error_of([&] {
              s.set_kernel_status({{"use_wfr", false}});
          }) == "use_wfr can only be changed before nodes have been created.");
    CHECK(error_of([&] { s.set_kernel_status({{"use_wfr", true}}); }) == "none");
}

TEST_CASE("symmetric connections between two populations go both ways, with drawn weights and delays") {
    Properties const rule{{"rule", "symmetric_pairwise_bernoulli"},
                          {"p", 0.4},
                          {"allow_autapses", false},
                          {"make_symmetric", true}};
    auto const made = [&](std::int64_t threads) {
        Simulation s;
        s.set_kernel_status({{"local_num_threads", threads}});
        auto const all = s.create("parrot_neuron", 30);
        connect(s, s.nodes(1, 20), s.nodes(11, 30), rule,
                {{"weight", Expression::uniform(0.0, 1.0)}, {"delay", Expression::uniform(1.0, 5.0)}});
        std::vector<std::array<double, 4>> edges;
        auto const list = s.connections({});
        for (Connection const& c : *list)
            edges.push_back({static_cast<double>(c.source), static_cast<double>(c.target),
                             to_double(s.status(c).at("weight")), to_double(s.status(c).at("delay"))});
        std::sort(edges.begin(), edges.end());
        return edges;
    };
    auto const edges = made(1);
    CHECK(edges.size() > 200);
    std::size_t mirrored = 0;
    for (auto const& e : edges)
        mirrored += static_cast<std::size_t>(std::count_if(edges.begin(), edges.end(), [&](auto const& o) {
                                                 return o[0] == e[1] && o[1] == e[0];
                                             }) > 0);
    CHECK(mirrored == edges.size());
    for (std::int64_t threads : {2, 3}) CHECK(made(threads) == edges);
}

TEST_CASE("a symmetric connection with a generator is refused") {
    Simulation s;
    auto const n = s.create("parrot_neuron", 2), g = s.create("poisson_generator", 2);
    CHECK(error_of([&] {
              connect(s, g, n, {{"rule", "one_to_one"}, {"make_symmetric", true}});
          }).starts_with("IllegalConnection"));
    CHECK(to_integer(s.kernel_status("num_connections")) == 0);
}
