#include "kernel/record/recorder.hpp"

namespace nest {

namespace {
class MemoryRecord final : public Record {
public:
    void open(RecordLayout const& layout) override {
        layout_ = layout;
        values_.resize(layout.quantities.size());
        integers_.resize(layout.integers.size());
    }

    void write(std::int64_t, EventBatch const& events) override {
        auto& senders = senders_.writable();
        senders.insert(senders.end(), events.senders.begin(), events.senders.end());
        if (layout_.time_in_steps)
            write_steps(events);
        else
            write_times(events);
        write_columns(values_, events.values);
        write_columns(integers_, events.integers);
    }

    std::size_t size() const override { return senders_.size(); }

    Properties events(EventBatch const& more) const override {
        if (more.size() > 0) {
            MemoryRecord all = *this; // shares the columns until it writes
            all.write(0, more);
            return all.events({});
        }
        Properties status;
        for (std::size_t i = 0; i < values_.size(); ++i)
            status.set(layout_.quantities[i], values_[i].snapshot());
        for (std::size_t i = 0; i < integers_.size(); ++i)
            status.set(layout_.integers[i], integers_[i].snapshot());
        status.set("senders", senders_.snapshot());
        if (layout_.time_in_steps) {
            status.set("times", steps_.snapshot());
            status.set("offsets", offsets_.snapshot());
        } else {
            status.set("times", times_.snapshot());
        }
        return status;
    }

    void clear() override {
        senders_.clear();
        times_.clear();
        steps_.clear();
        offsets_.clear();
        for (auto& column : values_) column.clear();
        for (auto& column : integers_) column.clear();
    }

private:
    void write_times(EventBatch const& events) {
        auto& times = times_.writable();
        for (std::size_t i = 0; i < events.size(); ++i)
            times.push_back(layout_.grid.ms(events.stamps[i]) -
                            (events.offsets.empty() ? 0.0 : events.offsets[i]));
    }
    void write_steps(EventBatch const& events) {
        auto& steps = steps_.writable();
        steps.insert(steps.end(), events.stamps.begin(), events.stamps.end());
        auto& offsets = offsets_.writable();
        if (events.offsets.empty())
            offsets.resize(offsets.size() + events.size(), 0.0);
        else
            offsets.insert(offsets.end(), events.offsets.begin(), events.offsets.end());
    }
    template <class T>
    static void write_columns(std::vector<SharedColumn<T>>& columns,
                              std::span<std::span<T const> const> batch) {
        for (std::size_t c = 0; c < batch.size(); ++c) {
            auto& column = columns[c].writable();
            column.insert(column.end(), batch[c].begin(), batch[c].end());
        }
    }

    RecordLayout layout_;
    SharedColumn<NodeId> senders_;
    SharedColumn<double> times_;
    SharedColumn<Step> steps_;
    SharedColumn<double> offsets_;
    std::vector<SharedColumn<double>> values_;
    std::vector<SharedColumn<std::int64_t>> integers_;
};
} // namespace

std::unique_ptr<Record> memory_record() { return std::make_unique<MemoryRecord>(); }

} // namespace nest
