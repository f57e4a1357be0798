#include "kernel/core/exact_integration.hpp"

#include <catch2/catch.hpp>

using namespace nest;

namespace {
// The textbook forms, in extended precision.
long double exponential(long double s, long double m, long double C, long double h) {
    return 1.0L / C / (1.0L / s - 1.0L / m) * (std::exp(-h / m) - std::exp(-h / s));
}
long double alpha(long double s, long double m, long double C, long double h) {
    long double const a = 1.0L / s - 1.0L / m;
    return 1.0L / C * (std::exp(-h / m) - std::exp(-h / s) * (1.0L + h * a)) / (a * a);
}
} // namespace

TEST_CASE("Propagators are those of the textbook where that is well defined") {
    for (double s : {0.5, 2.0, 5.0, 20.0, 80.0})
        for (double m : {1.0, 10.0, 30.0}) {
            CHECK(current_to_voltage(s, m, 250.0, 0.1) ==
                  Approx(static_cast<double>(exponential(s, m, 250.0L, 0.1L))).epsilon(1e-13));
            CHECK(alpha_to_voltage(s, m, 250.0, 0.1) ==
                  Approx(static_cast<double>(alpha(s, m, 250.0L, 0.1L))).epsilon(1e-11));
        }
    CHECK(constant_to_voltage(10.0, 250.0, 0.1) ==
          Approx(10.0 / 250.0 * (1.0 - std::exp(-0.01))).epsilon(1e-13));
}

TEST_CASE("Equal time constants take the limit") {
    CHECK(current_to_voltage(10.0, 10.0, 250.0, 0.1) == Approx(0.1 / 250.0 * std::exp(-0.01)).epsilon(1e-15));
    CHECK(alpha_to_voltage(10.0, 10.0, 250.0, 0.1) == Approx(0.005 / 250.0 * std::exp(-0.01)).epsilon(1e-15));
}

TEST_CASE("Propagators pass smoothly through equal time constants") {
    double const at = alpha_to_voltage(10.0, 10.0, 250.0, 0.1);
    double const exact = current_to_voltage(10.0, 10.0, 250.0, 0.1);
    for (double gap = 1e-14; gap < 1e-3; gap *= 10.0)
        for (double sign : {-1.0, 1.0}) {
            double const s = 10.0 * (1.0 + sign * gap);
            CHECK(alpha_to_voltage(s, 10.0, 250.0, 0.1) == Approx(at).epsilon(1e-15 + 0.02 * gap));
            CHECK(current_to_voltage(s, 10.0, 250.0, 0.1) == Approx(exact).epsilon(1e-15 + 0.02 * gap));
        }
}
