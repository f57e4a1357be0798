// What the targets of a run did between two spikes of its source: the first spike of every target that fired,
// then the second of those that fired twice, and so on. Edges of one round do not depend on each other, so a
// model can compute them together.
#pragma once

#include "kernel/engine/outgoing.hpp"
#include "kernel/engine/post_history.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace nest {

class Pairings {
public:
    static constexpr std::size_t most_edges = 1024; // at a time

    struct Round {
        std::vector<std::uint32_t> edge; // counted from the first of those collected
        std::vector<Step> stamp;
    };

    // For edges [first, first + count) of a run: spikes with after < stamp <= until.
    void collect(PostHistory const& post, Outgoing const& out, std::size_t first, std::size_t count,
                 Step after, Step until) {
        for (std::size_t r = 0; r < used_; ++r) rounds_[r].edge.clear(), rounds_[r].stamp.clear();
        used_ = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (i + prefetch_ahead < count) out.prefetch(post, first + i + prefetch_ahead);
            std::size_t number = 0;
            post.spikes(out.lane(first + i), after, until, [&](Step at, double) { add(number++, i, at); });
        }
    }
    std::size_t rounds() const { return used_; }
    Round const& round(std::size_t r) const { return rounds_[r]; }

private:
    static constexpr std::size_t prefetch_ahead = 12; // edges
    void add(std::size_t number, std::size_t edge, Step stamp) {
        if (number == rounds_.size()) rounds_.emplace_back();
        if (number == used_) ++used_;
        rounds_[number].edge.push_back(static_cast<std::uint32_t>(edge));
        rounds_[number].stamp.push_back(stamp);
    }
    std::vector<Round> rounds_;
    std::size_t used_ = 0;
};

} // namespace nest
