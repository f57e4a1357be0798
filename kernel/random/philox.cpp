#include "kernel/random/philox.hpp"

#if defined(__x86_64__) && !defined(NEST_NO_CLONES)
#define NEST_WIDE_PHILOX
#include <immintrin.h>
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

bool wide() {
    static bool const has = __builtin_cpu_supports("avx2");
    return has;
}
#endif
} // namespace

void blocks(Words counter, Key key, std::size_t count, Word* NEST_RESTRICT words) {
    std::size_t whole = 0;
#ifdef NEST_WIDE_PHILOX
    if (wide()) {
        whole = count / 4 * 4;
        blocks_by_four(counter, key, whole, words);
        counter[0] += static_cast<Word>(whole);
    }
#endif
    blocks_one_by_one(counter, key, count - whole, words + 4 * whole);
}

void rows(Words counter, Key key, Word const* second, Word const* third, std::size_t count, Word* words) {
    std::size_t whole = 0;
#ifdef NEST_WIDE_PHILOX
    if (wide()) {
        whole = count / 8 * 8;
        rows_by_eight(counter, key, second, third, whole, count, words);
    }
#endif
    rows_one_by_one(counter, key, second, third, whole, count, words);
}

} // namespace nest::philox
