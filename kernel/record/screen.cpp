#include "kernel/record/recorder.hpp"

namespace nest {

namespace {
class ScreenRecord final : public Record {
public:
    explicit ScreenRecord(Host const& host)
        : host_(host) {}

    void open(RecordLayout const& layout) override { layout_ = layout; }
    void write(std::int64_t, EventBatch const& events) override {
        std::string lines;
        append_text(lines, layout_, events);
        if (!lines.empty()) host_.write(lines);
    }

private:
    Host const& host_;
    RecordLayout layout_;
};
} // namespace

std::unique_ptr<Record> screen_record(Host const& host) { return std::make_unique<ScreenRecord>(host); }

} // namespace nest
