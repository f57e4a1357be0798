#include "stdlib/startup/counted_memory.hpp"

#include <atomic>
#include <cstdlib>
#include <new>

#include <malloc.h>

namespace sli {
namespace {

std::atomic<std::size_t> used{0}, most{0};

}

std::size_t limit_counted_memory(std::size_t bytes) { return memory_is_counted ? (most = bytes) : 0; }
std::size_t counted_memory() { return used; }

} // namespace sli

#ifdef NEST_COUNTED_MEMORY

namespace {

// More at once than this the sanitizers' allocators do not give.
constexpr std::size_t largest = std::size_t{1} << 36;

void* counted(void* memory) {
    if (memory) sli::used += malloc_usable_size(memory);
    return memory;
}

bool fits(std::size_t bytes) {
    std::size_t const limit = sli::most;
    return bytes <= largest && (limit == 0 || sli::used + bytes <= limit);
}

void* allocate(std::size_t bytes) {
    if (void* const memory = fits(bytes) ? counted(std::malloc(bytes ? bytes : 1)) : nullptr) return memory;
    throw std::bad_alloc();
}

void* allocate(std::size_t bytes, std::align_val_t alignment) {
    auto const step = static_cast<std::size_t>(alignment);
    void* const memory = fits(bytes) ? std::aligned_alloc(step, (bytes + step - 1) / step * step) : nullptr;
    if (!memory) throw std::bad_alloc();
    return counted(memory);
}

void release(void* memory) noexcept {
    if (memory) sli::used -= malloc_usable_size(memory);
    std::free(memory);
}

} // namespace

void* operator new(std::size_t bytes) { return allocate(bytes); }
void* operator new[](std::size_t bytes) { return allocate(bytes); }
void* operator new(std::size_t bytes, std::nothrow_t const&) noexcept {
    return fits(bytes) ? counted(std::malloc(bytes ? bytes : 1)) : nullptr;
}
void* operator new[](std::size_t bytes, std::nothrow_t const& nothrow) noexcept {
    return operator new(bytes, nothrow);
}
void* operator new(std::size_t bytes, std::align_val_t alignment) { return allocate(bytes, alignment); }
void* operator new[](std::size_t bytes, std::align_val_t alignment) { return allocate(bytes, alignment); }
void operator delete(void* memory) noexcept { release(memory); }
void operator delete[](void* memory) noexcept { release(memory); }
void operator delete(void* memory, std::size_t) noexcept { release(memory); }
void operator delete[](void* memory, std::size_t) noexcept { release(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { release(memory); }
void operator delete[](void* memory, std::align_val_t) noexcept { release(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { release(memory); }
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept { release(memory); }

#endif
