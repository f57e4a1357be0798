// Where the time of a program went: per command, counting what runs between it and the next one.
#pragma once

#include <chrono>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <unordered_map>

#include "interpreter/engine.hpp"

namespace sli {

class Profile final : public Observer {
public:
    void before(Engine& engine, Value const& value) override;
    // Ends the measurement; the heaviest commands first.
    void print(Engine& engine, std::ostream& out);

private:
    using Clock = std::chrono::steady_clock;
    struct Entry {
        std::uint64_t calls = 0;
        Clock::duration time{};
    };
    void close(Clock::time_point now);

    std::unordered_map<std::string, Entry> entries_;
    Entry* running_ = nullptr; // stays where it is when the table grows
    Clock::time_point since_ = Clock::now();
};

} // namespace sli
