#include "stdlib/startup/line_editor.hpp"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <poll.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "stdlib/language/colour.hpp"

namespace sli {

namespace {

constexpr int remembered_lines = 1000;

// readline's callbacks take no context: what the line being read is served by.
Completer const* completer_in_use = nullptr;
std::function<bool()> const* interrupted_in_use = nullptr;
std::vector<std::string> candidates;
bool left = false; // by Ctrl-C

char* next_candidate(char const*, int state) {
    static std::size_t at = 0;
    if (state == 0) at = 0;
    return at < candidates.size() ? ::strdup(candidates[at++].c_str()) : nullptr;
}

char** attempt(char const* word, int, int end) {
    if (!completer_in_use || !*completer_in_use) return nullptr;
    Completion found = (*completer_in_use)({rl_line_buffer, static_cast<std::size_t>(end)});
    if (found.files) return nullptr; // readline's own completion of file names
    rl_attempted_completion_over = 1;
    candidates = std::move(found.candidates);
    return rl_completion_matches(word, next_candidate);
}

// Waits for a key; Ctrl-C gives the line up.
int next_key(FILE* stream) {
    constexpr int patience = 100; // ms
    pollfd key{fileno(stream), POLLIN, 0};
    while (::poll(&key, 1, patience) <= 0) {
        if (!interrupted_in_use || !*interrupted_in_use || !(*interrupted_in_use)()) continue;
        std::cout << "^C" << std::flush;
        rl_replace_line("", 0);
        left = true;
        return '\n';
    }
    return rl_getc(stream);
}

class ReadlineEditor final : public PromptEditor {
public:
    ReadlineEditor() {
        rl_readline_name = "nest";
        rl_completer_word_break_characters = " \t\n()<>[]{}%";
        rl_special_prefixes = "/";
        rl_attempted_completion_function = attempt;
        rl_getc_function = next_key;
        rl_catch_signals = 0;
        rl_variable_bind("enable-bracketed-paste", "off");
        if (char const* home = std::getenv("HOME")) {
            file_ = std::string(home) + "/.nest_history";
            read_history(file_.c_str());
        }
        stifle_history(remembered_lines);
    }
    void attach(Completer completer, std::function<bool()> interrupted) override {
        completer_ = std::move(completer);
        interrupted_ = std::move(interrupted);
    }
    bool for_people() const override { return true; }
    bool given_up() const override { return left; }

    std::optional<std::string> read(std::string const& prompt) override {
        std::cout.flush();
        left = false;
        completer_in_use = &completer_;
        interrupted_in_use = &interrupted_;
        // readline counts what stands between \001 and \002 as invisible
        std::string const shown =
            has_colour(STDOUT_FILENO) ? "\001\033[1;32m\002" + prompt + "\001\033[0m\002" : prompt;
        std::unique_ptr<char, void (*)(void*)> const line(::readline(shown.c_str()), std::free);
        if (!line) {
            std::cout << '\n'; // Ctrl-D leaves the cursor behind the prompt
            return std::nullopt;
        }
        return std::string(line.get());
    }
    void remember(std::string const& line) override {
        add_history(line.c_str());
        if (!file_.empty()) write_history(file_.c_str());
    }

private:
    std::string file_;
    Completer completer_;
    std::function<bool()> interrupted_;
};

// Where no terminal is at the other end.
class PlainEditor final : public PromptEditor {
public:
    void attach(Completer, std::function<bool()>) override {}
    std::optional<std::string> read(std::string const& prompt) override {
        std::cout << prompt << std::flush;
        std::string line;
        if (!std::getline(std::cin, line)) return std::nullopt;
        return line;
    }
    void remember(std::string const&) override {}
};

} // namespace

std::shared_ptr<PromptEditor> make_line_editor() {
    if (isatty(STDIN_FILENO)) return std::make_shared<ReadlineEditor>();
    return std::make_shared<PlainEditor>();
}

} // namespace sli
