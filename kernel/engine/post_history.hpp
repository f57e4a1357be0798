// What plastic edges ask about their targets: when they fired, and the trace their spikes leave (kernel.md
// section 15). One record per lane of a thread; the latest spikes lie side by side, older ones apart.
// A spike between grid points lies `offset` ms before the step of its stamp; where there are none, no offset
// is kept.
#pragma once

#include "kernel/core/column.hpp"
#include "kernel/core/decay.hpp"
#include "kernel/core/time.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace nest {

class PostHistory {
public:
    // Room for `lanes` records; those that exist are kept.
    void reach(std::size_t lanes);
    bool in_use() const { return in_use_; }
    bool between_grid_points() const { return !offsets_.empty(); } // has any spike an offset?

    // From now on the spikes of this lane are kept: a plastic edge ends there.
    void watch(std::size_t lane) {
        in_use_ = true;
        records_[lane].watched = std::max<std::uint8_t>(records_[lane].watched, 1);
    }
    void watch_triplets(std::size_t lane);
    void set_tau_minus(std::size_t lane, double tau, double h);
    void set_tau_triplet(std::size_t lane, double tau);

    void spike(std::size_t lane, Step stamp, double offset = 0.0) {
        if (records_[lane].watched) keep(records_[lane], lane, stamp, offset);
    }

    // Calls use(stamp, offset) for every spike with after < stamp <= until, in ascending order.
    template <class Use> void spikes(std::size_t lane, Step after, Step until, Use use) const {
        Record const& r = records_[lane];
        if (r.count == 0 || static_cast<Step>(r.stamp[r.count - 1]) <= after) return;
        if (r.older && static_cast<Step>(r.stamp[0]) > after + 1)
            for (Older const& o : older_[lane])
                if (static_cast<Step>(o.stamp) > after && static_cast<Step>(o.stamp) <= until)
                    use(static_cast<Step>(o.stamp), o.offset);
        std::uint32_t i = r.count;
        while (i > 0 && static_cast<Step>(r.stamp[i - 1]) > after) --i;
        for (; i < r.count && static_cast<Step>(r.stamp[i]) <= until; ++i)
            use(static_cast<Step>(r.stamp[i]), offset_of(lane, i));
    }

    // The trace just before a time: a spike at that very time does not count. Remembered for latest_trace.
    double trace(std::size_t lane, Step at) const {
        return latest_[lane] = trace_before(records_[lane], lane, at);
    }

    // What all lanes show at one time: trace(lane, until), and the stamps of the latest spikes not after
    // `until`, latest first; 0: none.
    static constexpr std::size_t viewed_spikes = 6;
    using Latest = std::array<Column<std::uint32_t>, viewed_spikes>;
    struct View {
        Step until = 0;
        Column<double> trace = {};
        Latest stamp = {};
    };
    // Null where looking lane by lane costs less for `edges` more edges. Not with spikes between grid points.
    // It is valid until the next call.
    View const* view(Step until, std::size_t edges) const;
    // The traces of `n` lanes, remembered as those of trace().
    void look_up(View const& view, std::uint32_t const* lanes, std::size_t n, double* trace) const;
    // The same if only the latest spike counts.
    double nearest_trace(std::size_t lane, Step at) const {
        Record const& r = records_[lane];
        for (std::uint32_t i = r.count; i-- > 0;)
            if (earlier(r.stamp[i], offset_of(lane, i), at))
                return decay(lane, at - static_cast<Step>(r.stamp[i]), -offset_of(lane, i));
        return r.older ? older_nearest(lane, at) : 0.0;
    }

