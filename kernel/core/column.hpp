// Columns: one value per lane, aligned and padded so that a vector loop needs no scalar tail.
#pragma once

#include <cstddef>
#include <cstdint>
#include <new>
#include <vector>

namespace nest {

// Lanes are allocated in groups of this many: 64 bytes of doubles.
inline constexpr std::size_t lane_group = 8;
constexpr std::size_t padded(std::size_t lanes) { return (lanes + lane_group - 1) / lane_group * lane_group; }

template <class T> struct AlignedAllocator {
    using value_type = T;
    static constexpr std::align_val_t alignment{64};

    AlignedAllocator() = default;
    template <class U> AlignedAllocator(AlignedAllocator<U> const&) {}
    T* allocate(std::size_t n) { return static_cast<T*>(::operator new(n * sizeof(T), alignment)); }
    void deallocate(T* p, std::size_t) { ::operator delete(p, alignment); }
    template <class U> bool operator==(AlignedAllocator<U> const&) const { return true; }
};

template <class T> using Column = std::vector<T, AlignedAllocator<T>>;

} // namespace nest
