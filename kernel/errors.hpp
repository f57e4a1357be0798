// What can go wrong in the kernel. Every error knows the name under which users catch it and the
// text they read; both are fixed by the documented system. What only helps a human (the
// nearest known key, the value that was given) is the hint, kept apart from the text.
#pragma once

#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace nest {

class KernelError : public std::runtime_error {
public:
    KernelError(std::string name, std::string const& text, std::string hint = {});

    std::string const& name() const { return name_; }
    std::string const& hint() const { return hint_; }
    std::string text() const { return what(); }

private:
    std::string name_;
    std::string hint_;
};

// An error known by its text only: the text is its name, the message stays empty.
struct KernelException : KernelError {
    explicit KernelException(std::string const& text = "KernelException", std::string hint = {});
};

struct UnknownModelName : KernelError {
    explicit UnknownModelName(std::string const& model, std::string hint = {});
};
struct UnknownComponent : KernelError {
    explicit UnknownComponent(std::string const& component, std::string hint = {});
};
struct NewModelNameExists : KernelError {
    explicit NewModelNameExists(std::string const& model);
};
struct UnknownSynapseType : KernelError {
    explicit UnknownSynapseType(std::string const& model, std::string hint = {});
};
struct UnknownNode : KernelError {
    explicit UnknownNode(std::int64_t id);
    std::int64_t id;
};
struct UnknownThread : KernelError {
    explicit UnknownThread(std::int64_t thread);
};
struct UnknownPort : KernelError {
    explicit UnknownPort(std::int64_t port, std::string const& info = {});
};
struct UnknownCompartment : KernelError {
    UnknownCompartment(std::int64_t compartment, std::string const& info);
};
struct UnknownReceptorType : KernelError {
    UnknownReceptorType(std::int64_t receptor, std::string const& model);
};
struct IncompatibleReceptorType : KernelError {
    IncompatibleReceptorType(std::int64_t receptor, std::string const& model, std::string const& event);
};

struct BadProperty : KernelError {
    explicit BadProperty(std::string const& reason, std::string hint = {});
};
struct BadParameter : KernelError {
    explicit BadParameter(std::string const& reason, std::string hint = {});
};
struct BadParameterValue : KernelError {
    explicit BadParameterValue(std::string const& reason, std::string hint = {});
};
struct BadDelay : KernelError {
    BadDelay(double delay_ms, std::string const& reason);
};
struct DimensionMismatch : KernelError {
    explicit DimensionMismatch(std::string const& text = "Dimensions of two or more variables do not match.");
    DimensionMismatch(std::int64_t expected, std::int64_t provided);
};
struct RangeCheck : KernelError {
    explicit RangeCheck(std::string hint = {});
};
struct StepMultipleRequired : KernelError {
    StepMultipleRequired(std::string const& model, std::string const& property, double value_ms);
};
struct TimeMultipleRequired : KernelError {
    TimeMultipleRequired(std::string const& model, std::string const& property, double value_ms,
                         std::string const& base, double base_ms);
};

struct IllegalConnection : KernelError {
    IllegalConnection();
    explicit IllegalConnection(std::string const& reason);
};
struct InexistentConnection : KernelError {
    InexistentConnection();
    explicit InexistentConnection(std::string const& reason);
};
struct UnexpectedEvent : KernelError {
    explicit UnexpectedEvent(std::string const& reason);
};
struct NotImplemented : KernelError {
    explicit NotImplemented(std::string const& what);
};

// A dictionary that lacks a key, or has one that nobody reads.
struct DictError : KernelError {
    explicit DictError(std::string const& text, std::string hint = {});
};
struct MissingKey : DictError {
    explicit MissingKey(std::string const& key);
};
struct UnusedKeys : DictError {
    explicit UnusedKeys(std::span<std::string const> keys, std::string hint = {});
};
struct TypeMismatch : KernelError {
    // Both types by their names in the language; `key` and `value` go to the hint.
    TypeMismatch(std::string const& expected, std::string const& provided, std::string_view key = {},
                 std::string const& value = {});
};

struct NumericalInstability : KernelError {
    NumericalInstability(std::string const& model, std::int64_t node, double time_ms,
                         std::string const& variable);
};
struct SolverFailure : KernelError {
    SolverFailure(std::string const& model, std::int64_t node, double time_ms, std::string const& reason);
};
struct InputOutputError : KernelError {
    explicit InputOutputError(std::string hint = {});
};
struct InternalError : KernelError {
    explicit InternalError(std::string const& text);
};

// The candidate closest to a misspelt word, as "did you mean 'tau_m'?"; empty if none is close.
std::string did_you_mean(std::string_view word, std::span<std::string const> candidates);

} // namespace nest
