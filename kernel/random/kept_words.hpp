// What was drawn for some lanes and serves several steps: kept between calls that ask for fewer.
#pragma once

#include "kernel/random/philox.hpp"

#include <cstdint>
#include <vector>

namespace nest {

struct KeptWords {
    // The steps for which a stretch of lanes has its words, and the key they come from.
    struct Block {
        std::uint64_t number = ~std::uint64_t{0};
        philox::Key key = {};
        bool operator==(Block const&) const = default;
    };
    std::vector<philox::Word> ids = {};   // of the lanes
    std::vector<philox::Word> words = {}; // four per lane
    std::vector<Block> blocks = {};       // one per stretch
};

} // namespace nest
