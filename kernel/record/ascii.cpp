// Text files, one per virtual process. Lines are gathered and written in blocks, so that writing costs a run
// little more than formatting.
#include "kernel/errors.hpp"
#include "kernel/record/recorder.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fmt/format.h>
#include <iterator>
#include <utility>

namespace nest {

namespace {
constexpr std::size_t block = 1 << 16;              // characters gathered before they go to the file
constexpr char const* documented_version = "3.9.0"; // of the system whose file format this is

std::size_t digits(std::int64_t n) { return fmt::formatted_size("{}", n); }

[[noreturn]] void failed(char const* what, std::string const& path) {
    throw InputOutputError(fmt::format("cannot {} '{}': {}", what, path, std::strerror(errno)));
}

// A file being written; closed when destroyed.
class TextFile {
public:
    TextFile(std::string path, bool overwrite)
        : path_(std::move(path))
        , file_(std::fopen(path_.c_str(), overwrite ? "w" : "wx"), std::fclose) {
        if (!file_ && errno == EEXIST)
            throw InputOutputError(
                fmt::format("the file '{}' exists already; move it away, choose another label, "
                            "or set overwrite_files",
                            path_));
        if (!file_) failed("open", path_);
    }
    std::string& text() { return text_; }
    void pass_on() {
        if (text_.size() >= block) write();
    }
    void flush() {
        write();
        if (std::fflush(file_.get()) != 0) failed("write", path_);
    }

private:
    void write() {
        if (std::fwrite(text_.data(), 1, text_.size(), file_.get()) != text_.size()) failed("write", path_);
        text_.clear();
    }
    std::string path_;
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
    std::string text_;
};

class AsciiRecord final : public Record {
public:
    explicit AsciiRecord(FileNaming naming)
        : naming_(std::move(naming)) {}

    void open(RecordLayout const& layout) override {
        std::vector<TextFile> files;
        for (std::string& path : naming_.paths()) files.emplace_back(std::move(path), naming_.overwrite);
        for (TextFile& file : files)
            file.text() = fmt::format("# NEST version: {}\n# RecordingBackendASCII version: 2\n{}",
                                      documented_version, text_header(layout));
        layout_ = layout;
        files_ = std::move(files);
    }
    void write(std::int64_t thread, EventBatch const& events) override {
        TextFile& file = files_.at(static_cast<std::size_t>(thread));
        append_text(file.text(), layout_, events);
        file.pass_on();
    }
    void flush() override {
        for (TextFile& file : files_) file.flush();
    }
    void close() override {
        flush();
        files_.clear();
    }
    std::vector<std::string> filenames() const override { return naming_.paths(); }

private:
    FileNaming naming_;
    RecordLayout layout_;
    std::vector<TextFile> files_;
};
} // namespace

std::string FileNaming::path(std::int64_t process) const {
    auto const name = fmt::format("{}{}-{:0{}}-{:0{}}.{}", prefix, label, device, digits(network_size),
                                  process, digits(processes), extension);
    return directory.empty() ? name : (std::filesystem::path(directory) / name).string();
}

std::vector<std::string> FileNaming::paths() const {
    std::vector<std::string> all;
    for (std::int64_t p = rank; p < processes; p += ranks) all.push_back(path(p));
    return all;
}

std::string text_header(RecordLayout const& layout) {
    std::string line = layout.time_in_steps ? "sender\ttime_step\ttime_offset" : "sender\ttime_ms";
    for (auto const& name : layout.quantities) line += '\t' + name;
    for (auto const& name : layout.integers) line += '\t' + name;
    return line + '\n';
}

namespace {
void append(std::string& text, std::int64_t number) {
    fmt::format_int const digits(number);
    text.append(digits.data(), digits.size());
}

void append(std::string& text, double number, std::int64_t precision) {
    text += '\t';
    fmt::format_to(std::back_inserter(text), "{:.{}f}", number, precision);
}

// Usual times are whole microseconds, written with three digits: no fraction has to be found for them.
void append_time(std::string& text, TimeGrid const& grid, Step stamp, double offset, std::int64_t precision) {
    if (offset != 0.0 || precision != 3 || grid.tics_per_ms() != 1000.0 || stamp < 0)
        return append(text, grid.ms(stamp) - offset, precision);
    Tic const tics = stamp * grid.tics_per_step();
    text += '\t';
    append(text, tics / 1000);
    text += '.';
    text += static_cast<char>('0' + tics / 100 % 10);
    text += static_cast<char>('0' + tics / 10 % 10);
    text += static_cast<char>('0' + tics % 10);
}
} // namespace

void append_text(std::string& text, RecordLayout const& layout, EventBatch const& events) {
    for (std::size_t i = 0; i < events.size(); ++i) {
        double const offset = events.offsets.empty() ? 0.0 : events.offsets[i];
        append(text, events.senders[i]);
        if (layout.time_in_steps) {
            text += '\t';
            append(text, events.stamps[i]);
            append(text, offset, layout.precision);
        } else {
            append_time(text, layout.grid, events.stamps[i], offset, layout.precision);
        }
        for (auto const& column : events.values) append(text, column[i], layout.precision);
        for (auto const& column : events.integers) {
            text += '\t';
            append(text, column[i]);
        }
        text += '\n';
    }
}

std::unique_ptr<Record> ascii_record(FileNaming naming) {
    return std::make_unique<AsciiRecord>(std::move(naming));
}

} // namespace nest
