// Values of edges: constants, arrays and draws, one at a time.
#pragma once

#include "kernel/connect/call.hpp"
#include "kernel/core/time.hpp"
#include "kernel/random/philox.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace nest {

class RandomStreams;

// `source` and `target` are node ids; `ordinal` numbers the edge within its call.
struct EdgeIdentity {
    NodeId source;
    NodeId target;
    std::uint64_t ordinal;
};

double evaluate(EdgeValue const& value, ConnectCall const& call, EdgeIdentity const& edge,
                RandomStreams const& random);

inline constexpr std::size_t edges_at_a_time = 1024; // so that what is drawn stays in a near cache

// Which edges of a call are meant, as words of random counters.
class EdgeOrdinals {
public:
    void add(std::uint64_t first, std::size_t n) { // consecutive ones
        std::size_t const before = size();
        low_.resize(before + n);
        high_.resize(before + n);
        for (std::size_t i = 0; i < n; ++i) {
            low_[before + i] = static_cast<philox::Word>(first + i);
            high_[before + i] = static_cast<philox::Word>((first + i) >> 32);
        }
    }
    void clear() { low_.clear(), high_.clear(); }
    std::size_t size() const { return low_.size(); }
    std::uint64_t operator[](std::size_t i) const { return std::uint64_t{high_[i]} << 32 | low_[i]; }
    std::span<philox::Word const> low() const { return low_; }
    std::span<philox::Word const> high() const { return high_; }

private:
    std::vector<philox::Word> low_, high_;
};

// The same for many edges of a call.
void evaluate(EdgeValue const& value, ConnectCall const& call, EdgeOrdinals const& edges,
              RandomStreams const& random, std::vector<double>& result);
void evaluate_delays(EdgeSpecification const& spec, ConnectCall const& call, EdgeOrdinals const& edges,
                     RandomStreams const& random, TimeGrid const& grid, std::vector<Step>& result);

// In steps, already checked to be one at least.
Step evaluate_delay(EdgeSpecification const& spec, ConnectCall const& call, EdgeIdentity const& edge,
                    RandomStreams const& random, TimeGrid const& grid);

} // namespace nest
