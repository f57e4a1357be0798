// Philox4x32-10: four random words as a function of a counter and a key.
// J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw: Parallel random numbers: as easy as 1, 2, 3 (SC 2011).
#pragma once

#include "kernel/core/clones.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace nest::philox {

using Word = std::uint32_t;
using Words = std::array<Word, 4>;
struct Key {
    Word low = 0, high = 0;
    bool operator==(Key const&) const = default;
};

namespace detail {
inline constexpr std::uint64_t multiplier0 = 0xD2511F53, multiplier1 = 0xCD9E8D57;
inline constexpr Word weyl0 = 0x9E3779B9, weyl1 = 0xBB67AE85;

// Straight-line on purpose: loops over counters vectorise only without an inner loop.
NEST_INLINE constexpr void round(Word& a, Word& b, Word& c, Word& d, Word key0, Word key1) {
    std::uint64_t const first = multiplier0 * a, second = multiplier1 * c;
    Word const next_a = static_cast<Word>(second >> 32) ^ b ^ key0;
    Word const next_c = static_cast<Word>(first >> 32) ^ d ^ key1;
    b = static_cast<Word>(second);
    d = static_cast<Word>(first);
    a = next_a;
    c = next_c;
}
} // namespace detail

// Turns the counter (a, b, c, d) into four random words, in place.
NEST_INLINE constexpr void scramble(Word& a, Word& b, Word& c, Word& d, Key key) {
    using detail::round, detail::weyl0, detail::weyl1;
    Word const k = key.low, l = key.high;
    round(a, b, c, d, k, l);
    round(a, b, c, d, k + weyl0, l + weyl1);
    round(a, b, c, d, k + 2 * weyl0, l + 2 * weyl1);
    round(a, b, c, d, k + 3 * weyl0, l + 3 * weyl1);
    round(a, b, c, d, k + 4 * weyl0, l + 4 * weyl1);
    round(a, b, c, d, k + 5 * weyl0, l + 5 * weyl1);
    round(a, b, c, d, k + 6 * weyl0, l + 6 * weyl1);
    round(a, b, c, d, k + 7 * weyl0, l + 7 * weyl1);
    round(a, b, c, d, k + 8 * weyl0, l + 8 * weyl1);
    round(a, b, c, d, k + 9 * weyl0, l + 9 * weyl1);
}

constexpr Words block(Words counter, Key key) {
    scramble(counter[0], counter[1], counter[2], counter[3], key);
    return counter;
}

// The words of `count` blocks whose counters differ in their first word only: first, first + 1, ...
// Block by block, four words each: the same words as `count` calls of block.
void blocks(Words counter, Key key, std::size_t count, Word* NEST_RESTRICT words);

// One block per lane, lanes differing in the counter's second word and, unless `third` is null, in its third;
// `words` holds four rows of `count`.
void rows(Words counter, Key key, Word const* second, Word const* third, std::size_t count, Word* words);

} // namespace nest::philox
