#include "kernel/connect/evaluate.hpp"

#include "kernel/errors.hpp"
#include "kernel/random/streams.hpp"

#include <algorithm>

namespace nest {

namespace {

double listed(std::vector<double> const& values, std::uint64_t ordinal) {
    if (ordinal >= values.size()) throw KernelException("Parameter values exhausted.");
    return values[ordinal];
}

} // namespace

double evaluate(EdgeValue const& value, ConnectCall const& call, EdgeIdentity const& edge,
                RandomStreams const& random) {
    if (value.constant()) return value.number();
    if (auto const* list = std::get_if<Doubles>(&value.given)) return listed(**list, edge.ordinal);
    DrawSite const site{random, Purpose::edge, static_cast<std::int64_t>(call.ordinal), value.parameter};
    return std::get<Expression>(value.given).value(site, edge.ordinal);
}

void evaluate(EdgeValue const& value, ConnectCall const& call, EdgeOrdinals const& edges,
              RandomStreams const& random, std::vector<double>& result) {
    result.resize(edges.size());
    if (value.constant()) {
        std::ranges::fill(result, value.number());
    } else if (auto const* list = std::get_if<Doubles>(&value.given)) {
        for (std::size_t i = 0; i < edges.size(); ++i) result[i] = listed(**list, edges[i]);
    } else {
        DrawSite const site{random, Purpose::edge, static_cast<std::int64_t>(call.ordinal), value.parameter};
        std::get<Expression>(value.given).values(site, edges.low(), edges.high(), result);
    }
}

void evaluate_delays(EdgeSpecification const& spec, ConnectCall const& call, EdgeOrdinals const& edges,
                     RandomStreams const& random, TimeGrid const& grid, std::vector<Step>& result) {
    if (spec.delay.constant()) return result.assign(edges.size(), static_cast<Step>(spec.delay.number()));
    std::vector<double> ms;
    evaluate(spec.delay, call, edges, random, ms);
    result.resize(edges.size());
    double const per_ms = 1.0 / grid.resolution();
    for (std::size_t i = 0; i < edges.size(); ++i) {
        double const steps = ms[i] * per_ms + 0.5; // as the grid rounds; usual ones need no floor()
        result[i] = steps >= 1.0 && steps < 0x1p31 ? static_cast<Step>(steps) : grid.delay_steps(ms[i]);
    }
}

Step evaluate_delay(EdgeSpecification const& spec, ConnectCall const& call, EdgeIdentity const& edge,
                    RandomStreams const& random, TimeGrid const& grid) {
    if (spec.delay.constant()) return static_cast<Step>(spec.delay.number());
    return grid.delay_steps(evaluate(spec.delay, call, edge, random));
}

} // namespace nest
