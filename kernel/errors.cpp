#include "kernel/errors.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <numeric>
#include <utility>

namespace nest {

KernelError::KernelError(std::string name, std::string const& text, std::string hint)
    : std::runtime_error(text)
    , name_(std::move(name))
    , hint_(std::move(hint)) {}

KernelException::KernelException(std::string const& text, std::string hint)
    : KernelError(text, "", std::move(hint)) {}

UnknownModelName::UnknownModelName(std::string const& model, std::string hint)
    : KernelError("UnknownModelName", fmt::format("/{} is not a known model name.", model), std::move(hint)) {
}

UnknownComponent::UnknownComponent(std::string const& component, std::string hint)
    : KernelError("UnknownComponent", fmt::format("/{} is not a known component.", component),
                  std::move(hint)) {}

NewModelNameExists::NewModelNameExists(std::string const& model)
    : KernelError("NewModelNameExists",
                  fmt::format("/{} is the name of an existing model and cannot be re-used.", model)) {}

UnknownSynapseType::UnknownSynapseType(std::string const& model, std::string hint)
    : KernelError("UnknownSynapseType", fmt::format("Synapse with name {} does not exist.", model),
                  std::move(hint)) {}

UnknownNode::UnknownNode(std::int64_t node)
    : KernelError("UnknownNode", fmt::format("Node with id {} doesn't exist.", node))
    , id(node) {}

UnknownThread::UnknownThread(std::int64_t thread)
    : KernelError("UnknownThread", fmt::format("Thread with id {} is outside of range.", thread)) {}

UnknownPort::UnknownPort(std::int64_t port, std::string const& info)
    : KernelError("UnknownPort", info.empty()
                                     ? fmt::format("Port with id {} does not exist.", port)
                                     : fmt::format("Port with id {} does not exist. {}.", port, info)) {}

UnknownCompartment::UnknownCompartment(std::int64_t compartment, std::string const& info)
    : KernelError("UnknownCompartment", fmt::format("Compartment {} {}.", compartment, info)) {}

UnknownReceptorType::UnknownReceptorType(std::int64_t receptor, std::string const& model)
    : KernelError("UnknownReceptorType",
                  fmt::format("Receptor type {} is not available in {}.", receptor, model)) {}

IncompatibleReceptorType::IncompatibleReceptorType(std::int64_t receptor, std::string const& model,
                                                   std::string const& event)
    : KernelError("IncompatibleReceptorType",
                  fmt::format("Receptor type {} in {} does not accept {}.", receptor, model, event)) {}

BadProperty::BadProperty(std::string const& reason, std::string hint)
    : KernelError("BadProperty", reason, std::move(hint)) {}

BadParameter::BadParameter(std::string const& reason, std::string hint)
    : KernelError("BadParameter", reason, std::move(hint)) {}

BadParameterValue::BadParameterValue(std::string const& reason, std::string hint)
    : KernelError("BadParameterValue", reason, std::move(hint)) {}

BadDelay::BadDelay(double delay_ms, std::string const& reason)
    : KernelError("BadDelay", fmt::format("Delay value {:g} is invalid: {}", delay_ms, reason)) {}

DimensionMismatch::DimensionMismatch(std::string const& text)
    : KernelError("DimensionMismatch", text) {}

DimensionMismatch::DimensionMismatch(std::int64_t expected, std::int64_t provided)
    : KernelError("DimensionMismatch", fmt::format("Expected dimension size: {}\nProvided dimension size: {}",
                                                   expected, provided)) {}

RangeCheck::RangeCheck(std::string hint)
    : KernelError("RangeCheck", "", std::move(hint)) {}

StepMultipleRequired::StepMultipleRequired(std::string const& model, std::string const& property,
                                           double value_ms)
    : KernelError("StepMultipleRequired",
                  fmt::format("In model {}, property {} = {:g} ms must be a multiple of the resolution.",
                              model, property, value_ms)) {}

TimeMultipleRequired::TimeMultipleRequired(std::string const& model, std::string const& property,
                                           double value_ms, std::string const& base, double base_ms)
    : KernelError("TimeMultipleRequired",
                  fmt::format("In model {}, property {} = {:g} ms must be a multiple of "
                              "{} = {:g} ms.",
                              model, property, value_ms, base, base_ms)) {}

IllegalConnection::IllegalConnection()
    : KernelError("IllegalConnection", "Creation of connection is not possible.") {}

IllegalConnection::IllegalConnection(std::string const& reason)
    : KernelError("IllegalConnection", "Creation of connection is not possible because:\n" + reason) {}

InexistentConnection::InexistentConnection()
    : KernelError("The connection does not exist", "Deletion of connection is not possible.") {}

InexistentConnection::InexistentConnection(std::string const& reason)
    : KernelError("The connection does not exist",
                  "Deletion of connection is not possible because:\n" + reason) {}

UnexpectedEvent::UnexpectedEvent(std::string const& reason)
    : KernelError("UnexpectedEvent", "UnexpectedEvent: " + reason) {}

NotImplemented::NotImplemented(std::string const& what)
    : KernelError("NotImplemented", what) {}

DictError::DictError(std::string const& text, std::string hint)
    : KernelError("DictError", text, std::move(hint)) {}

MissingKey::MissingKey(std::string const& key)
    : DictError(fmt::format("Key '/{}' does not exist in dictionary.", key)) {}

namespace {
std::string each_after_a_blank(std::span<std::string const> keys) {
    std::string list;
    for (std::string const& key : keys) list += " " + key;
    return list;
}

std::string wrong_type_hint(std::string const& expected, std::string const& provided, std::string_view key,
                            std::string const& value) {
    if (key.empty()) return {};
    auto const shown = value.empty() ? std::string{} : fmt::format(" ({})", value);
    return fmt::format("'{}' expects {}, but was given {}{}", key, expected, provided, shown);
}

// Levenshtein's distance, one row at a time.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < b.size(); ++j) {
            std::size_t const replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = std::exchange(row[j + 1], std::min({replaced, row[j] + 1, row[j + 1] + 1}));
        }
    }
    return row.back();
}
} // namespace

