// Special functions, by Boost.Math. As in the reference, the names of their errors are sentences.
#include <boost/math/distributions/non_central_chi_squared.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/special_functions/lambert_w.hpp>
#include <cmath>

#include "interpreter/engine.hpp"
#include "interpreter/module.hpp"

namespace sli {
namespace {

[[noreturn]] void fail(char const* command, char const* error) {
    throw Error(error, std::nullopt).by(std::string(command) + "[GSL]");
}

// Calls a function of the library under the name of a command.
template <class Function> Real guarded(char const* command, Function&& function) {
    try {
        return function();
    } catch (std::domain_error const&) {
        fail(command, "input domain error");
    } catch (std::overflow_error const&) {
        fail(command, "overflow");
    } catch (std::underflow_error const&) {
        fail(command, "underflow");
    } catch (boost::math::rounding_error const&) {
        fail(command, "overflow");
    } catch (boost::math::evaluation_error const&) {
        fail(command, "exceeded max number of iterations");
    }
}

Real error_function(Real x) { return std::erf(x); }
Real complementary_error_function(Real x) { return std::erfc(x); }

// P(a, x), regularised.
Real lower_gamma(Real x, Real a) {
    return guarded("Gammainc", [=] { return boost::math::gamma_p(a, x); });
}

constexpr Real branch_point = -0.36787944117144233; // -1/e

// Upper branch, from the branch point on.
Real lambert_w0(Real x) {
    if (x < branch_point) fail("LambertW0", "input domain error");
    return guarded("LambertW0", [=] { return boost::math::lambert_w0(x); });
}

// Lower branch; continued by the upper one where it does not exist.
Real lambert_wm1(Real x) {
    if (x < branch_point) fail("LambertWm1", "input domain error");
    if (x == 0.0) return 0.0;
    if (x > 0.0) return lambert_w0(x);
    return guarded("LambertWm1", [=] { return boost::math::lambert_wm1(x); });
}

// Disk of radius R around a point at distance r0 from the centre of exp(-r^2)/pi: the squared distance,
// doubled, has a non-central chi-squared distribution with two degrees of freedom.
Real disk_and_gaussian(Real radius, Real distance) {
    return guarded("GaussDiskConv", [=] {
        Real const r2 = radius * radius, d2 = distance * distance;
        if (d2 == 0.0) return -std::expm1(-r2);
        return boost::math::cdf(boost::math::non_central_chi_squared(2.0, 2.0 * d2), 2.0 * r2);
    });
}

[[noreturn]] void refuse(char const* error) { throw Error(error, std::nullopt); }

template <Real (*function)(Real)> void of_one(Engine& engine, char const* wrong_type) {
    if (engine.count() < 1) refuse("one argument required");
    if (!engine.operand(0).is(Type::real)) refuse(wrong_type);
    engine.replace(1, Value(function(engine.operand(0).real())));
}
template <Real (*function)(Real)> void one(Engine& engine) {
    of_one<function>(engine, "arguments must be doubles");
}
template <Real (*function)(Real)> void branch(Engine& engine) {
    of_one<function>(engine, "argument must be doubles");
}
template <Real (*function)(Real, Real)> void two(Engine& engine) {
    if (engine.count() < 2) refuse("two arguments required");
    if (!engine.operand(0).is(Type::real) || !engine.operand(1).is(Type::real))
        refuse("arguments must be doubles");
    engine.replace(2, Value(function(engine.operand(1).real(), engine.operand(0).real())));
}

constexpr Command commands[] = {
    {"Erf", "d -> d", "The error function.", raw<one<error_function>>()},
    {"Erfc", "d -> d", "The complementary error function.", raw<one<complementary_error_function>>()},
    {"Gammainc", "x a -> d", "The regularised lower incomplete gamma function P(a, x).",
     raw<two<lower_gamma>>()},
    {"LambertW0", "d -> d", "Lambert's W, the upper branch; from -1/e on.", raw<branch<lambert_w0>>()},
    {"LambertWm1", "d -> d", "Lambert's W, the lower branch; from -1/e to 0.", raw<branch<lambert_wm1>>()},
    {"GaussDiskConv", "R r0 -> d", "Weight of a unit Gaussian inside a disk of radius R at distance r0.",
     raw<two<disk_and_gaussian>>()},
};

} // namespace

extern Module const special_functions{"special_functions", commands};

} // namespace sli
