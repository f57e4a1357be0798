#include "stdlib/language/error_codes.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace sli {
namespace {

constexpr std::string_view anything = "...";

// Does the text have the parts of the pattern in their order, the first at its beginning, the last at its
// end? Each part may lie as far to the left as it can, so there is one way to try.
bool matches(std::string_view pattern, std::string_view text) {
    std::size_t end = pattern.find(anything);
    if (end == pattern.npos) return pattern == text;
    if (!text.starts_with(pattern.substr(0, end))) return false;
    text.remove_prefix(end);
    while (true) {
        pattern.remove_prefix(end + anything.size());
        end = pattern.find(anything);
        if (end == pattern.npos) return text.ends_with(pattern);
        std::size_t const at = text.find(pattern.substr(0, end));
        if (at == text.npos) return false;
        text.remove_prefix(at + end);
    }
}

// A line that begins an explanation: /Name 101, or [(a sentence), lines like it, and (the last one)] 530.
struct Head {
    std::string_view name, digits;
};

Head read_head(std::string_view line) {
    std::size_t const first = line.starts_with("[(") || line.starts_with(" (") ? 2 : 1;
    if (first == 1 && !line.starts_with('/')) return {};
    std::size_t const last = std::min(first == 1 ? line.find(' ') : line.rfind(')'), line.size());
    std::size_t const digits = line.find_first_of("0123456789", last);
    return {line.substr(first, last - first), digits == line.npos ? std::string_view() : line.substr(digits)};
}

std::string code_in(std::string_view text, std::string_view error) {
    bool found = false;
    while (!text.empty()) {
        std::size_t const end = std::min(text.find('\n'), text.size());
        auto const [name, digits] = read_head(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        found = found || (!name.empty() && matches(name, error));
        Integer number = 0;
        if (found && std::from_chars(digits.data(), digits.data() + digits.size(), number).ec == std::errc())
            return written_code(number);
    }
    return {};
}

} // namespace

std::string written_code(Integer number) { return fmt::format("SLI-{:04}", number); }

std::string code_of(LibrarySource const& library, std::string_view error) {
    for (std::string_view const file : {"explanations", "simulation/explanations"})
        if (std::string const code = code_in(library.find(file).value_or(""), error); !code.empty())
            return code;
    return {};
}

} // namespace sli
