// Making nodes, and collections of them.
#include <algorithm>
#include <fmt/format.h>

#include "stdlib/simulation/command.hpp"

namespace sli {

namespace {

using nest::NodeCollection;
using nest::NodeId;

// ---- creation

NodeCollection create(Engine& engine, Literal model, Integer count) {
    return simulation(engine).create(engine.text(model.id), count);
}

// Unknown keys are reported as the library's look at the defaults reports them.
void require_default(nest::Simulation const& kernel, std::string_view model, nest::Properties const& wanted) {
    nest::Properties const defaults = kernel.defaults(model);
    for (auto const& [key, value] : wanted)
        if (!defaults.contains(key)) {
            auto const known = defaults.keys();
            std::string hint = fmt::format("{} has no parameter '{}'", model, key);
            if (auto const nearest = nest::did_you_mean(key, known); !nearest.empty()) hint += "; " + nearest;
            throw to_error(nest::MissingKey(key)).by("get_d").with_hint(std::move(hint));
        }
}

bool is_recorder(nest::Simulation const& kernel, std::string_view model) {
    auto const defaults = kernel.defaults(model);
    auto const* element = defaults.find("element_type");
    return element && nest::to_text(*element) == "recorder";
}

NodeCollection create_with(Engine& engine, Literal model, Integer count, Dictionary const& parameters) {
    auto& kernel = simulation(engine);
    auto const wanted = drawn_once(kernel, to_properties(engine, parameters));
    std::string const& name = engine.text(model.id);
    try {
        return kernel.create(name, count, wanted);
    } catch (nest::UnusedKeys const&) {
        if (!is_recorder(kernel, name)) require_default(kernel, name, wanted);
        throw;
    } catch (nest::UnknownModelName const& error) {
        throw to_error(error).by("Create_l_i");
    }
}

// ---- collections from ids

NodeCollection from_range(Engine& engine, Integer first, Integer last) {
    return simulation(engine).nodes(first, last);
}

NodeCollection from_array(Engine& engine, Array const& ids) {
    return simulation(engine).nodes(*nest::to_integers(to_property(engine, make_array(ids.items))));
}

NodeCollection from_vector(Engine& engine, IntVector const& ids) {
    return simulation(engine).nodes(ids.items());
}

NodeCollection itself(NodeCollection const& nodes) { return nodes; }

NodeCollection with_status(Engine& engine, Dictionary const& with, bool local_only) {
    return simulation(engine).nodes(to_properties(engine, with), local_only);
}

// ---- looking at collections

Integer size(NodeCollection const& nodes) { return nodes.size(); }
bool valid(NodeCollection const& nodes) { return nodes.valid(); }
bool same(NodeCollection const& a, NodeCollection const& b) { return a == b; }
bool contains(NodeCollection const& nodes, Integer id) { return nodes.contains(id); }
Integer position(NodeCollection const& nodes, Integer id) { return nodes.find(id).value_or(-1); }
NodeId element(NodeCollection const& nodes, Integer index) { return nodes.at(index); }
NodeId first(NodeCollection const& nodes) { return nodes.at(0); }
NodeId last(NodeCollection const& nodes) { return nodes.at(-1); }
NodeCollection join(NodeCollection const& a, NodeCollection const& b) { return a + b; }

// start stop step: positions from 0, stop excluded
NodeCollection slice(Engine& engine, NodeCollection const& nodes, Array const& range) {
    auto const positions = nest::to_integers(to_property(engine, make_array(range.items)));
    if (positions->size() != 3) throw nest::DimensionMismatch(3, static_cast<Integer>(positions->size()));
    return nodes.slice((*positions)[0], (*positions)[1], (*positions)[2]);
}

std::vector<Value> to_array(NodeCollection const& nodes) {
    std::vector<Value> ids;
    ids.reserve(static_cast<std::size_t>(nodes.size()));
    for (NodeId const id : nodes) ids.emplace_back(id);
    return ids;
}

// For every thread: 0, its number, 0, then its nodes.
std::vector<Value> by_thread(nest::Simulation const& kernel, NodeCollection const& nodes) {
    auto const threads = nest::to_integer(kernel.kernel_status("local_num_threads"));
    std::vector<std::vector<Value>> of(static_cast<std::size_t>(threads));
    for (NodeId const id : nodes)
        if (kernel.is_local(id))
            of.at(static_cast<std::size_t>(nest::to_integer(kernel.get(id, "thread")))).emplace_back(id);
    std::vector<Value> all;
    for (std::size_t thread = 0; thread < of.size(); ++thread) {
        for (std::size_t const mark : {std::size_t{0}, thread, std::size_t{0}}) all.emplace_back(mark);
        std::ranges::move(of[thread], std::back_inserter(all));
    }
    return all;
}

// By round-robin, as neurons are; devices live on every rank and count for one.
std::vector<Value> on_this_rank(nest::Simulation const& kernel, NodeCollection const& nodes) {
    std::vector<Value> ids;
    for (NodeId const id : nodes)
        if (id % kernel.processes() == kernel.rank()) ids.emplace_back(id);
    return ids;
}

std::vector<Value> to_array_of(Engine& engine, NodeCollection const& nodes, Literal which) {
    std::string const& selection = engine.text(which.id);
    if (selection == "all") return to_array(nodes);
    if (selection == "rank") return on_this_rank(simulation(engine), nodes);
    if (selection == "thread") return by_thread(simulation(engine), nodes);
    throw nest::BadParameter(
        fmt::format("to_array() accepts only 'all', 'rank', 'thread', but got '{}'.", selection));
}

std::vector<Value> ids_and_models(NodeCollection const& nodes) {
    std::vector<Value> pairs;
    pairs.reserve(static_cast<std::size_t>(nodes.size()));
    for (nest::NodeRange const& range : nodes.ranges())
        for (Integer i = 0; i < range.count; ++i)
            pairs.push_back(make_array({Value(range.first + i * range.step), Value(range.model_id())}));
    return pairs;
}

nest::Properties metadata(NodeCollection const& nodes) {
    require_valid(nodes);
    return {};
}

// ---- iterators

Value begin(NodeCollection const& nodes) {
    return make_opaque(std::make_shared<NodeIterator>(NodeIterator{nodes, nodes.begin()}));
}

Value end(NodeCollection const& nodes) {
    return make_opaque(std::make_shared<NodeIterator>(NodeIterator{nodes, nodes.end()}));
}

void require_inside(NodeIterator const& iterator) {
    if (iterator.at == iterator.nodes.end())
        throw Error(ErrorKind::range_check).with_hint("the iterator is at the end of its collection");
}

NodeId current(NodeIterator const& iterator) { return require_inside(iterator), *iterator.at; }

std::vector<Value> current_with_model(NodeIterator const& iterator) {
    require_inside(iterator);
    auto const& model = iterator.at.model();
    return {Value(*iterator.at), Value(model ? model->id : Integer{-1})};
}

Value next(Engine& engine, NodeIterator& iterator) {
    require_inside(iterator);
    ++iterator.at;
    return engine.operand(0);
}

NodeId rank(NodeIterator const& iterator) {
    return iterator.at == iterator.nodes.end() ? std::numeric_limits<NodeId>::max() : *iterator.at;
}
bool at_same(NodeIterator const& a, NodeIterator const& b) {
    return a.nodes == b.nodes && rank(a) == rank(b);
}
bool before(NodeIterator const& a, NodeIterator const& b) { return rank(a) < rank(b); }

// ---- lists for people

std::string listing(nest::Simulation const& kernel) {
    auto const all = kernel.nodes(nest::Properties{}, false);
    auto const digits = std::to_string(std::max<Integer>(kernel.network_size(), 1)).size();
    std::string text;
    for (nest::NodeRange const& range : all.ranges()) {
        std::string const ids =
            range.count == 1 ? fmt::format("{:<{}}", range.first, 2 * digits + 4)
                             : fmt::format("{:>{}} .. {:>{}}", range.first, digits, range.last(), digits);
        text += fmt::format("{} {}\n", ids, range.model ? range.model->name : "");
    }
    return text;
}

std::string listing_as_text(Engine& engine) { return listing(simulation(engine)); }
void print_listing(Engine& engine) { engine.streams().out << listing(simulation(engine)) << '\n'; }

constexpr Builtin create_variants[] = {
    kernel<create>("Create_l_i"),
    kernel<create_with>("Create_l_i_D"),
};
constexpr Builtin collection_variants[] = {
    kernel<from_range>("cvnodecollection_i_i"),
    kernel<from_array>("cvnodecollection_ia"),
    kernel<from_vector>("cvnodecollection_iv"),
    kernel<itself>("cvnodecollection_g"),
};
constexpr Builtin with_status_variants[] = {kernel<with_status>("GetNodes_D_b")};
constexpr Builtin contains_variants[] = {kernel<contains>("MemberQ_g_i")};
constexpr Builtin find_variants[] = {kernel<position>("Find_g_i")};
constexpr Builtin metadata_variants[] = {kernel<metadata>("GetMetadata_g")};

constexpr Builtin size_variants[] = {
    kernel<size>("size_g"),
};
constexpr Builtin join_variants[] = {
    kernel<join>("join_g_g"),
};
constexpr Builtin get_variants[] = {
    kernel<element>("get_g_i"),
};
constexpr Builtin min_variants[] = {
    kernel<first>("Min_g"),
};
constexpr Builtin max_variants[] = {
    kernel<last>("Max_g"),
};
constexpr Builtin cva_variants[] = {
    kernel<to_array>("cva_g"),
    kernel<to_array_of>("cva_g_l"),
};

constexpr Command commands[] = {
    {"Create", "model count -> nodes", "Makes nodes of a model, with parameters if a dictionary follows.",
     create_variants},
    {"cvnodecollection", "ids -> nodes", "The collection of existing nodes with these ids.",
     collection_variants},
    {"GetNodes", "dictionary local -> nodes", "The nodes whose status has all of these entries.",
     with_status_variants},
    {"InCollection", "nodes id -> bool", "Is a node in the collection?", contains_variants},
    {"Find", "nodes id -> index", "Position of a node from 0, or -1.", find_variants},
    {"GetMetadata", "nodes -> dictionary", "What a spatial collection knows of its layer.",
     metadata_variants},
    {"ValidQ_g", "nodes -> bool", "Does the network of these nodes still exist?", kernel<valid>()},
    {"eq_g", "nodes nodes -> bool", "Do two collections have the same parts?", kernel<same>()},
    {"Take_g_a", "nodes [start stop step] -> nodes", "Positions from 0, stop excluded.", kernel<slice>()},
    {"cva_node_id_mid", "nodes -> array", "Pairs of id and model number.", kernel<ids_and_models>()},
    {":beginiterator_g", "nodes -> iterator", "An iterator at the first node.", kernel<begin>()},
    {":enditerator_g", "nodes -> iterator", "An iterator behind the last node.", kernel<end>()},
    {":getnodeid_q", "iterator -> id", "The node an iterator points to.", kernel<current>()},
    {":getnodeidmodelid_q", "iterator -> [id model]", "The node and the number of its model.",
     kernel<current_with_model>()},
    {":next_q", "iterator -> iterator", "Moves an iterator to the next node.", kernel<next>()},
    {":eq_q_q", "iterator iterator -> bool", "Are both at the same node?", kernel<at_same>()},
    {":lt_q_q", "iterator iterator -> bool", "Is the first before the second?", kernel<before>()},
    {"PrintNodes", "->", "Lists all nodes by model.", kernel<print_listing>()},
    {"PrintNodesToStream", "-> string", "The list of all nodes as a string.", kernel<listing_as_text>()},
    {"size", "nodes -> count", "Number of nodes; takes the collection.", size_variants},
    {"join", "nodes nodes -> nodes", "All nodes of two collections, sorted.", join_variants},
    {"get", "nodes index -> id", "Id at a position from 0; negative ones count from the end.", get_variants},
    {"Min", "nodes -> id", "First id.", min_variants},
    {"Max", "nodes -> id", "Last id.", max_variants},
    {"cva", "nodes -> ids | nodes which -> ids", "The ids: /all, /rank, or /thread by thread.", cva_variants},
};

} // namespace

extern Module const simulation_nodes{"nodes", commands};

} // namespace sli
