// What programs can find out about their interpreter and its machine: statusdict, signaldict, regexdict.
#include <csignal>
#include <regex.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "interpreter/interpreter.hpp"
#include "stdlib/language/program.hpp"

namespace sli {
namespace {

struct Entry {
    char const* key;
    Integer value;
};

constexpr Entry signals[] = {
    {"SIGABRT", SIGABRT}, {"SIGALRM", SIGALRM}, {"SIGFPE", SIGFPE},   {"SIGHUP", SIGHUP},
    {"SIGILL", SIGILL},   {"SIGINT", SIGINT},   {"SIGKILL", SIGKILL}, {"SIGPIPE", SIGPIPE},
    {"SIGQUIT", SIGQUIT}, {"SIGSEGV", SIGSEGV}, {"SIGTERM", SIGTERM}, {"SIGUSR1", SIGUSR1},
    {"SIGUSR2", SIGUSR2}, {"SIGCHLD", SIGCHLD}, {"SIGCONT", SIGCONT}, {"SIGSTOP", SIGSTOP},
    {"SIGTSTP", SIGTSTP}, {"SIGTTIN", SIGTTIN}, {"SIGTTOU", SIGTTOU},
};

constexpr Entry regex_codes[] = {
    {"REG_NOTBOL", REG_NOTBOL}, {"REG_NOTEOL", REG_NOTEOL},     {"REG_ESPACE", REG_ESPACE},
    {"REG_BADPAT", REG_BADPAT}, {"REG_EXTENDED", REG_EXTENDED}, {"REG_ICASE", REG_ICASE},
    {"REG_NOSUB", REG_NOSUB},   {"REG_NEWLINE", REG_NEWLINE},   {"REG_ECOLLATE", REG_ECOLLATE},
    {"REG_ECTYPE", REG_ECTYPE}, {"REG_EESCAPE", REG_EESCAPE},   {"REG_ESUBREG", REG_ESUBREG},
    {"REG_EBRACK", REG_EBRACK}, {"REG_EPAREN", REG_EPAREN},     {"REG_EBRACE", REG_EBRACE},
    {"REG_BADBR", REG_BADBR},   {"REG_ERANGE", REG_ERANGE},     {"REG_BADRPT", REG_BADRPT},
};

constexpr Entry exit_codes[] = {
    {"success", 0},
    {"restart_serial", 4},
    {"unknownerror", 10},
    {"userabort", 15},
    {"exception", 125},
    {"scripterror", 126},
    {"fatal", 127},
    {"abort", 134},
    {"segfault", 139},
    {"skipped", 200},
    {"skipped_no_mpi", 201},
    {"skipped_have_mpi", 202},
    {"skipped_no_threading", 203},
    {"skipped_no_gsl", 204},
    {"skipped_no_music", 205},
    {"skipped_no_boost", 206},
};

constexpr Entry sizes[] = {
    {"int", sizeof(int)},
    {"long", sizeof(long)},
    {"long_long", sizeof(long long)},
    {"double", sizeof(double)},
    {"void_ptr", sizeof(void*)},
    {"Token", sizeof(Value)},
    {"TokenMap", sizeof(Dictionary)},
    {"Dictionary", sizeof(Dictionary)},
    {"DictionaryDatum", sizeof(Value)},
    {"IntegerDatum", sizeof(Value)},
    {"ArrayDatum", sizeof(Value)},
    {"TokenArray", sizeof(Value)},
    {"TokenArrayObj", sizeof(Array)},
};

class Builder {
public:
    explicit Builder(Engine& engine)
        : engine_(engine)
        , value_(Value::make<Dictionary>()) {}
    Builder& set(std::string_view key, Value value) {
        value_.object<Dictionary>().set(engine_.intern(key), std::move(value));
        return *this;
    }
    Builder& set(std::string_view key, std::string_view text) { return set(key, make_string(text)); }
    Builder& set(std::string_view key, char const* text) { return set(key, make_string(text)); }
    Builder& flag(std::string_view key, bool value) { return set(key, Value(value)); }
    Builder& set(std::span<Entry const> entries) {
        for (Entry const& entry : entries) set(entry.key, Value(entry.value));
        return *this;
    }
    Value done() { return value_; }

private:
    Engine& engine_;
    Value value_;
};

Value environment(Engine& engine) {
    Builder variables(engine);
    for (char** entry = environ; entry && *entry; ++entry) {
        std::string_view const text = *entry;
        std::size_t const equals = text.find('=');
        if (equals != text.npos && equals > 0) variables.set(text.substr(0, equals), text.substr(equals + 1));
    }
    return variables.done();
}

Value strings(std::vector<std::string> const& texts) {
    std::vector<Value> items;
    for (auto const& text : texts) items.push_back(make_string(text));
    return make_array(std::move(items));
}

void describe_host(Builder& status) {
    utsname system{};
    uname(&system);
    std::string const cpu = system.machine;
    status.set("host", cpu + "-unknown-linux-gnu")
        .set("hostos", "linux")
        .set("hostvendor", "unknown")
        .set("hostcpu", cpu)
        .set("platform", "default");
}

// What the documented system builds with GSL or Boost is always here.
void describe_features(Builder& status, Program const& program) {
    status.set("threading", program.threads ? "openmp" : "no");
    status.flag("have_mpi", program.mpi).flag("is_mpi", false).flag("have_gsl", true);
    status.flag("have_music", false).flag("have_boost", true).flag("have_libneurosim", false);
    status.flag("have_sionlib", false).flag("have_hdf5", false).flag("ndebug", true);
}

Value status_dictionary(Engine& engine, Program const& program) {
    Builder status(engine);
    status.set("argv", strings(program.arguments))
        .set("version", program.version)
        .set("built", __DATE__ " " __TIME__)
        .set("exitcode", Value(0))
        .set("prefix", program.prefix)
        .set("prgdatadir", program.prefix + "/share/nest")
        .set("prgdocdir", program.prefix + "/share/doc/nest")
        .set("kernelname", program.name == "nest" ? "NEST" : "SLI")
        .set("userargs", strings(program.userargs))
        .set("files", strings(program.files))
        .flag("interactive", program.mode == "interactive");
    describe_host(status);
    describe_features(status, program);
    return status.set("architecture", Builder(engine).set(sizes).flag("have_long_long", true).done())
        .set("environment", environment(engine))
        .set("exitcodes", Builder(engine).set(exit_codes).done())
        .done();
}

void install(Interpreter& interpreter) {
    Engine& engine = interpreter.engine();
    auto const define = [&](char const* name, Value value) {
        engine.systemdict().set(engine.intern(name), std::move(value));
    };
    define("statusdict", status_dictionary(engine, engine.attachment<Program>()));
    define("signaldict", Builder(engine).set(signals).done());
    define("regexdict", Builder(engine).set(regex_codes).done());
    define("scripterror", Value(126));
}

} // namespace

extern Module const status{"status", {}, {}, install};

} // namespace sli
