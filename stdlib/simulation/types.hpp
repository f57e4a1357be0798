// The kernel's handles as values of the language.
#pragma once

#include "interpreter/engine.hpp"
#include "kernel/simulation.hpp"

namespace sli {

// Walks along a collection; shared by reference, so stepping one moves all of its copies.
struct NodeIterator {
    nest::NodeCollection nodes; // keeps the ranges alive
    nest::NodeCollection::Iterator at;
};

void print_nodes(std::ostream& out, Opaque const& nodes);
void print_connection(std::ostream& out, Opaque const& connection);
void print_address(std::ostream& out, Opaque const& thing);
bool equal_nodes(Opaque const& a, Opaque const& b);
bool equal_connections(Opaque const& a, Opaque const& b);

template <> struct OpaqueTraits<nest::NodeCollection> {
    static constexpr OpaqueType type{opaque_code(0), "nodecollectiontype", nullptr, print_nodes, equal_nodes};
};
template <> struct OpaqueTraits<NodeIterator> {
    static constexpr OpaqueType type{opaque_code(1), "nodecollectioniteratortype", nullptr, print_address};
};
template <> struct OpaqueTraits<nest::Connection> {
    static constexpr OpaqueType type{opaque_code(2), "connectiontype", print_connection, print_connection,
                                     equal_connections};
};
template <> struct OpaqueTraits<nest::Expression> {
    static constexpr OpaqueType type{opaque_code(3), "parametertype", nullptr, print_address};
};

Value make_nodes(nest::NodeCollection nodes);
Value make_parameter(nest::Expression expression);
// One value per connection; all of them share the list.
Value make_connections(nest::ConnectionList const& list);

inline void push_result(Engine& engine, nest::NodeCollection nodes) {
    engine.push(make_nodes(std::move(nodes)));
}
inline void push_result(Engine& engine, nest::Expression expression) {
    engine.push(make_parameter(std::move(expression)));
}

// The connections in an array; TypeMismatch if it holds anything else.
std::vector<nest::Connection> connections_in(Engine const& engine, Array const& array);

// Collections die with their network.
void require_valid(nest::NodeCollection const& nodes);

} // namespace sli
