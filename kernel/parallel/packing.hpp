// Writing numbers and texts into packets, and reading them again. Whole numbers that are not negative take
// as many bytes as they need, seven bits each.
#pragma once

#include "kernel/communicator.hpp"
#include "kernel/errors.hpp"

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace nest {

class PacketWriter {
public:
    explicit PacketWriter(Packet& packet)
        : packet_(packet) {}

    void number(std::uint64_t x) {
        for (; x >= 0x80; x >>= 7) packet_.push_back(static_cast<std::uint8_t>(x | 0x80));
        packet_.push_back(static_cast<std::uint8_t>(x));
    }
    void real(double x) {
        auto const bits = std::bit_cast<std::uint64_t>(x);
        std::size_t const at = packet_.size();
        packet_.resize(at + sizeof bits);
        std::memcpy(packet_.data() + at, &bits, sizeof bits);
    }
    void text(std::string_view s) {
        number(s.size());
        packet_.insert(packet_.end(), s.begin(), s.end());
    }

private:
    Packet& packet_;
};

class PacketReader {
public:
    explicit PacketReader(Packet const& packet)
        : packet_(packet) {}

    bool done() const { return at_ == packet_.size(); }
    std::uint64_t number() {
        std::uint64_t x = 0;
        for (unsigned shift = 0;; shift += 7) {
            std::uint8_t const byte = *take(1);
            x |= std::uint64_t{byte & 0x7fu} << shift;
            if (byte < 0x80) return x;
        }
    }
    double real() {
        std::uint64_t bits = 0;
        std::memcpy(&bits, take(sizeof bits), sizeof bits);
        return std::bit_cast<double>(bits);
    }
    std::string text() {
        auto const n = static_cast<std::size_t>(number());
        auto const* const first = take(n);
        return {first, first + n};
    }

private:
    std::uint8_t const* take(std::size_t bytes) {
        if (bytes > packet_.size() - at_) throw InternalError("a packet between ranks is too short");
        at_ += bytes;
        return packet_.data() + (at_ - bytes);
    }

    Packet const& packet_;
    std::size_t at_ = 0;
};

} // namespace nest
