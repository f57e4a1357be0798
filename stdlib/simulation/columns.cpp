// Many numbers at once, as vectors: what hosts that work with arrays, such as Python, need.
#include "stdlib/simulation/command.hpp"

namespace sli {

namespace {

Value column(Engine& engine, Array const& connections, Literal key) {
    return to_value(engine, simulation(engine).get(connections_in(engine, connections), engine.text(key.id)));
}

Value columns(Engine& engine, Array const& connections, Array const& keys) {
    std::vector<std::string_view> names;
    for (Value const& key : keys.items) {
        if (!key.is(Type::literal))
            throw_type_mismatch("literaltype", engine.text(engine.type_name(key.type())));
        names.push_back(engine.text(key.id()));
    }
    return to_value(engine, simulation(engine).get(connections_in(engine, connections), names));
}

// The number at a position of a vector; any other value is the same for all connections.
nest::Property at(nest::Property const& values, std::size_t i) {
    if (auto const* doubles = values.get_if<nest::Doubles>()) return nest::Property((**doubles)[i]);
    if (auto const* integers = values.get_if<nest::Integers>()) return nest::Property((**integers)[i]);
    return values;
}

std::size_t length(nest::Property const& values, std::size_t otherwise) {
    if (auto const* doubles = values.get_if<nest::Doubles>()) return (*doubles)->size();
    if (auto const* integers = values.get_if<nest::Integers>()) return (*integers)->size();
    return otherwise;
}

void set_columns(Engine& engine, Array const& connections, Dictionary const& columns) {
    auto const all = connections_in(engine, connections);
    auto const wanted = to_properties(engine, columns);
    for (auto const& [key, values] : wanted)
        if (length(values, all.size()) != all.size())
            throw nest::DimensionMismatch(static_cast<Integer>(all.size()),
                                          static_cast<Integer>(length(values, 0)));
    std::vector<nest::Properties> changes(all.size());
    for (std::size_t i = 0; i < all.size(); ++i)
        for (auto const& [key, values] : wanted) changes[i].set(key, at(values, i));
    reported_by("SetStatus_aa", [&] { simulation(engine).set(all, changes); });
}

constexpr Command commands[] = {
    {"SetColumns_a_D", "connections dictionary ->",
     "Changes many connections: a vector has a number for each, any other value is the same for all.",
     kernel<set_columns>()},
    {"GetColumn_a_l", "connections key -> values", "One entry of many connections, numbers as a vector.",
     kernel<column>()},
    {"GetColumns_a_a", "connections [key ..] -> [values ..]",
     "Several entries of many connections at once; each as GetColumn_a_l gives it.", kernel<columns>()},
};

} // namespace

extern Module const simulation_columns{"columns", commands};

} // namespace sli
