// Regular expressions of POSIX, from the C library.
#include <algorithm>
#include <functional>

#include <fmt/format.h>
#include <regex.h>

#include "interpreter/module.hpp"
#include "stdlib/language/messages.hpp"
#include "stdlib/language/stream_operands.hpp"

namespace sli {
namespace {

// The C library recurses over a pattern and copies what is repeated; larger ones are refused.
constexpr std::size_t most_characters = 10'000, most_open = 200, most_copies = 20'000;

bool is_moderate(std::string const& pattern) {
    std::size_t open = 0, copies = 1;
    for (std::size_t at = 0; at < pattern.size() && open <= most_open && copies <= most_copies; ++at) {
        if (pattern[at] == '\\')
            ++at;
        else if (pattern[at] == '(')
            ++open;
        else if (pattern[at] == ')' && open > 0)
            --open;
        if (at < pattern.size() && pattern[at] == '{') {
            std::size_t const end = std::min(pattern.find('}', at), pattern.size());
            std::size_t most = 1;
            for (std::size_t i = at + 1, number = 0; i < end; ++i) {
                number = pattern[i] >= '0' && pattern[i] <= '9'
                             ? std::min<std::size_t>(number * 10 + std::size_t(pattern[i] - '0'), most_copies)
                             : 0;
                most = std::max(most, number);
            }
            copies *= most;
        }
    }
    return pattern.size() <= most_characters && open <= most_open && copies <= most_copies;
}

} // namespace

// A compiled expression, or one that could not be compiled (`code` says why).
class Regex {
public:
    Regex(std::string const& pattern, int flags) {
        code_ = is_moderate(pattern) ? regcomp(&compiled_, pattern.c_str(), flags) : REG_ESPACE;
    }
    Regex(Regex const&) = delete;
    Regex& operator=(Regex const&) = delete;
    ~Regex() {
        if (code_ == 0) regfree(&compiled_);
    }
    int code() const { return code_; }
    std::size_t groups() const { return code_ == 0 ? compiled_.re_nsub + 1 : 0; }
    // RangeCheck for numbers that regcomp and regexec never give: libc ends the process for them.
    std::string explain(int code) const {
        if (code < 0 || code > REG_ERPAREN)
            throw Error(ErrorKind::range_check)
                .with_hint(fmt::format("{} is no code of regular expressions, which are 0 to {}", code,
                                       int{REG_ERPAREN}));
        char text[256];
        regerror(code, code_ == 0 ? &compiled_ : nullptr, text, sizeof text);
        return text;
    }
    // 0 for a match; `found` gets as many groups as there is room for.
    int match(char const* text, std::span<regmatch_t> found, int flags) const {
        if (code_ != 0) throw Error("InvalidRegexError", std::nullopt);
        return regexec(&compiled_, text, found.size(), found.data(), flags);
    }

private:
    regex_t compiled_{};
    int code_;
};

template <> struct OpaqueTraits<Regex> { static constexpr OpaqueType type{Type::regex, "regextype"}; };

namespace {

using Handle = std::shared_ptr<Regex>;

int flags_of(Integer flags) {
    if (flags < 0 || flags > 0xffff)
        throw Error(ErrorKind::range_check).with_hint("a sum of regexdict's flags");
    return int(flags);
}

Handle compile(Engine& engine, std::string_view pattern, Integer flags) {
    auto regex = std::make_shared<Regex>(std::string(pattern), flags_of(flags));
    if (regex->code() == 0) return regex;
    show_message(engine, 30, "regcomp", "Invalid regular expression: " + regex->explain(regex->code()));
    throw Error("InvalidRegexError", std::nullopt).by("regcomp");
}

Value compile_with(Engine& engine, std::string_view pattern, Integer flags) {
    return make_opaque(compile(engine, pattern, flags));
}
Value compile_extended(Engine& engine, std::string_view pattern) {
    return compile_with(engine, pattern, REG_EXTENDED);
}

// (pattern) flags -> regex true / regex code false
void try_compile(Engine& engine) {
    int const flags = flags_of(engine.operand<Integer>(0));
    auto regex = std::make_shared<Regex>(std::string(engine.operand<std::string_view>(1)), flags);
    int const code = regex->code();
    engine.replace(2, make_opaque(std::move(regex)));
    if (code != 0) engine.push(Integer{code});
    engine.push(code == 0);
}

std::string explain(Regex const& regex, Integer code) { return regex.explain(flags_of(code)); }

void raise_error(Engine& engine, Regex const& regex, Integer code) {
    show_message(engine, 30, "regcomp", "Invalid regular expression: " + explain(regex, code));
    throw Error("InvalidRegexError", std::nullopt).by("regcomp");
}

Value pair(regmatch_t const& group) {
    return make_array({Value(Integer{group.rm_so}), Value(Integer{group.rm_eo})});
}

// regex string n flags regexec -> [[start end] ...] code, without the array for n = 0
void execute(Engine& engine) {
    int const flags = flags_of(engine.operand<Integer>(0));
    Integer const n = engine.operand<Integer>(1);
    std::string const text(engine.operand<std::string_view>(2));
    Regex const& regex = engine.operand<Regex>(3);
    if (n < 0 || n > 1'000'000) throw Error(ErrorKind::range_check).with_hint("number of groups");
    std::vector<regmatch_t> found(std::min(std::size_t(n), regex.groups()), {-1, -1});
    int const code = regex.match(text.c_str(), found, flags);
    std::vector<Value> pairs;
    for (regmatch_t const& group : found) pairs.push_back(code == 0 ? pair(group) : pair({-1, -1}));
    while (pairs.size() < std::size_t(n)) pairs.push_back(pair({-1, -1}));
    engine.drop(4);
    if (n > 0) engine.push(std::move(pairs));
    engine.push(Integer{code});
}

bool is_found(Regex const& regex, std::string const& text) { return regex.match(text.c_str(), {}, 0) == 0; }

bool find_in_string(Engine&, Regex const& regex, std::string_view text) {
    return is_found(regex, std::string(text));
}
bool find_in_stream(Engine& engine, Regex const& regex, InputStream& input) {
    for (std::string line; std::getline(input.stream(), line); engine.check_interrupt())
        if (is_found(regex, line)) return true;
    return false;
}
template <auto find, class Where> bool find_text(Engine& engine, std::string_view pattern, Where where) {
    return find(engine, *compile(engine, pattern, REG_EXTENDED), where);
}

std::vector<Value> matching(Engine& engine, Array const& texts, Regex const& regex, Integer flags) {
    std::vector<Value> found;
    for (Value const& text : texts.items) {
        engine.check_interrupt();
        if (!text.is(Type::string)) throw Error(ErrorKind::argument_type).with_hint("an array of strings");
        if (regex.match(text.object<String>().text.c_str(), {}, flags_of(flags)) == 0) found.push_back(text);
    }
    return found;
}

// Every match, left to right; an empty one lets the next character pass.
std::string replace_all(Engine& engine, Regex const& regex, std::string_view replacement,
                        std::string const& text) {
    std::string result;
    regmatch_t found[1];
    std::size_t at = 0;
    for (int flags = 0; at <= text.size() && regex.match(text.c_str() + at, found, flags) == 0;
         flags = REG_NOTBOL) {
        engine.check_interrupt();
        auto const start = std::size_t(found[0].rm_so), end = std::size_t(found[0].rm_eo);
        result.append(text, at, start).append(replacement);
        if (end == start && at + end < text.size()) result += text[at + end];
        at += end + (end == start);
    }
    if (at < text.size()) result.append(text, at);
    return result;
}

std::string replace_in_string(Engine& engine, Regex const& regex, std::string_view replacement,
                              std::string_view text) {
    return replace_all(engine, regex, replacement, std::string(text));
}
void replace_in_stream(Engine& engine, Regex const& regex, std::string_view replacement, InputStream& input,
                       OutputStream& output) {
    std::string line;
    while (std::getline(input.stream(), line))
        output.stream() << replace_all(engine, regex, replacement, line)
                        << (input.stream().eof() ? "" : "\n");
    output.stream().flush();
}
std::string replace_pattern(Engine& engine, std::string_view pattern, std::string_view replacement,
                            std::string_view text) {
    return replace_in_string(engine, *compile(engine, pattern, REG_EXTENDED), replacement, text);
}
void replace_pattern_in_stream(Engine& engine, std::string_view pattern, std::string_view replacement,
                               InputStream& input, OutputStream& output) {
    replace_in_stream(engine, *compile(engine, pattern, REG_EXTENDED), replacement, input, output);
}

constexpr Type integer = Type::integer;
constexpr Builtin compile_variants[] = {bind<compile_extended>("regcomp_s"),
                                        bind<compile_with>("regcomp_s_i")};
constexpr Builtin execute_variants[] = {
    raw<execute>("regexec_r_s_i_i", {Type::regex, Type::string, integer, integer})};
constexpr Builtin find_variants[] = {
    bind<find_text<find_in_string, std::string_view>>("regex_find_s"),
    bind<find_in_string>("regex_find_r"),
    bind<find_text<find_in_stream, InputStream&>>("regex_find_sf"),
    bind<find_in_stream>("regex_find_rf"),
};
constexpr Builtin replace_variants[] = {
    bind<replace_pattern>("regex_replace_s"),
    bind<replace_in_string>("regex_replace_r"),
    bind<replace_pattern_in_stream>("regex_replace_sf"),
    bind<replace_in_stream>("regex_replace_rf"),
};

constexpr Command commands[] = {
    {"regcomp", "(pattern) -> regex / (pattern) flags -> regex",
     "Compiles a regular expression; the flag is REG_EXTENDED unless given.", compile_variants},
    {"regexec", "regex string n flags -> [[start end] ..] code",
     "Matches a string; code 0 is a match, n the number of groups wanted.", execute_variants},
    {"regex_find", "pattern text -> bool", "Does a string, or a line of a stream, match?", find_variants},
    {"regex_replace", "pattern replacement string -> string / pattern replacement istream ostream ->",
     "Replaces every match.", replace_variants},
    {":matching", "[strings] regex flags -> [strings]", "Those strings of an array that match.",
     bind<matching>()},
    {"regcomp_", "(pattern) flags -> regex true / regex code false", "Compiles a regular expression.",
     raw<try_compile>()},
    {"regexec_", "regex string n flags -> [[start end] ..] code", "Matches a string.", raw<execute>()},
    {"regerror_", "regex code -> string", "What a code of regcomp_ or regexec_ means.", bind<explain>()},
    {":regerror", "regex code ->", "Reports a code of regcomp_ and raises InvalidRegexError.",
     bind<raise_error>()},
};

constexpr OpaqueType const* types[] = {&OpaqueTraits<Regex>::type};

} // namespace

extern Module const regular_expressions{"regular_expressions", commands, types};

} // namespace sli
