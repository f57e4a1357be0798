// Stream objects: std streams plus what SLI adds to them.
#pragma once

#include <iostream>
#include <memory>
#include <streambuf>
#include <string>
#include <string_view>

#include "interpreter/value.hpp"

namespace sli {

// A text that programs are read from, kept so that positions can be shown with their line.
struct SourceText {
    std::string name;     // of the file, or a description such as "standard input"
    std::string text;     // as far as it has been read
    bool library = false; // errors point to who called it
};

// A buffer over another stream buffer, whose unread part can be looked at as one text: the
// scanner reads programs from it, and stream commands may go on where the scanner stopped.
class LookaheadBuffer final : public std::streambuf {
public:
    LookaheadBuffer(std::streambuf* source, std::string name);
    // All that has been read and not discarded, and how far it has been consumed.
    std::string_view text() const { return text_->text; }
    std::size_t position() const { return std::size_t(gptr() - eback()); }
    std::string_view unread() const { return text().substr(position()); }
    void skip(std::size_t count) { move_to(position() + count); }
    void move_to(std::size_t position) { setg(eback(), eback() + position, egptr()); }
    bool fetch(); // appends what the source has ready, at least one byte; false at its end
    // From now on nothing read is discarded: procedures and errors refer to it by position.
    std::shared_ptr<SourceText> keep() { return keep_ = true, text_; }

protected:
    int_type underflow() override;
    int_type pbackfail(int_type c) override;
    int sync() override { return source_->pubsync(); }
    std::streamsize showmanyc() override { return source_->in_avail(); }

private:
    void discard();

    std::streambuf* source_;
    std::shared_ptr<SourceText> text_;
    bool keep_ = false;
};

// An input stream; executable or not is the value's type.
class InputStream final : public Object {
public:
    static constexpr Type type = Type::istream;
    // Owns the stream, or borrows one that outlives every interpreter (std::cin).
    InputStream(std::unique_ptr<std::istream> stream, std::string name);
    InputStream(std::istream& stream, std::string name);

    std::istream& stream() { return front_; }
    LookaheadBuffer& buffer() { return buffer_; }
    std::string const& name() const { return name_; }
    // The stream behind, for commands that need its own type (file descriptors, closing).
    std::istream& source() { return *source_; }
    bool is_owned() const { return owned_ != nullptr; }
    int descriptor = -1; // of the operating system, where the maker knows it

private:
    std::unique_ptr<std::istream> owned_;
    std::istream* source_;
    LookaheadBuffer buffer_;
    std::istream front_;
    std::string name_;
};

// An output stream; formatting flags, precision and width are those of the std stream.
class OutputStream final : public Object {
public:
    static constexpr Type type = Type::ostream;
    explicit OutputStream(std::unique_ptr<std::ostream> stream)
        : owned_(std::move(stream))
        , stream_(owned_.get()) {}
    explicit OutputStream(std::ostream& stream)
        : stream_(&stream) {}
    std::ostream& stream() { return *stream_; }
    bool is_owned() const { return owned_ != nullptr; }
    int descriptor = -1;

private:
    std::unique_ptr<std::ostream> owned_;
    std::ostream* stream_;
};

} // namespace sli
