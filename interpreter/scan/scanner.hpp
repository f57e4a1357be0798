// One token at a time out of a text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sli {

enum class TokenKind : std::uint8_t {
    end,        // nothing but blanks left
    incomplete, // a string or a comment is open at the very end
    bad,        // `text` ends with the offending character
    integer,
    real,
    string,
    literal,
    name,
    open_procedure,
    close_procedure
};

struct Token {
    TokenKind kind;
    std::string_view text; // as written: with parentheses or slash
};

// Recognises only; what a token means is read.cpp's affair. A number or name that touches the end of
// the text is taken as ended there: a source that may still grow must end with a line.
class Scanner {
public:
    explicit Scanner(std::string_view source)
        : source_(source) {}
    Token next();
    std::size_t position() const { return position_; } // one past the last token
    std::string_view rest() const { return source_.substr(position_); }

private:
    std::string_view source_;
    std::size_t position_ = 0;
};

} // namespace sli
