// usage: fuzz_NAME [SEED [CASES]]      Prints the seed of each case before it runs if CASES is 1.
#include <cstdlib>
#include <iostream>
#include <random>
#include <vector>

#include "tests/fuzz/cases.hpp"

int main(int count, char** arguments) {
    auto const number = [&](int at, std::uint64_t otherwise) {
        return count > at ? std::strtoull(arguments[at], nullptr, 10) : otherwise;
    };
    std::uint64_t const seed = number(1, 1), cases = number(2, 2000);
    for (std::uint64_t n = 0; n < cases; ++n) {
        std::mt19937_64 random(seed + n);
        std::vector<std::uint8_t> data(random() % 200 + 1);
        for (auto& byte : data) byte = std::uint8_t(random());
        std::cerr << "\rcase " << seed + n << std::flush;
        LLVMFuzzerTestOneInput(data.data(), data.size());
    }
    std::cerr << "\n" << cases << " cases\n";
    return 0;
}
