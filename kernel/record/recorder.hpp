// Where the events of one recording device go: columns in memory, files, or the host's standard output.
// The engine collects events and puts them in order; a Record keeps or writes them.
#pragma once

#include "kernel/core/time.hpp"
#include "kernel/log.hpp"
#include "kernel/nodes.hpp"
#include "kernel/properties.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace nest {

// Some events in columns of equal length; spans are only read during the call.
struct EventBatch {
    std::span<NodeId const> senders = {};
    std::span<Step const> stamps = {};
    std::span<double const> offsets = {};                         // ms before the stamp; empty: all zero
    std::span<std::span<double const> const> values = {};         // one column per quantity
    std::span<std::span<std::int64_t const> const> integers = {}; // whole-numbered quantities
    std::size_t size() const { return senders.size(); }
};

// What is fixed while a simulation is prepared.
struct RecordLayout {
    TimeGrid grid = {};
    std::vector<std::string> quantities = {}; // names of the columns of values
    std::vector<std::string> integers = {};
    bool time_in_steps = false;
    std::int64_t precision = 3; // digits behind the point, in text
};

// How the files of a device are named and whether existing ones may be replaced.
struct FileNaming {
    std::string directory = {}; // `data_path`; empty: where the program runs
    std::string prefix = {};    // `data_prefix`
    std::string label = {};     // of the device, or its model's name
    std::string extension = "dat";
    NodeId device = 0;
    std::int64_t network_size = 0;
    std::int64_t processes = 1; // virtual ones: one file each
    std::int64_t ranks = 1;     // this one writes the files of process rank, rank + ranks, ...
    std::int64_t rank = 0;
    bool overwrite = false;

    std::string path(std::int64_t process) const;
    std::vector<std::string> paths() const; // of this rank
};

class Record {
public:
    virtual ~Record() = default;

    // Prepare. Throws InputOutputError and leaves nothing open if a file cannot be made.
    virtual void open(RecordLayout const& layout) = 0;
    // Events of one thread, of any time after those it wrote before.
    virtual void write(std::int64_t thread, EventBatch const& events) = 0;
    virtual void flush() {} // after each run
    virtual void close() {} // Cleanup

    // What the device's status shows. Vectors are immutable snapshots: later events never change them.
    // `more` counts as well, although it has not been written yet.
    virtual Properties events(EventBatch const& more = {}) const {
        return static_cast<void>(more), Properties{};
    }
    virtual std::size_t size() const { return 0; } // events kept
    virtual std::vector<std::string> filenames() const { return {}; }
    virtual void clear() {}
};

std::unique_ptr<Record> memory_record();
std::unique_ptr<Record> ascii_record(FileNaming naming);
std::unique_ptr<Record> screen_record(Host const& host); // `host` outlives the record

// A growing column whose contents can be shared without copying: a snapshot is the column itself, and the
// first append after a snapshot was taken copies it as a whole.
template <class T> class SharedColumn {
public:
    std::size_t size() const { return column_ ? column_->size() : 0; }
    std::vector<T>& writable() {
        if (!column_) column_ = std::make_shared<std::vector<T>>();
        if (column_.use_count() > 1) column_ = std::make_shared<std::vector<T>>(*column_);
        return *column_;
    }
    std::shared_ptr<std::vector<T> const> snapshot() const {
        return column_ ? column_ : std::make_shared<std::vector<T>>();
    }
    void clear() { column_.reset(); }

private:
    std::shared_ptr<std::vector<T>> column_;
};

// Events as the lines of files and of the screen: tab separated, doubles in fixed notation.
std::string text_header(RecordLayout const& layout);
void append_text(std::string& text, RecordLayout const& layout, EventBatch const& events);

} // namespace nest
