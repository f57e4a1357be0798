// Plasticity sees post-synaptic spikes at their precise times (kernel.md sections 15 and 18 of the
// reference).
#include "kernel/engine/post_history.hpp"
#include "kernel/simulation.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <cmath>

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
