// A team of threads with one barrier. The caller is thread 0 of the team; the others sleep between calls.
#pragma once

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace nest {

// Spins for a while, then sleeps: slices are short, and a core may be shared. Where cores are known to be
// shared, it sleeps almost at once: others need the core to come here. (A thread that yields to programs
// outside waits for their whole turn, each time.)
class SpinBarrier {
public:
    SpinBarrier(std::size_t threads, bool crowded)
        : threads_(threads)
        , spins_(crowded ? 100 : 20000) {}
    void wait();

private:
    std::size_t threads_;
    int spins_;
    std::atomic<std::size_t> arrived_{0};
    std::atomic<std::size_t> generation_{0};
    std::mutex mutex_; // of those who sleep
    std::condition_variable opened_;
};

class ThreadTeam {
public:
    explicit ThreadTeam(std::size_t threads, bool crowded = false); // crowded: more threads than cores
    ~ThreadTeam();

    static std::size_t cores() { return std::max(1u, std::thread::hardware_concurrency()); }
    std::size_t size() const { return size_; }

    // Runs task(thread) on every thread and waits for all. The first exception is thrown again here; a task
    // that uses barrier() must reach it on every thread, so it catches what may be thrown before.
    void each(std::function<void(std::size_t)> const& task);

    // Between the threads of a running task.
    void barrier() {
        if (size_ > 1) barrier_.wait();
    }

private:
    void work(std::stop_token stop, std::size_t thread);
    void attempt(std::size_t thread);

    std::size_t size_;
    SpinBarrier barrier_;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::condition_variable done_;
    std::function<void(std::size_t)> const* task_ = nullptr;
    std::size_t round_ = 0;
    std::size_t busy_ = 0;
    std::exception_ptr failure_;
    std::vector<std::jthread> threads_; // last: joined before the rest is destroyed
};

} // namespace nest
