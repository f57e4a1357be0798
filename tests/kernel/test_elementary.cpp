// Errors in units of the last place against the C library's functions in extended precision.
#include "kernel/core/elementary.hpp"

#include <catch2/catch.hpp>
#include <cstdint>
#include <vector>

namespace e = nest::elementary;

namespace {
double ulps(double value, long double exact) {
    if (std::isnan(value) || std::isinf(value)) return value == static_cast<double>(exact) ? 0.0 : 1e9;
    double const rounded = static_cast<double>(exact);
    double const unit = std::abs(std::nextafter(rounded, e::infinity) - rounded);
    return static_cast<double>(std::abs(static_cast<long double>(value) - exact) / unit);
}

// Reproducible numbers in [0, 1).
struct Numbers {
    std::uint64_t state = 88172645463325252u;
    double next() {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        return static_cast<double>(state >> 11) * 0x1p-53;
    }
    double between(double a, double b) { return a + (b - a) * next(); }
};

template <class F, class G> double worst(F f, G exact, double from, double to, int draws = 200000) {
    Numbers numbers;
    double largest = 0.0;
    for (int i = 0; i < draws; ++i) {
        double const x = numbers.between(from, to);
        largest = std::max(largest, ulps(f(x), exact(static_cast<long double>(x))));
    }
    return largest;
}
template <class F, class G> double worst_over_magnitudes(F f, G exact, int from, int to) {
    Numbers numbers;
    double largest = 0.0;
    for (int i = 0; i < 200000; ++i) {
        double const x =
            std::ldexp(numbers.between(1.0, 2.0), from + static_cast<int>(numbers.next() * (to - from)));
        largest = std::max(largest, ulps(f(x), exact(static_cast<long double>(x))));
    }
    return largest;
}
} // namespace

TEST_CASE("exp is right to about one unit in the last place") {
    auto const f = [](double x) { return e::exp(x); };
    auto const g = [](long double x) { return std::exp(x); };
    CHECK(worst(f, g, -1.0, 1.0) < 1.0);
    CHECK(worst(f, g, -700.0, 709.0) < 1.0);
    CHECK(worst(f, g, -745.0, -700.0) < 1.0);
    CHECK(e::exp(0.0) == 1.0);
    CHECK(e::exp(710.0) == e::infinity);
    CHECK(e::exp(1e300) == e::infinity);
    CHECK(e::exp(-e::infinity) == 0.0);
    CHECK(e::exp(-746.0) == 0.0);
    CHECK(std::isnan(e::exp(std::nan(""))));
}

TEST_CASE("expm1 keeps its precision near zero") {
    auto const f = [](double x) { return e::expm1(x); };
    auto const g = [](long double x) { return std::expm1(x); };
    CHECK(worst(f, g, -2.0, 2.0) < 1.5);
    CHECK(worst(f, g, -0.4, 0.4) < 1.5);
    CHECK(worst(f, g, -60.0, 709.0) < 1.5);
    CHECK(worst_over_magnitudes(f, g, -300, -2) < 1.5);
    CHECK(e::expm1(710.0) == e::infinity);
    CHECK(e::expm1(-1000.0) == -1.0);
    CHECK(std::signbit(e::expm1(-0.0)));
}

TEST_CASE("log and log1p are right to about one unit in the last place") {
    auto const f = [](double x) { return e::log(x); };
    auto const g = [](long double x) { return std::log(x); };
    CHECK(worst(f, g, 0.5, 2.0) < 1.2);
    CHECK(worst_over_magnitudes(f, g, -1060, 1023) < 1.2);
    auto const f1 = [](double x) { return e::log1p(x); };
    auto const g1 = [](long double x) { return std::log1p(x); };
    CHECK(worst(f1, g1, -0.99, 2.0) < 1.5);
    CHECK(worst_over_magnitudes(f1, g1, -300, 1000) < 1.5);
    CHECK(e::log(0.0) == -e::infinity);
    CHECK(e::log(e::infinity) == e::infinity);
    CHECK(std::isnan(e::log(-1.0)));
    CHECK(e::log(1.0) == 0.0);
    CHECK(e::log1p(-1.0) == -e::infinity);
}