    // Calls use(stamp, offset, slow trace just after the spike) for every spike with after < stamp <= until.
    // For lanes whose triplets are watched.
    template <class Use> void triplets(std::size_t lane, Step after, Step until, Use use) const {
        auto const at = slow_.find(lane);
        if (at == slow_.end()) return;
        for (Older const& o : at->second.spikes)
            if (static_cast<Step>(o.stamp) > after && static_cast<Step>(o.stamp) <= until)
                use(static_cast<Step>(o.stamp), o.offset, o.trace);
    }
    double latest_trace(std::size_t lane) const { return latest_[lane]; } // as last asked for
    std::size_t kept(std::size_t lane) const { return records_[lane].count + older_[lane].size(); }

    // Forgets spikes no edge will ask for: those with stamps <= before[lane]; the latest is always kept.
    bool worth_pruning() const { return kept_older_ > 2 * records_.size() + 100000; }
    void prune(std::vector<Step> const& before);

    void const* line_of(std::size_t lane) const { return &records_[lane]; } // for prefetching
    std::size_t size() const { return records_.size(); }

private:
    static constexpr std::uint32_t inline_spikes = 8;
    static constexpr std::uint16_t most_tables = 256; // of decay; neurons beyond have none
    static constexpr double same_time = 1e-6;         // ms; spikes that lie closer together coincide
    struct alignas(64) Record {
        std::uint32_t stamp[inline_spikes] = {}; // ascending
        std::uint16_t decay = 0;                 // number of the table for tau_minus, if there is one
        std::uint8_t count = 0;
        std::uint8_t watched = 0;         // 2: triplets as well
        std::uint8_t older = 0;           // are there spikes before those?
        double trace[inline_spikes] = {}; // just after each spike
    };
    static_assert(sizeof(Record) == 128);
    struct Older {
        std::uint32_t stamp;
        double trace;
        double offset; // ms
    };
    using Offsets = std::array<double, inline_spikes>;
    // The slow trace, for the few lanes where it is asked for.
    struct Slow {
        double tau = 110.0; // ms
        std::vector<Older> spikes = {};
    };
    void keep(Record& record, std::size_t lane, Step stamp, double offset);
    void keep_slow(Slow& slow, std::uint32_t stamp, double offset) const;
    void repair(View& view, std::size_t lane) const;
    // Over a lag that is `less` ms shorter.
    double decay(std::size_t lane, Step lag, double less) const {
        std::uint16_t const table = records_[lane].decay;
        return table < most_tables ? decays_[table](lag, less)
                                   : elementary::exp((less - static_cast<double>(lag) * h_) / tau_[lane]);
    }
    double older_trace(std::size_t lane, Step at) const;
    double older_nearest(std::size_t lane, Step at) const;
    double trace_before(Record const& r, std::size_t lane, Step at) const {
        for (std::uint32_t i = r.count; i-- > 0;)
            if (earlier(r.stamp[i], offset_of(lane, i), at))
                return r.trace[i] * decay(lane, at - static_cast<Step>(r.stamp[i]), -offset_of(lane, i));
        return r.older ? older_trace(lane, at) : 0.0;
    }
    double offset_of(std::size_t lane, std::uint32_t i) const {
        return offsets_.empty() ? 0.0 : offsets_[lane][i];
    }
    static bool earlier(std::uint32_t stamp, double offset, Step than) {
        return static_cast<Step>(stamp) < than || (static_cast<Step>(stamp) == than && offset > same_time);
    }

    std::vector<Record> records_;
    // The latest spikes of every lane, and the time constants: for views.
    Latest newest_;
    Column<double> newest_trace_, tau_;  // just after the spike; ms
    mutable std::vector<double> latest_; // trace as last asked for
    mutable View view_;
    mutable bool view_is_good_ = false;
    mutable Step asked_ = 0;                // the time for which edges asked last,
    mutable std::size_t asking_ = 0;        // and how many have
    std::vector<Offsets> offsets_;          // of the spikes of each record; empty: all zero
    std::vector<std::vector<Older>> older_; // ascending
    std::vector<DecayTable> decays_;
    std::unordered_map<std::size_t, Slow> slow_;
    double h_ = 0.1; // ms
    std::size_t kept_older_ = 0;
    bool in_use_ = false;
};

} // namespace nest
