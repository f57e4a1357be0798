#include "kernel/simulation.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>

using namespace nest;

namespace {
// "source>target" of all connections, sorted.
std::string connected(std::string const& rule, std::int64_t threads, std::int64_t sources,
                      std::int64_t targets) {
    Simulation simulation;
    simulation.set_kernel_status({{"local_num_threads", threads}});
    auto const a = simulation.create("parrot_neuron", sources),
               b = simulation.create("parrot_neuron", targets);
    std::vector<Properties> const synapse{{{"synapse_model", Literal{"static_synapse"}}}};
    simulation.connect(a, b, {{"rule", Literal{rule}}, {"make_symmetric", true}}, synapse);
    std::vector<std::string> pairs;
    ConnectionList const made = simulation.connections({});
    for (Connection const& c : *made)
        pairs.push_back(std::to_string(c.source).append(">").append(std::to_string(c.target)).append(" "));
    std::sort(pairs.begin(), pairs.end());
    std::string all;
    for (auto const& pair : pairs) all += pair;
    return all;
}
} // namespace

TEST_CASE("make_symmetric connects every pair in both directions, on every number of threads") {
    for (std::int64_t threads : {1, 2, 3}) {
        CAPTURE(threads);
        CHECK(connected("one_to_one", threads, 3, 3) == "1>4 2>5 3>6 4>1 5>2 6>3 ");
        CHECK(connected("all_to_all", threads, 2, 3) == "1>3 1>4 1>5 2>3 2>4 2>5 3>1 3>2 4>1 4>2 5>1 5>2 ");
    }
}
