// Generators asked directly. Statistical tests have fixed seeds; bounds are five standard errors.
#include "kernel/catalogue.hpp"
#include "kernel/core/elementary.hpp"
#include "kernel/errors.hpp"
#include "kernel/random/streams.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

using namespace nest;

namespace {
class Device {
public:
    Device(std::string_view name, Properties const& given) {
        around_.random = &random_;
        for (NodeModelRow const& row : node_model_catalogue())
            if (row.name == name) model_ = std::get<StimulusFactory>(row.make)();
        REQUIRE(model_);
        model_->enter(around_);
        std::vector<Field const*> changed;
        for (auto const& [key, value] : given) {
            Field* const field = model_->find(key);
            REQUIRE(field);
            field->check(value);
            field->assign_all(value);
            changed.push_back(field);
        }
        model_->changed(0, changed);
        model_->validate(0);
        model_->name_node(5);
        model_->open_window();
        model_->prepare(0.1);
    }

    // values[step][target] of the active steps in a range; others are zero.
    std::vector<std::vector<double>> emit(StepRange steps, std::size_t targets, std::size_t first_key = 0) {
        std::vector<NodeId> nodes(targets, 1);
        std::vector<std::uint64_t> keys(targets);
        std::iota(keys.begin(), keys.end(), first_key);
        std::vector<std::vector<double>> all(static_cast<std::size_t>(steps.size()),
                                             std::vector<double>(targets));
        StepRange const active = model_->active(steps);
        bool const common =
            model_->signal() == Signal::broadcast_current || model_->signal() == Signal::broadcast_spikes;
        for (Step from = active.from; from < active.to; from += 16) {
            StepRange const block{from, std::min(from + 16, active.to)};
            std::vector<double> values(static_cast<std::size_t>(block.size()) * targets);
            if (!model_->emit(block, {nodes, keys}, {values.data(), targets})) continue;
            for (Step s = block.from; s < block.to; ++s)
                for (std::size_t i = 0; i < targets; ++i)
                    all[static_cast<std::size_t>(s - steps.from)][i] =
                        values[static_cast<std::size_t>(s - block.from) * targets + (common ? 0 : i)];
        }
        return all;
    }
    StimulusModel& model() { return *model_; }

private:
    RandomStreams random_{4711, 0};
    Surroundings around_;
    std::unique_ptr<StimulusModel> model_;
};

double total(std::vector<std::vector<double>> const& rows) {
    double sum = 0.0;
    for (auto const& row : rows) sum += std::accumulate(row.begin(), row.end(), 0.0);
    return sum;
}
// Mean product of the counts of targets 0 and 1, less the product of their means.
double covariance(std::vector<std::vector<double>> const& rows) {
    double a = 0.0, b = 0.0, ab = 0.0;
    for (auto const& row : rows) a += row[0], b += row[1], ab += row[0] * row[1];
    double const n = static_cast<double>(rows.size());
    return ab / n - a / n * b / n;
}
bool near(double value, double expected, double deviation) {
    return std::abs(value - expected) < 5.0 * deviation;
}
} // namespace

TEST_CASE("A Poisson generator has its rate, and trains of targets are independent") {
    Device device("poisson_generator", {{"rate", 8000.0}}); // 0.8 per step
    auto const rows = device.emit({1, 5001}, 20);
    CHECK(near(total(rows), 80000.0, std::sqrt(80000.0)));
    CHECK(std::abs(covariance(rows)) < 5.0 * 0.8 / std::sqrt(5000.0));
}

TEST_CASE("A Poisson generator is silent outside its window") {
    Device device("poisson_generator", {{"rate", 1e5}, {"start", 1.0}, {"stop", 2.0}});
    auto const rows = device.emit({0, 40}, 1);
    for (std::size_t s = 0; s < 40; ++s) CHECK((rows[s][0] > 0.0) == (s > 10 && s <= 20)); // a mean of 10
}

