// correlomatrix_detector: covariances of the spikes at N_channels receptors for lags of both signs: [i][j]
// has those in which i fires after j.
#include "kernel/models/devices/correlation.hpp"

#include <cmath>
#include <deque>

namespace nest {

namespace {

class CorrelomatrixDetector final : public correlation::Detector {
public:
    CorrelomatrixDetector()
        : Detector("correlomatrix_detector") {}

private:
    IntegerParameter N_channels{*this, "N_channels", 1, any, "Number of receptors."};

    struct Kept {
        Step stamp;
        std::size_t channel;
        double weight;
    };

    std::int64_t receptors() const override { return N_channels[0]; }
    bool counts_events() const override { return false; }
    bool shaped() const override { return !covariance_.empty(); }
    bool shapes(Field const* field) const override { return field == &N_channels || Detector::shapes(field); }
    void check() const override {
        require(N_channels[0] >= 1, "/N_channels can only be larger than zero.");
        check_bins();
    }

    void reset() override {
        auto const n = static_cast<std::size_t>(N_channels[0]);
        covariance_ = {n, bins()};
        counts_ = {n, bins()};
        events_.assign(n, 0);
        kept_.clear();
    }

    Properties results() const override {
        return {{"covariance", covariance_.property()},
                {"count_covariance", counts_.property()},
                {"n_events", events_}};
    }

    void take(Spike const& spike) override {
        Kept const now{spike.stamp, static_cast<std::size_t>(spike.receptor),
                       spike.weight * static_cast<double>(spike.count)};
        while (!kept_.empty() && static_cast<double>(now.stamp - kept_.front().stamp) >= edge())
            kept_.pop_front();
        kept_.insert(std::ranges::upper_bound(kept_, now.stamp, {}, &Kept::stamp), now);
        if (!counted(now.stamp)) return;
        ++events_[now.channel];
        for (Kept const& k : kept_) count(now, k);
    }

    void count(Kept const& now, Kept const& other) {
        Kept const& later = now.stamp < other.stamp ? other : now;
        Kept const& earlier = now.stamp < other.stamp ? now : other;
        auto const lag = static_cast<double>(later.stamp - earlier.stamp);
        auto const step = static_cast<double>(width());
        double const bin = later.channel <= earlier.channel ? -std::floor((0.5 * step - lag) / step)
                                                            : std::floor((0.5 * step + lag) / step);
        if (!(bin >= 0.0) || bin >= static_cast<double>(bins())) return;
        auto const b = static_cast<std::size_t>(bin);
        add(later.channel, earlier.channel, b, now.weight * other.weight);
        if (b == 0 && (lag != 0.0 || later.channel != earlier.channel))
            add(earlier.channel, later.channel, b, now.weight * other.weight);
    }
    void add(std::size_t i, std::size_t j, std::size_t bin, double weight) {
        covariance_.at(i, j, bin) += weight;
        ++counts_.at(i, j, bin);
    }

    std::deque<Kept> kept_; // by stamp
    correlation::Cube<double> covariance_;
    correlation::Cube<std::int64_t> counts_;
    std::vector<std::int64_t> events_ = {0};
};

} // namespace

extern RecorderFactory const correlomatrix_detector = make<RecorderModel, CorrelomatrixDetector>;

} // namespace nest
