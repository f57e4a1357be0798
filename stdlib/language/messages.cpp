#include "stdlib/language/messages.hpp"

#include <charconv>
#include <cstdlib>
#include <ctime>
#include <ostream>

#include "interpreter/interpreter.hpp"
#include "stdlib/language/program.hpp"

namespace sli {
namespace {

struct Level {
    char const* constant;
    Integer value;
    std::string_view tag;
};
constexpr Level levels[] = {
    {"M_ALL", 0, ""},
    {"M_DEBUG", 5, "Debug"},
    {"M_STATUS", 7, "Status"},
    {"M_INFO", 10, "Info"},
    {"M_PROGRESS", 15, "Progress"},
    {"M_DEPRECATED", 18, "Deprecated"},
    {"M_WARNING", 20, "Warning"},
    {"M_ERROR", 30, "Error"},
    {"M_FATAL", 40, "Fatal"},
};
constexpr Integer quiet = 100;
constexpr std::size_t indent = 4;

// That of the largest level not above this one.
std::string_view tag_of(Integer value) {
    std::string_view tag;
    for (Level const& level : levels)
        if (level.value <= value) tag = level.tag;
    return tag;
}

std::size_t text_width() {
    std::size_t columns = 78;
    if (char const* set = std::getenv("COLUMNS")) {
        std::string_view const text = set;
        std::from_chars(text.data(), text.data() + text.size(), columns);
    }
    return std::max<std::size_t>(columns, 12) - indent;
}

void write_time(std::ostream& out) {
    std::time_t const now = std::time(nullptr);
    std::tm local{};
    localtime_r(&now, &local);
    char stamp[32];
    out << std::string_view(stamp, std::strftime(stamp, sizeof stamp, "%b %d %H:%M:%S", &local));
}

void message(Engine& engine, Integer level, std::string_view from, std::string_view text) {
    show_message(engine, level, from, text);
}
void message_from_sli(Engine& engine, std::string_view text, Integer level) {
    show_message(engine, level, "SLI", text);
}
void set_verbosity(Engine& engine, Integer level) { engine.attachment<Verbosity>().level = level; }
Integer verbosity(Engine& engine) { return engine.attachment<Verbosity>().level; }

constexpr Builtin message_variants[] = {bind<message>("message_"), bind<message_from_sli>("message_si")};
constexpr Builtin verbosity_variants[] = {bind<set_verbosity>("setverbosity_i")};
constexpr Builtin threshold_variants[] = {bind<set_verbosity>("shutupto_i")};

constexpr Command commands[] = {
    {"message", "level (from) (text) -> / (text) level ->", "Shows a message if its level is high enough.",
     message_variants},
    {"setverbosity", "level ->", "Shows messages of this level and above from now on.", verbosity_variants},
    {"shutupto", "level ->", "Shows messages of this level and above from now on.", threshold_variants},
    {"verbosity", "-> level", "The lowest level of messages that are shown.", bind<verbosity>()},
};

void install(Interpreter& interpreter) {
    Engine& engine = interpreter.engine();
    auto const threshold = std::make_shared<Verbosity>();
    if (engine.has_attachment<Program>()) threshold->level = engine.attachment<Program>().verbosity;
    engine.attach(threshold);
    for (Level const& level : levels)
        engine.systemdict().set(engine.intern(level.constant), Value(level.value));
    engine.systemdict().set(engine.intern("M_QUIET"), Value(quiet));
    engine.set_message_sink([&engine](int level, std::string_view from, std::string_view text) {
        show_message(engine, level, from, text);
    });
}

} // namespace

void write_wrapped(std::ostream& out, std::string_view text, std::size_t width) {
    if (text.ends_with('\n')) text.remove_suffix(1);
    std::string_view const margin = "\n    ";
    out << margin;
    std::size_t column = 0;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '\n') {
            out << margin;
            column = 0;
            ++at;
            continue;
        }
        if (text[at] == ' ') { // one behind a full line is not shown
            if (column++ != width) out << ' ';
            ++at;
            continue;
        }
        std::string_view const word = text.substr(at, text.find_first_of(" \n", at) - at);
        if (column > 0 && column + word.size() > width) {
            out << margin;
            column = 0;
        }
        out << word;
        column += word.size();
        at += word.size();
    }
}

void show_message(Engine const& engine, Integer level, std::string_view from, std::string_view text,
                  std::string_view error) {
    if (level < engine.attachment<Verbosity>().level) return;
    if (engine.has_attachment<Program>() && engine.attachment<Program>().messages) {
        std::string const prefix = error.empty() ? "" : std::string(error) + ": ";
        return engine.attachment<Program>().messages(static_cast<int>(level), from,
                                                     prefix + std::string(text));
    }
    std::ostream& out = engine.streams().out;
    out << '\n';
    write_time(out);
    out << ' ' << from << " [" << tag_of(level) << "]: " << error;
    if (!text.empty()) write_wrapped(out, text, text_width());
    out << std::endl;
}

extern Module const messages{"messages", commands, {}, install};

} // namespace sli
