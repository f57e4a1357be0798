// Reading a Connect call: the rule and the synapse specifications, from properties.
#pragma once

#include "kernel/connect/call.hpp"
#include "kernel/connect/rule.hpp"
#include "kernel/properties.hpp"

#include <cstdint>
#include <memory>

namespace nest {

struct World;

std::shared_ptr<ConnectionRule const> read_rule(World const& world, Properties const& spec);

struct Reading {
    World const& world;
    ConnectionRule const& rule;
    NodeCollection const& sources;
    NodeCollection const& targets;
    std::uint32_t parameters = 0; // numbered within the call
};
EdgeSpecification read_specification(Reading& reading, Properties const& given);

// Values that fit one by one must fit together (same sign of weight and Wmax, ...).
void validate_constants(World const& world, EdgeSpecification const& spec);

void refuse_delay(Step steps, double given_ms); // BadDelay below one step

} // namespace nest
