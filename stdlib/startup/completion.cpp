#include "stdlib/startup/completion.hpp"

#include <algorithm>
#include <optional>

namespace sli {

namespace {

constexpr std::string_view delimiters = " \t\n()<>[]{}%";

struct Line {
    std::vector<std::string_view> words; // complete ones, with << and >> as words of their own
    bool in_string = false;
};

std::size_t end_of_string(std::string_view text, std::size_t at) { // npos: it is open
    int depth = 0;
    for (; at < text.size(); ++at) {
        if (text[at] == '\\')
            ++at;
        else if (text[at] == '(')
            ++depth;
        else if (text[at] == ')' && --depth == 0)
            return at;
    }
    return text.npos;
}

Line split(std::string_view text) {
    Line line;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '(') {
            std::size_t const end = end_of_string(text, at);
            line.in_string = end == text.npos;
            if (line.in_string) break;
            at = end + 1;
        } else if (delimiters.find(text[at]) != delimiters.npos) {
            std::string_view const two = text.substr(at, 2);
            bool const bracket = two == "<<" || two == ">>";
            if (bracket) line.words.push_back(two);
            at += bracket ? 2 : 1;
        } else {
            std::size_t const end = std::min(text.find_first_of(delimiters, at), text.size());
            line.words.push_back(text.substr(at, end - at));
            at = end;
        }
    }
    return line;
}

// The word before the innermost `<<` that is still open.
std::optional<std::size_t> open_dictionary(std::vector<std::string_view> const& words) {
    int closed = 0;
    for (std::size_t i = words.size(); i-- > 0;) {
        if (words[i] == ">>") ++closed;
        if (words[i] == "<<" && closed-- == 0) return i;
    }
    return std::nullopt;
}

std::vector<std::string> keys(std::string_view word, Vocabulary const& vocabulary) {
    return vocabulary.keys_of(word.starts_with('/') ? word.substr(1) : word);
}

// What a literal may be: a key of the model or dictionary in question, else any literal worth offering.
std::vector<std::string> literals(std::vector<std::string_view> const& words, Vocabulary const& vocabulary) {
    std::size_t from = words.size();
    if (auto const open = open_dictionary(words)) from = *open;
    std::size_t const reach = from == words.size() ? 1 : 3; // /model 100 << ...
    for (std::size_t back = 1; back <= std::min(reach, from); ++back)
        if (auto found = keys(words[from - back], vocabulary); !found.empty()) return found;
    return vocabulary.models();
}

} // namespace

std::size_t word_at_end(std::string_view text) {
    std::size_t const last = text.find_last_of(delimiters);
    return last == text.npos ? 0 : last + 1;
}

Completion complete(std::string_view before, Vocabulary const& vocabulary) {
    std::string_view const word = before.substr(word_at_end(before));
    Line const line = split(before.substr(0, before.size() - word.size()));
    if (line.in_string) return {.files = true, .candidates = {}};
    bool const literal = word.starts_with('/');
    auto const all = literal ? literals(line.words, vocabulary) : vocabulary.names();
    Completion result;
    for (std::string const& name : all)
        if (auto candidate = (literal ? "/" : "") + name; candidate.starts_with(word))
            result.candidates.push_back(std::move(candidate));
    std::ranges::sort(result.candidates);
    result.candidates.erase(std::unique(result.candidates.begin(), result.candidates.end()),
                            result.candidates.end());
    return result;
}

} // namespace sli
