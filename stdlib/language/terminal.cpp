// The terminal: asking for a line, its history, and catching what would be printed.
#include <algorithm>
#include <sstream>
#include <unistd.h>

#include "interpreter/interpreter.hpp"
#include "stdlib/language/colour.hpp"
#include "stdlib/language/program.hpp"

namespace sli {
namespace {

// Without a line editor the line comes from standard input. The end of input means quit.
std::string ask(Engine& engine, std::string const& prompt) {
    std::string line;
    if (engine.has_attachment<Program>() && engine.attachment<Program>().line_editor)
        return engine.attachment<Program>().line_editor->read(prompt).value_or("quit");
    HostStreams const& host = engine.streams();
    host.out << prompt << std::flush;
    return std::getline(host.in, line) ? line : "quit";
}

std::tuple<std::string, bool> read_line(Engine& engine, std::string_view prompt) {
    return {ask(engine, std::string(prompt)), true};
}

void remember(Engine& engine, std::string_view line) {
    if (engine.has_attachment<Program>() && engine.attachment<Program>().line_editor)
        engine.attachment<Program>().line_editor->remember(std::string(line));
}

bool at_terminal(Engine& engine) {
    if (!engine.has_attachment<Program>()) return false;
    auto const& editor = engine.attachment<Program>().line_editor;
    return editor && editor->for_people();
}

// Is something still open at the end: a bracket, a string, a comment? Too many closing ones are not our
// matter.
bool unfinished(std::string_view text) {
    int brackets = 0, parentheses = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const c = text[i], next = i + 1 < text.size() ? text[i + 1] : ' ';
        if (parentheses > 0) {
            if (c == '\\') ++i;
            if (c == '(') ++parentheses;
            if (c == ')') --parentheses;
        } else if (c == '%') {
            i = std::min(text.find('\n', i), text.size());
        } else if (c == '/' && next == '*') {
            std::size_t const end = text.find("*/", i + 2);
            if (end == text.npos) return true;
            i = end + 1;
        } else if (c == '(') {
            ++parentheses;
        } else if (c == '{' || c == '[' || (c == '<' && (next == '<' || next == '.' || next == '#'))) {
            ++brackets;
            if (c == '<') ++i;
        } else if (c == '}' || c == ']' || ((c == '>' || c == '.' || c == '#') && next == '>')) {
            --brackets;
            if (c != '}' && c != ']') ++i;
        }
    }
    return parentheses > 0 || brackets > 0;
}

// At a terminal as many lines as it takes to close what the first has opened.
std::string read_program(Engine& engine, std::string_view prompt) {
    std::string text = ask(engine, std::string(prompt));
    if (!at_terminal(engine)) return text;
    LineEditor& editor = *engine.attachment<Program>().line_editor;
    while (!editor.given_up() && unfinished(text)) {
        auto const line = editor.read(std::string(prompt.size() > 4 ? prompt.size() - 4 : 0, ' ') + "... ");
        if (!line) return ""; // the end of input gives up what is open
        text += '\n' + *line;
    }
    return editor.given_up() ? "" : text;
}

std::string dimmed(std::string_view text) { return painted(text, Colour::dim, STDOUT_FILENO); }

// Texts being caught instead of printed, innermost last; the stream is as before when it is gone.
class Capture {
public:
    explicit Capture(std::ostream& out)
        : out_(out) {}
    Capture(Capture const&) = delete;
    Capture& operator=(Capture const&) = delete;
    ~Capture() {
        while (!caught_.empty()) end();
    }
    void begin() {
        caught_.push_back({out_.rdbuf(), std::make_unique<std::stringbuf>()});
        out_.rdbuf(caught_.back().text.get());
    }
    std::string end() {
        if (caught_.empty()) throw Error(ErrorKind::range_check).with_hint("nothing is being caught");
        std::string text = caught_.back().text->str();
        out_.rdbuf(caught_.back().before);
        caught_.pop_back();
        return text;
    }

private:
    struct Layer {
        std::streambuf* before;
        std::unique_ptr<std::stringbuf> text;
    };
    std::ostream& out_;
    std::vector<Layer> caught_;
};

void begin_capture(Engine& engine) { engine.attachment<Capture>().begin(); }
std::string end_capture(Engine& engine) { return engine.attachment<Capture>().end(); }

constexpr Command commands[] = {
    {"GNUreadline", "(prompt) -> (line) true", "Asks for a line; (quit) at the end of input.",
     bind<read_line>()},
    {"GNUaddhistory", "(line) ->", "Adds a line to the history of the prompt.", bind<remember>()},
    {":atterminal", "-> b", "Are the lines of the prompt typed by people?", bind<at_terminal>()},
    {":readprogram", "(prompt) -> (text)",
     "Asks for a line; at a terminal for more while a bracket, a string or a comment is open.",
     bind<read_program>()},
    {":dimmed", "(text) -> (text)", "The text in faint colour, where a terminal shows it.", bind<dimmed>()},
    {":begincapture", "->", "Catches what is printed from now on.", bind<begin_capture>()},
    {":endcapture", "-> (text)", "What has been printed since :begincapture.", bind<end_capture>()},
};

void install(Interpreter& interpreter) {
    Engine& engine = interpreter.engine();
    engine.attach(std::make_shared<Capture>(engine.streams().out));
}

} // namespace

extern Module const terminal{"terminal", commands, {}, install};

} // namespace sli
