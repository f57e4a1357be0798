// Plastic edges that change many at a time do what each would do alone.
#include "kernel/core/decay.hpp"
#include "kernel/engine/sift.hpp"
#include "kernel/random/streams.hpp"
#include "kernel/simulation.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <vector>

using namespace nest;

TEST_CASE("a list of edges is parted in its order, whatever its length") {
    Rng rng = RandomStreams(7, 0).rng(Purpose::neuron, 1, 1);
    std::vector<std::uint32_t> stamp(500);
    for (auto& s : stamp) s = static_cast<std::uint32_t>(rng.below(100));
    stamp[3] = std::numeric_limits<std::uint32_t>::max();
    for (std::size_t const n : {0u, 1u, 15u, 16u, 17u, 500u, 1024u}) {
        CAPTURE(n);
        EdgeList list, later, others;
        list.n = n;
        std::vector<std::uint32_t> expected[2];
        for (std::size_t i = 0; i < n; ++i) {
            list.edge[i] = static_cast<std::uint32_t>(3 * i + 1);
            list.lane[i] = i == 0 ? 3 : static_cast<std::uint32_t>(rng.below(500));
            expected[stamp[list.lane[i]] > 40].push_back(list.edge[i]);
        }
        sift(list, stamp.data(), 40, later, &others);
        CHECK(std::vector(later.edge.begin(), later.edge.begin() + later.n) == expected[1]);
        CHECK(std::vector(others.edge.begin(), others.edge.begin() + others.n) == expected[0]);
        for (std::size_t i = 0; i < later.n; ++i) CHECK(later.lane[i] == list.lane[(later.edge[i] - 1) / 3]);
        sift(list, stamp.data(), 40, others, nullptr);
        CHECK(others.n == later.n);
    }
}

TEST_CASE("many decays have the bits of single ones") {
    DecayTable const decay(15.0, 0.1);
    std::vector<std::uint32_t> const stamp{5, 90, 4080, 4081, 20000};
    std::vector<double> result(5);
    for (Step const since : {-15, 0, 5}) {
        decay.lags(stamp.data(), 3, since, 4095, result.data()); // all from the table
        for (std::size_t i = 0; i < 3; ++i) CHECK(result[i] == decay(stamp[i] - since));
        decay.lags(stamp.data(), 5, since, 20015, result.data());
        for (std::size_t i = 0; i < 5; ++i) CHECK(result[i] == decay(stamp[i] - since));
    }
}

namespace {

constexpr double tau_plus = 15.0, tau_minus = 30.0, lambda = 0.1, alpha = 0.05, delay = 1.5; // ms
std::vector<double> const sent{20.0, 31.0, 32.0, 95.0, 700.0, 740.0};                        // ms

using Change = std::function<double(double weight, double trace)>;

// Edge by edge, from the spikes of the target (kernel.md section 15 of the reference).
double alone(double w, std::vector<double> const& post, Change const& up, Change const& down) {
    double last = 0.0, k_plus = 0.0;
    for (double const s : sent) {
        double const now = s + 1.0; // through the generator's connection
        for (double const t : post)
            if (t + delay > last + 1e-6 && t + delay < now + 1e-6)
                w = up(w, k_plus * std::exp((last - t - delay) / tau_plus));
        double k_minus = 0.0;
        for (double const t : post)
            if (t + delay < now - 1e-6) k_minus += std::exp((t + delay - now) / tau_minus);
        w = down(w, k_minus);
        k_plus = k_plus * std::exp((last - now) / tau_plus) + 1.0;
        last = now;
    }
    return w;
}

// Neurons that fire from never to every other millisecond, so between two spikes of the source from never to
// hundreds of times.
void check(std::string const& model, Properties synapse, Change const& up, Change const& down) {
    constexpr std::int64_t targets = 1300;
    Simulation s;
    Properties const everyone{{"rule", "all_to_all"}}, plain{{"synapse_model", Literal{"static_synapse"}}};
    auto const generator = s.create("spike_generator", 1, {{"spike_times", sent}});
    auto const source = s.create("parrot_neuron", 1);
    auto const neurons = s.create("iaf_psc_delta", targets, {{"tau_minus", tau_minus}, {"t_ref", 0.5}});
    std::vector<Properties> drives;
    for (std::int64_t i = 0; i < targets; ++i)
        drives.push_back({{"I_e", 360.0 + 3000.0 * std::pow(static_cast<double>(i) / targets, 3)}});
    s.set(neurons, drives);
    auto const recorder = s.create("spike_recorder", 1);
    s.connect(generator, source, everyone, std::array{plain});
    s.connect(neurons, recorder, everyone, std::array{plain});
    s.set_defaults(model, {{"tau_plus", tau_plus}, {"lambda", lambda}, {"alpha", alpha}});
    synapse.set("synapse_model", Literal{model});
    synapse.set("delay", delay);
    s.connect(source, neurons, everyone, std::array{synapse});
    s.simulate(750.0);

    Properties const events = to_map(s.get(recorder.first(), "events"));
    auto const times = to_doubles(events.at("times"));
    auto const senders = to_integers(events.at("senders"));
    std::map<NodeId, std::vector<double>> fired;
    for (std::size_t i = 0; i < times->size(); ++i) fired[(*senders)[i]].push_back((*times)[i]);
    REQUIRE(fired.size() < targets);
    REQUIRE(fired[neurons.last()].size() > 300);
    auto const edges = s.connections({source, neurons, {}, {}});
    REQUIRE(edges->size() == targets);
    for (Connection const& c : *edges) {
        CAPTURE(c.target, fired[c.target].size());
        REQUIRE(to_double(s.status(c).at("weight")) ==
                Approx(alone(to_double(synapse.at("weight")), fired[c.target], up, down)).epsilon(1e-11));
    }
}

} // namespace

TEST_CASE("power-law plasticity of many edges is that of each") {
    check(
        "stdp_pl_synapse_hom", {{"weight", 0.001}},
        [](double w, double k) { return w + lambda * std::pow(w, 0.4) * k; },
        [](double w, double k) { return std::max(0.0, w - lambda * alpha * w * k); });
}

TEST_CASE("additive to multiplicative plasticity of many edges is that of each") {
    check(
        "stdp_synapse_hom", {{"weight", 0.001}},
        [](double w, double k) {
            double const v = w / 100.0 + lambda * (1.0 - w / 100.0) * k;
            return v < 1.0 ? 100.0 * v : 100.0;
        },
        [](double w, double k) {
            return std::max(0.0, w / 100.0 - alpha * lambda * (w / 100.0) * k) * 100.0;
        });
}