TEST_CASE("Random generators do not depend on how steps are asked for") {
    std::vector<std::pair<char const*, Properties>> const all = {
        {"poisson_generator", {{"rate", 9000.0}}},
        {"noise_generator", {{"std", 3.0}, {"dt", 0.5}}},
        {"mip_generator", {{"rate", 9000.0}, {"p_copy", 0.5}}},
        {"sinusoidal_poisson_generator", {{"rate", 9000.0}, {"amplitude", 5000.0}, {"frequency", 50.0}}},
        {"sinusoidal_gamma_generator", {{"rate", 900.0}, {"order", 2.5}}},
        {"gamma_sup_generator", {{"rate", 50.0}, {"gamma_shape", 3}, {"n_proc", 100}}},
        {"ppd_sup_generator", {{"rate", 50.0}, {"dead_time", 2.0}, {"n_proc", 100}}},
        {"inhomogeneous_poisson_generator",
         {{"rate_times", std::vector<double>{1.0, 3.0}},
          {"rate_values", std::vector<double>{9000.0, 3000.0}}}},
        {"pulsepacket_generator",
         {{"pulse_times", std::vector<double>{3.0}}, {"activity", 50}, {"sdev", 1.0}}},
    };
    for (auto const& [name, given] : all) {
        CAPTURE(name);
        Device together(name, given), apart(name, given);
        auto const expected = together.emit({0, 100}, 5);
        auto first = apart.emit({0, 37}, 5), rest = apart.emit({37, 100}, 5);
        first.insert(first.end(), rest.begin(), rest.end());
        CHECK(first == expected);
        CHECK(total(expected) != 0.0);
        auto const alone = Device(name, given).emit({0, 100}, 1, 3);
        for (std::size_t s = 0; s < 100; ++s) CHECK(alone[s][0] == expected[s][3]);
    }
}

TEST_CASE("Targets of a multiple interaction process share spikes") {
    Device device("mip_generator", {{"rate", 4000.0}, {"p_copy", 0.5}}); // 0.4 mothers per step
    auto const rows = device.emit({1, 20001}, 2);
    CHECK(near(total(rows), 0.4 * 0.5 * 2 * 20000, std::sqrt(2.0 * 8000.0)));
    CHECK(near(covariance(rows), 0.1, 0.3 / std::sqrt(20000.0))); // rate p^2
}

TEST_CASE("A noise current has its mean, its deviation and its interval") {
    Device device("noise_generator", {{"mean", 10.0}, {"std", 2.0}, {"dt", 0.3}});
    auto const rows = device.emit({0, 30000}, 1);
    double sum = 0.0, squares = 0.0;
    for (std::size_t s = 0; s < rows.size(); s += 3) {
        double const x = rows[s][0] - 10.0;
        CHECK(rows[s + 1] == rows[s]);
        CHECK(rows[s + 2] == rows[s]);
        sum += x;
        squares += x * x;
    }
    CHECK(near(sum / 10000.0, 0.0, 0.02));
    CHECK(near(squares / 10000.0, 4.0, 4.0 * std::sqrt(2.0 / 10000.0)));
}

TEST_CASE("Superpositions have the rate of all their processes") {
    // 200 processes of 20 /s over 2 s: 8000 spikes, more regular than a Poisson process.
    Device gamma("gamma_sup_generator", {{"rate", 20.0}, {"gamma_shape", 2}, {"n_proc", 200}});
    CHECK(near(total(gamma.emit({1, 20001}, 1)), 8000.0, std::sqrt(8000.0)));
    Device dead("ppd_sup_generator", {{"rate", 20.0}, {"dead_time", 10.0}, {"n_proc", 200}});
    CHECK(near(total(dead.emit({1, 20001}, 1)), 8000.0, std::sqrt(8000.0)));
}

