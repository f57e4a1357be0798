// Values of edges: constants, arrays and draws, one at a time.
#pragma once

#include "kernel/connect/call.hpp"
#include "kernel/core/time.hpp"

#include <cstdint>

namespace nest {

class RandomStreams;

// `source` and `target` are node ids; `ordinal` numbers the edge within its call.
struct EdgeIdentity {
    NodeId source;
    NodeId target;
    std::uint64_t ordinal;
};

double evaluate(EdgeValue const& value, ConnectCall const& call, EdgeIdentity const& edge,
                RandomStreams const& random);

// In steps, already checked to be one at least.
Step evaluate_delay(EdgeSpecification const& spec, ConnectCall const& call, EdgeIdentity const& edge,
                    RandomStreams const& random, TimeGrid const& grid);

} // namespace nest
