// The terminal: asking for a line, its history, and catching what would be printed.
#include <sstream>

#include "interpreter/interpreter.hpp"
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
