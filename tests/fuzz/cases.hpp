// Fuzz targets are functions of bytes. libFuzzer calls them (NEST_FUZZ); otherwise main makes a fixed
// number of cases from a seed, so that every test run tries the same ones.
#pragma once

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);
