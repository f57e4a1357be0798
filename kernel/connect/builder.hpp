// Builds the edge tables of one thread from Connect calls, in two passes over the same draws: count per
// (source, delay, tile), then put every edge in its place. No list of edges is ever held twice.
#pragma once

#include "kernel/connect/call.hpp"
#include "kernel/connect/edges.hpp"
#include "kernel/connect/number_column.hpp"
#include "kernel/connect/staging.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace nest {

struct World;
struct Shard;

// What becomes of one edge of an older table.
struct EdgeEdit {
    std::size_t edge;
    bool drop = false;
    Step delay = 0;   // 0: as before
    Place place = {}; // if `moved`
    bool moved = false;
};

class TableBuilder {
public:
    TableBuilder(World const& world, Shard& shard, std::size_t synapse);

    // Edges of `older` come first, in their order; it must outlive the building. `edits` by edge.
    void absorb(EdgeTable const& older, std::vector<EdgeEdit> edits = {});
    void add(PendingEdges edges) { pending_.push_back(std::move(edges)); }

    std::unique_ptr<EdgeTable> build(); // null if there is no edge on this thread

private:
    class Pass;
    class Counting;
    class Placing;
    struct Older;

    void find_extents();
    void choose_weight_form();
    void choose_columns();
    void choose_labels();
    void choose_column(std::size_t field);
    void number_edges();
    void name_origins();
    void count();
    std::size_t make_runs();
    void make_runs_of(std::size_t source, std::size_t& edges);
    void set_run_weights();
    void fill_weights(std::size_t edges);
    void make_pre_traces();
    void watch_targets();
    bool bare() const; // is nothing kept of an edge but slot and weight?
    void place();
    void place_older();
    template <class Visit> void for_each_older(Visit visit);
    std::size_t cell(NodeId source, Step delay, std::uint16_t tile) const {
        return static_cast<std::size_t>(source - first_source_) * keys_ +
               static_cast<std::size_t>(delay_index_[static_cast<std::size_t>(delay - least_delay_)]) *
                   tiles_ +
               tile;
    }

    World const& world_;
    Shard& shard_;
    std::size_t synapse_;
    std::vector<EdgeTable const*> older_;
    std::vector<std::vector<EdgeEdit>> edits_; // for each of them
    std::vector<PendingEdges> pending_;
    std::unique_ptr<EdgeTable> table_;

    NodeId first_source_ = 0;
    NodeId last_source_ = 0;
    Step least_delay_ = 0;
    Step largest_delay_ = 0;
    std::vector<char> delay_used_;           // per delay
    std::vector<std::uint32_t> delay_index_; // per delay from the least on: its number among those in use
    std::size_t tiles_ = 0;
    std::size_t keys_ = 0;           // cells per source
    Pages<std::uint32_t> cells_;     // counts, then the next place of each (source, delay, tile)
    std::optional<Staging> staging_; // of many bare edges with weights of their own

    enum class Weights { table, run, edge };
    Weights weights_ = Weights::table;
    bool weight_column_ = false; // do the weights of plastic edges differ?
    bool labels_ = false;
    bool pre_column_ = false; // does the trace of the source differ between edges?
    std::optional<std::size_t> pre_field_;
    bool origins_ = false;
    std::vector<std::size_t> columns_;                 // fields that differ between edges
    std::vector<std::uint32_t>* stochastic_ = nullptr; // edges made so far, by lane of the target
    std::vector<std::uint32_t> older_origin_;          // first origin of each older table
    std::uint32_t new_origin_ = 0;                     // first origin of the pending edges
};

} // namespace nest
