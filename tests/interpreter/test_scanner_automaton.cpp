// The scanner against the finite automaton of the language description, written out plainly.
#include <catch2/catch.hpp>

#include <random>
#include <string>

#include "interpreter/scan/scanner.hpp"

using namespace sli;

namespace {

bool in(std::string_view set, char c) { return set.find(c) != std::string_view::npos; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_exponent(char c) { return c == 'e' || c == 'E'; }
bool is_letter(char c) {
    bool const ascii = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || in("_~`!@#$^&=|:;'<,>?\"", c);
    return (ascii && !is_exponent(c)) || static_cast<unsigned char>(c) >= 128;
}
bool is_closed(char c) { return c == '\0' || c == '\4'; }
bool is_valid(char c) {
    return in("\t\n\r ", c) || (c > ' ' && c < 127) || static_cast<unsigned char>(c) >= 128;
}
bool continues_name(char c) { return is_letter(c) || is_exponent(c) || is_digit(c) || in("+-.*\\", c); }
bool ends_name(char c) { return in(" \t\n\r[]{}(%/", c) || is_closed(c); }

class Automaton {
public:
    explicit Automaton(std::string_view text)
        : text_(text) {}

    Token next() {
        for (;;) {
            while (!at_end() && in(" \t\n\r", peek())) ++at_;
            begin_ = at_;
            if (at_end()) return {TokenKind::end, {}};
            bool const block = text_.substr(at_).starts_with("/*");
            if (peek() != '%' && !block) break;
            if (Token const open = block ? block_comment() : line_comment(); open.kind != TokenKind::end)
                return open;
        }
        char const c = text_[at_++];
        if (c == '(') return string();
        if (c == '{') return done(TokenKind::open_procedure);
        if (c == '}') return done(TokenKind::close_procedure);
        if (c == '[' || c == ']') return done(TokenKind::name);
        if (c == '/') return literal();
        if (is_digit(c)) return number(c == '0' ? State::zero : State::whole);
        if (c == '.') return dot();
        if (c == '+' || c == '-') return sign(c);
        if (is_letter(c) || is_exponent(c) || in("*\\", c)) return name(TokenKind::name);
        return done(TokenKind::bad);
    }

private:
    enum class State { zero, whole, fraction, exponent, exponent_sign, exponent_digits };

    bool at_end() const { return at_ >= text_.size() || is_closed(text_[at_]); }
    char peek() const { return text_[at_]; }
    Token done(TokenKind kind) const { return {kind, text_.substr(begin_, at_ - begin_)}; }
    Token bad() { // the offender belongs to it
        if (at_ < text_.size()) ++at_;
        return done(TokenKind::bad);
    }

    Token line_comment() {
        for (; !at_end() && !in("\r\n", peek()); ++at_)
            if (!is_valid(peek())) return bad();
        return {TokenKind::end, {}};
    }
    Token block_comment() {
        for (at_ += 2; !at_end(); ++at_) {
            if (text_.substr(at_).starts_with("*/")) return at_ += 2, Token{TokenKind::end, {}};
            if (!is_valid(peek())) return bad();
        }
        if (at_ < text_.size()) ++at_;
        return done(TokenKind::incomplete);
    }
    Token string() {
        for (int depth = 1; !at_end();) {
            char const c = text_[at_++];
            if (c == '\\') {
                if (at_ >= text_.size()) return done(TokenKind::incomplete);
                if (!in("nt\\()", text_[at_++])) return done(TokenKind::bad);
            } else if (c == '(') {
                ++depth;
            } else if (c == ')') {
                if (--depth == 0) return done(TokenKind::string);
            } else if (!is_valid(c)) {
                return done(TokenKind::bad);
            }
        }
        return done(TokenKind::incomplete);
    }
    Token name(TokenKind kind) {
        while (at_ < text_.size() && continues_name(peek())) ++at_;
        return at_ >= text_.size() || ends_name(peek()) ? done(kind) : bad();
    }
    Token literal() {
        if (at_ >= text_.size() || !continues_name(peek()) || peek() == '*') return bad();
        return name(TokenKind::literal);
    }
    bool starts_dotted_name() const {
        return at_ < text_.size() && ((is_letter(peek()) && !in("nt", peek())) || peek() == '*');
    }
    Token dot() {
        if (at_ < text_.size() && is_digit(peek())) return number(State::fraction);
        return starts_dotted_name() ? name(TokenKind::name) : bad();
    }
    // A sign before an exponent letter, or before a point and a letter, gets lost.
    Token sign(char sign) {
        if (at_ >= text_.size() || ends_name(peek())) return done(TokenKind::name);
        std::size_t const unsigned_begin = at_;
        char const c = text_[at_++];
        if (is_digit(c)) return number(c == '0' ? State::zero : State::whole);
        if (is_letter(c) || c == '\\' || (c == '-' && sign == '-')) return name(TokenKind::name);
        bool const dropped = is_exponent(c) || (c == '.' && starts_dotted_name());
        if (dropped) {
            Token token = name(TokenKind::name);
            if (token.kind == TokenKind::name)
                token.text = text_.substr(unsigned_begin, at_ - unsigned_begin);
            return token;
        }
        if (c == '.' && at_ < text_.size() && is_digit(peek())) return number(State::fraction);
        return c == '.' ? bad() : done(TokenKind::bad);
    }
    Token number(State state) {
        for (;; ++at_) {
            bool const mantissa = state == State::zero || state == State::whole || state == State::fraction;
            bool const complete = mantissa || state == State::exponent_digits;
            auto const kind =
                state == State::zero || state == State::whole ? TokenKind::integer : TokenKind::real;
            if (at_ >= text_.size() || is_closed(peek())) return complete ? done(kind) : bad();
            char const c = peek();
            if (is_digit(c) && state != State::zero) {
                if (!mantissa) state = State::exponent_digits;
            } else if (c == '.' && (state == State::zero || state == State::whole)) {
                state = State::fraction;
            } else if (is_exponent(c) && mantissa) {
                state = State::exponent;
            } else if (in("+-", c) && state == State::exponent) {
                state = State::exponent_sign;
            } else {
                bool const ends =
                    complete && is_valid(c) && !is_digit(c) && !is_exponent(c) && !in("+-*.)", c);
                return ends ? done(kind) : bad();
            }
        }
    }

    std::string_view text_;
    std::size_t at_ = 0, begin_ = 0;
};

template <class Source> std::string tokens(std::string_view text) {
    Source source(text);
    std::string shown;
    for (int count = 0; count < 100; ++count) {
        Token const token = source.next();
        shown += std::to_string(int(token.kind)) + '<' + std::string(token.text) + "> ";
        if (token.kind == TokenKind::end || token.kind == TokenKind::incomplete) break;
    }
    return shown;
}

} // namespace

TEST_CASE("the scanner agrees with the automaton on random texts") {
    constexpr std::string_view alphabet = "0019+-..eEntxA=<>*\\//()[]{}% \n\r\t\x01\x7f\xc3\x04";
    std::mt19937 random(6);
    for (int round = 0; round < 100'000; ++round) {
        std::string text(1 + random() % 12, ' ');
        for (char& c : text) c = alphabet[random() % alphabet.size()];
        REQUIRE(tokens<Scanner>(text) == tokens<Automaton>(text));
    }
}
