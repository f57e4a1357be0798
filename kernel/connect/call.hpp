// One Connect call, remembered: it can be replayed at any time and always gives the same edges.
#pragma once

#include "kernel/connect/rule.hpp"
#include "kernel/core/time.hpp"
#include "kernel/expression.hpp"
#include "kernel/nodes.hpp"
#include "kernel/properties.hpp"

#include <cstdint>
#include <memory>
#include <variant>
#include <vector>

namespace nest {

// The value of one parameter for every edge of a call: one number, one per ordinal, or drawn.
struct EdgeValue {
    std::variant<double, Doubles, Expression> given = 0.0;
    std::uint32_t parameter = 0; // its number within the call: what draws depend on
    bool constant() const { return given.index() == 0; }
    double number() const { return std::get<double>(given); }
};

// Delays that were drawn to know their extremes, in steps, kept until the edges are built: by thread, in the
// order of the rule. Long ones are not kept but drawn anew.
struct DrawnDelays {
    explicit DrawnDelays(std::size_t threads)
        : steps(threads) {}
    std::vector<std::vector<std::uint8_t>> steps;
    static constexpr Step longest = 255;
};

// One synapse specification of a call.
struct EdgeSpecification {
    std::size_t synapse = 0; // model number
    std::int64_t receptor = 0;
    std::int64_t label = -1;
    EdgeValue weight;
    EdgeValue delay; // ms if drawn or listed; a constant is in steps
    Step least_delay = 1;
    Step largest_delay = 1;
    double delay_rest = 0.0; // ms by which a constant delay is shorter than its steps
    std::shared_ptr<DrawnDelays const> drawn = nullptr; // if they are kept
    struct Extra {
        std::size_t field; // of the synapse model
        EdgeValue value;
    };
    std::vector<Extra> extra = {}; // every other property an edge carries, defaults included
};

struct ConnectCall {
    std::uint64_t ordinal = 0;
    NodeCollection sources;
    NodeCollection targets;
    std::shared_ptr<ConnectionRule const> rule;
    double edges = 0.0; // about as many on all threads
    std::vector<EdgeSpecification> specifications;
};

// A specification waiting to be turned into edges.
struct PendingEdges {
    std::shared_ptr<ConnectCall const> call;
    std::size_t specification = 0;
    EdgeSpecification const& spec() const { return call->specifications[specification]; }
};

} // namespace nest
