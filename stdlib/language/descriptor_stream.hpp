// std streams over file descriptors of the operating system: files, pipes, devices. A stream owns its
// descriptor; programs started by this one do not inherit it (O_CLOEXEC).
#pragma once

#include <array>
#include <istream>
#include <ostream>
#include <streambuf>
#include <string>

namespace sli {

// Serves one direction: reading or writing.
class DescriptorBuffer final : public std::streambuf {
public:
    explicit DescriptorBuffer(int descriptor)
        : descriptor_(descriptor) {}
    DescriptorBuffer(DescriptorBuffer const&) = delete;
    DescriptorBuffer& operator=(DescriptorBuffer const&) = delete;
    ~DescriptorBuffer() override { close(); }
    int descriptor() const { return descriptor_; }
    bool close(); // writes what is buffered first; false: it could not be written

protected:
    int_type underflow() override;
    int_type overflow(int_type c) override;
    int sync() override { return write_out() ? 0 : -1; }
    std::streamsize showmanyc() override;

private:
    bool write_out();

    int descriptor_;
    std::array<char, 16384> buffer_;
};

class DescriptorInput final : public std::istream {
public:
    explicit DescriptorInput(int descriptor)
        : std::istream(nullptr)
        , buffer_(descriptor) {
        init(&buffer_);
    }
    DescriptorBuffer& buffer() { return buffer_; }

private:
    DescriptorBuffer buffer_;
};

class DescriptorOutput final : public std::ostream {
public:
    explicit DescriptorOutput(int descriptor)
        : std::ostream(nullptr)
        , buffer_(descriptor) {
        init(&buffer_);
    }
    DescriptorBuffer& buffer() { return buffer_; }

private:
    DescriptorBuffer buffer_;
};

// The descriptor of a file opened with the flags of open(2); -1 with errno set. A directory is refused.
int open_descriptor(std::string const& path, int flags);

} // namespace sli
