// Any bytes: the scanner goes forward, stays inside the text, and recognises each of its tokens again
// when it stands alone. Half of the bytes are turned into the characters that mean something.
#include <cstdlib>
#include <string>

#include "interpreter/scan/scanner.hpp"
#include "tests/fuzz/cases.hpp"

namespace {

void insist(bool fact) {
    if (!fact) std::abort();
}

std::string text_of(std::uint8_t const* data, std::size_t size) {
    static constexpr std::string_view telling = "(){}[]/%\\*+-.eE01239ax_<>= \t\n\r";
    std::string text;
    for (std::size_t i = 0; i < size; ++i)
        text += data[i] < 128 ? telling[data[i] % telling.size()] : char(data[i] * 2 + (i & 1));
    return text;
}

void check_alone(sli::Token const& token) {
    using sli::TokenKind;
    if (token.kind == TokenKind::bad || token.kind == TokenKind::incomplete) return;
    sli::Scanner alone(token.text);
    sli::Token const again = alone.next();
    insist(again.kind == token.kind && again.text == token.text);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string const text = text_of(data, size);
    sli::Scanner scanner(text);
    std::size_t before = 0;
    for (;;) {
        sli::Token const token = scanner.next();
        insist(scanner.position() <= text.size());
        if (token.kind == sli::TokenKind::end || token.kind == sli::TokenKind::incomplete) break;
        insist(scanner.position() > before);
        before = scanner.position();
        check_alone(token);
    }
    return 0;
}
