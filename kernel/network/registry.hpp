// All models and all nodes of a simulation.
#pragma once

#include "kernel/catalogue.hpp"
#include "kernel/network/cohort.hpp"
#include "kernel/nodes.hpp"
#include "kernel/record/recorder.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace nest {

enum class NodeKind : std::uint8_t { neuron, stimulator, recorder };
std::string_view element_type(NodeKind kind);

struct NodeModelEntry {
    ModelRef identity;
    std::string type_id; // name of the original
    NodeModelRow row;
    std::unique_ptr<Model> prototype; // one lane: the defaults

    NodeKind kind() const { return static_cast<NodeKind>(row.make.index()); }
    std::string_view element_type() const;
    std::unique_ptr<Model> make() const;
    std::string const& name() const { return identity->name; }
};

struct SynapseModelEntry {
    std::string name;
    std::string type_id;
    SynapseModelRow row;
    SynapseTraits traits;
    std::unique_ptr<SynapseModel> prototype;
    Step delay = 0;          // default, in steps
    double delay_rest = 0.0; // ms by which it is shorter
    std::int64_t receptor = 0;
    std::int64_t label = -1;
    NodeCollection weight_recorder = {};
    NodeCollection volume_transmitter = {}; // of modulated models
    bool delay_used = false;
};

// Where a node lives: lane `lane` of population `owner` on its thread, or device number `owner`.
struct NodeEntry {
    NodeKind kind;
    std::uint32_t owner;
    std::uint32_t lane;
    std::uint32_t model;
};

struct Population {
    std::uint32_t model;
    std::int64_t size = 0;
    bool sealed = false; // its input slots are in use: later nodes of the model form another population
};

struct Stimulator {
    NodeId id;
    std::uint32_t model;
    std::vector<std::unique_ptr<StimulusModel>> on_thread; // equal parameters everywhere
    std::uint64_t connections = 0;                         // made so far
    Step settled = 0;                                      // step at which parameters last changed
    bool frozen = false;
};

struct Recorder {
    NodeId id;
    std::uint32_t model;
    std::unique_ptr<RecorderModel> device;
    std::vector<EventLog> log;     // one per thread
    std::uint64_t connections = 0; // made so far
    bool frozen = false;
    std::unique_ptr<Record> record = {}; // where events go; from the first preparation on
    std::string record_to = {};          // its kind
};

} // namespace nest
