#include "stdlib/startup/line_editor.hpp"

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

namespace sli {

namespace {

class ReadlineEditor final : public LineEditor {
public:
    ReadlineEditor() {
        if (char const* home = std::getenv("HOME")) {
            file_ = std::string(home) + "/.nest_history";
            read_history(file_.c_str());
        }
        stifle_history(1000);
    }
    std::optional<std::string> read(std::string const& prompt) override {
        std::cout.flush();
        std::unique_ptr<char, void (*)(void*)> const line(::readline(prompt.c_str()), std::free);
        if (!line) return std::nullopt;
        return std::string(line.get());
    }
    void remember(std::string const& line) override {
        add_history(line.c_str());
        if (!file_.empty()) write_history(file_.c_str());
    }

private:
    std::string file_;
};

// Where no terminal is at the other end.
class PlainEditor final : public LineEditor {
public:
    std::optional<std::string> read(std::string const& prompt) override {
        std::cout << prompt << std::flush;
        std::string line;
        if (!std::getline(std::cin, line)) return std::nullopt;
        return line;
    }
    void remember(std::string const&) override {}
};

} // namespace

std::shared_ptr<LineEditor> make_line_editor() {
    if (isatty(STDIN_FILENO)) return std::make_shared<ReadlineEditor>();
    return std::make_shared<PlainEditor>();
}

} // namespace sli
