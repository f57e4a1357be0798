// What the targets of a run did between two spikes of its source: the spikes of targets that fired once, then
// the first spike of those that fired more often, then the second of them, and so on. Edges of one round do
// not depend on each other, so a model can compute them together.
#pragma once

#include "kernel/engine/outgoing.hpp"
#include "kernel/engine/post_history.hpp"
#include "kernel/models/synapse_model.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace nest {

class Pairings {
public:
    static constexpr std::size_t most_edges = 1024; // at a time

    struct Round {
        std::size_t n = 0;
        std::array<std::uint32_t, most_edges> edge;  // counted from the first edge at hand
        std::array<std::uint32_t, most_edges> stamp; // steps
    };

    // A spike of a source that last fired at `last` arrives at the edges of a run, some at a time:
    // potentiate(first, round) for what their targets did in between, then depress(first, n, traces of the
    // targets); then their weights (of the run, `weight`) are sent. Not with spikes between grid points.
    template <class Potentiate, class Depress>
    void pair(Arrival const& spike, Step last, std::size_t count, double const* weight,
              PostHistory const& post, Outgoing& out, Potentiate potentiate, Depress depress) {
        Step const after = last - spike.delay, until = spike.stamp - spike.delay;
        auto const* const view = post.view(until, count);
        for (std::size_t first = 0; first < count; first += most_edges) {
            std::size_t const n = std::min(most_edges, count - first);
            out.lanes(first, n, lanes_.data());
            clear();
            if (view)
                collect(*view, post, n, after);
            else
                collect(post, n, after, until);
            if (once_.n > 0) potentiate(first, once_);
            for (std::size_t r = 0; r < used_; ++r) potentiate(first, rounds_[r]);
            depress(first, n, trace_.data());
            out.send(first, n, weight + first);
        }
    }

private:
    static constexpr std::size_t prefetch_ahead = 12; // edges

    void clear() {
        once_.n = 0;
        for (std::size_t r = 0; r < used_; ++r) rounds_[r].n = 0;
        used_ = 0;
    }
    void collect(PostHistory const& post, std::size_t n, Step after, Step until) {
        for (std::size_t i = 0; i < n; ++i) {
            if (i + prefetch_ahead < n) __builtin_prefetch(post.line_of(lanes_[i + prefetch_ahead]));
            add_all(post, i, after, until);
            trace_[i] = post.trace(lanes_[i], until);
        }
    }
    void collect(PostHistory::View const& view, PostHistory const& post, std::size_t n, Step after) {
        post.look_up(view, lanes_.data(), n, trace_.data(), last_.data(), previous_.data());
        auto const since = static_cast<std::uint32_t>(std::max(after, Step{0})); // stamps are positive
        std::size_t more = 0;
        for (std::size_t i = 0; i < n; ++i) { // without a branch: which edges these are is chance
            once_.edge[once_.n] = more_[more] = static_cast<std::uint32_t>(i);
            once_.stamp[once_.n] = last_[i];
            bool const twice = previous_[i] > since;
            once_.n += last_[i] > since && !twice;
            more += twice;
        }
        for (std::size_t m = 0; m < more; ++m) {
            if (m + prefetch_ahead < more)
                __builtin_prefetch(post.line_of(lanes_[more_[m + prefetch_ahead]]));
            add_all(post, more_[m], after, view.until);
        }
    }
    void add_all(PostHistory const& post, std::size_t i, Step after, Step until) {
        std::size_t number = 0;
        post.spikes(lanes_[i], after, until, [&](Step at, double) { add(number++, i, at); });
    }
    void add(std::size_t number, std::size_t edge, Step stamp) {
        if (number == rounds_.size()) rounds_.emplace_back();
        if (number == used_) ++used_;
        Round& round = rounds_[number];
        round.edge[round.n] = static_cast<std::uint32_t>(edge);
        round.stamp[round.n++] = static_cast<std::uint32_t>(stamp);
    }

    Round once_;
    std::vector<Round> rounds_; // by number of the spike
    std::size_t used_ = 0;
    std::array<std::uint32_t, most_edges> lanes_, last_, previous_, more_;
    std::array<double, most_edges> trace_;
};

} // namespace nest
