// Who is connected: degrees, exclusions, errors, and independence of how targets are shared among threads.
#include "kernel/catalogue.hpp"
#include "kernel/errors.hpp"
#include "kernel/properties.hpp"
#include "kernel/random/streams.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

using namespace nest;

namespace {
RandomStreams const streams(99, 0);
ModelRef const model = std::make_shared<ModelIdentity const>(ModelIdentity{0, "parrot_neuron"});
NodeCollection nodes(NodeId first, NodeId last) { return {first, last, model}; }

struct Edge {
    NodeId source, target;
    std::uint64_t ordinal;
    auto operator<=>(Edge const&) const = default;
};
using Edges = std::vector<Edge>;

class Collector : public EdgeSink {
public:
    Collector(NodeCollection const& sources, NodeCollection const& targets, Edges& edges)
        : sources_(sources)
        , targets_(targets)
        , edges_(edges) {}
    void connect(std::int64_t target, std::span<std::uint32_t const> sources,
                 std::uint64_t ordinal) override {
        for (std::uint32_t const s : sources) edges_.push_back({sources_[s], targets_[target], ordinal++});
    }

private:
    NodeCollection const& sources_;
    NodeCollection const& targets_;
    Edges& edges_;
};

std::unique_ptr<ConnectionRule> rule(std::string_view name, Properties const& given) {
    for (RuleRow const& row : rule_catalogue()) {
        if (row.name != name) continue;
        auto made = row.make();
        for (auto const& [key, value] : given) {
            Field* const field = made->find(key);
            REQUIRE(field);
            field->check(value);
            field->assign_all(value);
        }
        return made;
    }
    FAIL("no such rule");
    return nullptr;
}

Edges connect(std::string_view name, Properties const& given, NodeCollection const& sources,
              NodeCollection const& targets, std::int64_t threads = 1, std::uint64_t call = 0) {
    auto const r = rule(name, given);
    r->check(sources, targets);
    Edges edges;
    for (std::int64_t t = 0; t < threads; ++t) {
        Collector sink(sources, targets, edges);
        r->build(sources, targets, {t, threads}, streams, call, sink);
        auto const back = r->backwards();
        if (!back) continue;
        Collector other(targets, sources, edges);
        back->build(targets, sources, {t, threads}, streams, call, other);
    }
    return edges;
}

std::string refusal(std::string_view name, Properties const& given, NodeCollection const& sources,
                    NodeCollection const& targets) {
    try {
        connect(name, given, sources, targets);
    } catch (KernelError const& error) {
        return error.name() + ": " + error.text();
    }
    return "none";
}

std::map<NodeId, int> degree(Edges const& edges, NodeId Edge::*end) {
    std::map<NodeId, int> count;
    for (Edge const& e : edges) ++count[e.*end];
    return count;
}
bool has_autapse(Edges const& edges) {
    return std::any_of(edges.begin(), edges.end(), [](Edge const& e) { return e.source == e.target; });
}
bool has_multapse(Edges const& edges) {
    std::set<std::pair<NodeId, NodeId>> seen;
    return std::any_of(edges.begin(), edges.end(), [&](Edge const& e) {
        return !seen.insert({e.source, e.target}).second;
    });
}
Properties with(Properties given, std::string_view key, bool value) {
    given.set(key, value);
    return given;
}

struct Case {
    char const* name;
    Properties given;
};
std::vector<Case> const random_rules = {
    {"fixed_indegree", {{"indegree", 7}}},
    {"fixed_indegree", {{"indegree", Expression::uniform_int(9)}}},
    {"fixed_outdegree", {{"outdegree", 7}}},
    {"fixed_total_number", {{"N", 300}}},
    {"pairwise_bernoulli", {{"p", 0.2}}},
    {"pairwise_bernoulli", {{"p", Expression::uniform(0.0, 0.4)}}},
    {"pairwise_poisson", {{"pairwise_avg_num_conns", 0.3}}},
    {"pairwise_poisson", {{"pairwise_avg_num_conns", Expression::uniform(0.0, 0.6)}}},
};
} // namespace

TEST_CASE("one_to_one connects pairs in order and can leave out autapses") {
    CHECK(connect("one_to_one", {}, nodes(1, 3), nodes(4, 6)) == Edges{{1, 4, 0}, {2, 5, 1}, {3, 6, 2}});
    auto const mixed = NodeCollection::of(std::vector<NodeId>{1, 5}, [](NodeId) { return model; });
    CHECK(connect("one_to_one", {{"allow_autapses", false}}, mixed, nodes(4, 5)) == Edges{{1, 4, 0}});
    CHECK(connect("one_to_one", {{"allow_autapses", false}}, nodes(1, 3), nodes(1, 3)).empty());
    CHECK(refusal("one_to_one", {}, nodes(1, 3), nodes(4, 5)) ==
          "DimensionMismatch: Source and Target population must be of the same size.");
}

