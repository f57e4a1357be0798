// Entries of many connections, column by column.
#include "kernel/connect/edit.hpp"
#include "kernel/connect/inverse.hpp"
#include "kernel/engine/world.hpp"
#include "kernel/errors.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

namespace nest {

namespace {

// Finds edges one after the other. Neighbours in a list are mostly neighbours in a run, too.
class EdgeFinder {
public:
    explicit EdgeFinder(World& world)
        : world_(world)
        , inverse_(world.shards.size()) {}

    EdgeRef const& at(Connection const& c) {
        if (!of_run(c)) find(c);
        last_ = c;
        return here_;
    }

private:
    // Is it an edge of the run of the last one?
    bool of_run(Connection const& c) {
        if (!here_.table || c.source != last_.source || c.synapse_id != last_.synapse_id ||
            c.thread != last_.thread)
            return false;
        std::size_t const edge = here_.edge + static_cast<std::size_t>(c.port - last_.port);
        if (edge - first_ >= size_ || node_[slot_[edge - first_]] != c.target) return false;
        here_.edge = edge;
        return true;
    }
    void find(Connection const& c) {
        here_ = find_edge(world_, c);
        if (!here_.table) return;
        auto& inverse = inverse_[here_.shard->thread];
        if (!inverse) inverse = std::make_unique<Inverse>(*here_.shard);
        first_ = here_.table->run(here_.run).first;
        size_ = here_.table->run_size(here_.run);
        slot_ = here_.table->slots(here_.run);
        node_ = inverse->tile(here_.table->run(here_.run).tile);
    }

    World& world_;
    std::vector<std::unique_ptr<Inverse>> inverse_; // of each thread, once needed
    Connection last_;
    EdgeRef here_{};
    std::size_t first_ = 0, size_ = 0;
    std::uint16_t const* slot_ = nullptr;
    NodeId const* node_ = nullptr;
};

using Handle = std::int64_t Connection::*;

// What the handle itself says; null for entries of the edge.
Handle in_handle(std::string_view key) {
    static constexpr std::array<std::pair<std::string_view, Handle>, 5> entries = {{
        {"source", &Connection::source},
        {"target", &Connection::target},
        {"target_thread", &Connection::thread},
        {"synapse_id", &Connection::synapse_id},
        {"port", &Connection::port},
    }};
    auto const at = std::ranges::find(entries, key, &decltype(entries)::value_type::first);
    return at == entries.end() ? nullptr : at->second;
}

class Columns {
public:
    Columns(World& world, std::span<Connection const> connections)
        : world_(world)
        , connections_(connections) {}

    std::vector<Property> read(std::span<std::string_view const> keys);

private:
    bool common_weight() const {
        return std::ranges::any_of(connections_, [&](Connection const& c) {
            return world_.synapse_models[static_cast<std::size_t>(c.synapse_id)].traits.common_weight;
        });
    }
    Property of_handles(Handle entry) const;
    void read_numbers(std::vector<double>* weights, std::vector<double>* delays);
    Property of_status(std::string_view key) const;

    World& world_;
    std::span<Connection const> connections_;
};

Property Columns::of_handles(Handle entry) const {
    std::vector<std::int64_t> integers;
    integers.reserve(connections_.size());
    for (Connection const& c : connections_) integers.push_back(c.*entry);
    return Property(std::move(integers));
}

// Either may be null: not asked for.
void Columns::read_numbers(std::vector<double>* weights, std::vector<double>* delays) {
    if (weights) weights->reserve(connections_.size());
    if (delays) delays->reserve(connections_.size());
    EdgeFinder find(world_);
    bool const few = connections_.size() < world_.nodes.size() / 16;
    for (Connection const& c : connections_) {
        EdgeRef const ref = few ? find_edge(world_, c) : find.at(c);
        if (weights) weights->push_back(weight_of(ref));
        if (delays) delays->push_back(delay_of(world_, ref));
    }
}

Property Columns::of_status(std::string_view key) const {
    PropertyList list;
    for (Connection const& c : connections_) {
        Properties const status = connection_status(world_, c);
        Property const* const value = status.find(key);
        if (!value) throw KernelError("KeyError", std::string(key), did_you_mean(key, status.keys()));
        list.push_back(*value);
    }
    return Property(std::move(list));
}

std::vector<Property> Columns::read(std::span<std::string_view const> keys) {
    bool const with_delays = std::ranges::find(keys, "delay") != keys.end();
    bool const with_weights = std::ranges::find(keys, "weight") != keys.end() && !common_weight();
    std::vector<double> numbers[2];
    if (with_weights || with_delays)
        read_numbers(with_weights ? &numbers[0] : nullptr, with_delays ? &numbers[1] : nullptr);
    Property const weights(std::move(numbers[0])), delays(std::move(numbers[1]));
    std::vector<Property> columns;
    for (std::string_view const key : keys) {
        if (Handle const entry = in_handle(key))
            columns.push_back(of_handles(entry));
        else if (key == "delay")
            columns.push_back(delays);
        else if (key == "weight" && with_weights)
            columns.push_back(weights);
        else
            columns.push_back(of_status(key));
    }
    return columns;
}

} // namespace

std::vector<Property> connection_columns(World& world, std::span<Connection const> connections,
                                         std::span<std::string_view const> keys) {
    return Columns(world, connections).read(keys);
}

} // namespace nest
