#include "stdlib/language/sequence.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <unistd.h>

namespace sli {

namespace {

// Elements one container may have: half of the machine's memory full of values.
std::size_t longest() {
    static std::size_t const elements = std::size_t(std::max(sysconf(_SC_PHYS_PAGES), 1L)) *
                                        std::size_t(sysconf(_SC_PAGESIZE)) / 2 / sizeof(Value);
    return elements;
}

} // namespace

char character(Integer code) {
    if (code < -128 || code > 255)
        throw Error(ErrorKind::range_check)
            .with_hint(fmt::format("{} is no character code, expected 0..255 (or -128..-1)", code));
    return static_cast<char>(static_cast<unsigned char>(code & 0xFF));
}

std::size_t checked_count(Integer count) {
    if (count < 0)
        throw Error(ErrorKind::positive_integer_expected).with_hint(fmt::format("the count is {}", count));
    return std::size_t(count);
}

void check_length(std::size_t elements) {
    if (elements > longest())
        throw Error(ErrorKind::memory_exhausted)
            .with_hint(fmt::format("{} elements asked for, at most {} possible", elements, longest()));
}

std::size_t checked_position(Integer position, std::size_t size) {
    auto const last = static_cast<Integer>(size);
    if (position == 0 || position > last || position < -last)
        throw Error(ErrorKind::range_check)
            .with_hint(fmt::format("position {} outside 1..{} and -{}..-1", position, last, last));
    return std::size_t(position > 0 ? position - 1 : last + position);
}

} // namespace sli
