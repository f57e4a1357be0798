// What ranks tell each other before an exchange, and the error if they are not at the same place.
#pragma once

#include "kernel/communicator.hpp"
#include "kernel/errors.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <string>
#include <vector>

namespace nest {

struct Note {
    Act act = Act::leave;
    int code = 0; // exit code of a rank that leaves
};

inline bool drifted(std::vector<Note> const& notes) {
    return std::ranges::any_of(notes, [&](Note const& note) { return note.act != notes.front().act; });
}

[[noreturn]] inline void refuse_drift(std::vector<Note> const& notes) {
    std::string where;
    for (std::size_t rank = 0; rank < notes.size(); ++rank) {
        if (notes[rank].act == Act::leave)
            throw KernelException("ProcessEnded",
                                  fmt::format("rank {} has ended with exit code {}", rank, notes[rank].code));
        where += fmt::format("{}rank {} in {}", rank > 0 ? ", " : "", rank, name_of(notes[rank].act));
    }
    throw KernelException("ProcessesDrifted",
                          "all ranks must run the same commands on the network, but they are: " + where);
}

} // namespace nest
