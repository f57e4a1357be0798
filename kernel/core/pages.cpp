#include "kernel/core/pages.hpp"

#include <cstdlib>
#include <cstring>
#include <new>
#include <sys/mman.h>

namespace nest {

namespace {
constexpr std::size_t huge_page = std::size_t{2} << 20;
constexpr std::size_t worth_mapping = huge_page; // below, the heap serves as well

std::size_t rounded(std::size_t bytes, std::size_t to) { return (bytes + to - 1) / to * to; }
} // namespace

void* map_pages(std::size_t bytes) {
    if (bytes == 0) return nullptr;
    bool const huge = bytes >= worth_mapping;
    std::size_t const size = rounded(bytes, huge ? huge_page : 64);
    void* const pages = std::aligned_alloc(huge ? huge_page : 64, size);
    if (!pages) throw std::bad_alloc();
    if (huge) madvise(pages, size, MADV_HUGEPAGE); // a wish: failing does not matter
    std::memset(pages, 0, size);
    return pages;
}

void unmap_pages(void* pages, std::size_t) { std::free(pages); }

} // namespace nest
