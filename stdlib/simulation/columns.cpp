// Many numbers at once, as vectors: what hosts that work with arrays, such as Python, need.
#include "stdlib/simulation/command.hpp"

namespace sli {

namespace {

Value column(Engine& engine, Array const& connections, Literal key) {
    return to_value(engine, simulation(engine).get(connections_in(engine, connections), engine.text(key.id)));
}

constexpr Command commands[] = {
    {"GetColumn_a_l", "connections key -> values", "One entry of many connections, numbers as a vector.",
     kernel<column>()},
};

} // namespace

extern Module const simulation_columns{"columns", commands};

} // namespace sli
