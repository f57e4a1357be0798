// The two passes of TableBuilder over the edges that wait (builder.cpp alone includes this): they replay the
// rule of a call and count its edges, then put each in its place.
#pragma once

#include "kernel/connect/builder.hpp"
#include "kernel/connect/evaluate.hpp"
#include "kernel/engine/world.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace nest {

// Ids of a collection by position, without a search for the usual contiguous one.
class Ids {
public:
    explicit Ids(NodeCollection const& nodes) {
        if (nodes.contiguous())
            first_ = nodes.first();
        else
            ids_ = nodes.ids();
    }
    NodeId operator[](std::size_t i) const {
        return ids_.empty() ? first_ + static_cast<NodeId>(i) : ids_[i];
    }

private:
    NodeId first_ = 0;
    std::vector<NodeId> ids_;
};

// Replays one specification; the two passes differ in what they do with an edge. Edges are gathered, so that
// what is drawn for them is drawn for many at a time and memory can be fetched ahead.
class TableBuilder::Pass : public EdgeSink {
public:
    Pass(TableBuilder& builder, PendingEdges const& edges)
        : builder_(builder)
        , call_(*edges.call)
        , spec_(edges.spec())
        , sources_(edges.call->sources)
        , targets_(edges.call->targets)
        , fixed_delay_(spec_.delay.constant())
        , delay_(fixed_delay_ ? static_cast<Step>(spec_.delay.number()) : 0)
        , fixed_weight_(spec_.weight.constant())
        , weight_(fixed_weight_ ? spec_.weight.number() : 0.0) {
        if (builder.table_->traits().common_weight) weight_ = builder.table_->model().weight[0];
        if (spec_.drawn) kept_ = spec_.drawn->steps.at(builder.shard_.thread);
    }

    void replay() {
        Partition const partition = builder_.world_.partition();
        Share const share{partition.process(builder_.shard_.thread), partition.processes()};
        call_.rule->build(call_.sources, call_.targets, share, builder_.world_.random, call_.ordinal, *this);
        flush();
    }
    void connect(std::int64_t target, std::span<std::uint32_t const> sources,
                 std::uint64_t ordinal) override {
        NodeId const to = targets_[static_cast<std::size_t>(target)];
        aim(to);
        if (fixed_delay_ && fixed_weight_ && plain_) return take_plain(sources);
        while (!sources.empty()) {
            std::size_t const n = std::min(sources.size(), edges_at_a_time - edges_.size());
            for (std::uint32_t const s : sources.first(n))
                edges_.push_back({sources_[s], lane_, {places_[0], places_[1]}});
            ordinals_.add(ordinal, n);
            if (edges_.size() == edges_at_a_time) flush();
            ordinal += n;
            sources = sources.subspan(n);
        }
    }

protected:
    struct Edge {
        NodeId source;
        std::size_t lane; // of the target in the history
        Place places[2];  // for positive and for negative weights
    };
    virtual void
    take_plain(std::span<std::uint32_t const> sources) = 0; // all into one place, constant values
    virtual void take(std::vector<Edge> const& edges, EdgeOrdinals const& ordinals) = 0;

    void aim(NodeId target) {
        NodeEntry const& node = builder_.world_.node(target);
        Cohort const& cohort = *builder_.shard_.cohorts[node.owner];
        SpikePort const port = builder_.world_.spike_port(node, spec_.receptor);
        places_[0] = cohort.place(builder_.shard_.slots, port.positive, node.lane);
        places_[1] = cohort.place(builder_.shard_.slots, port.negative, node.lane);
        lane_ = cohort.history_lane(node.lane);
    }
    // The key of (source, delay, tile) for the edges at hand, ahead of its use.
    void find_cells(std::vector<Edge> const& edges, EdgeOrdinals const& ordinals, bool weighted) {
        std::size_t const n = edges.size();
        if (!fixed_delay_) find_delays(ordinals);
        if (!fixed_weight_ && weighted)
            evaluate(spec_.weight, call_, ordinals, builder_.world_.random, weights_);
        cells_.resize(n);
        for (std::size_t i = 0; i < n; ++i) {
            cells_[i] =
                builder_.cell(edges[i].source, fixed_delay_ ? delay_ : delays_[i], place(edges, i).tile);
            if (!builder_.staging_) __builtin_prefetch(&builder_.cells_[cells_[i]], 1);
        }
    }
    void find_delays(EdgeOrdinals const& ordinals) {
        if (kept_.size() < ordinals.size())
            return evaluate_delays(spec_, call_, ordinals, builder_.world_.random, builder_.world_.grid(),
                                   delays_);
        delays_.assign(kept_.begin(), kept_.begin() + static_cast<std::ptrdiff_t>(ordinals.size()));
        kept_ = kept_.subspan(ordinals.size());
    }
    double weight(std::size_t i) const { return fixed_weight_ || weights_.empty() ? weight_ : weights_[i]; }
    Place place(std::vector<Edge> const& edges, std::size_t i) const {
        return edges[i].places[weight(i) < 0.0];
    }

