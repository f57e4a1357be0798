// Where a plastic synapse model sends the events of one run: straight into a row of input if it is due in
// this slice, else into the calendar.
#pragma once

#include "kernel/engine/calendar.hpp"
#include "kernel/engine/post_history.hpp"
#include "kernel/nodes.hpp"
#include "kernel/random/streams.hpp"

#include <cstddef>
#include <cstdint>

namespace nest {

struct Shard;
class EdgeTable;

// What is rarely asked for: the run, and the spike that arrives there.
struct Passage {
    EdgeTable& table;
    std::size_t run;
    NodeId source;
    Step stamp;
    std::uint32_t repetition;      // number of the spike among those of the source with this stamp
    EdgeKey const* keys = nullptr; // of the edges, where they are kept apart
};

class Outgoing {
public:
    Outgoing(Shard& shard, std::uint16_t tile, std::uint16_t const* slots, double* row, Calendar::Page* page,
             double offset = 0.0, Passage const* passage = nullptr, double factor = 1.0);

    // The lane of edge i (counted from the first of the run), as the post-synaptic history knows it.
    std::size_t lane(std::size_t i) const { return map_ ? map_[slots_[i]] : first_lane_ + slots_[i]; }
    void prefetch(PostHistory const& post, std::size_t i) const { __builtin_prefetch(post.line_of(lane(i))); }

    // The same of edges first, first + 1, ...
    void lanes(std::size_t first, std::size_t n, std::uint32_t* lanes) const;

    Rng rng(std::size_t i) const;
    NodeId target(std::size_t i) const;

    void send(std::size_t i, double weight) {
        weight = counts_ ? 1.0 : factor_ * weight;
        bool const fits = sign_ == 0 || counts_ || (sign_ < 0 ? weight <= 0.0 : weight >= 0.0);
        if (row_ && fits)
            row_[slots_[i]] += weight;
        else
            elsewhere(i, weight, fits);
    }

    void send(std::size_t first, std::size_t n, double const* weights); // the same, of many edges

private:
    void elsewhere(std::size_t i, double weight, bool fits);

    Shard& shard_;
    std::uint16_t tile_;
    std::uint16_t const* slots_;
    double* row_; // at the tile; null: not in this slice, or every event is looked at
    double* due_row_;
    Calendar::Page* page_;
    Passage const* passage_;
    bool counts_;
    bool single_;
    int sign_;      // of the weights that enter at this tile; 0: any
    double offset_; // of the spike, for tiles of single events
    double factor_; // of all weights
    std::size_t first_lane_;
    std::uint32_t const* map_;
};

} // namespace nest
