// The edges of one synapse model on one thread, sorted by source, delay and order of creation, in columns.
#pragma once

#include "kernel/core/pages.hpp"
#include "kernel/core/time.hpp"
#include "kernel/engine/slots.hpp"
#include "kernel/models/synapse_model.hpp"
#include "kernel/nodes.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace nest {

// Edges of one source with one delay into one tile: from `first` to the first edge of the next run.
struct Run {
    std::uint32_t first;
    std::uint32_t delay; // steps
    std::uint16_t tile;
};

// Where edges come from: one synapse specification of one Connect call, with the ids it spans.
struct Origin {
    std::uint64_t call = 0;
    std::uint32_t specification = 0;
    NodeId first_source = 0, last_source = 0;
    NodeId first_target = 0, last_target = 0;
    bool holds(NodeId source, NodeId target) const {
        return source >= first_source && source <= last_source && target >= first_target &&
               target <= last_target;
    }
    bool overlaps(Origin const& o) const {
        return first_source <= o.last_source && o.first_source <= last_source &&
               first_target <= o.last_target && o.first_target <= last_target;
    }
};

struct RunRange {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
};

class EdgeTable {
public:
    EdgeTable(std::size_t synapse, std::unique_ptr<SynapseModel> model, SynapseTraits traits);

    std::size_t synapse() const { return synapse_; }
    SynapseTraits const& traits() const { return traits_; }
    SynapseModel& model() { return *model_; }
    SynapseModel const& model() const { return *model_; }
    std::size_t size() const { return slots_.size(); }
    std::size_t bytes() const;

    // ---- by source
    NodeId first_source() const { return first_source_; }
    NodeId last_source() const { return first_source_ + static_cast<NodeId>(run_of_.size()) - 2; }
    RunRange runs_of(NodeId source) const {
        std::uint64_t const s = static_cast<std::uint64_t>(source - first_source_);
        bool const known = source >= first_source_ && s + 1 < run_of_.size();
        return known ? RunRange{run_of_[s], run_of_[s + 1]} : RunRange{};
    }

    void prefetch_source(NodeId source) const {
        std::uint64_t const s = static_cast<std::uint64_t>(source - first_source_);
        if (source >= first_source_ && s + 1 < run_of_.size()) __builtin_prefetch(&run_of_[s]);
    }
    void prefetch_runs(NodeId source) const {
        constexpr std::uint32_t runs_per_line = 64 / sizeof(Run);
        RunRange const runs = runs_of(source);
        for (std::uint32_t r = runs.begin; r < runs.end; r += runs_per_line) __builtin_prefetch(&runs_[r]);
    }

    // ---- by run
    Run const& run(std::size_t r) const { return runs_[r]; }
    std::size_t run_size(std::size_t r) const { return runs_[r + 1].first - runs_[r].first; }
    std::size_t runs() const { return runs_.size() - 1; }
    std::uint16_t const* slots(std::size_t r) const { return slots_from(runs_[r].first); }
    bool between_grid_points() const { return between_grid_points_; } // delays of edges
    bool edge_weights() const { return !weights_.empty(); }
    double run_weight(std::size_t r) const {
        return run_weights_.size() == 1 ? run_weights_[0] : run_weights_[r];
    }
    double const* weights(std::size_t r) const { return weights_from(runs_[r].first); }
    std::uint16_t const* slots_from(std::size_t edge) const { return slots_.data() + edge; }
    double const* weights_from(std::size_t edge) const { return weights_.data() + edge; }

    // ---- by edge
    std::size_t run_at(std::size_t edge) const;
    NodeId source_of_run(std::size_t r) const;
    Place place(std::size_t edge, std::size_t r) const { return {runs_[r].tile, slots_[edge]}; }
    double weight(std::size_t edge, std::size_t r) const;
    std::int64_t label(std::size_t edge) const { return labels_.size() == 1 ? labels_[0] : labels_[edge]; }
    std::uint32_t number(std::size_t edge) const { return numbers_[edge]; } // of a stochastic edge
    Origin const& origin(std::size_t edge, NodeId source, NodeId target) const;
    std::vector<Origin> const& origins() const { return origins_; }

    // ---- what sources have left behind (plastic models)
    PreTrace pre(std::size_t r) {
        std::size_t const first = shared_pre_ ? r : runs_[r].first;
        return {pre_trace_.data() + first, pre_last_.data() + first, shared_pre_};
    }
    double pre_trace(std::size_t edge, std::size_t r) const { return pre_trace_[shared_pre_ ? r : edge]; }
    Step pre_last(std::size_t edge, std::size_t r) const { return pre_last_[shared_pre_ ? r : edge]; }
    void set_pre_trace(std::size_t edge, double trace);
    void spread_pre(); // one trace per edge, because parameters differ

    // How many spikes with the stamp of the one at hand have arrived at run `r` before.
    std::uint32_t repetition(std::size_t r, bool again) {
        if (repetitions_.empty()) return 0;
        return repetitions_[r] = again ? repetitions_[r] + 1 : 0;
    }

    // The recorder of its weights: number among those of the shard; -1: none.
    std::int32_t weight_tap = -1;
    NodeId transmitter = 0; // the volume transmitter it is bound to; 0: none

    // For common_weight: the weight of all edges. The same sign, or edges must change their places.
    void set_common_weight(double weight);

    // A weight of the same sign; the run keeps its place.
    void set_weight(std::size_t edge, double weight);
    void set_label(std::size_t edge, std::int64_t label);

private:
    friend class TableBuilder;
    void spread_weights();

    std::size_t synapse_;
    std::unique_ptr<SynapseModel> model_; // lanes: the edges, for what is neither weight nor delay
    SynapseTraits traits_;
    bool between_grid_points_;
    NodeId first_source_ = 1;
    std::vector<std::uint32_t> run_of_; // per source, and one past the last: first run
    std::vector<Run> runs_;             // and one past the last
    Pages<std::uint16_t> slots_;
    std::vector<double> run_weights_{1.0}; // one for the table, or one per run
    Pages<double> weights_;                // or one per edge
    std::vector<double> pre_trace_;        // per run, or per edge
    std::vector<Step> pre_last_;
    bool shared_pre_ = true;
    std::vector<std::int64_t> labels_{-1};   // one for all, or one per edge
    std::vector<std::uint32_t> numbers_;     // per stochastic edge: among those of its target
    std::vector<std::uint32_t> repetitions_; // per run of stochastic edges
    std::vector<Origin> origins_;
    std::vector<std::uint32_t> origin_of_; // per edge, where ids do not tell
};

} // namespace nest
