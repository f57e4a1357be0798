#include "kernel/core/elementary.hpp"

#include <array>

namespace nest::elementary {

namespace {
// 2/pi, 32 bits a word, behind the binary point.
constexpr std::array<std::uint32_t, 42> two_over_pi = {
    0xA2F9836E, 0x4E441529, 0xFC2757D1, 0xF534DDC0, 0xDB629599, 0x3C439041, 0xFE5163AB,
    0xDEBBC561, 0xB7246E3A, 0x424DD2E0, 0x06492EEA, 0x09D1921C, 0xFE1DEB1C, 0xB129A73E,
    0xE88235F5, 0x2EBB4484, 0xE99C7026, 0xB45F7E41, 0x3991D639, 0x835339F4, 0x9C845F8B,
    0xBDF9283B, 0x1FF897FF, 0xDE05980F, 0xEF2F118B, 0x5A0A6D1F, 0x6D367ECF, 0x27CB09B7,
    0x4F463F66, 0x9E5FEA2D, 0x7527BAC7, 0xEBE5F17B, 0x3D0739F7, 0x8A5292EA, 0x6BFB5FB1,
    0x1F8D5D08, 0x56033046, 0xFC7B6BAB, 0xF0CFBC20, 0x9AF4361D, 0xA9E39161, 0x5EE61B08};

// 32 bits of 2/pi from `bit` behind the point on; bits before the point are zero.
std::uint64_t bits_of_two_over_pi(int bit) {
    if (bit <= -32) return 0;
    if (bit < 0) return two_over_pi[0] >> -bit;
    auto const word = static_cast<std::size_t>(bit) / 32;
    int const shift = bit % 32;
    std::uint64_t const pair = std::uint64_t{two_over_pi[word]} << 32 | two_over_pi[word + 1];
    return pair << shift >> 32;
}
} // namespace

// Payne and Hanek's reduction: only those bits of 2/pi are multiplied that can reach the quadrant or the
// rest; whole turns drop out. x = m * 2^e with a 53-bit integer m.
detail::Angle detail::reduce_large(double x) {
    int e = 0;
    double const fraction = std::frexp(std::abs(x), &e);
    auto const m = static_cast<std::uint64_t>(std::ldexp(fraction, 53));
    e -= 53;
    // 192 bits of 2/pi from bit e-2 on: m times them, modulo 4 quarter turns, leaves two bits before
    // the point and 126 or more behind it that are right.
    int const first = e - 2;
    std::array<std::uint64_t, 6> product{}; // least significant word first, 32 bits each
    std::uint64_t carry = 0;
    std::uint64_t const low = m & 0xffffffffu, high = m >> 32;
    std::array<std::uint64_t, 6> digits{};
    for (int i = 0; i < 6; ++i) digits[static_cast<std::size_t>(5 - i)] = bits_of_two_over_pi(first + 32 * i);
    std::uint64_t before = 0;
    for (std::size_t i = 0; i < 6; ++i) {
        std::uint64_t const lower = low * digits[i], upper = high * before;
        std::uint64_t const word = (lower & 0xffffffffu) + (upper & 0xffffffffu) + (carry & 0xffffffffu);
        product[i] = word & 0xffffffffu;
        carry = (lower >> 32) + (upper >> 32) + (carry >> 32) + (word >> 32);
        before = digits[i];
    }
    // The top two bits of the 192 count quarter turns.
    std::uint64_t const top = product[5] << 32 | product[4];
    std::uint64_t const next = product[3] << 32 | product[2];
    std::uint64_t quarters = top >> 62;
    std::uint64_t a = top << 2 | next >> 62;
    std::uint64_t b = next << 2 | product[1] >> 30;
    bool const above_half = a >> 63;
    if (above_half) { // to the nearest quarter: the rest turns negative
        ++quarters;
        b = ~b + 1;
        a = ~a + (b == 0 ? 1 : 0);
    }
    double const sign = above_half ? -1.0 : 1.0;
    auto const part = [](std::uint64_t bits, int shift) {
        return std::ldexp(static_cast<double>(bits), shift);
    };
    Double2 const leading = sum(part(a >> 32, -32), part(a & 0xffffffffu, -64));
    Double2 const turns = leading + sum(part(b >> 32, -96), part(b & 0xffffffffu, -128));
    Double2 const angle = turns * Double2{0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54};
    if (x < 0.0) return {0 - quarters, -sign * angle.high, -sign * angle.low};
    return {quarters, sign * angle.high, sign * angle.low};
}

namespace {
// ln(Gamma(x)) for x >= 10 by Stirling's series.
double stirling(double x) {
    double const inverse = 1.0 / x, z = inverse * inverse;
    double series = 1.0 / 156.0;
    series = -691.0 / 360360.0 + series * z;
    series = 1.0 / 1188.0 + series * z;
    series = -1.0 / 1680.0 + series * z;
    series = 1.0 / 1260.0 + series * z;
    series = -1.0 / 360.0 + series * z;
    series = 1.0 / 12.0 + series * z;
    return (x - 0.5) * log(x) - x + 0.91893853320467274178 + series * inverse;
}
} // namespace

double log_factorial(double n) {
    static constexpr std::array<double, 10> small = {0.0,
                                                     0.0,
                                                     0.69314718055994531,
                                                     1.7917594692280550,
                                                     3.1780538303479458,
                                                     4.7874917427820458,
                                                     6.5792512120101012,
                                                     8.5251613610654147,
                                                     10.604602902745251,
                                                     12.801827480081469};
    if (n < 10.0) return small[static_cast<std::size_t>(n)];
    return stirling(n + 1.0);
}

double log_gamma(double x) {
    double product = 1.0;
    for (; x < 10.0; x += 1.0) product *= x;
    return stirling(x) - log(product);
}

// The series of the lower, or the continued fraction of the upper incomplete gamma function, whichever
// converges fast.
double gamma_exceeds(double a, double x) {
    if (x <= 0.0) return 1.0;
    double const front = exp(a * log(x) - x - log_gamma(a));
    if (x < a + 1.0) {
        double term = 1.0 / a, sum = term;
        for (double n = a + 1.0; term > sum * 1e-17; n += 1.0) sum += term *= x / n;
        return 1.0 - front * sum;
    }
    double b = x + 1.0 - a, c = 1e300, d = 1.0 / b, fraction = d;
    for (double i = 1.0; i < 10000.0; i += 1.0) {
        double const numerator = i * (a - i);
        b += 2.0;
        d = 1.0 / (numerator * d + b);
        c = b + numerator / c;
        fraction *= c * d;
        if (std::abs(c * d - 1.0) < 1e-16) break;
    }
    return front * fraction;
}

} // namespace nest::elementary
