// The grammar of one token (reference/sli section 2), the only file that sees Spirit. It recognises:
// no attributes but the kind and the matched text, no recursion (parentheses are counted in text()).
#include <boost/spirit/home/x3.hpp>

#include "interpreter/scan/scanner.hpp"

namespace sli {
namespace {

namespace x3 = boost::spirit::x3;
using x3::eoi;
using Iterator = char const*;

// Bytes. Letters exclude e and E, which have a role in numbers; every byte from 128 on is one.
auto const byte = x3::standard::char_;
auto const digit = byte("0-9");
auto const sign = byte("+-");
auto const e = byte("eE");
auto const letter = byte("a-df-zA-DF-Z_~`!@#$^&=|:;'<,>?\"\x80-\xff");
auto const blank = byte(" \t\n\r");
auto const closed = byte(std::string("\x04") + '\0'); // ends a source
auto const visible = byte("\t\n\r \x21-\x7e\x80-\xff");
auto const offender = byte | eoi; // what makes a token a bad one is its last byte

auto const whole = byte('0') | (byte("1-9") >> *digit);
auto const exponent = e >> -sign >> +digit;
auto const real = -sign >> ((whole >> '.' >> *digit >> -exponent) | ('.' >> +digit >> -exponent) |
                            (whole >> exponent));
auto const integer = -sign >> whole;
auto const after_number = &(eoi | closed | (visible - byte("0-9eE+*.)-")));
auto const bad_number = -sign >> ((whole >> -('.' >> *digit)) | ('.' >> +digit)) >>
                        -(e >> -sign >> *digit) >> offender;

auto const inside = letter | e | digit | byte("+.*\\-");
auto const after_name = &(eoi | closed | byte(" \t\n\r[]{}(%/"));
auto const signed_name = ('-' >> (letter | byte("\\-"))) | ('+' >> (letter | byte('\\')));
auto const dotted_name = '.' >> ((letter - byte("nt")) | byte('*'));
auto const plain_name = letter | e | byte("*\\");
auto const name = (((signed_name | dotted_name | plain_name) >> *inside) | sign) >> after_name;
// (A sign before an exponent letter, or before a point and a letter, is dropped.)
auto const unsigned_name = ((e | dotted_name) >> *inside) >> after_name;
auto const bad_name = (((signed_name | dotted_name | plain_name | (sign >> (e | dotted_name))) >> *inside) |
                       (sign >> -byte('.')) | byte('.')) >>
                      offender;
auto const first_of_literal = letter | e | digit | byte("+.\\-");
auto const literal = '/' >> first_of_literal >> *inside >> after_name;
auto const bad_literal = '/' >> -(first_of_literal >> *inside) >> offender;

auto const line_comment = '%' >> *(visible - byte("\r\n")) >> &(eoi | closed | byte("\r\n"));
auto const block_comment = x3::lit("/*") >> *(visible - "*/") >> "*/";
auto const open_comment = x3::lit("/*") >> *(visible - "*/") >> (eoi | closed);
auto const bad_comment =
    ((x3::lit("/*") >> *(visible - "*/")) | ('%' >> *(visible - byte("\r\n")))) >> offender;
auto const skipped = *(+blank | line_comment | block_comment);
auto const piece_of_text = *((visible - byte("()\\")) | ('\\' >> byte("nt\\()")));

template <class Rule> auto as(Rule rule, TokenKind kind) {
    return x3::raw[x3::omit[rule]][([kind](auto& context) {
        auto const& matched = x3::_attr(context);
        x3::_val(context) = Token{kind, {matched.begin(), std::size_t(matched.end() - matched.begin())}};
    })];
}

struct token_class;
auto const token = x3::rule<token_class, Token>{"token"} =
    as(real >> after_number, TokenKind::real) | as(integer >> after_number, TokenKind::integer) |
    as(name, TokenKind::name) | as(byte("[]"), TokenKind::name) | as('{', TokenKind::open_procedure) |
    as('}', TokenKind::close_procedure) | as(literal, TokenKind::literal) |
    (x3::omit[sign] >> as(unsigned_name, TokenKind::name)) | as(open_comment, TokenKind::incomplete) |
    as(bad_comment, TokenKind::bad) | as(bad_number, TokenKind::bad) | as(bad_name, TokenKind::bad) |
    as(bad_literal, TokenKind::bad) | as(offender, TokenKind::bad);

// A string from its opening parenthesis on; parentheses in it balance.
Token text(Iterator& at, Iterator end) {
    Iterator const begin = at++;
    auto const so_far = [&] { return std::string_view(begin, std::size_t(at - begin)); };
    for (std::size_t depth = 1; depth > 0;) {
        x3::parse(at, end, x3::omit[piece_of_text]);
        if (at == end || *at == '\0' || *at == '\4') return {TokenKind::incomplete, so_far()};
        char const stop = *at++;
        if (stop == '(')
            ++depth;
        else if (stop == ')')
            --depth;
        else if (stop != '\\')
            return {TokenKind::bad, so_far()};
        else if (at == end)
            return {TokenKind::incomplete, so_far()};
        else
            return ++at, Token{TokenKind::bad, so_far()};
    }
    return {TokenKind::string, so_far()};
}

} // namespace

Token Scanner::next() {
    Iterator at = source_.data() + position_;
    Iterator const end = source_.data() + source_.size();
    x3::parse(at, end, x3::omit[skipped]);
    Token found{TokenKind::end, {at, 0}};
    if (at != end && *at == '(')
        found = text(at, end);
    else if (at != end && *at != '\0' && *at != '\4')
        x3::parse(at, end, token, found);
    position_ = std::size_t(at - source_.data());
    return found;
}

} // namespace sli
