// correlospinmatrix_detector: for binary neurons at N_channels receptors, the time (in steps) in which i and
// j are up together, j shifted by a lag. [i][j][b] has the lag (b - tau_max / delta_tau) delta_tau.
//
// A transition up is two spikes in one step, a transition down is one; it is known to be one when the next
// spike arrives. Between them a neuron's pulse is kept as long as it can overlap with later ones.
#include "kernel/models/devices/correlation.hpp"

#include <deque>

namespace nest {

namespace {

class CorrelospinmatrixDetector final : public correlation::Detector {
public:
    CorrelospinmatrixDetector()
        : Detector("correlospinmatrix_detector", 0.1) {}

private:
    IntegerParameter N_channels{*this, "N_channels", 1, any, "Number of receptors."};

    struct Pulse {
        std::size_t channel;
        Step begin;
        Step end;
    };

    std::int64_t receptors() const override { return N_channels[0]; }
    bool counts_events() const override { return false; }
    bool shaped() const override { return !counts_.empty(); }
    bool shapes(Field const* field) const override { return field == &N_channels || Detector::shapes(field); }
    void check() const override {
        require(N_channels[0] >= 1, "/N_channels can only be larger than zero.");
        require(delta_tau[0] >= 0.0, "/delta_tau must not be negative.");
        require(tau_max[0] >= 0.0, "/tau_max must not be negative.");
        check_bins();
    }
    void validate(std::size_t lane) const override {
        RecorderModel::validate(lane);
        require(Tstart[lane] >= 0.0, "/Tstart must not be negative.");
        require(Tstop[lane] >= 0.0, "/Tstop must not be negative.");
    }

    void reset() override {
        auto const n = static_cast<std::size_t>(N_channels[0]);
        counts_ = {n, 2 * bins() - 1};
        up_.assign(n, false);
        change_.assign(n, 0);
        pulses_.clear();
        last_channel_ = 0;
        last_stamp_ = 0;
        tentative_ = false;
    }

    Properties results() const override { return {{"count_covariance", counts_.property()}}; }

    void take(Spike const& spike) override {
        auto const channel = static_cast<std::size_t>(spike.receptor);
        if (spike.count == 1 && channel == last_channel_ && spike.stamp == last_stamp_ && tentative_) {
            rise(channel, spike.stamp);
        } else if (spike.count == 1) {
            if (tentative_) fall();
            tentative_ = true;
        } else {
            if (tentative_) fall();
            rise(channel, spike.stamp);
        }
        last_channel_ = channel;
        last_stamp_ = spike.stamp;
    }

    void rise(std::size_t channel, Step at) {
        up_[channel] = true;
        change_[channel] = at;
        tentative_ = false;
    }

    // The last spike was a transition down: its pulse meets all that are kept.
    void fall() {
        Pulse const pulse{last_channel_, change_[last_channel_], last_stamp_};
        up_[last_channel_] = false;
        Step first = pulse.begin;
        for (std::size_t c = 0; c < up_.size(); ++c)
            if (up_[c]) first = std::min(first, change_[c]);
        while (!pulses_.empty() && first - pulses_.front().end >= reach() + width() + slice_)
            pulses_.pop_front();
        pulses_.insert(std::ranges::upper_bound(pulses_, pulse.end, {}, &Pulse::end), pulse);
        if (counted(pulse.end))
            for (Pulse const& other : pulses_) meet(pulse, other);
        change_[last_channel_] = pulse.end;
    }

    void meet(Pulse const& a, Pulse const& b) {
        bool const same = a.channel == b.channel;
        auto const centre = static_cast<Step>(bins()) - 1;
        add(a, b, 0, centre, same);
        Step const least = std::max(b.begin - a.end, -reach()) / width();
        Step const largest = same ? 0 : std::min(b.end - a.begin, reach()) / width();
        for (Step shift = least; shift <= largest; ++shift)
            if (shift != 0) add(a, b, shift, centre, false);
    }

    void add(Pulse const& a, Pulse const& b, Step shift, Step centre, bool once) {
        Step const by = shift * width();
        Step const overlap = std::min(a.end, b.end - by) - std::max(a.begin, b.begin - by);
        if (overlap <= 0) return;
        counts_.at(a.channel, b.channel, static_cast<std::size_t>(centre - shift)) += overlap;
        if (!once) counts_.at(b.channel, a.channel, static_cast<std::size_t>(centre + shift)) += overlap;
    }

    correlation::Cube<std::int64_t> counts_;
    std::deque<Pulse> pulses_; // by end
    std::vector<bool> up_;
    std::vector<Step> change_; // step of the last transition
    std::size_t last_channel_ = 0;
    Step last_stamp_ = 0;
    bool tentative_ = false; // may the last spike be a transition down?
};

} // namespace

extern RecorderFactory const correlospinmatrix_detector = make<RecorderModel, CorrelospinmatrixDetector>;

} // namespace nest
