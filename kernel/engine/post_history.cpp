#include "kernel/engine/post_history.hpp"

#include "kernel/errors.hpp"

#include <algorithm>
#include <limits>

namespace nest {

void PostHistory::reach(std::size_t lanes) {
    if (records_.size() >= lanes) return;
    records_.resize(lanes);
    older_.resize(lanes);
}

void PostHistory::set_tau_minus(std::size_t lane, double tau, double h) {
    auto at = std::ranges::find(decays_, tau, &DecayTable::tau);
    if (at == decays_.end()) at = decays_.insert(decays_.end(), DecayTable(tau, h));
    auto const number = static_cast<std::size_t>(at - decays_.begin());
    if (number > std::numeric_limits<std::uint16_t>::max())
        throw KernelException(
            "Too many different values of tau_minus among the targets of plastic synapses.");
    records_[lane].decay = static_cast<std::uint16_t>(number);
}

void PostHistory::keep(Record& r, std::size_t lane, Step stamp) {
    if (stamp > static_cast<Step>(std::numeric_limits<std::uint32_t>::max()))
        throw KernelException("The simulated time is too long for the histories of plastic synapses.");
    double trace = 1.0;
    if (r.count > 0)
        trace += r.trace[r.count - 1] * decays_[r.decay](stamp - static_cast<Step>(r.stamp[r.count - 1]));
    if (r.count == inline_spikes) {
        older_[lane].push_back({r.stamp[0], r.trace[0]});
        ++kept_older_;
        r.older = 1;
        std::copy(r.stamp + 1, r.stamp + inline_spikes, r.stamp);
        std::copy(r.trace + 1, r.trace + inline_spikes, r.trace);
        --r.count;
    }
    r.stamp[r.count] = static_cast<std::uint32_t>(stamp);
    r.trace[r.count] = trace;
    ++r.count;
}

double PostHistory::older_trace(std::size_t lane, Step at) const {
    auto const& all = older_[lane];
    for (std::size_t i = all.size(); i-- > 0;)
        if (static_cast<Step>(all[i].stamp) < at)
            return all[i].trace * decays_[records_[lane].decay](at - static_cast<Step>(all[i].stamp));
    return 0.0;
}

void PostHistory::prune(std::vector<Step> const& before) {
    kept_older_ = 0;
    for (std::size_t lane = 0; lane < records_.size(); ++lane) {
        auto& all = older_[lane];
        // The last spike not after `before` may still be asked for its trace.
        auto const needed = std::ranges::upper_bound(
            all, before[lane], {}, [](Older const& o) { return static_cast<Step>(o.stamp); });
        if (needed - all.begin() > 1) all.erase(all.begin(), needed - 1);
        kept_older_ += all.size();
        records_[lane].older = all.empty() ? 0 : 1;
    }
}

} // namespace nest
