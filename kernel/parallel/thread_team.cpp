#include "kernel/parallel/thread_team.hpp"

namespace nest {

namespace {
inline void relax() {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
}
} // namespace

void SpinBarrier::wait() {
    std::size_t const generation = generation_.load(std::memory_order_acquire);
    if (arrived_.fetch_add(1, std::memory_order_acq_rel) + 1 == threads_) {
        arrived_.store(0, std::memory_order_relaxed);
        {
            std::lock_guard const lock(mutex_); // nobody falls asleep between looking and waiting
            generation_.store(generation + 1, std::memory_order_release);
        }
        opened_.notify_all();
        return;
    }
    for (int spins = 0; spins < spins_; ++spins) {
        if (generation_.load(std::memory_order_acquire) != generation) return;
        relax();
    }
    std::unique_lock lock(mutex_);
    opened_.wait(lock, [&] { return generation_.load(std::memory_order_acquire) != generation; });
}

ThreadTeam::ThreadTeam(std::size_t threads, bool crowded)
    : size_(threads)
    , barrier_(threads, crowded) {
    for (std::size_t t = 1; t < size_; ++t)
        threads_.emplace_back([this, t](std::stop_token stop) { work(stop, t); });
}

ThreadTeam::~ThreadTeam() = default;

void ThreadTeam::each(std::function<void(std::size_t)> const& task) {
    {
        std::lock_guard const lock(mutex_);
        task_ = &task;
        busy_ = size_ - 1;
        failure_ = nullptr;
        ++round_;
    }
    wake_.notify_all();
    attempt(0);
    std::unique_lock lock(mutex_);
    done_.wait(lock, [&] { return busy_ == 0; });
    if (failure_) std::rethrow_exception(failure_);
}

void ThreadTeam::attempt(std::size_t thread) {
    try {
        (*task_)(thread);
    } catch (...) {
        std::lock_guard const lock(mutex_);
        if (!failure_) failure_ = std::current_exception();
    }
}

void ThreadTeam::work(std::stop_token stop, std::size_t thread) {
    std::size_t seen = 0;
    for (;;) {
        std::unique_lock lock(mutex_);
        if (!wake_.wait(lock, stop, [&] { return round_ != seen; })) return;
        seen = round_;
        lock.unlock();
        attempt(thread);
        lock.lock();
        if (--busy_ == 0) done_.notify_one();
    }
}

} // namespace nest
