#include "kernel/errors.hpp"
#include "kernel/nodes.hpp"

#include <catch2/catch.hpp>
#include <numeric>

using namespace nest;

namespace {
ModelRef const alpha = std::make_shared<ModelIdentity const>(ModelIdentity{1, "iaf_psc_alpha"});
ModelRef const parrot = std::make_shared<ModelIdentity const>(ModelIdentity{2, "parrot_neuron"});

NodeCollection nodes(NodeId first, NodeId last, ModelRef const& model = alpha) {
    return {first, last, model};
}

ModelRef half_and_half(NodeId id) {
    if (id < 1 || id > 20) throw UnknownNode(id);
    return id <= 10 ? alpha : parrot;
}
NodeCollection listed(std::vector<NodeId> const& ids) { return NodeCollection::of(ids, half_and_half); }

template <class F> std::string error_of(F run) {
    try {
        run();
    } catch (KernelError const& error) {
        return error.name() + ": " + error.text();
    }
    return "none";
}
} // namespace

TEST_CASE("A node collection lists its ids in ascending order") {
    CHECK(NodeCollection().empty());
    CHECK(nodes(3, 6).ids() == std::vector<NodeId>{3, 4, 5, 6});
    CHECK(nodes(3, 6).size() == 4);
    CHECK(nodes(3, 6).at(-1) == 6);
    CHECK(error_of([] { nodes(3, 6).at(4); }) == "RangeCheck: ");
    CHECK(error_of([] { nodes(3, 6).at(-5); }) == "RangeCheck: ");
}

TEST_CASE("A list of ids joins neighbours of one model to ranges") {
    auto const some = listed({2, 3, 4, 9, 10, 11, 15});
    REQUIRE(some.ranges().size() == 4);
    CHECK(some.ids() == std::vector<NodeId>{2, 3, 4, 9, 10, 11, 15});
    CHECK(some[5] == 11);
    CHECK(some.model_at(4) == alpha);
    CHECK(some.model_at(5) == parrot);
    CHECK(error_of([] { listed({2, 1}); }) == "BadProperty: Node IDs must be sorted in ascending order");
    CHECK(error_of([] {
              listed({2, 2});
          }) == "BadProperty: All node IDs in a NodeCollection have to be unique");
    CHECK(error_of([] { listed({2, 99}); }) == "UnknownNode: Node with id 99 doesn't exist.");
}

TEST_CASE("Membership and position are found in every kind of collection") {
    auto const some = listed({2, 3, 4, 9, 10, 11, 15});
    for (std::int64_t i = 0; i < some.size(); ++i) CHECK(some.find(some[i]) == i);
    CHECK_FALSE(some.contains(5));
    CHECK_FALSE(some.contains(1));
    CHECK_FALSE(some.contains(16));
    auto const odd = nodes(1, 9).slice(0, 9, 2);
    CHECK(odd.find(5) == 2);
    CHECK_FALSE(odd.contains(4));
    CHECK_FALSE(NodeCollection().contains(1));
}

TEST_CASE("Joining merges, sorts and refuses what overlaps") {
    CHECK(nodes(4, 6) + nodes(1, 3) == nodes(1, 6));
    CHECK((nodes(1, 3) + nodes(11, 12, parrot)).ranges().size() == 2);
    CHECK(nodes(1, 3) + NodeCollection() == nodes(1, 3));
    CHECK(error_of([] { nodes(1, 5) + nodes(5, 6); }) ==
          "BadProperty: Cannot join overlapping NodeCollections.");
    CHECK(error_of([] { nodes(1, 9) + nodes(3, 4); }) ==
          "BadProperty: Cannot join overlapping NodeCollections.");
    CHECK(error_of([] { nodes(1, 9).slice(0, 9, 2) + nodes(20, 21); }) ==
          "BadProperty: Cannot add NodeCollection to a sliced composite.");
}

TEST_CASE("A slice is half-open, may step, and is cut once only") {
    auto const all = nodes(1, 5) + nodes(11, 15, parrot);
    CHECK(nodes(1, 10).slice(2, 5) == nodes(3, 5));
    CHECK(nodes(1, 5).slice(0, 3) + nodes(1, 5).slice(3, 5) == nodes(1, 5));
    CHECK(all.slice(3, 7).ids() == std::vector<NodeId>{4, 5, 11, 12});
    CHECK(all.slice(6, 8) == nodes(12, 13, parrot));
    for (std::int64_t start = 0; start < 10; ++start)
        for (std::int64_t stop = start + 1; stop <= 10; ++stop)
            for (std::int64_t step = 1; step < 12; ++step) {
                std::vector<NodeId> expected;
                for (std::int64_t i = start; i < stop; i += step) expected.push_back(all[i]);
                auto const cut = all.slice(start, stop, step);
                REQUIRE(cut.ids() == expected);
                for (std::int64_t i = 0; i < cut.size(); ++i) REQUIRE(cut[i] == expected[std::size_t(i)]);
            }
    CHECK(error_of([] { nodes(1, 5).slice(3, 3); }) == "BadParameter: start < stop required.");
    CHECK(error_of([] { nodes(1, 5).slice(0, 6); }) == "BadParameter: stop <= size() required.");
    CHECK(error_of([] { nodes(1, 5).slice(0, 5, 0); }) ==
          "BadParameter: Slicing step must be strictly positive.");
    CHECK(error_of([&] { all.slice(3, 7).slice(0, 1); }) ==
          "BadProperty: Cannot slice a sliced composite NodeCollection.");
}

TEST_CASE("Equality asks for the same ranges, not only the same ids") {
    CHECK(nodes(1, 3) == listed({1, 2, 3}));
    CHECK_FALSE(nodes(1, 5).slice(0, 5, 2) == listed({1, 3, 5}));
    CHECK_FALSE(nodes(1, 3) == nodes(1, 3, parrot));
    CHECK(NodeCollection() == NodeCollection());
}

TEST_CASE("Collections print as the language shows them") {
    CHECK(NodeCollection().text() == "NodeCollection(<empty>)");
    CHECK(nodes(1, 1).text() == "NodeCollection(metadata=None, model=iaf_psc_alpha, size=1, first=1)");
    CHECK(nodes(1, 3).text() ==
          "NodeCollection(metadata=None, model=iaf_psc_alpha, size=3, first=1, last=3)");
    CHECK((nodes(1, 2) + nodes(3, 3, parrot)).text() ==
          "NodeCollection(metadata=None,\n               model=iaf_psc_alpha, size=2, first=1, last=2;\n"
          "               model=parrot_neuron, size=1, first=3)");
    CHECK(nodes(1, 5).slice(0, 5, 2).text() == "NodeCollection(metadata=None,\n               "
                                               "model=iaf_psc_alpha, size=3, first=1, last=5, step=2)");
}

TEST_CASE("Resetting the network invalidates its collections") {
    auto network = std::make_shared<int>(0);
    NodeCollection const mine(1, 4, alpha, std::weak_ptr<void const>(network));
    auto const part = mine.slice(0, 2);
    CHECK(mine.valid());
    CHECK(part.valid());
    network.reset();
    CHECK_FALSE(part.valid());
    CHECK(mine.size() == 4);
    CHECK_THROWS_AS(mine.slice(0, 2), KernelException);
}
