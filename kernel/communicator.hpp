// What the ranks of a job do together. A rank is one process of a parallel run; each has a whole copy of the
// program and runs the same script, and holds the part of the network that lives on it.
//
// There is one collective operation. Every rank must call it for the same act, in the same order; ranks that
// have drifted apart are told so by an error instead of waiting for each other for ever.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace nest {

enum class Act : std::uint32_t {
    leave,
    synchronise,
    find_nodes,
    connect,
    disconnect,
    prepare,
    begin,
    slice,
    run
};
std::string_view name_of(Act act);

using Packet = std::vector<std::uint8_t>; // a message between two ranks; may be empty

class Communicator {
public:
    virtual ~Communicator() = default;
    virtual int rank() const = 0;
    virtual int size() const = 0;
    virtual int neighbours() const { return size(); } // ranks on this machine, this one included

    // Gives every rank its packet and receives one from each, in the order of ranks, the own one included.
    // KernelException if the ranks are not all in the same act, or one has left.
    virtual void exchange(Act act, std::vector<Packet> const& to, std::vector<Packet>& from) = 0;

    // The last thing a rank does. With a code other than 0 it ends the others, too, unless they are about
    // to leave by themselves.
    virtual void leave(int code) noexcept = 0;
};

std::shared_ptr<Communicator> single_process();

// Ranks in one process, each to be used by a thread of its own: what tests need to look at all of them.
std::vector<std::shared_ptr<Communicator>> rehearsal(int ranks);

} // namespace nest
