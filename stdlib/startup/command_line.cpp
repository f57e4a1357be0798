#include "stdlib/startup/command_line.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <optional>
#include <utility>

#include "stdlib/startup/memory_limit.hpp"

namespace sli {

namespace {

std::optional<std::string> value_of(std::string const& argument, std::string_view option) {
    if (!argument.starts_with(option)) return std::nullopt;
    return argument.substr(option.size());
}

std::vector<std::string> split(std::string const& text, char separator) {
    std::vector<std::string> parts{""};
    for (char const c : text)
        if (c == separator)
            parts.emplace_back();
        else
            parts.back() += c;
    return parts;
}

std::optional<int> level_named(std::string name) {
    static constexpr std::array<std::pair<std::string_view, int>, 10> levels{{{"ALL", 0},
                                                                              {"DEBUG", 5},
                                                                              {"STATUS", 7},
                                                                              {"INFO", 10},
                                                                              {"PROGRESS", 15},
                                                                              {"DEPRECATED", 18},
                                                                              {"WARNING", 20},
                                                                              {"ERROR", 30},
                                                                              {"FATAL", 40},
                                                                              {"QUIET", 100}}};
    for (auto const& [text, level] : levels)
        if (text == name) return level;
    return std::nullopt;
}

struct LimitOption {
    std::string_view option;
    std::size_t Limits::*limit;
};
constexpr LimitOption limit_options[] = {
    {"--max-frames=", &Limits::frames}, {"--max-operands=", &Limits::operands},
    {"--max-memory=", &Limits::memory}, {"--max-output=", &Limits::output},
    {"--max-steps=", &Limits::steps},
};

// Is it an option for a limit?
bool read_limit(std::string const& argument, CommandLine& line) {
    for (auto const& [option, limit] : limit_options)
        if (auto const text = value_of(argument, option)) {
            char const* const end = text->data() + text->size();
            auto const [rest, error] = std::from_chars(text->data(), end, line.program.limits.*limit);
            if (error != std::errc{} || rest != end)
                line.complaint = std::string(option) + " needs a number, found '" + *text + "'";
            return true;
        }
    return false;
}

// Of several wishes the weightiest counts: help, version, batch, command, files.
struct Seen {
    bool help = false, version = false, batch = false, command = false;
    std::string missing; // an option that lacks its argument
};

// A phrase of SLI that an option stands for.
void run_instead(std::string phrase, Seen& seen, Program& program) {
    seen.command = true;
    program.command = std::move(phrase);
}

// The argument after an option; without one the option is noted as incomplete.
std::string next(std::vector<std::string> const& all, std::size_t& at, Seen& seen) {
    if (at + 1 < all.size()) return all[++at];
    seen.missing = all[at];
    return {};
}

std::string as_string(std::string const& text) { // of SLI
    std::string quoted = "(";
    for (char const c : text) {
        if (c == '(' || c == ')' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return quoted + ")";
}

void read_argument(std::vector<std::string> const& all, std::size_t& at, Seen& seen, CommandLine& line) {
    std::string const& argument = all[at];
    Program& program = line.program;
    if (argument == "-h" || argument == "--help") {
        seen.help = true;
    } else if (argument == "-v" || argument == "--version") {
        seen.version = true;
    } else if (argument == "-" || argument == "--batch") {
        seen.batch = true;
    } else if (argument == "-c") {
        run_instead(next(all, at, seen), seen, program);
    } else if (argument == "-i") {
        program.then_prompt = true;
    } else if (argument == "--script") {
        program.files.push_back(next(all, at, seen));
        while (at + 1 < all.size()) program.userargs.push_back(all[++at]);
    } else if (argument == "--explain") {
        run_instead(as_string(next(all, at, seen)) + " explain", seen, program);
    } else if (argument == "--self-test") {
        run_instead("selftest", seen, program);
    } else if (argument == "--profile") {
        program.profile = true;
    } else if (argument == "--errors=json" || argument == "--errors=text") {
        program.errors_as_json = argument.ends_with("json");
    } else if (auto const form = value_of(argument, "--errors=")) {
        line.complaint = "errors are reported as text or json, not as '" + *form + "'";
    } else if (argument == "-d" || argument == "--debug") {
        program.verbosity = 0;
    } else if (auto const text = value_of(argument, "--userargs=")) {
        program.userargs = split(*text, ':');
    } else if (auto const level = value_of(argument, "--verbosity=")) {
        if (auto const known = level_named(*level))
            program.verbosity = *known;
        else
            line.complaint =
                "unknown verbosity '" + *level +
                "'; expected ALL, DEBUG, STATUS, INFO, DEPRECATED, WARNING, ERROR, FATAL or QUIET";
    } else if (!read_limit(argument, line)) {
        if (argument.starts_with('-')) line.taken_as_file.push_back(argument);
        program.files.push_back(argument);
    }
}

} // namespace

CommandLine parse_command_line(std::string_view name, std::span<char const* const> arguments) {
    CommandLine line;
    line.program.name = name;
    line.program.limits.memory = default_memory;
    line.program.arguments.assign(arguments.begin(), arguments.end());
    Seen seen;
    for (std::size_t at = 1; at < line.program.arguments.size(); ++at)
        read_argument(line.program.arguments, at, seen, line);
    using Wish = CommandLine::Wish;
    if (!seen.missing.empty() && !seen.help && !seen.version && !seen.batch)
        line.complaint = "Option '" + seen.missing + "' needs an extra argument";
    line.wish = seen.help                 ? Wish::help
                : seen.version            ? Wish::version
                : !line.complaint.empty() ? Wish::nothing
                                          : Wish::run;
    line.program.mode = seen.batch                   ? "batch"
                        : seen.command               ? "command"
                        : line.program.files.empty() ? "interactive"
                                                     : "files";
    return line;
}

std::string usage(std::string_view name) {
    return "usage: " + std::string(name) +
           " [options] [ - | file [file ...] ]\n"
           "  file1 file2 ... filen     run the files in this order; exit code 126 on error\n"
           "  -   --batch               read the program from standard input\n"
           "  -c cmd                    run cmd and leave\n"
           "  -i                        open the prompt after the files\n"
           "      --script file arg ... run one file; the arguments go to statusdict::userargs\n"
           "  -h  --help                print this and leave\n"
           "  -v  --version             print the version and leave\n"
           "      --self-test           run a small network and check it\n"
           "      --explain CODE        explain an error, by code (SLI-0101) or name\n"
           "      --errors=json         report errors on standard error as JSON, one object a line\n"
           "      --profile             print at the end where the time went\n"
           "      --userargs=arg1:...   put arguments into statusdict::userargs\n"
           "  -d  --debug               show every message (--verbosity=ALL)\n"
           "      --verbosity=LEVEL     show messages of this level and above: ALL, DEBUG, STATUS, INFO,\n"
           "                            DEPRECATED, WARNING, ERROR, FATAL or QUIET (none)\n"
           "      --max-frames=N        procedures and loops inside each other (10000000)\n"
           "      --max-operands=N      operands on the stack (10000000)\n"
           "      --max-memory=BYTES    memory; 0: no limit (half of the machine's)\n"
           "      --max-output=N        elements and characters of one printed value (1000000000)\n"
           "      --max-steps=N         calls and loop turns; 0: no limit (0)\n";
}

} // namespace sli
