// A job of one rank: it has nobody to wait for.
#include "kernel/communicator.hpp"

#include <array>

namespace nest {

namespace {
class SingleProcess final : public Communicator {
public:
    int rank() const override { return 0; }
    int size() const override { return 1; }
    void exchange(Act, std::vector<Packet> const& to, std::vector<Packet>& from) override { from = to; }
    void leave(int) noexcept override {}
};
} // namespace

std::shared_ptr<Communicator> single_process() { return std::make_shared<SingleProcess>(); }

std::string_view name_of(Act act) {
    static constexpr std::array<std::string_view, 9> names{
        "leaving", "SyncProcesses",        "GetNodes", "Connect",       "Disconnect",
        "Prepare", "the beginning of Run", "Run",      "the end of Run"};
    auto const number = static_cast<std::size_t>(act);
    return number < names.size() ? names[number] : "an unknown act";
}

} // namespace nest