TEST_CASE("all_to_all connects every pair, and an autapse left out keeps its ordinal") {
    CHECK(connect("all_to_all", {}, nodes(1, 2), nodes(3, 4)) ==
          Edges{{1, 3, 0}, {2, 3, 1}, {1, 4, 2}, {2, 4, 3}});
    CHECK(connect("all_to_all", {{"allow_autapses", false}}, nodes(1, 3), nodes(1, 2)) ==
          Edges{{2, 1, 1}, {3, 1, 2}, {1, 2, 3}, {3, 2, 5}});
}

TEST_CASE("fixed_indegree gives every target its number of sources") {
    auto const edges = connect("fixed_indegree", {{"indegree", 7}}, nodes(1, 20), nodes(11, 30));
    for (auto const& [target, n] : degree(edges, &Edge::target)) CHECK(n == 7);
    CHECK(edges.size() == 140);
    CHECK(connect("fixed_indegree", {{"indegree", 0}}, nodes(1, 20), nodes(11, 30)).empty());
}

TEST_CASE("fixed_outdegree gives every source its number of targets") {
    auto const edges = connect("fixed_outdegree", {{"outdegree", 5}}, nodes(1, 20), nodes(11, 30));
    for (auto const& [source, n] : degree(edges, &Edge::source)) CHECK(n == 5);
    CHECK(edges.size() == 100);
}

TEST_CASE("fixed_total_number makes exactly N connections, evenly spread over pairs") {
    auto const edges = connect("fixed_total_number", {{"N", 90000}}, nodes(1, 3), nodes(4, 6));
    CHECK(edges.size() == 90000);
    std::map<std::pair<NodeId, NodeId>, int> pairs;
    for (Edge const& e : edges) ++pairs[{e.source, e.target}];
    double chi = 0.0;
    for (auto const& [pair, n] : pairs) chi += (n - 1e4) * (n - 1e4) / 1e4;
    CHECK(pairs.size() == 9);
    CHECK(chi < 45.0); // 8 degrees of freedom: exceeded with a probability below 1e-6
}

TEST_CASE("pairwise rules have the mean and the variance of their number of connections") {
    // 160,000 pairs: five standard deviations.
    double const pairs = 160000.0;
    auto const bernoulli = connect("pairwise_bernoulli", {{"p", 0.1}}, nodes(1, 400), nodes(401, 800));
    CHECK(std::abs(static_cast<double>(bernoulli.size()) - 0.1 * pairs) < 5.0 * std::sqrt(0.09 * pairs));
    CHECK_FALSE(has_multapse(bernoulli));
    auto const poisson =
        connect("pairwise_poisson", {{"pairwise_avg_num_conns", 0.1}}, nodes(1, 400), nodes(401, 800));
    CHECK(std::abs(static_cast<double>(poisson.size()) - 0.1 * pairs) < 5.0 * std::sqrt(0.1 * pairs));
    CHECK(connect("pairwise_bernoulli", {{"p", 1.0}}, nodes(1, 4), nodes(3, 6)).size() == 16);
    CHECK(connect("pairwise_bernoulli", {{"p", 0.0}}, nodes(1, 4), nodes(3, 6)).empty());
    double spread = 0.0;
    for (auto const& [target, n] : degree(bernoulli, &Edge::target)) spread += (n - 40.0) * (n - 40.0) / 36.0;
    CHECK(std::abs(spread - 400.0) < 5.0 * std::sqrt(800.0));
}

TEST_CASE("Sources are drawn evenly") {
    for (Case const& c : random_rules) {
        CAPTURE(c.name);
        auto const edges = connect(c.name, c.given, nodes(1, 10), nodes(101, 2100));
        if (std::string_view(c.name) == "fixed_outdegree" || std::string_view(c.name) == "fixed_total_number")
            continue;
        double const expected = static_cast<double>(edges.size()) / 10.0;
        for (auto const& [source, n] : degree(edges, &Edge::source))
            CHECK(std::abs(n - expected) < 5.0 * std::sqrt(expected));
    }
}

TEST_CASE("Autapses and multapses are left out where they are not allowed") {
    auto const population = nodes(1, 12);
    for (Case const& c : random_rules) {
        CAPTURE(c.name);
        CHECK_FALSE(
            has_autapse(connect(c.name, with(c.given, "allow_autapses", false), population, population)));
    }
    for (auto const& c :
         {Case{"fixed_indegree", {{"indegree", 11}}}, Case{"fixed_outdegree", {{"outdegree", 11}}}}) {
        auto const given = with(with(c.given, "allow_autapses", false), "allow_multapses", false);
        auto const edges = connect(c.name, given, population, population);
        CHECK(edges.size() == 132);
        CHECK_FALSE(has_autapse(edges));
        CHECK_FALSE(has_multapse(edges));
    }
}

