#include "stdlib/language/diagnostics.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "stdlib/language/colour.hpp"
#include "stdlib/language/error_codes.hpp"
#include "stdlib/language/messages.hpp"
#include "stdlib/language/program.hpp"
#include "stdlib/language/tries.hpp"

namespace sli {
namespace {

constexpr Integer error_level = 30; // M_ERROR

// Do standard output and standard error lead to the same terminal?
bool is_one_terminal(Engine const& engine) {
    if (&engine.streams().out != &std::cout || &engine.streams().err != &std::cerr) return false;
    struct stat out {};
    struct stat err {};
    return ::isatty(STDOUT_FILENO) && ::isatty(STDERR_FILENO) && ::fstat(STDOUT_FILENO, &out) == 0 &&
           ::fstat(STDERR_FILENO, &err) == 0 && out.st_rdev == err.st_rdev;
}

std::string text_of(Value const* value) {
    return value && value->is(Type::string) ? value->object<String>().text : std::string();
}

std::string name_of_error(Engine const& engine) {
    Value const* name = engine.errordict().find(engine.known().errorname);
    return name && name->is(Type::literal) ? engine.text(name->id()) : std::string();
}

// What the reference prints below the name of the error.
std::string explanation(Engine const& engine, std::string const& error) {
    if (error == "SystemError") return {};
    if (error == "BadErrorHandler")
        return ": The error handler of a stopped context contained itself an error.";
    std::string text = text_of(engine.errordict().find(engine.known().message));
    Value const* command = engine.errordict().find(engine.known().command);
    if (!command || !command->is(Type::trie)) return text;
    auto const& set = command->object<Overloads>();
    return text + "\n\nCandidates for +" + engine.text(set.name) + "+ are:\n" + variants_listing(engine, set);
}

// What an error about types has found: the types of the topmost operands, the top last.
std::string found_types(Engine const& engine, std::string const& error) {
    Value const* stack = engine.errordict().find(engine.known().ostack);
    if (error != name_of(ErrorKind::argument_type) || !stack || !stack->is(Type::array)) return {};
    auto const& operands = stack->object<Array>().items;
    constexpr std::size_t shown = 4;
    std::string text = operands.size() > shown ? "  on the stack: ..." : "  on the stack:";
    for (std::size_t i = operands.size() - std::min(operands.size(), shown); i < operands.size(); ++i)
        text += ' ' + engine.text(engine.type_name(operands[i].type()));
    return text + (operands.empty() ? " nothing\n" : "\n");
}

std::string code_of(Engine const& engine, std::string_view error) {
    if (!engine.has_attachment<Program>() || !engine.attachment<Program>().library) return {};
    return code_of(*engine.attachment<Program>().library, error);
}

std::string json_string(std::string_view text) {
    std::string quoted(1, '"');
    for (char const c : text) {
        if (c == '"' || c == '\\')
            quoted += {'\\', c};
        else if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) == 0x7f)
            quoted += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        else
            quoted += c;
    }
    quoted += '"';
    return quoted;
}

// One object on one line, for tools.
std::string as_json(Engine const& engine, std::string_view command, std::string const& error) {
    ErrorRecord const& record = engine.last_error();
    bool const current = record.name == error; // the report may be of an error raised by hand
    std::string text = fmt::format(R"({{"error": {}, "code": {}, "command": {}, "message": {})",
                                   json_string(error), json_string(code_of(engine, error)),
                                   json_string(command), json_string(explanation(engine, error)));
    if (current && !record.hint.empty()) text += ", \"hint\": " + json_string(record.hint);
    if (current && record.where)
        text +=
            fmt::format(R"(, "file": {}, "line": {}, "column": {})", json_string(record.where.source->name),
                        record.where.line(), record.where.column());
    return text + "}\n";
}

// The first line of a report with the code of the error, in colour where a terminal shows it.
std::string with_code(Engine const& engine, std::string const& report, std::string const& error) {
    std::size_t const end = std::min(report.find('\n'), report.size());
    std::string const code = code_of(engine, error);
    std::string const line =
        code.empty() ? report.substr(0, end) : fmt::format("{} [{}]", report.substr(0, end), code);
    bool const ours = &engine.streams().err == &std::cerr;
    return (ours ? painted(line, Colour::red, STDERR_FILENO) : line) + report.substr(end);
}

} // namespace

void show_error(Engine& engine, std::string_view command) {
    bool const visible = engine.attachment<Verbosity>().level <= error_level;
    bool const block_only = is_one_terminal(engine);
    std::string const error = name_of_error(engine);
    if (!block_only) show_message(engine, error_level, command, explanation(engine, error), error);
    if (!visible) return;
    if (engine.has_attachment<Program>() && engine.attachment<Program>().errors_as_json) {
        engine.streams().err << as_json(engine, command, error) << std::flush;
        return;
    }
    std::string const report = with_code(engine, engine.report(), error);
    bool const complete = report.find("on the stack:") != report.npos;
    engine.streams().err << report << (complete ? "" : found_types(engine, error)) << std::flush;
}

} // namespace sli
