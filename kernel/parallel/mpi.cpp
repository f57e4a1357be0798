// Ranks that are processes started by MPI's launcher. The only file that knows MPI; it is a shared object of
// its own, loaded when a process finds itself to be one of several.
#include "kernel/parallel/drift.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <mpi.h>
#include <sys/prctl.h>
#include <thread>
#include <utility>

namespace nest {

namespace {

struct Header {
    std::uint32_t act;
    std::int32_t code;
    std::uint64_t bytes; // of the packet that follows
};

constexpr std::uint64_t largest_piece = 1 << 30; // bytes: MPI counts in int

class Pauses {
public:
    void pause();

private:
    int sleeps_ = 0; // how many of the next pauses sleep
    int habit_ = 0;  // how many did, the last time; more when the core is taken again and again
};

class MpiJob final : public Communicator {
public:
    MpiJob() {
        int initialised = 0;
        setenv("OMPI_MCA_mpi_yield_when_idle", "0", 1); // Open MPI: its tests must not yield; pauses_ do
        MPI_Initialized(&initialised);
        ours_ = initialised == 0;
        int provided = 0;
        if (ours_) MPI_Init_thread(nullptr, nullptr, MPI_THREAD_SERIALIZED, &provided);
        MPI_Comm_dup(MPI_COMM_WORLD, &all_);
        MPI_Comm_rank(all_, &rank_);
        MPI_Comm_size(all_, &size_);
        MPI_Comm nearby = MPI_COMM_NULL;
        MPI_Comm_split_type(all_, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &nearby);
        MPI_Comm_size(nearby, &neighbours_);
        MPI_Comm_free(&nearby);
        theirs_.resize(ranks());
        notes_.resize(ranks());
    }
    int rank() const override { return rank_; }
    int size() const override { return size_; }
    int neighbours() const override { return neighbours_; }
    void exchange(Act act, std::vector<Packet> const& to, std::vector<Packet>& from) override;
    void leave(int code) noexcept override;

private:
    void await(std::vector<MPI_Request>& requests);
    std::size_t ranks() const { return static_cast<std::size_t>(size_); }
    MPI_Request post(Act act, int code, std::vector<Packet> const& to);
    void read_notes();
    bool others_leave(MPI_Request request, bool patient) noexcept;

