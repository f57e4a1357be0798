#include "kernel/connect/evaluate.hpp"

#include "kernel/errors.hpp"
#include "kernel/random/streams.hpp"

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

Step evaluate_delay(EdgeSpecification const& spec, ConnectCall const& call, EdgeIdentity const& edge,
                    RandomStreams const& random, TimeGrid const& grid) {
    if (spec.delay.constant()) return static_cast<Step>(spec.delay.number());
    return grid.delay_steps(evaluate(spec.delay, call, edge, random));
}

} // namespace nest
