// What exists, by name: written by hand in models/catalogue.cpp and connect/catalogue.cpp. A new model or
// rule is one file and one line there.
#pragma once

#include "kernel/connect/rule.hpp"
#include "kernel/models/neuron_model.hpp"
#include "kernel/models/recorder_model.hpp"
#include "kernel/models/stimulus_model.hpp"
#include "kernel/models/synapse_model.hpp"

#include <span>
#include <string_view>
#include <variant>

namespace nest {

struct NodeModelRow {
    std::string_view name;
    std::variant<NeuronFactory, StimulusFactory, RecorderFactory> make;
};
struct SynapseModelRow {
    std::string_view name;
    SynapseFactory make;
    SynapseTraits extra = {}; // `_hom_w`, `_lbl`, `_hpc`: added to what the implementation says
};
struct RuleRow {
    std::string_view name;
    RuleFactory make;
};

// In the order in which models are numbered.
std::span<NodeModelRow const> node_model_catalogue();
std::span<SynapseModelRow const> synapse_model_catalogue();
std::span<RuleRow const> rule_catalogue();

// The factory of a class, for catalogue rows and for the last line of a model's file.
template <class Base, class T> std::unique_ptr<Base> make() { return std::make_unique<T>(); }

} // namespace nest