UnusedKeys::UnusedKeys(std::span<std::string const> keys, std::string hint)
    : DictError("Unused dictionary items: " + each_after_a_blank(keys), std::move(hint)) {}

TypeMismatch::TypeMismatch(std::string const& expected, std::string const& provided, std::string_view key,
                           std::string const& value)
    : KernelError("TypeMismatch",
                  fmt::format("Expected datatype: {}\nProvided datatype: {}", expected, provided),
                  wrong_type_hint(expected, provided, key, value)) {}

NumericalInstability::NumericalInstability(std::string const& model, std::int64_t node, double time_ms,
                                           std::string const& variable)
    : KernelError("NumericalInstability",
                  fmt::format("NEST detected a numerical instability while updating {}.", model),
                  fmt::format("{} of node {} is not finite, or out of all bounds, at {:g} ms", variable, node,
                              time_ms)) {}

SolverFailure::SolverFailure(std::string const& model, std::int64_t node, double time_ms,
                             std::string const& reason)
    : KernelError("GSLSolverFailure",
                  fmt::format("In model {}: the solver failed for node {} at {:g} ms: {}.", model, node,
                              time_ms, reason)) {}

InputOutputError::InputOutputError(std::string hint)
    : KernelError("IOError", "", std::move(hint)) {}

InternalError::InternalError(std::string const& text)
    : KernelError("InternalError", text) {}

std::string did_you_mean(std::string_view word, std::span<std::string const> candidates) {
    std::string best;
    std::size_t closest = std::max<std::size_t>(word.size() / 3, 1) + 1;
    for (std::string const& candidate : candidates) {
        if (std::size_t const d = distance(word, candidate); d < closest) {
            closest = d;
            best = candidate;
        }
    }
    return best.empty() ? best : fmt::format("did you mean '{}'?", best);
}

} // namespace nest
