#include "kernel/core/elementary.hpp"
#include "kernel/errors.hpp"
#include "kernel/expression.hpp"
#include "kernel/properties.hpp"
#include "kernel/random/streams.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

using namespace nest;

namespace {
RandomStreams const streams(7, 0);
DrawSite const site{streams, Purpose::parameter, 3, 0};

std::vector<double> draw(Expression const& e, std::size_t n, DrawSite const& where = site) {
    std::vector<philox::Word> ids(n);
    std::iota(ids.begin(), ids.end(), 1u);
    std::vector<double> values(n);
    e.values(where, ids, {}, values);
    return values;
}
double mean(std::vector<double> const& x) {
    return std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
}
double covariance(std::vector<double> const& x, std::vector<double> const& y) {
    double sum = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) sum += (x[i] - mean(x)) * (y[i] - mean(y));
    return sum / static_cast<double>(x.size());
}
std::string error_of(Properties const& definition) {
    try {
        Expression::create(definition);
    } catch (KernelError const& error) {
        return error.name() + ": " + error.text();
    }
    return "none";
}
Properties definition(std::string const& type, Properties inner) {
    return {{type, Property(std::move(inner))}};
}
} // namespace

TEST_CASE("Arithmetic is done element by element") {
    auto const two = Expression::constant(2.0), three = Expression::constant(3.0);
    CHECK(((two + three) * two - two / three).constant_value() == 10.0 - 2.0 / 3.0);
    CHECK(two.exp().constant_value() == elementary::exp(2.0));
    CHECK(two.sin().constant_value() == elementary::sin(2.0));
    CHECK(two.cos().constant_value() == elementary::cos(2.0));
    CHECK(two.pow(10.0).constant_value() == 1024.0);
    CHECK(two.min(1.0).constant_value() == 1.0);
    CHECK(two.max(5.0).constant_value() == 5.0);
    CHECK(Expression::compare(two, three, Expression::Comparison::less).constant_value() == 1.0);
    CHECK(Expression::compare(two, three, Expression::Comparison::greater_equal).constant_value() == 0.0);
    CHECK(Expression::conditional(two, three, two).constant_value() == 3.0);
    CHECK(Expression::conditional(two - two, three, two).constant_value() == 2.0);
}

TEST_CASE("Distributions have their means") {
    // 100,000 draws; five standard errors.
    auto const near = [](Expression const& e, double expected, double deviation) {
        return std::abs(mean(draw(e, 100000)) - expected) < 5.0 * deviation / std::sqrt(100000.0);
    };
    CHECK(near(Expression::uniform(-1.0, 3.0), 1.0, 4.0 / std::sqrt(12.0)));
    CHECK(near(Expression::uniform_int(10), 4.5, std::sqrt(99.0 / 12.0)));
    CHECK(near(Expression::normal(5.0, 2.0), 5.0, 2.0));
    CHECK(near(Expression::exponential(3.0), 3.0, 3.0));
    CHECK(near(Expression::lognormal(0.0, 0.5), std::exp(0.125), 0.6));
}

TEST_CASE("Every occurrence of a distribution draws for itself") {
    auto const p = Expression::normal(0.0, 1.0);
    auto const difference = draw(p - p, 50000);
    CHECK(std::abs(covariance(difference, difference) - 2.0) < 5.0 * 2.0 * std::sqrt(2.0 / 50000.0));
}

TEST_CASE("Parameters, calls and purposes do not share numbers") {
    auto const p = Expression::uniform(0.0, 1.0);
    auto const base = draw(p, 50000);
    double const bound = 5.0 / 12.0 / std::sqrt(50000.0);
    CHECK(std::abs(covariance(base, draw(p, 50000, {streams, Purpose::parameter, 3, 1}))) < bound);
    CHECK(std::abs(covariance(base, draw(p, 50000, {streams, Purpose::parameter, 4, 0}))) < bound);
    CHECK(std::abs(covariance(base, draw(p, 50000, {streams, Purpose::edge, 3, 0}))) < bound);
}

TEST_CASE("A value does not depend on who is evaluated beside it") {
    auto const e = (Expression::normal(1.0, 2.0).redraw(0.0, 3.0) + Expression::uniform_int(7)) *
                   Expression::lognormal(0.0, 1.0);
    auto const all = draw(e, 1000);
    for (std::uint64_t i = 0; i < all.size(); ++i) REQUIRE(e.value(site, i + 1) == all[i]);
    std::uint64_t const far = (std::uint64_t{5} << 32) + 17;
    philox::Word const low = 17, high = 5;
    double value = 0.0;
    e.values(site, {&low, 1}, {&high, 1}, {&value, 1});
    CHECK(value == e.value(site, far));
    CHECK(value != e.value(site, 17));
}

TEST_CASE("Redrawing stays within its bounds and gives up in the end") {
    for (double x : draw(Expression::normal(0.0, 1.0).redraw(0.5, 1.0), 5000)) {
        REQUIRE(x >= 0.5);
        REQUIRE(x <= 1.0);
    }
    CHECK_THROWS_AS(draw(Expression::constant(2.0).redraw(0.0, 1.0), 1), KernelException);
    CHECK_THROWS_AS(Expression::normal(0.0, 1.0).redraw(1.0, 0.0), BadParameterValue);
    auto const nested =
        (Expression::uniform(0.0, 1.0).redraw(0.0, 0.5) + Expression::uniform(0.0, 1.0)).redraw(1.0, 2.0);
    CHECK(mean(draw(nested, 20000)) > 1.0);
}

TEST_CASE("Definitions are checked as the language documents") {
    CHECK(error_of({}) == "BadProperty: Parameter definition dictionary must contain one single key only.");
    CHECK(error_of(definition("foo", {})) == "DictError: Key '/foo' does not exist in dictionary.");
    CHECK(error_of(definition("uniform", {{"foo", 1}})) ==
          "DictError: Unused dictionary items:  uniform::foo");
    CHECK(error_of(definition("uniform", {{"min", 1}, {"max", 1}})) ==
          "BadProperty: nest::UniformParameter: min < max required.");
    CHECK(error_of(definition("normal", {{"std", -1.0}})) ==
          "BadProperty: nest::NormalParameter: std > 0 required.");
    CHECK(error_of(definition("uniform_int", {{"max", 2.5}})) ==
          "TypeMismatch: Expected datatype: integertype\nProvided datatype: doubletype");
    CHECK(error_of(definition("constant", {})) == "DictError: Key '/value' does not exist in dictionary.");
    CHECK(error_of(definition("exponential", {{"beta", 2.0}})) == "none");
}

TEST_CASE("Whole numbers are known as such") {
    CHECK(Expression::uniform_int(3).integral());
    CHECK(Expression::create(definition("constant", {{"value", 3}})).integral());
    CHECK_FALSE(Expression::create(definition("constant", {{"value", 3.0}})).integral());
    CHECK_FALSE(Expression::uniform(0.0, 1.0).integral());
    CHECK_FALSE(Expression::constant(1.0).random());
    CHECK(Expression::uniform(0.0, 1.0).random());
}

TEST_CASE("A formula that would fill the memory is refused") {
    auto p = Expression::uniform(0.0, 1.0);
    auto const grow = [&] {
        for (int i = 0; i < 100; ++i) p = p + p;
    };
    CHECK_THROWS_AS(grow(), KernelException);
}
