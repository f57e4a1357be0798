// A job whose ranks are threads of one process: they meet in a room and swap packets there.
#include "kernel/communicator.hpp"
#include "kernel/parallel/drift.hpp"

#include <condition_variable>
#include <mutex>

namespace nest {

namespace {

class Room {
public:
    explicit Room(std::size_t ranks)
        : posts_(ranks)
        , notes_(ranks) {}

    std::size_t ranks() const { return posts_.size(); }

    void exchange(std::size_t rank, Note note, std::vector<Packet> const& to, std::vector<Packet>& from) {
        {
            std::unique_lock lock(mutex_);
            notes_[rank] = note;
            posts_[rank] = to;
            wait(lock);
            notes_seen_ = notes_;
            from.assign(ranks(), {});
            for (std::size_t r = 0; r < ranks(); ++r)
                if (rank < posts_[r].size()) from[r] = posts_[r][rank];
            wait(lock); // nobody posts anew before all have read
        }
    }
    std::vector<Note> const& notes() const { return notes_seen_; }

private:
    void wait(std::unique_lock<std::mutex>& lock) {
        std::size_t const round = round_;
        if (++present_ == ranks()) {
            present_ = 0;
            ++round_;
            all_here_.notify_all();
            return;
        }
        all_here_.wait(lock, [&] { return round_ != round; });
    }

    std::mutex mutex_;
    std::condition_variable all_here_;
    std::size_t present_ = 0;
    std::size_t round_ = 0;
    std::vector<std::vector<Packet>> posts_;
    std::vector<Note> notes_, notes_seen_;
};

class Rehearsal final : public Communicator {
public:
    Rehearsal(std::shared_ptr<Room> room, int rank)
        : room_(std::move(room))
        , rank_(rank) {}
    int rank() const override { return rank_; }
    int size() const override { return static_cast<int>(room_->ranks()); }
    void exchange(Act act, std::vector<Packet> const& to, std::vector<Packet>& from) override {
        if (adrift_) refuse_drift(room_->notes());
        room_->exchange(static_cast<std::size_t>(rank_), {act, 0}, to, from);
        adrift_ = drifted(room_->notes());
        if (adrift_) refuse_drift(room_->notes());
    }
    void leave(int code) noexcept override {
        if (adrift_) return;
        std::vector<Packet> nothing;
        room_->exchange(static_cast<std::size_t>(rank_), {Act::leave, code}, {}, nothing);
    }

private:
    std::shared_ptr<Room> room_;
    int rank_;
    bool adrift_ = false;
};

} // namespace

std::vector<std::shared_ptr<Communicator>> rehearsal(int ranks) {
    auto const room = std::make_shared<Room>(static_cast<std::size_t>(ranks));
    std::vector<std::shared_ptr<Communicator>> all;
    for (int rank = 0; rank < ranks; ++rank) all.push_back(std::make_shared<Rehearsal>(room, rank));
    return all;
}

} // namespace nest