    TableBuilder& builder_;
    ConnectCall const& call_;
    EdgeSpecification const& spec_;
    Ids sources_;
    Ids targets_;
    bool fixed_delay_;
    Step delay_;
    bool fixed_weight_;
    double weight_;
    bool plain_ = true; // is nothing stored for an edge but its slot?
    Place places_[2];
    std::vector<std::size_t> cells_; // of the edges at hand
    std::vector<double> weights_;

private:
    void flush() {
        if (!edges_.empty()) take(edges_, ordinals_);
        edges_.clear();
        ordinals_.clear();
    }
    std::vector<Edge> edges_;
    EdgeOrdinals ordinals_;
    std::vector<Step> delays_;
    std::span<std::uint8_t const> kept_; // the delays of the edges to come, if drawn before
    std::size_t lane_ = 0;               // of the target in the history
};

class TableBuilder::Counting final : public Pass {
public:
    using Pass::Pass;

private:
    void take_plain(std::span<std::uint32_t const> sources) override {
        std::uint32_t* const cells = builder_.cells_.data();
        std::size_t const key = builder_.cell(builder_.first_source_, delay_, places_[weight_ < 0.0].tile);
        for (std::uint32_t const s : sources)
            ++cells[static_cast<std::size_t>(sources_[s] - builder_.first_source_) * builder_.keys_ + key];
    }
    // The sign of the weight matters only where it decides the tile.
    void take(std::vector<Edge> const& edges, EdgeOrdinals const& ordinals) override {
        bool const split =
            std::ranges::any_of(edges, [](Edge const& e) { return e.places[0].tile != e.places[1].tile; });
        if (!split) weights_.clear();
        find_cells(edges, ordinals, split);
        for (std::size_t const cell : cells_) ++builder_.cells_[cell];
    }
};

class TableBuilder::Placing final : public Pass {
public:
    Placing(TableBuilder& builder, PendingEdges const& edges, std::uint32_t origin)
        : Pass(builder, edges)
        , origin_(origin) {
        plain_ = builder_.weights_ != Weights::edge && builder_.bare();
    }

private:
    void take_plain(std::span<std::uint32_t const> sources) override {
        std::uint32_t* const cells = builder_.cells_.data();
        std::uint16_t* const slots = builder_.table_->slots_.data();
        Place const at = places_[weight_ < 0.0];
        std::size_t const key = builder_.cell(builder_.first_source_, delay_, at.tile);
        for (std::uint32_t const s : sources)
            slots[cells[static_cast<std::size_t>(sources_[s] - builder_.first_source_) * builder_.keys_ +
                        key]++] = at.offset;
    }
    void take(std::vector<Edge> const& edges, EdgeOrdinals const& ordinals) override {
        EdgeTable& table = *builder_.table_;
        double* const weights = table.weights_.empty() ? nullptr : table.weights_.data();
        find_cells(edges, ordinals, true);
        if (builder_.staging_) return stage(edges);
        at_.clear();
        for (std::size_t const cell : cells_) {
            std::uint32_t const e = builder_.cells_[cell]++;
            at_.push_back(e);
            __builtin_prefetch(&table.slots_[e], 1);
            if (weights) __builtin_prefetch(weights + e, 1);
        }
        for (std::size_t i = 0; i < edges.size(); ++i) {
            std::uint32_t const e = at_[i];
            table.slots_[e] = place(edges, i).offset;
            if (weights) weights[e] = weight(i);
            if (builder_.weight_column_) table.model_->weight.put(e, weight(i));
            if (builder_.labels_) table.labels_[e] = spec_.label;
            if (builder_.origins_) table.origin_of_[e] = origin_;
            if (builder_.stochastic_) table.numbers_[e] = (*builder_.stochastic_)[edges[i].lane]++;
        }
        for (std::size_t const field : builder_.columns_) spread(field, ordinals);
        if (builder_.pre_column_) spread_pre(ordinals);
    }
    void stage(std::vector<Edge> const& edges) {
        for (std::size_t i = 0; i < edges.size(); ++i)
            builder_.staging_->add(cells_[i], place(edges, i).offset, weight(i));
    }
    // A property of the edges at hand, into its column.
    void spread(std::size_t field, EdgeOrdinals const& ordinals) {
        auto const extra = std::ranges::find(spec_.extra, field, &EdgeSpecification::Extra::field);
        if (extra == spec_.extra.end()) return; // invisible: as it begins
        evaluate(extra->value, call_, ordinals, builder_.world_.random, values_);
        NumberColumn column(*builder_.table_->model_->fields()[field]);
        for (std::size_t i = 0; i < at_.size(); ++i) column.put(at_[i], values_[i]);
    }
    void spread_pre(EdgeOrdinals const& ordinals) {
        auto const extra =
            std::ranges::find(spec_.extra, *builder_.pre_field_, &EdgeSpecification::Extra::field);
        evaluate(extra->value, call_, ordinals, builder_.world_.random, values_);
        for (std::size_t i = 0; i < at_.size(); ++i) builder_.table_->pre_trace_[at_[i]] = values_[i];
    }
    std::uint32_t origin_;
    std::vector<std::uint32_t> at_; // where the edges at hand go
    std::vector<double> values_;
};

} // namespace nest
