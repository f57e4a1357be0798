#include "kernel/core/decay.hpp"

#include "kernel/core/clones.hpp"

namespace nest {

namespace {

NEST_CLONES void look_up(double const* NEST_RESTRICT table, std::uint32_t const* NEST_RESTRICT stamp,
                         std::size_t n, std::uint32_t since, double* NEST_RESTRICT result) {
    for (std::size_t i = 0; i < n; ++i) result[i] = table[static_cast<std::int32_t>(stamp[i] - since)];
}

NEST_CLONES void compute_all(std::uint32_t const* NEST_RESTRICT stamp, std::size_t n, double since, double h,
                             double tau, double* NEST_RESTRICT result) {
    for (std::size_t i = 0; i < n; ++i)
        result[i] = elementary::exp(-((static_cast<double>(stamp[i]) - since) * h) / tau);
}

} // namespace

void DecayTable::lags(std::uint32_t const* stamp, std::size_t n, Step since, Step longest,
                      double* result) const {
    if (static_cast<std::size_t>(longest) < table_.size())
        look_up(table_.data(), stamp, n, static_cast<std::uint32_t>(since), result);
    else
        compute_all(stamp, n, static_cast<double>(since), h_, tau_, result);
}

} // namespace nest
