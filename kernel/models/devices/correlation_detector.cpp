// correlation_detector: histogram of the lags between the spikes at its two receptors, with the products of
// their weights. Sums are compensated (Kahan 1965).
#include "kernel/models/devices/correlation.hpp"

#include <array>
#include <cmath>
#include <deque>

namespace nest {

namespace {

class CorrelationDetector final : public correlation::Detector {
public:
    CorrelationDetector()
        : Detector("correlation_detector") {}

private:
    struct Kept {
        Step stamp;
        double weight;
    };

    std::int64_t receptors() const override { return 2; }
    bool shaped() const override { return !histogram_.empty(); }

    void reset() override {
        std::size_t const n = 2 * bins() - 1;
        histogram_.assign(n, 0.0);
        correction_.assign(n, 0.0);
        counts_.assign(n, 0);
        events_ = {0, 0};
        kept_ = {};
    }

    Properties results() const override {
        return {{"histogram", histogram_},
                {"histogram_correction", correction_},
                {"count_histogram", counts_},
                {"n_events", std::vector<std::int64_t>(events_.begin(), events_.end())}};
    }

    void take(Spike const& spike) override {
        auto const own = static_cast<std::size_t>(spike.receptor), other = 1 - own;
        double const weight = spike.weight * static_cast<double>(spike.count);
        auto& past = kept_[other];
        // Lags from -edge on, but below +edge.
        while (!past.empty() &&
               static_cast<double>(spike.stamp - past.front().stamp) - 0.5 * static_cast<double>(other) >=
                   edge())
            past.pop_front();
        if (counted(spike.stamp)) {
            ++events_[own];
            for (Kept const& k : past) count(own, spike.stamp - k.stamp, weight * k.weight);
        }
        auto& mine = kept_[own];
        auto const later = std::ranges::upper_bound(mine, spike.stamp, {}, &Kept::stamp);
        mine.insert(later, {spike.stamp, weight});
    }

    void count(std::size_t receptor, Step lag, double weight) {
        double const side = receptor == 0 ? -1.0 : 1.0;
        double const bin =
            std::floor((edge() + side * static_cast<double>(lag)) / static_cast<double>(width()));
        if (!(bin >= 0.0) || bin >= static_cast<double>(histogram_.size())) return;
        auto const b = static_cast<std::size_t>(bin);
        double const y = weight - correction_[b], sum = histogram_[b] + y;
        correction_[b] = (sum - histogram_[b]) - y;
        histogram_[b] = sum;
        ++counts_[b];
    }

    std::array<std::deque<Kept>, 2> kept_; // by stamp
    std::array<std::int64_t, 2> events_{};
    std::vector<double> histogram_;
    std::vector<double> correction_;
    std::vector<std::int64_t> counts_;
};

} // namespace

extern RecorderFactory const correlation_detector = make<RecorderModel, CorrelationDetector>;

} // namespace nest
