#include <catch2/catch.hpp>

#include <string>

#include "interpreter/scan/scanner.hpp"

using namespace sli;

namespace {

// Every token as a letter for its kind and its text.
std::string scan(std::string_view source) {
    constexpr std::string_view letters = "$?!irsln{}";
    Scanner scanner(source);
    std::string tokens;
    for (Token token = scanner.next(); token.kind != TokenKind::end; token = scanner.next()) {
        if (!tokens.empty()) tokens += ' ';
        tokens += letters[std::size_t(token.kind)];
        tokens += token.text;
        if (token.kind == TokenKind::incomplete) break;
    }
    return tokens;
}

} // namespace

TEST_CASE("integers and doubles have the documented forms") {
    CHECK(scan("1 -2 +3 0 -0") == "i1 i-2 i+3 i0 i-0");
    CHECK(scan("5. .5 -.5 1.e2 1e3 0e5 1.5E-3 +2.0e+1") == "r5. r.5 r-.5 r1.e2 r1e3 r0e5 r1.5E-3 r+2.0e+1");
}

TEST_CASE("a number ends where a letter or bracket begins") {
    CHECK(scan("1abc 2.5/x 3(s) 4{5} 6[7]") == "i1 nabc r2.5 l/x i3 s(s) i4 {{ i5 }} i6 n[ i7 n]");
    CHECK(scan("1>> 2\\x") == "i1 n>> i2 n\\x");
}

TEST_CASE("what cannot follow a number is a bad token that ends with the offender") {
    CHECK(scan("1+2") == "!1+ i2");
    CHECK(scan("5- x") == "!5- nx");
    CHECK(scan("1.2.3") == "!1.2. i3");
    CHECK(scan("007") == "!00 i7");
    CHECK(scan("1ex") == "!1ex");
    CHECK(scan("1e+x 2") == "!1e+x i2");
    CHECK(scan("1)") == "!1)");
}

TEST_CASE("names") {
    CHECK(scan("add a.b x-1 = == <-- :: >> ; ? ** :private #!sh") ==
          "nadd na.b nx-1 n= n== n<-- n:: n>> n; n? n** n:private n#!sh");
    CHECK(scan("[a] <</a 1>>") == "n[ na n] n<< l/a i1 n>>");
    CHECK(scan("\xc3\xa9t\xc3\xa9") == "n\xc3\xa9t\xc3\xa9");
}

TEST_CASE("signs begin names, except that one before an exponent letter or a dotted name is dropped") {
    CHECK(scan("- + -abc --x --> +abc") == "n- n+ n-abc n--x n--> n+abc");
    CHECK(scan("-exp +Exp -.x") == "nexp nExp n.x");
    CHECK(scan("++ x") == "!++ nx");
    CHECK(scan("+- -+ -*") == "!+- !-+ !-*");
}

TEST_CASE("a point begins a name only before some letters") {
    CHECK(scan(".x .*") == "n.x n.*");
    CHECK(scan(".n .. .e") == "!.n !.. !.e");
}

TEST_CASE("literals") {
    CHECK(scan("/a/b /1abc /-x /.5 /+ /a*b") == "l/a l/b l/1abc l/-x l/.5 l/+ l/a*b");
    CHECK(scan("// x") == "!// nx");
    CHECK(scan("/ x") == "!/  nx");
    CHECK(scan("/(x)") == "!/( !x)");
}

TEST_CASE("strings keep line ends and balanced parentheses") {
    CHECK(scan("(a(b)c) (x\ny) ()") == "s(a(b)c) s(x\ny) s()");
    CHECK(scan(R"((a\)b\\) x)") == R"(s(a\)b\\) nx)");
    CHECK(scan(R"((\x) y)") == R"(!(\x !) ny)");
}

TEST_CASE("comments end a token and are skipped") {
    CHECK(scan("1 % two\n3/* four */5 a%b") == "i1 i3 i5 na");
    CHECK(scan("/* a /* b */ c") == "nc");
}

TEST_CASE("a string or comment that is still open at the end is incomplete") {
    CHECK(scan("a (b") == "na ?(b");
    CHECK(scan("a /* b") == "na ?/* b");
    CHECK(scan("(a\\") == "?(a\\");
}

TEST_CASE("invalid bytes are bad everywhere") {
    CHECK(scan("a\x01 b") == "!a\x01 nb");
    CHECK(scan("(a\x0c b) c") == "!(a\x0c !b) nc");
    CHECK(scan("% a\x7f b\nc") == "!% a\x7f nb nc");
}

TEST_CASE("a zero byte or Ctrl-D ends the source") {
    CHECK(scan(std::string("1 \0 2", 5)) == "i1");
    CHECK(scan("a\x04 b") == "na");
}

TEST_CASE("a million open parentheses do not recurse") {
    std::string const text(1'000'000, '(');
    Scanner scanner(text);
    CHECK(scanner.next().kind == TokenKind::incomplete);
}
