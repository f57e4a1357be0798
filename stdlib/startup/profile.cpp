#include "stdlib/startup/profile.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <ostream>
#include <vector>

namespace sli {

namespace {

constexpr std::size_t shown = 30; // commands

double seconds(std::chrono::steady_clock::duration time) {
    return std::chrono::duration<double>(time).count();
}

std::string name_of(Engine& engine, Value const& value) {
    if (value.is(Type::name)) return engine.text(value.id());
    if (value.is(Type::command)) return std::string(value.builtin().name);
    return "(values)";
}

} // namespace

void Profile::close(Clock::time_point now) {
    if (running_) running_->time += now - since_;
    since_ = now;
}

void Profile::before(Engine& engine, Value const& value) {
    close(Clock::now());
    running_ = &entries_[name_of(engine, value)];
    ++running_->calls;
    since_ = Clock::now();
}

void Profile::print(Engine& engine, std::ostream& out) {
    close(Clock::now());
    engine.set_observer(nullptr);
    using Line = std::pair<std::string, Entry>;
    std::vector<Line> lines(entries_.begin(), entries_.end());
    std::ranges::sort(lines, [](Line const& a, Line const& b) { return a.second.time > b.second.time; });
    out << fmt::format("\n{:>10} {:>12}  {}\n", "time (s)", "calls", "command");
    for (std::size_t i = 0; i < std::min(shown, lines.size()); ++i)
        out << fmt::format("{:>10.4f} {:>12}  {}\n", seconds(lines[i].second.time), lines[i].second.calls,
                           lines[i].first);
}

} // namespace sli