TEST_CASE("The same edges, with the same ordinals, for every number of threads") {
    auto all = random_rules;
    all.push_back({"one_to_one", {}});
    all.push_back({"all_to_all", {{"allow_autapses", false}}});
    all.push_back(
        {"symmetric_pairwise_bernoulli", {{"p", 0.2}, {"allow_autapses", false}, {"make_symmetric", true}}});
    for (Case const& c : all) {
        CAPTURE(c.name);
        auto const population = nodes(3, 42);
        auto alone = connect(c.name, c.given, population, population);
        std::set<std::uint64_t> ordinals;
        for (Edge const& e : alone) CHECK(ordinals.insert(e.ordinal).second);
        std::sort(alone.begin(), alone.end());
        for (std::int64_t threads : {2, 3, 8}) {
            auto shared = connect(c.name, c.given, population, population, threads);
            std::sort(shared.begin(), shared.end());
            CHECK(shared == alone);
        }
    }
}

TEST_CASE("Two calls draw independently") {
    Properties const given{{"indegree", 10}};
    auto const sources = nodes(1, 100), targets = nodes(101, 600);
    auto const one = connect("fixed_indegree", given, sources, targets, 1, 0);
    auto const two = connect("fixed_indegree", given, sources, targets, 1, 1);
    int equal = 0;
    for (std::size_t i = 0; i < one.size(); ++i) equal += one[i].source == two[i].source;
    CHECK(std::abs(equal - 50.0) < 5.0 * std::sqrt(50.0)); // 5000 edges, 100 sources
}

TEST_CASE("symmetric_pairwise_bernoulli connects both directions") {
    Properties const given{{"p", 0.3}, {"allow_autapses", false}, {"make_symmetric", true}};
    auto const edges = connect("symmetric_pairwise_bernoulli", given, nodes(1, 40), nodes(1, 40));
    std::map<std::pair<NodeId, NodeId>, int> count;
    for (Edge const& e : edges) ++count[{e.source, e.target}];
    for (auto const& [pair, n] : count) CHECK(count[std::pair(pair.second, pair.first)] == n);
    CHECK_FALSE(has_autapse(edges));
    // Each of 1560 ordered pairs is chosen with probability 0.3 and makes two edges.
    CHECK(std::abs(static_cast<double>(edges.size()) - 936.0) < 2.0 * 5.0 * std::sqrt(1560 * 0.21));
}

TEST_CASE("pairs connects what the list says, in its order") {
    Properties const given{{"sources", std::vector<std::int64_t>{2, 0, 2}},
                           {"targets", std::vector<std::int64_t>{1, 1, 1}}};
    auto const edges = connect("pairs", given, nodes(1, 3), nodes(4, 6));
    CHECK(edges == Edges{{3, 5, 0}, {1, 5, 1}, {3, 5, 2}});
    CHECK(refusal("pairs",
                  {{"sources", std::vector<std::int64_t>{3}}, {"targets", std::vector<std::int64_t>{0}}},
                  nodes(1, 3),
                  nodes(4, 6)) == "BadProperty: sources holds a position outside of the population.");
}

TEST_CASE("Impossible requests are refused before anything is connected") {
    auto const few = nodes(1, 5), more = nodes(1, 9);
    CHECK(refusal("fixed_indegree", {{"indegree", -1}}, few, more) ==
          "BadProperty: Indegree cannot be less than zero.");
    CHECK(refusal("fixed_indegree", {{"indegree", 6}, {"allow_multapses", false}}, few, more) ==
          "BadProperty: Indegree cannot be larger than population size.");
    CHECK(refusal("fixed_indegree", {{"indegree", 2.0}}, few, more) ==
          "TypeMismatch: Expected datatype: integertype\nProvided datatype: doubletype");
    CHECK(refusal("fixed_outdegree", {{"outdegree", 10}, {"allow_multapses", false}}, few, more) ==
          "BadProperty: Outdegree cannot be larger than population size.");
    CHECK(refusal("fixed_total_number", {{"N", -3}}, few, more) ==
          "BadProperty: Total number of connections cannot be negative.");
    CHECK(refusal("fixed_total_number", {{"N", 46}, {"allow_multapses", false}}, few, more) ==
          "BadProperty: Total number of connections cannot exceed product of source and target population "
          "sizes.");
    CHECK(refusal("fixed_total_number", {{"N", 3}, {"allow_multapses", false}}, few, more)
              .starts_with("NotImplemented"));
    CHECK(refusal("pairwise_bernoulli", {{"p", 1.5}}, few, more) ==
          "BadProperty: Connection probability 0 <= p <= 1 required.");
    CHECK(refusal("pairwise_poisson", {{"pairwise_avg_num_conns", 1.0}, {"allow_multapses", false}}, few,
                  more) == "BadProperty: Multapses must be allowed for this connection rule.");
    CHECK(refusal("symmetric_pairwise_bernoulli", {{"p", 0.1}, {"make_symmetric", true}}, few, few) ==
          "BadProperty: Autapses must be disabled.");
    // Without these errors the search for a partner would never end.
    CHECK(refusal("fixed_indegree", {{"indegree", 1}, {"allow_autapses", false}}, nodes(2, 2), more)
              .starts_with("BadProperty"));
    CHECK(refusal("fixed_total_number", {{"N", 1}, {"allow_autapses", false}}, nodes(2, 2), nodes(2, 2))
              .starts_with("BadProperty"));
}