TEST_CASE("tanh is right to two units in the last place") {
    auto const f = [](double x) { return e::tanh(x); };
    auto const g = [](long double x) { return std::tanh(x); };
    CHECK(worst(f, g, -1.0, 1.0) < 2.0);
    CHECK(worst(f, g, -25.0, 25.0) < 2.0);
    CHECK(worst_over_magnitudes(f, g, -300, -2) < 2.0);
    CHECK(e::tanh(1e6) == 1.0);
}

TEST_CASE("sin and cos reduce every angle") {
    auto const s = [](double x) { return e::sin(x); };
    auto const c = [](double x) { return e::cos(x); };
    auto const sl = [](long double x) { return std::sin(x); };
    auto const cl = [](long double x) { return std::cos(x); };
    CHECK(worst(s, sl, -4.0, 4.0) < 1.0);
    CHECK(worst(c, cl, -4.0, 4.0) < 1.0);
    CHECK(worst(s, sl, -1e6, 1e6) < 1.0);
    CHECK(worst(c, cl, 1e5, 1.2e6) < 1.0);
    CHECK(worst_over_magnitudes(s, sl, -300, 62) < 1.0);
    CHECK(worst_over_magnitudes(c, cl, 10, 62) < 1.0);
    // Close to multiples of pi/2 nearly everything cancels.
    for (double n = 1.0; n < 600000.0; n += 997.0) {
        double const x = n * (e::pi / 2.0);
        CHECK(ulps(e::sin(x), std::sin(static_cast<long double>(x))) < 1.0);
        CHECK(ulps(e::cos(x), std::cos(static_cast<long double>(x))) < 1.0);
    }
    CHECK(e::sin(1e22) == Approx(-0.8522008497671888).epsilon(1e-15));
    CHECK(e::cos(1e300) == Approx(-0.5753861119575491).epsilon(1e-15));
    CHECK(std::isnan(e::sin(e::infinity)));
}

TEST_CASE("pow is right to about one unit in the last place") {
    Numbers numbers;
    double largest = 0.0;
    for (int i = 0; i < 300000; ++i) {
        double const x =
            std::ldexp(numbers.between(1.0, 2.0), static_cast<int>(numbers.between(-60.0, 60.0)));
        double const y = numbers.between(-17.0, 17.0);
        largest = std::max(
            largest, ulps(e::pow(x, y), std::pow(static_cast<long double>(x), static_cast<long double>(y))));
    }
    CHECK(largest < 1.0);
    CHECK(e::pow(-2.0, 3.0) == -8.0);
    CHECK(e::pow(-2.0, 2.0) == 4.0);
    CHECK(std::isnan(e::pow(-2.0, 0.5)));
    CHECK(e::pow(0.0, 2.0) == 0.0);
    CHECK(e::pow(0.0, -1.0) == e::infinity);
    CHECK(e::pow(2.0, 10.0) == 1024.0);
    CHECK(e::pow(10.0, 400.0) == e::infinity);
    CHECK(e::pow(10.0, -400.0) == 0.0);
    CHECK(e::pow(1.0, std::nan("")) == 1.0);
    CHECK(e::pow(0.5, e::infinity) == 0.0);
}

TEST_CASE("The logarithm of a factorial agrees with the gamma function") {
    for (double n = 0.0; n < 3000.0; n += 1.0)
        REQUIRE(e::log_factorial(n) ==
                Approx(static_cast<double>(std::lgamma(n + 1.0L))).epsilon(1e-14).margin(1e-15));
}

TEST_CASE("A loop over exp gives the bits of single calls") {
    Numbers numbers;
    std::vector<double> x(1003), y(1003);
    for (double& v : x) v = numbers.between(-30.0, 30.0);
    for (std::size_t i = 0; i < x.size(); ++i) y[i] = e::exp(x[i]);
    for (std::size_t i = 0; i < x.size(); ++i) REQUIRE(y[i] == e::exp(x[i]));
}
