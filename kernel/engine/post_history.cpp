#include "kernel/engine/post_history.hpp"

#include "kernel/core/clones.hpp"
#include "kernel/errors.hpp"

#include <algorithm>
#include <limits>

namespace nest {

void PostHistory::reach(std::size_t lanes) {
    if (records_.size() >= lanes) return;
    records_.resize(lanes);
    older_.resize(lanes);
    latest_.resize(lanes, 0.0);
    for (auto& stamps : newest_) stamps.resize(lanes, 0);
    newest_trace_.resize(lanes, 0.0);
    tau_.resize(lanes, 1.0);
    view_is_good_ = false;
    if (!offsets_.empty()) offsets_.resize(lanes);
}

void PostHistory::watch_triplets(std::size_t lane) {
    watch(lane);
    slow_.try_emplace(lane);
    records_[lane].watched = 2;
}

void PostHistory::set_tau_triplet(std::size_t lane, double tau) {
    auto const at = slow_.find(lane);
    if (at == slow_.end()) return;
    Slow& slow = at->second;
    slow.tau = tau;
    if (!slow.spikes.empty()) return;
    for (Older const& o : older_[lane]) keep_slow(slow, o.stamp, o.offset);
    for (std::uint32_t i = 0; i < records_[lane].count; ++i)
        keep_slow(slow, records_[lane].stamp[i], offset_of(lane, i));
}

void PostHistory::keep_slow(Slow& slow, std::uint32_t stamp, double offset) const {
    double trace = 1.0;
    if (!slow.spikes.empty()) {
        Older const& last = slow.spikes.back();
        double const lag = static_cast<double>(stamp - last.stamp) * h_ - (offset - last.offset); // ms
        trace += last.trace * elementary::exp(-lag / slow.tau);
    }
    slow.spikes.push_back({stamp, trace, offset});
}

void PostHistory::set_tau_minus(std::size_t lane, double tau, double h) {
    h_ = h;
    auto const at = std::ranges::find(decays_, tau, &DecayTable::tau);
    records_[lane].decay = static_cast<std::uint16_t>(at - decays_.begin());
    if (at == decays_.end() && decays_.size() < most_tables) decays_.emplace_back(tau, h);
    tau_[lane] = tau;
    view_is_good_ = false;
}

void PostHistory::keep(Record& r, std::size_t lane, Step stamp, double offset) {
    if (stamp > static_cast<Step>(std::numeric_limits<std::uint32_t>::max()))
        throw KernelException("The simulated time is too long for the histories of plastic synapses.");
    if (r.watched == 2) keep_slow(slow_.at(lane), static_cast<std::uint32_t>(stamp), offset);
    if (offset != 0.0 && offsets_.empty()) offsets_.resize(records_.size());
    double trace = 1.0;
    if (r.count > 0) {
        std::uint32_t const last = r.count - 1u;
        trace += r.trace[last] *
                 decay(lane, stamp - static_cast<Step>(r.stamp[last]), offset - offset_of(lane, last));
    }
    if (r.count == inline_spikes) {
        older_[lane].push_back({r.stamp[0], r.trace[0], offset_of(lane, 0)});
        ++kept_older_;
        r.older = 1;
        if (!offsets_.empty()) std::shift_left(offsets_[lane].begin(), offsets_[lane].end(), 1);
        std::copy(r.stamp + 1, r.stamp + inline_spikes, r.stamp);
        std::copy(r.trace + 1, r.trace + inline_spikes, r.trace);
        --r.count;
    }
    r.stamp[r.count] = static_cast<std::uint32_t>(stamp);
    r.trace[r.count] = trace;
    if (!offsets_.empty()) offsets_[lane][r.count] = offset;
    ++r.count;
    for (std::size_t k = viewed_spikes - 1; k > 0; --k) newest_[k][lane] = newest_[k - 1][lane];
    newest_[0][lane] = static_cast<std::uint32_t>(stamp);
    newest_trace_[lane] = trace;
    view_is_good_ = view_is_good_ && stamp > view_.until;
}

namespace {
constexpr std::size_t lanes_per_edge = 6; // of which a view is made in the time one edge saves by it

NEST_CLONES void trace_all(std::uint32_t const* NEST_RESTRICT newest,
                           double const* NEST_RESTRICT newest_trace, double const* NEST_RESTRICT tau,
                           std::size_t n, std::uint32_t until, double h, double* NEST_RESTRICT trace) {
    for (std::size_t i = 0; i < n; ++i) {
        auto const lag = static_cast<double>(static_cast<std::int32_t>(until - newest[i]));
        trace[i] = newest_trace[i] * elementary::exp(-(lag * h) / tau[i]);
    }
}

NEST_CLONES void pick(double const* NEST_RESTRICT trace_of, std::uint32_t const* NEST_RESTRICT lane,
                      std::size_t n, double* NEST_RESTRICT trace) {
    for (std::size_t i = 0; i < n; ++i) trace[i] = trace_of[static_cast<std::int32_t>(lane[i])];
}
} // namespace

// Edges that ask at one time are counted; when they are many enough, all lanes are computed together.
PostHistory::View const* PostHistory::view(Step until, std::size_t edges) const {
    if (view_is_good_ && view_.until == until) return &view_;
    asking_ = (until == asked_ ? asking_ : 0) + edges;
    asked_ = until;
    constexpr Step largest = std::numeric_limits<std::int32_t>::max();
    if (asking_ * lanes_per_edge < records_.size() || until < 1 || until > largest) return nullptr;
    view_.until = until;
    view_.stamp = newest_;
    view_.trace.resize(records_.size());
    auto const now = static_cast<std::uint32_t>(until);
    trace_all(newest_[0].data(), newest_trace_.data(), tau_.data(), records_.size(), now, h_,
              view_.trace.data());
    for (std::size_t lane = 0; lane < records_.size(); ++lane)
        if (newest_[0][lane] >= now) repair(view_, lane);
    view_is_good_ = true;
    return &view_;
}

// A lane that has fired at the time of the view or later.
void PostHistory::repair(View& view, std::size_t lane) const {
    Record const& r = records_[lane];
    view.trace[lane] = trace_before(r, lane, view.until);
    std::array<std::uint32_t, viewed_spikes> found{};
    std::size_t n = 0;
    auto const look_at = [&](std::uint32_t stamp) {
        if (n < viewed_spikes && static_cast<Step>(stamp) <= view.until) found[n++] = stamp;
    };
    for (std::uint32_t i = r.count; i-- > 0;) look_at(r.stamp[i]);
    for (std::size_t i = older_[lane].size(); n < viewed_spikes && i-- > 0;) look_at(older_[lane][i].stamp);
    for (std::size_t k = 0; k < viewed_spikes; ++k) view.stamp[k][lane] = found[k];
}

void PostHistory::look_up(View const& view, std::uint32_t const* lanes, std::size_t n, double* trace) const {
    pick(view.trace.data(), lanes, n, trace);
    for (std::size_t i = 0; i < n; ++i) latest_[lanes[i]] = trace[i];
}

double PostHistory::older_trace(std::size_t lane, Step at) const {
    auto const& all = older_[lane];
    for (std::size_t i = all.size(); i-- > 0;)
        if (earlier(all[i].stamp, all[i].offset, at))
            return all[i].trace * decay(lane, at - static_cast<Step>(all[i].stamp), -all[i].offset);
    return 0.0;
}

double PostHistory::older_nearest(std::size_t lane, Step at) const {
    auto const& all = older_[lane];
    for (std::size_t i = all.size(); i-- > 0;)
        if (earlier(all[i].stamp, all[i].offset, at))
            return decay(lane, at - static_cast<Step>(all[i].stamp), -all[i].offset);
    return 0.0;
}

namespace {
// The last spike not after `before` may still be asked for its trace.
template <class Spikes> void forget_until(Spikes& all, Step before) {
    auto const needed =
        std::ranges::upper_bound(all, before, {}, [](auto const& o) { return static_cast<Step>(o.stamp); });
    if (needed - all.begin() > 1) all.erase(all.begin(), needed - 1);
}
} // namespace

void PostHistory::prune(std::vector<Step> const& before) {
    kept_older_ = 0;
    for (std::size_t lane = 0; lane < records_.size(); ++lane) {
        auto& all = older_[lane];
        forget_until(all, before[lane]);
        kept_older_ += all.size();
        records_[lane].older = all.empty() ? 0 : 1;
    }
    for (auto& [lane, slow] : slow_) forget_until(slow.spikes, before[lane]);
}

} // namespace nest