namespace {

// Coefficient of variation of the intervals of all targets, each of which receives one spike in a step at
// most.
double variation(std::vector<std::vector<double>> const& rows) {
    double n = 0.0, sum = 0.0, squares = 0.0;
    for (std::size_t i = 0; i < rows[0].size(); ++i) {
        double last = -1.0;
        for (std::size_t s = 0; s < rows.size(); ++s) {
            if (rows[s][i] == 0.0) continue;
            double const interval = static_cast<double>(s) - last;
            if (last >= 0.0) n += 1.0, sum += interval, squares += interval * interval;
            last = static_cast<double>(s);
        }
    }
    return std::sqrt(squares / n - sum / n * (sum / n)) / (sum / n);
}

} // namespace

// 100 trains of 20 /s over 10 s: some 20,000 intervals. The deviation of a coefficient of variation is below
// 0.008; the bounds find a deviation of 0.08 with power 0.99.
TEST_CASE("Single processes of a superposition are as regular as their parameters say") {
    Device gamma("gamma_sup_generator", {{"rate", 20.0}, {"gamma_shape", 4}, {"n_proc", 1}});
    CHECK(near(variation(gamma.emit({1, 100001}, 100)), 0.5, 0.008));
    Device dead("ppd_sup_generator", {{"rate", 20.0}, {"dead_time", 25.0}, {"n_proc", 1}});
    CHECK(near(variation(dead.emit({1, 100001}, 100)), 0.5, 0.008)); // 1 - rate dead_time
    Device poisson("poisson_generator", {{"rate", 20.0}});
    CHECK(near(variation(poisson.emit({1, 100001}, 100)), 1.0, 0.01));
}

TEST_CASE("An inhomogeneous Poisson generator has the rate of its time") {
    // 500 targets; 2 ms at 0, 30 ms at 1000 /s, 20 ms at 200 /s
    Device device("inhomogeneous_poisson_generator", {{"rate_times", std::vector<double>{2.0, 32.0}},
                                                      {"rate_values", std::vector<double>{1000.0, 200.0}}});
    auto const rows = device.emit({0, 520}, 500);
    auto const between = [&](std::ptrdiff_t from, std::ptrdiff_t to) {
        return total({rows.begin() + from, rows.begin() + to});
    };
    CHECK(between(0, 18) == 0.0);
    CHECK(near(between(20, 318), 298 * 0.1 * 500, std::sqrt(298 * 0.1 * 500)));
    CHECK(near(between(322, 520), 198 * 0.02 * 500, std::sqrt(198 * 0.02 * 500)));
}

TEST_CASE("A sinusoidal gamma train is as regular as its order says") {
    // 40 trains of 100 /s over 4 s; intervals of order 4 have a coefficient of variation of 1/2.
    Device device("sinusoidal_gamma_generator", {{"rate", 100.0}, {"order", 4.0}});
    auto const rows = device.emit({1, 40001}, 40);
    CHECK(near(total(rows), 16000.0, std::sqrt(16000.0 / 4.0)));
    CHECK(near(variation(rows), 0.5, 0.5 * std::sqrt(0.5 / 16000.0) * 2.0));
}

TEST_CASE("A modulated Poisson generator follows its sine") {
    Device device("sinusoidal_poisson_generator",
                  {{"rate", 5000.0}, {"amplitude", 5000.0}, {"frequency", 10.0}});
    auto const rows = device.emit({0, 1000}, 200); // one period
    double const up = total({rows.begin(), rows.begin() + 500}),
                 down = total({rows.begin() + 500, rows.end()});
    double const half = 200.0 * 0.5 * 500.0, wave = half * 2.0 / elementary::pi;
    CHECK(near(up, half + wave, std::sqrt(half + wave)));
    CHECK(near(down, half - wave, std::sqrt(half - wave)));
}

