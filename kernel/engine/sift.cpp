#include "kernel/engine/sift.hpp"

#if defined(__x86_64__)
#define NEST_WIDE_SIFT
#include <immintrin.h>
#ifndef __clang__
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized" // false, of GCC 12 in its own header
#endif
#endif

namespace nest {

namespace {

// Without a branch: where an edge belongs is chance.
void sift_one_by_one(EdgeList const& list, std::uint32_t const* stamp, std::uint32_t since, EdgeList& later,
                     EdgeList& others) {
    std::size_t n = 0, rest = 0;
    for (std::size_t i = 0; i < list.n; ++i) {
        std::uint32_t const edge = list.edge[i], lane = list.lane[i];
        bool const passes = stamp[lane] > since;
        later.edge[n] = others.edge[rest] = edge;
        later.lane[n] = others.lane[rest] = lane;
        n += passes;
        rest += !passes;
    }
    later.n = n;
    others.n = rest;
}

#ifdef NEST_WIDE_SIFT
[[gnu::target("avx512f,popcnt")]] inline void append(EdgeList& to, std::size_t& n, __mmask16 which,
                                                     __m512i edge, __m512i lane) {
    _mm512_storeu_si512(to.edge.data() + n, _mm512_maskz_compress_epi32(which, edge));
    _mm512_storeu_si512(to.lane.data() + n, _mm512_maskz_compress_epi32(which, lane));
    n += static_cast<std::size_t>(__builtin_popcount(which));
}

[[gnu::target("avx512f,popcnt")]] void sift_by_sixteen(EdgeList const& list, std::uint32_t const* stamp,
                                                       std::uint32_t since, EdgeList& later,
                                                       EdgeList* others) {
    __m512i const after = _mm512_set1_epi32(static_cast<int>(since));
    std::size_t n = 0, rest = 0;
    for (std::size_t i = 0; i < list.n; i += 16) {
        auto const there = static_cast<__mmask16>(list.n - i < 16 ? (1u << (list.n - i)) - 1u : 0xffffu);
        __m512i const edge = _mm512_maskz_loadu_epi32(there, list.edge.data() + i);
        __m512i const lane = _mm512_maskz_loadu_epi32(there, list.lane.data() + i);
        __m512i const at = _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), there, lane, stamp, 4);
        __mmask16 const passes = _mm512_mask_cmpgt_epu32_mask(there, at, after);
        append(later, n, passes, edge, lane);
        if (others) append(*others, rest, static_cast<__mmask16>(there & ~passes), edge, lane);
    }
    later.n = n;
    if (others) others->n = rest;
}
#endif

} // namespace

void sift(EdgeList const& list, std::uint32_t const* stamp, std::uint32_t since, EdgeList& later,
          EdgeList* others) {
#ifdef NEST_WIDE_SIFT
    static bool const wide = __builtin_cpu_supports("avx512f");
    if (wide) return sift_by_sixteen(list, stamp, since, later, others);
#endif
    static thread_local EdgeList nobody;
    sift_one_by_one(list, stamp, since, later, others ? *others : nobody);
}

} // namespace nest
