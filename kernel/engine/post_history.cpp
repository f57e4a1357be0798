#include "kernel/engine/post_history.hpp"

#include "kernel/errors.hpp"

#include <algorithm>
#include <limits>

namespace nest {

void PostHistory::reach(std::size_t lanes) {
    if (records_.size() >= lanes) return;
    records_.resize(lanes);
    older_.resize(lanes);
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
    auto at = std::ranges::find(decays_, tau, &DecayTable::tau);
    if (at == decays_.end()) at = decays_.insert(decays_.end(), DecayTable(tau, h));
    auto const number = static_cast<std::size_t>(at - decays_.begin());
    if (number > std::numeric_limits<std::uint16_t>::max())
        throw KernelException(
            "Too many different values of tau_minus among the targets of plastic synapses.");
    records_[lane].decay = static_cast<std::uint16_t>(number);
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
                 decays_[r.decay](stamp - static_cast<Step>(r.stamp[last]), offset - offset_of(lane, last));
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
}

double PostHistory::older_trace(std::size_t lane, Step at) const {
    auto const& all = older_[lane];
    for (std::size_t i = all.size(); i-- > 0;)
        if (earlier(all[i].stamp, all[i].offset, at))
            return all[i].trace *
                   decays_[records_[lane].decay](at - static_cast<Step>(all[i].stamp), -all[i].offset);
    return 0.0;
}

double PostHistory::older_nearest(std::size_t lane, Step at) const {
    auto const& all = older_[lane];
    for (std::size_t i = all.size(); i-- > 0;)
        if (earlier(all[i].stamp, all[i].offset, at))
            return decays_[records_[lane].decay](at - static_cast<Step>(all[i].stamp), -all[i].offset);
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
