#include "kernel/parallel/agreement.hpp"

#include "kernel/errors.hpp"
#include "kernel/parallel/packing.hpp"

#include <exception>
#include <fmt/format.h>
#include <utility>

namespace nest {

namespace {

enum Verdict : std::uint8_t { good, kernel_error, other_error };

Packet describe_failure(std::exception_ptr const& failure) {
    Packet packet;
    PacketWriter writer(packet);
    try {
        std::rethrow_exception(failure);
    } catch (KernelError const& error) {
        packet.push_back(kernel_error);
        writer.text(error.name());
        writer.text(error.text());
        writer.text(error.hint());
    } catch (std::exception const& error) {
        packet.push_back(other_error);
        writer.text(error.what());
    } catch (...) {
        packet.push_back(other_error);
        writer.text("unknown");
    }
    return packet;
}

[[noreturn]] void repeat_failure(std::size_t rank, Packet const& packet) {
    PacketReader reader(packet);
    if (reader.number() == other_error)
        throw KernelException(fmt::format("An error on rank {}: {}", rank, reader.text()));
    std::string const name = reader.text(), text = reader.text(), hint = reader.text();
    throw KernelError(name, text, fmt::format("{}{}on rank {}", hint, hint.empty() ? "" : "; ", rank));
}

} // namespace

std::vector<Packet> gather(Communicator& ranks, Act act, Packet const& mine) {
    std::vector<Packet> const to(static_cast<std::size_t>(ranks.size()), mine);
    std::vector<Packet> from;
    ranks.exchange(act, to, from);
    return from;
}

std::vector<Packet> agree(Communicator& ranks, Act act, std::function<Packet()> const& action) {
    Packet mine{good};
    std::exception_ptr failure;
    try {
        Packet const result = action();
        mine.insert(mine.end(), result.begin(), result.end());
    } catch (...) {
        failure = std::current_exception();
        mine = describe_failure(failure);
    }
    std::vector<Packet> all = gather(ranks, act, mine);
    for (std::size_t rank = 0; rank < all.size(); ++rank) {
        if (all[rank].at(0) == good) continue;
        if (failure && rank == static_cast<std::size_t>(ranks.rank())) std::rethrow_exception(failure);
        repeat_failure(rank, all[rank]);
    }
    for (Packet& packet : all) packet.erase(packet.begin());
    return all;
}

} // namespace nest
