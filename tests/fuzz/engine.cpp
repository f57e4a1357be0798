// Any sequence of words must end in values or an SLI error, and leave an interpreter that still works.
// Words are all commands but those that touch processes, files or the terminal. An interpreter is used for
// some cases in a row; one that dies says what it has run.
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "stdlib/startup/counted_memory.hpp"
#include "stdlib/startup/environment.hpp"
#include "stdlib/startup/memory_limit.hpp"
#include "tests/fuzz/cases.hpp"

namespace {

using namespace sli;

std::set<std::string, std::less<>> const excluded = {
    // processes
    "fork", "fork_", "spoon", "sysexec", "sysexec_a", "sysexec_s", "system", "system_as_i_p", "spawn",
    "spawn_as_i", "shpawn", ":start", ":become", ":detach", ":system", ":leave", "kill", "kill_i_i",
    "kill_i_l", "wait", "wait_b", "waitPID", "waitPID_i_b", "taskset", "taskset_s_i", "taskset_thisjob",
    "taskset_thisjob_s", "sleep", "sleep_d", "sleep_i",
    // files and descriptors
    "file", "file_ss", "ofstream", "ofsopen", "DeleteFile", "DeleteFile_", "MoveFile", "MoveFile_",
    "CopyFile", "CopyFile_", "MakeDirectory", "MakeDirectory_", "RemoveDirectory", "RemoveDirectory_",
    "MoveDirectory", "SetDirectory", "SetDirectory_", "cd", "Export", "SaveDictionary", "writePGM", "mkfifo",
    "mkfifo_s", "dup2", "dup2_is_is", "dup2_os_os", "dup2_is_os", "dup2_os_is", "pipe",
    // the terminal
    "page", "edit", "pageoutput", ":showtext", "executive", "break", "mathexecutive", "start", "debug",
    "debugon"};

constexpr std::string_view values[] = {"0",
                                       "1",
                                       "2",
                                       "-1",
                                       "7",
                                       "100",
                                       "-100",
                                       "2147483648",
                                       "9223372036854775807",
                                       "1.5",
                                       "-2.5",
                                       "0.0",
                                       "1e300",
                                       "1e19",
                                       "()",
                                       "(abc)",
                                       "(1 2 add)",
                                       "(a.*)",
                                       "(x=3; x*2)",
                                       "/a",
                                       "/b",
                                       "/integertype",
                                       "/anytype",
                                       "/add",
                                       "{ }",
                                       "{ pop }",
                                       "{ dup }",
                                       "{ 1 add }",
                                       "{ exch }",
                                       "{ exit }",
                                       "{ stop }",
                                       "[]",
                                       "[1 2 3]",
                                       "[1.5 2.5]",
                                       "[(a) /b 1]",
                                       "[[1 2] [3 4]]",
                                       "[/integertype]",
                                       "<# 1 2 3 #>",
                                       "<. 1.0 2.5 .>",
                                       "<< /a 1 /b (x) >>",
                                       "mark",
                                       "systemdict",
                                       "errordict",
                                       "cin",
                                       "cout",
                                       "(a.*) regcomp",
                                       "osstream pop",
                                       "(text) isstream pop"};

class Session {
public:
    Session()
        : environment_({in_, out_, out_}, program()) {
        environment_.engine().limits.dictionaries = 1'000;
    }
    // Memory counts from here: the fuzzer has some of its own.
    void run(std::string const& text) {
        Engine& engine = environment_.engine();
        past_ += text;
        engine.limits.steps = engine.cycles() + 20'000;
        limit_memory(counted_memory() + memory);
        environment_.interpreter().run(text, "case");
        engine.operands().clear();
        engine.dictionaries().cut(2);
        engine.userdict().clear();
        engine.errordict().set(engine.known().newerror, Value(false));
        limit_memory(0);
    }
    std::string const& past() const { return past_; }

    std::vector<std::string> words() {
        Engine& engine = environment_.engine();
        std::vector<std::string> result;
        for (NameId const key : engine.systemdict().keys()) {
            std::string const& name = engine.text(key);
            if (!excluded.contains(name) && name.find_first_of("[]{}()%/") == name.npos)
                result.push_back(name);
        }
        return result;
    }

private:
    static constexpr std::size_t memory = std::size_t{1} << 28;
    static Program program() {
        Program program;
        program.limits = {.operands = 10'000, .frames = 10'000, .output = 100'000};
        program.verbosity = 100;
        program.mode = "batch";
        return program;
    }
    std::string past_;
    std::istringstream in_;
    std::ostringstream out_;
    Environment environment_;
};

std::string program_of(std::uint8_t const* data, std::size_t size) {
    static std::vector<std::string> const words = Session().words();
    std::string text = "{ ";
    for (std::size_t i = 0; i + 1 < size; i += 2) {
        std::size_t const choice = data[i] * 256u + data[i + 1];
        if (choice % 16 == 0) text += "} stopped { errordict /newerror false put } if\n{ ";
        if (choice % 16 < 8)
            text += words[choice / 16 % words.size()];
        else
            text += values[choice / 16 % std::size(values)];
        text += ' ';
    }
    return text + "} stopped { errordict /newerror false put } if\n";
}

} // namespace

namespace {

Session* living = nullptr;

extern "C" void say_what_was_run() {
    if (living) std::cerr << "--- run by this interpreter:\n" << living->past() << "---\n";
}

} // namespace

#ifdef NEST_COUNTED_MEMORY
extern "C" void __sanitizer_set_death_callback(void (*callback)());
#endif

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static constexpr int cases_per_session = 50;
    static std::unique_ptr<Session> session;
    static int cases = 0;
    if (cases++ % cases_per_session == 0) {
        session = std::make_unique<Session>();
        living = session.get();
#ifdef NEST_COUNTED_MEMORY
        __sanitizer_set_death_callback(say_what_was_run);
#endif
    }
    session->run(program_of(data, std::min<std::size_t>(size, 400)));
    return 0;
}
