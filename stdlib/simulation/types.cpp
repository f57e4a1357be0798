#include "stdlib/simulation/types.hpp"

#include <fmt/format.h>

#include "kernel/errors.hpp"
#include "stdlib/simulation/command.hpp"

namespace sli {

void print_nodes(std::ostream& out, Opaque const& nodes) { out << nodes.as<nest::NodeCollection>().text(); }

void print_connection(std::ostream& out, Opaque const& connection) {
    auto const& c = connection.as<nest::Connection>();
    out << fmt::format("<{},{},{},{},{}>", c.source, c.target, c.thread, c.synapse_id, c.port);
}

void print_address(std::ostream& out, Opaque const& thing) {
    out << fmt::format("<shared_ptr[{}]->{}({})>", thing.handle.use_count(), thing.descriptor->name,
                       thing.handle.get());
}

bool equal_nodes(Opaque const& a, Opaque const& b) {
    return a.as<nest::NodeCollection>() == b.as<nest::NodeCollection>();
}

bool equal_connections(Opaque const& a, Opaque const& b) {
    return a.as<nest::Connection>() == b.as<nest::Connection>();
}

Value make_nodes(nest::NodeCollection nodes) {
    return make_opaque(std::make_shared<nest::NodeCollection const>(std::move(nodes)));
}

Value make_parameter(nest::Expression expression) {
    return make_opaque(std::make_shared<nest::Expression const>(std::move(expression)));
}

Value make_connections(nest::ConnectionList const& list) {
    std::vector<Value> items;
    items.reserve(list->size());
    for (nest::Connection const& connection : *list)
        items.push_back(make_opaque(std::shared_ptr<nest::Connection const>(list, &connection)));
    return make_array(std::move(items));
}

std::vector<nest::Connection> connections_in(Engine const& engine, Array const& array) {
    std::vector<nest::Connection> connections;
    connections.reserve(array.items.size());
    for (Value const& item : array.items) {
        if (!item.is(OpaqueTraits<nest::Connection>::type.code))
            throw_type_mismatch("connectiontype", engine.text(engine.type_name(item.type())));
        connections.push_back(item.object<Opaque>().as<nest::Connection>());
    }
    return connections;
}

void require_valid(nest::NodeCollection const& nodes) {
    if (!nodes.valid())
        throw nest::KernelException("InvalidNodeCollection: note that ResetKernel invalidates all previously "
                                    "created NodeCollections.");
}

namespace {

constexpr OpaqueType const* types[] = {
    &OpaqueTraits<nest::NodeCollection>::type,
    &OpaqueTraits<NodeIterator>::type,
    &OpaqueTraits<nest::Connection>::type,
    &OpaqueTraits<nest::Expression>::type,
};

} // namespace

extern Module const simulation_types{"simulation types", {}, types};

} // namespace sli