    MPI_Comm all_ = MPI_COMM_NULL;
    int rank_ = 0, size_ = 1, neighbours_ = 1;
    bool ours_ = true; // MPI was started here, and ends here
    bool adrift_ = false;
    std::vector<Header> mine_, theirs_;
    std::vector<Note> notes_;
    std::vector<MPI_Request> pieces_;
    Pauses pauses_;
};

// Headers first: where everybody is, and how much they send.
MPI_Request MpiJob::post(Act act, int code, std::vector<Packet> const& to) {
    mine_.clear();
    for (std::size_t r = 0; r < ranks(); ++r)
        mine_.push_back({static_cast<std::uint32_t>(act), code, r < to.size() ? to[r].size() : 0});
    constexpr int bytes = sizeof(Header);
    MPI_Request request = MPI_REQUEST_NULL;
    MPI_Ialltoall(mine_.data(), bytes, MPI_BYTE, theirs_.data(), bytes, MPI_BYTE, all_, &request);
    return request;
}

void MpiJob::read_notes() {
    for (std::size_t r = 0; r < ranks(); ++r) notes_[r] = {static_cast<Act>(theirs_[r].act), theirs_[r].code};
    adrift_ = drifted(notes_);
}

// To other ranks and threads a core is given by yielding. A program outside keeps a yielded core for its
// whole turn, some milliseconds each time; beside one it is better to sleep, for who sleeps is woken at once.
void Pauses::pause() {
    using namespace std::chrono_literals;
    using Clock = std::chrono::steady_clock;
    if (sleeps_ > 0) {
        --sleeps_;
        std::this_thread::sleep_for(50us);
        return;
    }
    auto const begin = Clock::now();
    std::this_thread::yield();
    bool const taken = Clock::now() - begin > 1ms;
    habit_ = taken ? std::min(2 * habit_ + 1, 255) : habit_ * 7 / 8;
    if (taken) sleeps_ = habit_;
}

// MPI's own waiting keeps the core. (Open MPI looks after collective transfers at every eighth test only.)
void MpiJob::await(std::vector<MPI_Request>& requests) {
    constexpr int tests_at_once = 16;
    for (int done = 0;; pauses_.pause())
        for (int test = 0; test < tests_at_once; ++test) {
            MPI_Testall(static_cast<int>(requests.size()), requests.data(), &done, MPI_STATUSES_IGNORE);
            if (done != 0) return;
        }
}

// In pieces, as many as it takes; nothing for an empty packet.
template <class Transfer> void in_pieces(std::uint8_t* data, std::uint64_t bytes, Transfer transfer) {
    for (std::uint64_t at = 0; at < bytes; at += largest_piece)
        transfer(data + at, static_cast<int>(std::min(largest_piece, bytes - at)));
}

void MpiJob::exchange(Act act, std::vector<Packet> const& to, std::vector<Packet>& from) {
    if (adrift_) refuse_drift(notes_);
    pieces_.assign(1, post(act, 0, to));
    await(pieces_);
    read_notes();
    if (adrift_) refuse_drift(notes_);
    from.resize(ranks());
    pieces_.clear();
    auto const self = static_cast<std::size_t>(rank_);
    for (std::size_t r = 0; r < ranks(); ++r) {
        from[r].resize(theirs_[r].bytes);
        if (r == self) continue;
        in_pieces(from[r].data(), from[r].size(), [&](std::uint8_t* data, int bytes) {
            pieces_.push_back(MPI_REQUEST_NULL);
            MPI_Irecv(data, bytes, MPI_BYTE, static_cast<int>(r), 0, all_, &pieces_.back());
        });
        in_pieces(const_cast<std::uint8_t*>(to[r].data()), to[r].size(), [&](std::uint8_t* data, int bytes) {
            pieces_.push_back(MPI_REQUEST_NULL);
            MPI_Isend(data, bytes, MPI_BYTE, static_cast<int>(r), 0, all_, &pieces_.back());
        });
    }
    from[self] = to[self];
    await(pieces_);
}

// Waits until all ranks have come to the next exchange, for two seconds if there is no patience.
bool MpiJob::others_leave(MPI_Request request, bool patient) noexcept {
    using namespace std::chrono_literals;
    auto const until = std::chrono::steady_clock::now() + 2s;
    int done = 0;
    for (;;) {
        MPI_Test(&request, &done, MPI_STATUS_IGNORE);
        if (done != 0) break;
        if (!patient && std::chrono::steady_clock::now() > until) return false;
        std::this_thread::sleep_for(200us);
    }
    read_notes();
    return !adrift_;
}

void MpiJob::leave(int code) noexcept {
    int finished = 0;
    MPI_Finalized(&finished);
    if (finished != 0) return;
    if (adrift_) { // another rank has ended, or does something else
        for (Note const& note : notes_)
            if (note.act == Act::leave && note.code != 0) code = note.code;
        MPI_Abort(all_, code != 0 ? code : 1);
    }
    if (others_leave(post(Act::leave, code, {}), code == 0)) {
        if (ours_) MPI_Finalize();
        return;
    }
    // In good order the others will hear of it, say so and end the job; time for that.
    if (code == 0) std::this_thread::sleep_for(std::chrono::seconds(10));
    MPI_Abort(all_, code != 0 ? code : 1);
}

} // namespace

} // namespace nest

extern "C" __attribute__((visibility("default"))) nest::Communicator* nest_join_mpi() {
    return std::make_unique<nest::MpiJob>().release(); // the caller owns it
}
