// The identity of a connection as its target knows it, whatever table it lies in.
#pragma once

#include <compare>
#include <cstdint>

namespace nest {

struct EdgeKey {
    std::int64_t source = 0;
    std::uint64_t edge = 0; // distinct for the connections of the source to one receptor of one target
    auto operator<=>(EdgeKey const&) const = default;
};

} // namespace nest
