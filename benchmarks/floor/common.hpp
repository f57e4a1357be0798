// Shared by the floor programs: hand-written simulations of one network each, without models as
// objects, recorders, status or scripts. They mark what the hardware gives.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#ifdef __AVX2__
#include <immintrin.h>
#endif
#include <sys/mman.h>
#include <sys/resource.h>
#include <thread>
#include <vector>

using u16 = std::uint16_t;
using u32 = std::uint32_t;
using u64 = std::uint64_t;

inline double seconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}
inline double peak_megabytes() {
    rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

// Zeroed memory, in huge pages where it is large.
template <class T> class Buffer {
public:
    T* p = nullptr;
    std::size_t bytes = 0;

    void allocate(std::size_t count) {
        constexpr std::size_t huge = 2u << 20;
        bytes = (count * sizeof(T) + 64 + 4095) & ~std::size_t(4095);
        if (bytes < 2 * huge) {
            p = static_cast<T*>(std::aligned_alloc(4096, bytes));
            std::memset(static_cast<void*>(p), 0, bytes);
            return;
        }
        void* raw = mmap(nullptr, bytes + huge, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        p = reinterpret_cast<T*>((reinterpret_cast<std::uintptr_t>(raw) + huge - 1) & ~(huge - 1));
        madvise(p, bytes, MADV_HUGEPAGE);
    }
    T& operator[](std::size_t i) { return p[i]; }
    T const& operator[](std::size_t i) const { return p[i]; }
};

// The widest registers the compiler was told of.
#ifdef __AVX512BW__
constexpr int register_bytes = 64;
#else
constexpr int register_bytes = 32;
#endif
template <class T> struct Lanes {
    typedef T type __attribute__((vector_size(register_bytes)));
    static constexpr int count = register_bytes / sizeof(T);
};
using Lanes64 = Lanes<u64>::type;
using Lanes16 = Lanes<u16>::type;
constexpr int lanes64 = Lanes<u64>::count;
constexpr int lanes16 = Lanes<u16>::count;

inline Lanes64 splat(u64 x) { return Lanes64{} + x; }
inline Lanes64 iota() {
    Lanes64 v;
    for (int i = 0; i < lanes64; ++i) v[i] = static_cast<u64>(i);
    return v;
}

// Philox4x32-10 (Salmon et al. 2011), one block per lane: words in the low halves of 64 bits.
inline Lanes64 multiply_low(Lanes64 a, u32 b) { // product of the low halves
#if defined(__AVX512BW__)
    return (Lanes64)_mm512_mul_epu32((__m512i)a, _mm512_set1_epi64(b));
#elif defined(__AVX2__)
    return (Lanes64)_mm256_mul_epu32((__m256i)a, _mm256_set1_epi64x(b));
#else
    return (a & 0xffffffffu) * u64{b};
#endif
}

struct Block {
    Lanes64 x0, x1, x2, x3;
};
inline void philox(Block& b, u32 k0, u32 k1) {
#pragma GCC unroll 10
    for (int round = 0; round < 10; ++round) {
        Lanes64 const p0 = multiply_low(b.x0, 0xD2511F53u), p1 = multiply_low(b.x2, 0xCD9E8D57u);
        b = {(p1 >> 32) ^ b.x1 ^ u64{k0}, p1, (p0 >> 32) ^ b.x3 ^ u64{k1}, p0};
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
}
inline void philox_scalar(u32 (&c)[4], u32 k0, u32 k1) {
    for (int round = 0; round < 10; ++round) {
        u64 const p0 = u64{0xD2511F53u} * c[0], p1 = u64{0xCD9E8D57u} * c[2];
        u32 const a = static_cast<u32>(p1 >> 32) ^ c[1] ^ k0, b = static_cast<u32>(p0 >> 32) ^ c[3] ^ k1;
        c[0] = a, c[1] = static_cast<u32>(p1), c[2] = b, c[3] = static_cast<u32>(p0);
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
}

// Spins, because slices are short; yields when somebody is late.
class Barrier {
public:
    explicit Barrier(int threads)
        : threads_(threads) {}
    void wait() {
        if (threads_ == 1) return;
        int const turn = turn_.load();
        if (waiting_.fetch_add(1) == threads_ - 1) {
            waiting_ = 0;
            turn_.store(turn + 1, std::memory_order_release);
            return;
        }
        for (int spins = 0; turn_.load(std::memory_order_acquire) == turn;)
            if (++spins > 20000) std::this_thread::yield(), spins = 0;
    }

private:
    int threads_;
    std::atomic<int> waiting_{0}, turn_{0};
};

template <class F> void on_each_thread(int threads, F work) {
    std::vector<std::thread> team;
    for (int t = 1; t < threads; ++t) team.emplace_back(work, t);
    work(0);
    for (auto& thread : team) thread.join();
}
