// How long the network took to make and to run: wall clock and processor time of the process, in s.
#pragma once

#include <chrono>
#include <ctime>
#include <vector>

namespace nest {

struct Timer {
    double wall = 0.0;
    double cpu = 0.0;
    int running = 0; // a part within a part of the same kind counts once
};

struct Timers {
    Timer create, connect, prepare, simulate, record;
    // Wall clock of each thread within `simulate`.
    struct Phases {
        double exchange = 0.0, deliver = 0.0, update = 0.0;
    };
    std::vector<Phases> threads;
};

// Adds the time from its construction to its end.
class Timed {
public:
    explicit Timed(Timer& timer)
        : timer_(timer) {
        ++timer_.running;
    }
    ~Timed() {
        if (--timer_.running > 0) return;
        timer_.wall += std::chrono::duration<double>(Clock::now() - wall_).count();
        timer_.cpu += static_cast<double>(std::clock() - cpu_) / CLOCKS_PER_SEC;
    }
    Timed(Timed const&) = delete;
    Timed& operator=(Timed const&) = delete;

private:
    using Clock = std::chrono::steady_clock;
    Timer& timer_;
    Clock::time_point wall_ = Clock::now();
    std::clock_t cpu_ = std::clock();
};

// Adds the time since the last look to a phase.
class StopWatch {
public:
    void add_to(double& phase) {
        auto const now = std::chrono::steady_clock::now();
        phase += std::chrono::duration<double>(now - since_).count();
        since_ = now;
    }

private:
    std::chrono::steady_clock::time_point since_ = std::chrono::steady_clock::now();
};

} // namespace nest
