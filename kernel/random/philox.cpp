#include "kernel/random/philox.hpp"

#if defined(__x86_64__)
#define NEST_WIDE_PHILOX
#include <immintrin.h>
#ifndef __clang__
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized" // false, of GCC 12 in its own header
#endif
#endif

namespace nest::philox {

namespace {
void blocks_one_by_one(Words counter, Key key, std::size_t count, Word* words) {
    for (std::size_t i = 0; i < count; ++i) {
        Words const w = block(counter, key);
        ++counter[0];
        for (std::size_t j = 0; j < 4; ++j) words[4 * i + j] = w[j];
    }
}

void rows_one_by_one(Words counter, Key key, Word const* second, Word const* third, std::size_t from,
                     std::size_t count, Word* words) {
    for (std::size_t i = from; i < count; ++i) {
        Words const w = block({counter[0], second[i], third ? third[i] : counter[2], counter[3]}, key);
        for (std::size_t j = 0; j < 4; ++j) words[j * count + i] = w[j];
    }
}

#ifdef NEST_WIDE_PHILOX
// Four blocks, one per 64-bit lane: the multiplication of low halves to full products is what the compiler
// does not find by itself. High halves of the lanes hold rubbish; nobody reads them.
struct Four {
    __m256i a, b, c, d;
};

[[gnu::target("avx2")]] inline __m256i splat(std::uint64_t x) {
    return _mm256_set1_epi64x(static_cast<long long>(x));
}

[[gnu::target("avx2")]] inline void scramble_four(Four& x, Key key) {
    __m256i const m0 = splat(detail::multiplier0), m1 = splat(detail::multiplier1);
    for (Word r = 0; r < 10; ++r) {
        __m256i const first = _mm256_mul_epu32(x.a, m0), second = _mm256_mul_epu32(x.c, m1);
        __m256i const k0 = splat(static_cast<Word>(key.low + r * detail::weyl0));
        __m256i const k1 = splat(static_cast<Word>(key.high + r * detail::weyl1));
        x.a = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(second, 32), x.b), k0);
        x.c = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(first, 32), x.d), k1);
        x.b = second;
        x.d = first;
    }
}

// The low halves of two: `low` below, `high` above.
[[gnu::target("avx2")]] inline __m256i joined(__m256i low, __m256i high) {
    return _mm256_blend_epi32(low, _mm256_slli_epi64(high, 32), 0xAA);
}
[[gnu::target("avx2")]] inline void store(Word* to, __m256i x) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), x);
}

[[gnu::target("avx2")]] void blocks_by_four(Words counter, Key key, std::size_t count, Word* words) {
    for (std::size_t i = 0; i < count; i += 4) {
        Word const n = counter[0] + static_cast<Word>(i); // wraps as the counter does
        Four x{_mm256_setr_epi64x(n, n + 1, n + 2, n + 3), splat(counter[1]), splat(counter[2]),
               splat(counter[3])};
        scramble_four(x, key);
        __m256i const ab = joined(x.a, x.b), cd = joined(x.c, x.d);
        __m256i const even = _mm256_unpacklo_epi64(ab, cd), odd = _mm256_unpackhi_epi64(ab, cd);
        store(words + 4 * i, _mm256_permute2x128_si256(even, odd, 0x20));
        store(words + 4 * i + 8, _mm256_permute2x128_si256(even, odd, 0x31));
    }
}

[[gnu::target("avx2")]] inline __m256i load(Word const* from) {
    return _mm256_loadu_si256(reinterpret_cast<__m256i const*>(from));
}

[[gnu::target("avx2")]] void rows_by_eight(Words counter, Key key, Word const* second, Word const* third,
                                           std::size_t until, std::size_t count, Word* words) {
    __m256i const constant_third = _mm256_set1_epi32(static_cast<int>(counter[2]));
    for (std::size_t i = 0; i < until; i += 8) {
        __m256i const b = load(second + i), c = third ? load(third + i) : constant_third;
        Four even{splat(counter[0]), b, c, splat(counter[3])};
        Four odd{splat(counter[0]), _mm256_srli_epi64(b, 32), _mm256_srli_epi64(c, 32), splat(counter[3])};
        scramble_four(even, key);
        scramble_four(odd, key);
        store(words + i, joined(even.a, odd.a));
        store(words + count + i, joined(even.b, odd.b));
        store(words + 2 * count + i, joined(even.c, odd.c));
        store(words + 3 * count + i, joined(even.d, odd.d));
    }
}

// The same with eight blocks.
struct Eight {
    __m512i a, b, c, d;
};

[[gnu::target("avx512f")]] inline __m512i splat_eight(std::uint64_t x) {
    return _mm512_set1_epi64(static_cast<long long>(x));
}

