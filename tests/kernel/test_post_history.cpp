// Plasticity sees post-synaptic spikes at their precise times (kernel.md sections 15 and 18 of the
// reference).
#include "kernel/engine/post_history.hpp"
#include "kernel/random/streams.hpp"
#include "kernel/simulation.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

using namespace nest;

namespace {
Properties const everyone{{"rule", "all_to_all"}};

struct Pairing {
    Simulation s;
    NodeCollection pre, post;

    // A source that fires at 11 and 31 ms, a target that fires at 15.93 ms.
    explicit Pairing(Properties const& synapse) {
        auto const early = s.create("spike_generator", 1, {{"spike_times", std::vector<double>{10.0, 30.0}}});
        auto const late = s.create("spike_generator", 1,
                                   {{"precise_times", true}, {"spike_times", std::vector<double>{14.93}}});
        pre = s.create("parrot_neuron", 1);
        post = s.create("iaf_psc_delta_ps", 1);
        Properties const plain{{"synapse_model", Literal{"static_synapse"}}};
        s.connect(early, pre, everyone, std::array{plain});
        Properties const strong{{"synapse_model", Literal{"static_synapse"}}, {"weight", 100.0}};
        s.connect(late, post, everyone, std::array{strong});
        s.connect(pre, post, everyone, std::array{synapse});
        s.simulate(40.0);
    }
    double weight() { return to_double(s.status(s.connections({pre, post, {}, {}})->front()).at("weight")); }
};

} // namespace

TEST_CASE("pairs of spikes are as far apart as their precise times") {
    Pairing pairing({{"synapse_model", Literal{"stdp_synapse"}}, {"weight", 1.0}});
    CHECK(to_double(pairing.s.get(pairing.post.first(), "t_spike")) == Approx(15.93).epsilon(1e-12));
    double const up = 0.01 + 0.01 * (1.0 - 0.01) * std::exp((11.0 - 16.93) / 20.0);
    double const down = up - 0.01 * up * std::exp((15.93 - 30.0) / 20.0);
    CHECK(pairing.weight() == Approx(100.0 * down).epsilon(1e-12));
}

TEST_CASE("every rule that looks back sees precise times") {
    Pairing power({{"synapse_model", Literal{"stdp_pl_synapse_hom"}}, {"weight", 1.0}});
    double const up = 1.0 + 0.1 * std::exp((11.0 - 16.93) / 20.0);
    CHECK(power.weight() == Approx(up - 0.1 * up * std::exp((15.93 - 30.0) / 20.0)).epsilon(1e-12));
    Pairing nearest({{"synapse_model", Literal{"stdp_nn_restr_synapse"}}, {"weight", 1.0}});
    double const high = 0.01 + 0.01 * (1.0 - 0.01) * std::exp((11.0 - 16.93) / 20.0);
    CHECK(nearest.weight() ==
          Approx(100.0 * (high - 0.01 * high * std::exp((15.93 - 30.0) / 20.0))).epsilon(1e-12));
    Pairing inhibitory({{"synapse_model", Literal{"vogels_sprekeler_synapse"}}, {"weight", 0.5}});
    CHECK(inhibitory.weight() == Approx(0.5 - 2 * 0.00012 + 0.001 * std::exp((11.0 - 16.93) / 20.0) +
                                        0.001 * std::exp((15.93 - 30.0) / 20.0))
                                     .epsilon(1e-12));
}

TEST_CASE("a spike just before the end of a step counts in this step") {
    PostHistory history;
    history.reach(1);
    history.watch(0);
    history.set_tau_minus(0, 20.0, 0.1);
    for (Step stamp : {10, 20, 30, 40, 50, 60}) history.spike(0, stamp, stamp == 40 ? 0.0 : 0.04);
    CHECK(history.nearest_trace(0, 60) == Approx(std::exp(-0.04 / 20.0)).epsilon(1e-14));
    CHECK(history.nearest_trace(0, 40) == Approx(std::exp(-(1.0 + 0.04) / 20.0)).epsilon(1e-14));
    CHECK(history.nearest_trace(0, 15) == Approx(std::exp(-(0.5 + 0.04) / 20.0)).epsilon(1e-14));
    double const second = 1.0 + std::exp(-1.0 / 20.0), third = 1.0 + second * std::exp(-1.0 / 20.0);
    CHECK(history.trace(0, 31) == Approx(third * std::exp(-0.14 / 20.0)).epsilon(1e-14));
    double const fourth = 1.0 + third * std::exp(-1.04 / 20.0);
    CHECK(history.trace(0, 45) == Approx(fourth * std::exp(-0.5 / 20.0)).epsilon(1e-14));
}

namespace {

// Spikes of 300 lanes with as many time constants, some lanes silent, some in every step.
PostHistory busy_history() {
    PostHistory history;
    history.reach(300);
    for (std::size_t lane = 0; lane < 300; ++lane) {
        history.watch(lane);
        history.set_tau_minus(lane, 10.0 + static_cast<double>(lane), 0.1);
    }
    Rng rng = RandomStreams(3, 0).rng(Purpose::neuron, 1, 1);
    for (Step stamp = 1; stamp <= 400; ++stamp)
        for (std::size_t lane = 0; lane < 300; ++lane)
            if (rng.below(300) < lane) history.spike(lane, stamp);
    return history;
}

std::vector<Step> spikes_until(PostHistory const& history, std::size_t lane, Step until) {
    std::vector<Step> found;
    history.spikes(lane, 0, until, [&](Step at, double) { found.push_back(at); });
    return found;
}

} // namespace

TEST_CASE("a view shows of every lane what the lane itself does") {
    PostHistory const history = busy_history();
    for (Step const until : {1, 3, 120, 385, 398, 400, 401, 900}) {
        CAPTURE(until);
        auto const* const view = history.view(until, 1000);
        REQUIRE(view);
        for (std::size_t lane = 0; lane < 300; ++lane) {
            auto const spikes = spikes_until(history, lane, until);
            std::size_t const n = spikes.size();
            REQUIRE(view->trace[lane] == history.trace(lane, until));
            for (std::size_t k = 0; k < PostHistory::viewed_spikes; ++k)
                REQUIRE(view->stamp[k][lane] == (n > k ? spikes[n - 1 - k] : 0));
        }
    }
}

TEST_CASE("a view is made when enough edges have asked at one time") {
    PostHistory const history = busy_history();
    CHECK_FALSE(history.view(400, 10));
    CHECK_FALSE(history.view(401, 40));
    CHECK(history.view(401, 40));
}

TEST_CASE("a view knows of spikes that came after it was made") {
    PostHistory history = busy_history();
    history.view(500, 1000);
    history.spike(7, 499);
    auto const* const view = history.view(500, 1000);
    CHECK(view->stamp[0][7] == 499);
    CHECK(view->trace[7] == history.trace(7, 500));
}

TEST_CASE("spikes of a window are those after its begin and not after its end") {
    PostHistory history;
    history.reach(1);
    history.watch(0);
    history.set_tau_minus(0, 20.0, 0.1);
    for (Step stamp = 1; stamp <= 20; ++stamp) history.spike(0, stamp);
    for (Step after = 0; after <= 20; ++after) {
        for (Step until = after; until <= 21; ++until) {
            Step n = 0, sum = 0;
            history.spikes(0, after, until, [&](Step at, double) { ++n, sum += at; });
            Step const end = std::min(until, Step{20});
            REQUIRE(n == end - after);
            REQUIRE(sum == (end * (end + 1) - after * (after + 1)) / 2);
        }
    }
}
