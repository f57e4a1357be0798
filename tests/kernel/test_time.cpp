#include "kernel/core/time.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace nest;

namespace {
std::string refusal(double tics_per_ms, double resolution) {
    try {
        TimeGrid(tics_per_ms, resolution);
    } catch (KernelError const& error) {
        return error.name();
    }
    return "accepted";
}
} // namespace

TEST_CASE("Times read through tics, delays as multiples of the step") {
    TimeGrid const grid;
    CHECK(grid.resolution() == 0.1);
    CHECK(grid.ms(3) == 0.3);
    CHECK(grid.delay_ms(3) == 0.30000000000000004);
    CHECK(grid.largest_ms() == 1152921504606846.8);
}

TEST_CASE("Delays round to the nearest step, half way up") {
    TimeGrid const grid;
    CHECK(grid.delay_steps(0.15) == 2);
    CHECK(grid.delay_steps(0.14) == 1);
    CHECK(grid.delay_steps(0.05) == 1);
    CHECK(grid.delay_steps(0.04) == 0);
    CHECK(grid.delay_steps(0.25) == 3);
    CHECK(grid.delay_steps(-1.0) == 0);
    CHECK(grid.delay_steps(1e300) == infinite_steps);
}

TEST_CASE("Delays set by the user round outwards, refractory times up") {
    TimeGrid const grid;
    CHECK(grid.steps_down(0.56) == 5);
    CHECK(grid.steps_up(2.04) == 21);
    CHECK(grid.steps_up(2.0) == 20);
    CHECK(grid.steps_up(0.0) == 0);
    CHECK(grid.steps_up(0.25) == 3);
}

TEST_CASE("Infinite times stay infinite") {
    TimeGrid const grid;
    CHECK(grid.tics(infinite_ms) == infinite_tics);
    CHECK(grid.steps_up(infinite_ms) == infinite_steps);
    CHECK(grid.ms(infinite_steps) == infinite_ms);
    CHECK(grid.ms(-infinite_steps) == -infinite_ms);
    CHECK(grid.on_grid(infinite_ms));
}

TEST_CASE("The grid is recognised") {
    TimeGrid const grid;
    CHECK(grid.on_grid(0.3));
    CHECK(grid.on_grid(1234.7));
    CHECK_FALSE(grid.on_grid(0.25));
    CHECK_FALSE(grid.on_grid(-0.05));
}

TEST_CASE("A precise time is stamped with the grid point not before it") {
    TimeGrid const grid;
    CHECK(grid.stamp(1.0).step == 10);
    CHECK(grid.stamp(1.0).offset == 0.0);
    CHECK(grid.stamp(1.01).step == 11);
    CHECK(grid.stamp(1.01).offset == Approx(0.09));
    CHECK(grid.stamp(0.3).step == 3);
    for (int i = 1; i < 1000; ++i) {
        Stamp const s = grid.stamp(0.0137 * i);
        REQUIRE(s.offset >= 0.0);
        REQUIRE(s.offset < grid.resolution());
        REQUIRE(grid.ms(s.step) - s.offset == Approx(0.0137 * i).margin(1e-12));
    }
}

TEST_CASE("A resolution is a whole number of tics") {
    CHECK(refusal(1000.0, 0.25) == "accepted");
    CHECK(refusal(1000.0, 0.0005) == "Resolution must be greater than or equal to one tic. Value unchanged.");
    CHECK(refusal(1000.0, 1.0 / 3.0) == "Resolution must be a multiple of the tic length. Value unchanged.");
    CHECK(refusal(1e6, 0.0005) == "accepted");
    CHECK(refusal(0.0, 0.1) == "BadProperty");
}