TEST_CASE("A pulse packet has its number of spikes around its centre") {
    Device device("pulsepacket_generator",
                  {{"pulse_times", std::vector<double>{20.0, 60.0}}, {"activity", 1000}, {"sdev", 2.0}});
    auto const rows = device.emit({0, 1000}, 1);
    CHECK(total(rows) == 2000.0);
    double centre = 0.0;
    for (std::size_t s = 0; s < 400; ++s) centre += 0.1 * static_cast<double>(s) * rows[s][0] / 1000.0;
    CHECK(near(centre, 20.05, 2.0 / std::sqrt(1000.0))); // steps are rounded up
    double spread = 0.0;
    for (std::size_t s = 0; s < 400; ++s) {
        double const lag = 0.1 * static_cast<double>(s) - centre;
        spread += lag * lag * rows[s][0] / 1000.0;
    }
    CHECK(near(spread, 4.0, 4.0 * std::sqrt(2.0 / 1000.0)));
}

TEST_CASE("Given spikes are sent once, with their weight and multiplicity") {
    Device device("spike_generator", {{"spike_times", std::vector<double>{0.3, 0.5, 0.5, 2.0}},
                                      {"spike_weights", std::vector<double>{1.0, -2.0, 3.0, 1.5}},
                                      {"spike_multiplicities", std::vector<std::int64_t>{1, 1, 2, 4}}});
    auto const rows = device.emit({0, 30}, 1);
    CHECK(rows[2][0] == 1.0);
    CHECK(rows[4][0] == 4.0);
    CHECK(rows[19][0] == 6.0);
    CHECK(total(rows) == 11.0);
    CHECK(device.model().weighted());
}

TEST_CASE("Impossible trains and currents are refused") {
    auto const refused = [](std::string_view name, Properties const& given) {
        try {
            Device device(name, given);
        } catch (KernelError const& error) {
            return error.name();
        }
        return std::string("accepted");
    };
    using Times = std::vector<double>;
    CHECK(refused("spike_generator", {{"spike_times", Times{2.0, 1.0}}}) == "BadProperty");
    CHECK(refused("spike_generator", {{"spike_times", Times{0.0}}}) == "BadProperty");
    CHECK(refused("spike_generator", {{"spike_times", Times{0.0}}, {"shift_now_spikes", true}}) ==
          "accepted");
    CHECK(refused("spike_generator", {{"spike_times", Times{0.25}}}) == "BadProperty");
    CHECK(refused("spike_generator", {{"spike_times", Times{0.25}}, {"allow_offgrid_times", true}}) ==
          "accepted");
    CHECK(refused("spike_generator", {{"spike_times", Times{1.0}}, {"spike_weights", Times{1.0, 2.0}}}) ==
          "BadProperty");
    CHECK(refused("step_current_generator", {{"amplitude_times", Times{1.0}}}) == "BadProperty");
    CHECK(refused("step_current_generator", {{"amplitude_times", Times{2.0, 2.0}},
                                             {"amplitude_values", Times{1.0, 2.0}}}) == "BadProperty");
    CHECK(refused("noise_generator", {{"std", 1.0}, {"std_mod", 2.0}}) == "BadProperty");
    CHECK(refused("noise_generator", {{"dt", 0.25}}) == "StepMultipleRequired");
    CHECK(refused("mip_generator", {{"p_copy", 1.5}}) == "BadProperty");
    CHECK(refused("ppd_sup_generator", {{"rate", 100.0}, {"dead_time", 20.0}}) == "BadProperty");
    CHECK(refused("sinusoidal_gamma_generator", {{"order", 0.5}}) == "BadProperty");
}

TEST_CASE("The incomplete gamma function agrees with its closed forms") {
    for (double x : {0.01, 0.5, 1.0, 3.0, 9.0, 30.0}) {
        CHECK(elementary::gamma_exceeds(1.0, x) == Approx(std::exp(-x)).epsilon(1e-12));
        CHECK(elementary::gamma_exceeds(3.0, x) ==
              Approx(std::exp(-x) * (1.0 + x + 0.5 * x * x)).epsilon(1e-12));
        CHECK(elementary::log_gamma(x) ==
              Approx(static_cast<double>(std::lgamma(static_cast<long double>(x))))
                  .epsilon(1e-12)
                  .margin(1e-14));
    }
}
