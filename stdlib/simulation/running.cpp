// Running: time passes here. While the kernel runs it asks us now and then; we draw the progress bar
// and pass on Ctrl-C.
#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <ostream>
#include <unistd.h>

#include "stdlib/simulation/command.hpp"

namespace sli {

namespace {

// Is somebody there who sees a line overwritten: a terminal, or a notebook?
bool has_viewer() { return ::isatty(STDERR_FILENO) != 0 || std::getenv("JPY_PARENT_PID") != nullptr; }

// The bar of print_time, on standard error: a line that overwrites itself.
void draw_progress(std::ostream& terminal, nest::Progress const& progress) {
    constexpr int width = 40;
    double const done = progress.total_ms > 0.0 ? progress.simulated_ms / progress.total_ms : 1.0;
    int const filled = static_cast<int>(done * width);
    double const factor =
        progress.simulated_ms > 0.0 ? progress.seconds * 1000.0 / progress.simulated_ms : 0.0;
    double const left = done > 0.0 ? progress.seconds * (1.0 - done) / done : 0.0;
    terminal << fmt::format(
                    "\r[{:#<{}}{:.<{}}] {:3.0f} %  {:.1f} ms, real-time factor {:.3f}, {:.0f} s left ", "",
                    filled, "", width - filled, 100.0 * done, progress.simulated_ms, factor, left)
             << (progress.simulated_ms >= progress.total_ms ? "\n" : "") << std::flush;
}

bool wants_bar(nest::Simulation const& kernel) {
    return kernel.rank() == 0 && nest::to_boolean(kernel.kernel_status("print_time"));
}

// Runs `work` with an observer; an interruption ends it at the next slice, what was recorded stays.
template <class Work> void observed(Engine& engine, Work&& work) {
    auto& kernel = simulation(engine);
    bool const bar = wants_bar(kernel) && has_viewer();
    kernel.set_progress([&engine, bar](nest::Progress const& progress) {
        if (bar) draw_progress(engine.streams().err, progress);
        return !engine.interrupted();
    });
    struct Silence {
        nest::Simulation& kernel;
        ~Silence() { kernel.set_progress({}); }
    } const silence{kernel};
    work(kernel);
    engine.check_interrupt();
}

void simulate(Engine& engine, Real ms) {
    observed(engine, [ms](nest::Simulation& kernel) { kernel.simulate(ms); });
}

void run(Engine& engine, Real ms) {
    observed(engine, [ms](nest::Simulation& kernel) { kernel.run(ms); });
}

void prepare(Engine& engine) { simulation(engine).prepare(); }
void cleanup(Engine& engine) { simulation(engine).cleanup(); }
void reset(Engine& engine) { simulation(engine).reset(); }

constexpr Builtin simulate_variants[] = {kernel<simulate>("Simulate_d")};
constexpr Builtin run_variants[] = {kernel<run>("Run_d")};

constexpr Command commands[] = {
    {"Simulate", "ms ->", "Prepares, runs and cleans up.", simulate_variants},
    {"Prepare", "->", "Makes everything ready to run.", kernel<prepare>()},
    {"Run", "ms ->", "Lets time pass, between Prepare and Cleanup.", run_variants},
    {"Cleanup", "->", "Ends what Prepare began: closes files.", kernel<cleanup>()},
    {"ResetKernel", "->", "Deletes the network and returns all settings to their defaults.", kernel<reset>()},
};

} // namespace

extern Module const simulation_running{"running", commands};

} // namespace sli
