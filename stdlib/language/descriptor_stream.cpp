#include "stdlib/language/descriptor_stream.hpp"

#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sli {
namespace {

// Writing to a pipe that nobody reads is an error of the stream, not the end of the program.
class WithoutSigpipe {
public:
    WithoutSigpipe() {
        sigemptyset(&signals_);
        sigaddset(&signals_, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &signals_, &before_);
    }
    WithoutSigpipe(WithoutSigpipe const&) = delete;
    WithoutSigpipe& operator=(WithoutSigpipe const&) = delete;
    ~WithoutSigpipe() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
    void forget() { // the signal that a failed write has left
        timespec const now{};
        sigtimedwait(&signals_, nullptr, &now);
    }

private:
    sigset_t signals_, before_;
};

} // namespace

bool DescriptorBuffer::close() {
    if (descriptor_ < 0) return true;
    bool const written = write_out();
    bool const closed = ::close(descriptor_) == 0;
    descriptor_ = -1;
    setg(nullptr, nullptr, nullptr);
    setp(nullptr, nullptr);
    return written && closed;
}

DescriptorBuffer::int_type DescriptorBuffer::underflow() {
    if (gptr() < egptr()) return traits_type::to_int_type(*gptr());
    if (descriptor_ < 0) return traits_type::eof();
    ssize_t count;
    do {
        count = ::read(descriptor_, buffer_.data(), buffer_.size());
    } while (count < 0 && errno == EINTR);
    if (count <= 0) return traits_type::eof();
    setg(buffer_.data(), buffer_.data(), buffer_.data() + count);
    return traits_type::to_int_type(*gptr());
}

DescriptorBuffer::int_type DescriptorBuffer::overflow(int_type c) {
    if (descriptor_ < 0 || !write_out()) return traits_type::eof();
    setp(buffer_.data(), buffer_.data() + buffer_.size());
    if (!traits_type::eq_int_type(c, traits_type::eof())) sputc(traits_type::to_char_type(c));
    return traits_type::not_eof(c);
}

bool DescriptorBuffer::write_out() {
    if (pbase() == pptr()) return true;
    WithoutSigpipe guard;
    char const* from = pbase();
    while (from < pptr()) {
        ssize_t const count = ::write(descriptor_, from, std::size_t(pptr() - from));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) {
            if (errno == EPIPE) guard.forget();
            return false;
        }
        from += count;
    }
    setp(pbase(), epptr());
    return true;
}

std::streamsize DescriptorBuffer::showmanyc() {
    int ready = 0;
    return descriptor_ >= 0 && ::ioctl(descriptor_, FIONREAD, &ready) == 0 ? ready : 0;
}

int open_descriptor(std::string const& path, int flags) {
    int const descriptor = ::open(path.c_str(), flags | O_CLOEXEC, 0666);
    if (descriptor < 0) return -1;
    struct stat status;
    if (::fstat(descriptor, &status) == 0 && !S_ISDIR(status.st_mode)) return descriptor;
    ::close(descriptor);
    errno = EISDIR;
    return -1;
}

} // namespace sli
