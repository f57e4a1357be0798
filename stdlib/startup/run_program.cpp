#include "stdlib/startup/run_program.hpp"

#include <atomic>
#include <csignal>
#include <filesystem>
#include <fmt/format.h>
#include <iostream>
#include <numeric>

#include "stdlib/startup/command_line.hpp"
#include "stdlib/startup/environment.hpp"
#include "stdlib/startup/line_editor.hpp"
#include "stdlib/startup/memory_limit.hpp"
#include "stdlib/startup/profile.hpp"
#include "stdlib/startup/vocabulary.hpp"

namespace sli {

namespace {

#ifdef __clang__
constexpr char compiler[] = __VERSION__;
#else
constexpr char compiler[] = "GCC " __VERSION__;
#endif
constexpr int exception_code = 125, script_error_code = 126, fatal_code = 127;

// The one engine that Ctrl-C speaks to; a signal handler has no other way to find it.
std::atomic<Engine*> interrupted_engine{nullptr};

// One that has not been noticed when the next comes is left to the operating system: the program is stuck.
extern "C" void on_interrupt(int signal) {
    Engine* const engine = interrupted_engine.load();
    if (!engine || engine->interrupted()) {
        std::signal(signal, SIG_DFL);
        std::raise(signal);
    } else {
        engine->interrupt(signal);
    }
}

class InterruptGuard {
public:
    explicit InterruptGuard(Engine& engine) {
        interrupted_engine = &engine;
        std::signal(SIGINT, on_interrupt);
    }
    InterruptGuard(InterruptGuard const&) = delete;
    InterruptGuard& operator=(InterruptGuard const&) = delete;
    ~InterruptGuard() {
        std::signal(SIGINT, SIG_DFL);
        interrupted_engine = nullptr;
    }
};

Value strings(std::vector<std::string> const& texts) {
    std::vector<Value> items;
    for (auto const& text : texts) items.push_back(make_string(text));
    return make_array(std::move(items));
}

void describe_command_line(Engine& engine, Program const& program) {
    auto& status = engine.lookup(engine.intern("statusdict"))->object<Dictionary>();
    auto const enter = [&](Dictionary& dictionary, std::string_view key, Value value) {
        dictionary.set(engine.intern(key), std::move(value));
    };
    Value line = Value::make<Dictionary>();
    enter(line.object<Dictionary>(), "mode", engine.literal(program.mode));
    enter(line.object<Dictionary>(), "command", make_string(program.command));
    enter(status, "commandline", line);
    enter(line.object<Dictionary>(), "thenprompt", Value(program.then_prompt));
    enter(status, "files", strings(program.files));
    enter(status, "userargs", strings(program.userargs));
    enter(status, "interactive", Value(program.mode == "interactive"));
}

int exit_code(Engine& engine) {
    Value const* status = engine.lookup(engine.intern("statusdict"));
    Value const* code = status && status->is(Type::dictionary)
                            ? status->object<Dictionary>().find(engine.intern("exitcode"))
                            : nullptr;
    return code && code->is(Type::integer) ? static_cast<int>(code->integer() & 0xff) : 0;
}

void serve(PromptEditor& editor, Engine& engine) {
    editor.attach([&](std::string_view before) { return complete(before, EngineVocabulary(engine)); },
                  [&] {
                      bool const yes = engine.interrupted();
                      if (yes) engine.interrupt(0);
                      return yes;
                  });
}

// Of a time, or of one per thread.
double sum_of(Value const& value) {
    if (value.is(Type::real)) return value.real();
    if (!value.is(Type::double_vector)) return 0.0;
    auto const& parts = value.object<DoubleVector>().items();
    return std::accumulate(parts.begin(), parts.end(), 0.0);
}

// The times the kernel has taken, if there is one; what it does not measure stays zero and is not shown.
void print_phases(Interpreter& interpreter, std::ostream& err) {
    Engine& engine = interpreter.engine();
    if (!engine.lookup(engine.intern("GetKernelStatus"))) return;
    Value const status = interpreter.call("GetKernelStatus");
    if (!status.is(Type::dictionary)) return;
    status.object<Dictionary>().for_each([&](NameId key, Value const& value) {
        if (!engine.text(key).starts_with("time_") || engine.text(key).ends_with("_cpu")) return;
        double const seconds = sum_of(value);
        if (seconds > 0.0)
            err << fmt::format("{:>10.4f}               kernel: {}\n", seconds, engine.text(key).substr(5));
    });
}

// The folder above the one in which the program lies.
std::string prefix_of_program() {
    std::error_code none;
    return std::filesystem::read_symlink("/proc/self/exe", none).parent_path().parent_path().string();
}

int start(CommandLine line, std::span<Module const* const> further,
          std::span<std::string_view const> scripts) {
    HostStreams const streams{std::cin, std::cout, std::cerr};
    line.program.limit_memory = limit_memory;
    line.program.limits.memory = limit_memory(line.program.limits.memory);
    auto const editor =
        line.program.mode == "interactive" || line.program.then_prompt ? make_line_editor() : nullptr;
    line.program.line_editor = editor;
    line.program.prefix = prefix_of_program();
    line.program.threads = !further.empty();
    Environment environment(streams, std::move(line.program), further, scripts);
    Engine& engine = environment.engine();
    if (editor) serve(*editor, engine);
    describe_command_line(engine, environment.program());
    InterruptGuard const guard(engine);
    Profile profile;
    if (environment.program().profile) engine.set_observer(&profile);
    Outcome const outcome = engine.run_program(*engine.lookup(engine.intern("start")));
    std::cout.flush();
    if (environment.program().profile)
        profile.print(engine, std::cerr), print_phases(environment.interpreter(), std::cerr);
    limit_memory(0); // what was used up is given back from here on, which needs some itself
    if (outcome != Outcome::stopped) return exit_code(engine);
    std::cerr << engine.report();
    return script_error_code;
}

void print_version(std::string_view name, std::string_view features) {
    std::cout << "Aerie " << name << " 3.9.0\nWith " << features << ", built by " << compiler
              << ".\nLicensed under the GNU General Public Licence 3.0 or later.\n\n";
}

} // namespace

int run_program(std::string_view name, std::span<char const* const> arguments, Features const& features) try {
    std::ios::sync_with_stdio(false);
    CommandLine line = parse_command_line(name, arguments);
    switch (line.wish) {
    case CommandLine::Wish::help:
        std::cout << usage(name);
        return 0;
    case CommandLine::Wish::version:
        print_version(name, features.description);
        return 0;
    case CommandLine::Wish::nothing:
        std::cerr << name << ": " << line.complaint << '\n';
        return line.complaint.starts_with("Option '-c'") ? 0 : fatal_code;
    case CommandLine::Wish::run:
        break;
    }
    for (std::string const& word : line.taken_as_file)
        std::cerr << name << ": no option '" << word << "' (see " << name << " --help), taken as a file\n";
    return start(std::move(line), features.modules, features.scripts);
} catch (SliError const& error) {
    std::cout.flush();
    std::cerr << name << ": the library could not be read\n" << describe(error.record) << '\n';
    return fatal_code;
} catch (std::exception const& error) {
    std::cout.flush();
    std::cerr << name << ": " << error.what() << '\n';
    return exception_code;
}

} // namespace sli
