// Edges that wait in blocks end where they would have been put at once.
#include "kernel/connect/staging.hpp"
#include "kernel/random/streams.hpp"
#include "kernel/simulation.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <numeric>
#include <vector>

using namespace nest;

TEST_CASE("Staged edges end where they would have been put one by one, in their order") {
    constexpr std::size_t cells = 3001, edges = 5'000'000;
    std::vector<std::uint32_t> of_edge(edges), next(cells + 1, 0);
    Rng rng = RandomStreams(5, 0).rng(Purpose::rule, 1, 1);
    for (auto& cell : of_edge) cell = static_cast<std::uint32_t>(rng.below(cells));
    for (auto const cell : of_edge) ++next[cell + 1];
    std::partial_sum(next.begin(), next.end(), next.begin());
    std::vector<std::uint32_t> staged_next(next);
    std::vector<std::uint16_t> slots(edges), staged_slots(edges);
    std::vector<double> weights(edges), staged_weights(edges);
    Staging staging(staged_next.data(), cells, staged_slots.data(), staged_weights.data());
    for (std::size_t e = 0; e < edges; ++e) {
        std::uint32_t const at = next[of_edge[e]]++;
        slots[at] = static_cast<std::uint16_t>(e);
        weights[at] = static_cast<double>(e);
        staging.add(of_edge[e], static_cast<std::uint16_t>(e), static_cast<double>(e));
    }
    staging.empty();
    CHECK(staged_slots == slots);
    CHECK(staged_weights == weights);
    CHECK(staged_next == next);
}

namespace {

struct Edges {
    std::vector<std::int64_t> targets;
    Doubles weights, delays;
};

// Those of three sources of a network of 4.3 million: enough for one thread to stage them, not for three.
Edges some_edges(std::int64_t threads) {
    Simulation s;
    s.set_kernel_status({{"local_num_threads", threads}});
    auto const neurons = s.create("iaf_psc_alpha", 1000);
    s.connect(neurons, neurons, {{"rule", "fixed_indegree"}, {"indegree", 4300}},
              std::array{Properties{{"synapse_model", Literal{"static_synapse"}},
                                    {"weight", Expression::normal(10.0, 1.0)},
                                    {"delay", Expression::uniform(0.5, 3.0)}}});
    ConnectionQuery query;
    query.source = neurons.slice(500, 503);
    auto const list = s.connections(query);
    Edges edges{{}, to_doubles(s.get(*list, "weight")), to_doubles(s.get(*list, "delay"))};
    for (Connection const& c : *list) edges.targets.push_back(c.target);
    return edges;
}

} // namespace

TEST_CASE("A network has the same edges whether a thread stages them or not") {
    Edges const staged = some_edges(1), direct = some_edges(3);
    REQUIRE(direct.targets.size() > 10'000);
    CHECK(staged.targets == direct.targets);
    CHECK(*staged.weights == *direct.weights);
    CHECK(*staged.delays == *direct.delays);
}
