// What the targets of a run did between two spikes of its source, as rounds of edges that do not depend on
// each other, so that a model can compute them together: the edges whose targets fired once; those whose
// targets fired twice, with the first of the two spikes and then with the second; and so on.
#pragma once

#include "kernel/engine/outgoing.hpp"
#include "kernel/engine/post_history.hpp"
#include "kernel/engine/sift.hpp"
#include "kernel/models/synapse_model.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace nest {

class Pairings {
public:
    static constexpr std::size_t most_edges = EdgeList::most; // at a time

    struct Round {
        std::size_t n;
        std::uint32_t const* edge;  // counted from the first edge at hand; different ones
        std::uint32_t const* stamp; // steps
    };

    // A spike of a source that last fired at `last` arrives at the edges of a run, some at a time:
    // potentiate(first, round) for what their targets did in between, unless the trace of the source is zero;
    // then depress(first, n, traces of the targets); then their weights (of the run, `weight`) are sent.
    // Not with spikes between grid points.
    template <class Potentiate, class Depress>
    void pair(Arrival const& spike, Step last, bool traced, std::size_t count, double const* weight,
              PostHistory const& post, Outgoing& out, Potentiate potentiate, Depress depress) {
        Step const after = last - spike.delay, until = spike.stamp - spike.delay;
        auto const* const view = post.view(until, count);
        for (std::size_t first = 0; first < count; first += most_edges) {
            std::size_t const n = all_.n = std::min(most_edges, count - first);
            out.lanes(first, n, all_.lane.data());
            used_ = 0;
            auto const use = [&](Round const& round) { potentiate(first, round); };
            if (view) {
                post.look_up(*view, all_.lane.data(), n, trace_.data());
                if (traced) collect(*view, post, after, use);
            } else {
                collect(post, n, after, until);
            }
            if (traced)
                for (std::size_t r = 0; r < used_; ++r)
                    use({rounds_[r].n, rounds_[r].edge.data(), rounds_[r].stamp.data()});
            depress(first, n, trace_.data());
            out.send(first, n, weight + first);
        }
    }

private:
    static constexpr std::size_t prefetch_ahead = 12; // edges

    void collect(PostHistory const& post, std::size_t n, Step after, Step until) {
        for (std::size_t i = 0; i < n; ++i) {
            if (i + prefetch_ahead < n) __builtin_prefetch(post.line_of(all_.lane[i + prefetch_ahead]));
            add_all(post, static_cast<std::uint32_t>(i), all_.lane[i], after, until);
            trace_[i] = post.trace(all_.lane[i], until);
        }
    }
    // Edges go through sieves, one per spike of their target. Those that stay behind have had all of theirs.
    template <class Use>
    void collect(PostHistory::View const& view, PostHistory const& post, Step after, Use const& use) {
        auto const since = static_cast<std::uint32_t>(std::max(after, Step{0})); // stamps are positive
        sift(all_, view.stamp[0].data(), since, some_[0], nullptr);
        for (std::size_t spikes = 1; spikes < PostHistory::viewed_spikes; ++spikes) {
            EdgeList const& at_least = some_[(spikes - 1) % 2];
            sift(at_least, view.stamp[spikes].data(), since, some_[spikes % 2], &exactly_);
            for (std::size_t k = spikes; k-- > 0;) {
                for (std::size_t i = 0; i < exactly_.n; ++i) stamp_[i] = view.stamp[k][exactly_.lane[i]];
                use({exactly_.n, exactly_.edge.data(), stamp_.data()});
            }
        }
        EdgeList const& more = some_[(PostHistory::viewed_spikes - 1) % 2];
        for (std::size_t i = 0; i < more.n; ++i) {
            if (i + prefetch_ahead < more.n) __builtin_prefetch(post.line_of(more.lane[i + prefetch_ahead]));
            add_all(post, more.edge[i], more.lane[i], after, view.until);
        }
    }
    void add_all(PostHistory const& post, std::uint32_t edge, std::size_t lane, Step after, Step until) {
        std::size_t number = 0;
        post.spikes(lane, after, until, [&](Step at, double) { add(number++, edge, at); });
    }
    void add(std::size_t number, std::uint32_t edge, Step stamp) {
        if (number == rounds_.size()) rounds_.emplace_back();
        if (number == used_) rounds_[used_++].n = 0;
        Kept& round = rounds_[number];
        round.edge[round.n] = edge;
        round.stamp[round.n++] = static_cast<std::uint32_t>(stamp);
    }

    struct Kept {
        std::size_t n = 0;
        std::array<std::uint32_t, most_edges> edge, stamp;
    };
    static EdgeList numbered() {
        EdgeList list;
        for (std::size_t i = 0; i < list.edge.size(); ++i) list.edge[i] = static_cast<std::uint32_t>(i);
        return list;
    }

    EdgeList all_ = numbered(), some_[2], exactly_;
    std::vector<Kept> rounds_; // by number of the spike, for those not sieved
    std::size_t used_ = 0;
    std::array<std::uint32_t, most_edges> stamp_;
    std::array<double, most_edges> trace_;
};

} // namespace nest
