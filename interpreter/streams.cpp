#include "interpreter/streams.hpp"

#include <algorithm>

namespace sli {

LookaheadBuffer::LookaheadBuffer(std::streambuf* source, std::string name)
    : source_(source)
    , text_(std::make_shared<SourceText>()) {
    text_->name = std::move(name);
}

void LookaheadBuffer::discard() {
    constexpr std::size_t worthwhile = 1 << 16, put_back = 64;
    std::size_t const consumed = position();
    if (keep_ || consumed < worthwhile) return;
    text_->text.erase(0, consumed - put_back);
    setg(text_->text.data(), text_->text.data() + put_back, text_->text.data() + text_->text.size());
}

bool LookaheadBuffer::fetch() {
    using Traits = std::streambuf::traits_type;
    constexpr std::streamsize most = 1 << 16;
    if (Traits::eq_int_type(source_->sgetc(), Traits::eof())) return false;
    discard();
    std::size_t const consumed = position(), before = text_->text.size();
    auto const ready = std::clamp(source_->in_avail(), std::streamsize{1}, most);
    text_->text.resize(before + std::size_t(ready));
    auto const got = source_->sgetn(text_->text.data() + before, ready);
    text_->text.resize(before + std::size_t(std::max(got, std::streamsize{0})));
    char* const begin = text_->text.data();
    setg(begin, begin + consumed, begin + text_->text.size());
    return got > 0;
}

LookaheadBuffer::int_type LookaheadBuffer::underflow() {
    if (gptr() == egptr() && !fetch()) return traits_type::eof();
    return traits_type::to_int_type(*gptr());
}

LookaheadBuffer::int_type LookaheadBuffer::pbackfail(int_type c) {
    if (gptr() == eback() || traits_type::eq_int_type(c, traits_type::eof())) return traits_type::eof();
    gbump(-1);
    return c;
}

InputStream::InputStream(std::unique_ptr<std::istream> stream, std::string name)
    : owned_(std::move(stream))
    , source_(owned_.get())
    , buffer_(source_->rdbuf(), name)
    , front_(&buffer_)
    , name_(std::move(name)) {
    if (!source_->good()) front_.setstate(source_->rdstate());
}

InputStream::InputStream(std::istream& stream, std::string name)
    : source_(&stream)
    , buffer_(stream.rdbuf(), name)
    , front_(&buffer_)
    , name_(std::move(name)) {
    if (!stream.good()) front_.setstate(stream.rdstate());
}

} // namespace sli