[[gnu::target("avx512f")]] inline void scramble_eight(Eight& x, Key key) {
    __m512i const m0 = splat_eight(detail::multiplier0), m1 = splat_eight(detail::multiplier1);
    constexpr int three_way_xor = 0x96;
    for (Word r = 0; r < 10; ++r) {
        __m512i const first = _mm512_mul_epu32(x.a, m0), second = _mm512_mul_epu32(x.c, m1);
        __m512i const k0 = splat_eight(static_cast<Word>(key.low + r * detail::weyl0));
        __m512i const k1 = splat_eight(static_cast<Word>(key.high + r * detail::weyl1));
        x.a = _mm512_ternarylogic_epi64(_mm512_srli_epi64(second, 32), x.b, k0, three_way_xor);
        x.c = _mm512_ternarylogic_epi64(_mm512_srli_epi64(first, 32), x.d, k1, three_way_xor);
        x.b = second;
        x.d = first;
    }
}

[[gnu::target("avx512f")]] inline __m512i joined_eight(__m512i low, __m512i high) {
    return _mm512_mask_blend_epi32(0xAAAA, low, _mm512_slli_epi64(high, 32));
}

[[gnu::target("avx512f")]] void blocks_by_eight(Words counter, Key key, std::size_t count, Word* words) {
    __m512i const eight = _mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7);
    __m512i const first_half = _mm512_setr_epi64(0, 1, 8, 9, 2, 3, 10, 11);
    __m512i const second_half = _mm512_setr_epi64(4, 5, 12, 13, 6, 7, 14, 15);
    for (std::size_t i = 0; i < count; i += 8) {
        Word const n = counter[0] + static_cast<Word>(i); // what wraps stays below: high halves do not count
        Eight x{_mm512_add_epi64(splat_eight(n), eight), splat_eight(counter[1]), splat_eight(counter[2]),
                splat_eight(counter[3])};
        scramble_eight(x, key);
        __m512i const ab = joined_eight(x.a, x.b), cd = joined_eight(x.c, x.d);
        __m512i const even = _mm512_unpacklo_epi64(ab, cd), odd = _mm512_unpackhi_epi64(ab, cd);
        _mm512_storeu_si512(words + 4 * i, _mm512_permutex2var_epi64(even, first_half, odd));
        _mm512_storeu_si512(words + 4 * i + 16, _mm512_permutex2var_epi64(even, second_half, odd));
    }
}

[[gnu::target("avx512f")]] void rows_by_sixteen(Words counter, Key key, Word const* second, Word const* third,
                                                std::size_t until, std::size_t count, Word* words) {
    __m512i const constant_third = _mm512_set1_epi32(static_cast<int>(counter[2]));
    for (std::size_t i = 0; i < until; i += 16) {
        __m512i const b = _mm512_loadu_si512(second + i);
        __m512i const c = third ? _mm512_loadu_si512(third + i) : constant_third;
        Eight even{splat_eight(counter[0]), b, c, splat_eight(counter[3])};
        Eight odd{splat_eight(counter[0]), _mm512_srli_epi64(b, 32), _mm512_srli_epi64(c, 32),
                  splat_eight(counter[3])};
        scramble_eight(even, key);
        scramble_eight(odd, key);
        _mm512_storeu_si512(words + i, joined_eight(even.a, odd.a));
        _mm512_storeu_si512(words + count + i, joined_eight(even.b, odd.b));
        _mm512_storeu_si512(words + 2 * count + i, joined_eight(even.c, odd.c));
        _mm512_storeu_si512(words + 3 * count + i, joined_eight(even.d, odd.d));
    }
}

// Blocks computed together.
std::size_t width() {
    static std::size_t const lanes = __builtin_cpu_supports("avx512f") ? 8
                                     : __builtin_cpu_supports("avx2")  ? 4
                                                                       : 1;
    return lanes;
}
#endif
} // namespace

void blocks(Words counter, Key key, std::size_t count, Word* NEST_RESTRICT words) {
    std::size_t whole = 0;
#ifdef NEST_WIDE_PHILOX
    if (width() > 1) {
        whole = count / width() * width();
        (width() == 8 ? blocks_by_eight : blocks_by_four)(counter, key, whole, words);
        counter[0] += static_cast<Word>(whole);
    }
#endif
    blocks_one_by_one(counter, key, count - whole, words + 4 * whole);
}

void rows(Words counter, Key key, Word const* second, Word const* third, std::size_t count, Word* words) {
    std::size_t whole = 0;
#ifdef NEST_WIDE_PHILOX
    if (width() > 1) {
        whole = count / (2 * width()) * (2 * width());
        (width() == 8 ? rows_by_sixteen : rows_by_eight)(counter, key, second, third, whole, count, words);
    }
#endif
    rows_one_by_one(counter, key, second, third, whole, count, words);
}

} // namespace nest::philox
