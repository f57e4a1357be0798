// Raising and reporting errors, and the dictionary that holds their state.
#include <cerrno>

#include "interpreter/interpreter.hpp"
#include "stdlib/language/diagnostics.hpp"
#include "stdlib/language/error_codes.hpp"

namespace sli {
namespace {

void raiseerror(Engine& engine) {
    NameId const error = engine.operand<Literal>(0).id, command = engine.operand<Literal>(1).id;
    engine.drop(2);
    engine.raise(command, error);
}

void raiseagain(Engine& engine) { engine.raise_again(); }

void print_error(Engine& engine, Literal command) {
    show_error(engine, engine.text(command.id));
    engine.errordict().erase(engine.known().message);
    engine.errordict().erase(engine.known().command);
}

std::string code(Integer number) { return written_code(number); }

std::string code_of_name(Engine& engine, std::string_view error) {
    auto const& library = engine.attachment<Program>().library;
    return library ? code_of(*library, error) : std::string();
}

struct ErrorNumber {
    char const* name;
    int value;
};
constexpr ErrorNumber error_numbers[] = {
    {"E2BIG", E2BIG},         {"EACCES", EACCES}, {"EAGAIN", EAGAIN},
    {"EBADF", EBADF},         {"EBUSY", EBUSY},   {"ECHILD", ECHILD},
    {"EDEADLK", EDEADLK},     {"EDOM", EDOM},     {"EEXIST", EEXIST},
    {"EFAULT", EFAULT},       {"EFBIG", EFBIG},   {"EINTR", EINTR},
    {"EINVAL", EINVAL},       {"EIO", EIO},       {"EISDIR", EISDIR},
    {"EMFILE", EMFILE},       {"EMLINK", EMLINK}, {"ENAMETOOLONG", ENAMETOOLONG},
    {"ENFILE", ENFILE},       {"ENODEV", ENODEV}, {"ENOENT", ENOENT},
    {"ENOEXEC", ENOEXEC},     {"ENOLCK", ENOLCK}, {"ENOMEM", ENOMEM},
    {"ENOSPC", ENOSPC},       {"ENOSYS", ENOSYS}, {"ENOTDIR", ENOTDIR},
    {"ENOTEMPTY", ENOTEMPTY}, {"ENOTTY", ENOTTY}, {"ENXIO", ENXIO},
    {"EPERM", EPERM},         {"EPIPE", EPIPE},   {"ERANGE", ERANGE},
    {"EROFS", EROFS},         {"ESPIPE", ESPIPE}, {"ESRCH", ESRCH},
    {"EXDEV", EXDEV},
};

// The state of errordict before anything went wrong.
void init_errordict(Engine& engine) {
    Dictionary& state = engine.errordict();
    auto const set = [&](std::string_view key, Value value) {
        state.set(engine.intern(key), std::move(value));
    };
    for (char const* flag : {"quitbyerror", "newerror"}) set(flag, Value(false));
    set("recordstacks", Value(true));
    for (char const* text : {"commandname", "oldcommandname", "olderrorname", "oldestack"})
        set(text, make_string(""));
    for (char const* stack : {"estack", "dstack", "ostack"}) set(stack, make_array({}));
    set("sys_errname", engine.literal(""));
    set("sys_errno", Value(0));
    for (auto const& [name, value] : error_numbers) set(name, Value(value));
}

void install(Interpreter& interpreter) { init_errordict(interpreter.engine()); }

constexpr Builtin raiseerror_variants[] = {raw<raiseerror>("raiseerror_", {Type::literal, Type::literal})};

constexpr Command commands[] = {
    {"raiseerror", "/command /error ->", "Raises an error in the name of a command.", raiseerror_variants},
    {"raiseagain", "->", "Raises the last error once more.", raw<raiseagain>()},
    {"print_error", "/command ->", "Reports the last error under the name of a command.",
     bind<print_error>()},
    {":errorcode", "number -> (SLI-number)", "The code of an error as people read it.", bind<code>()},
    {":codeof", "(name) -> (SLI-number)", "The code of the error of this name; empty if it has none.",
     bind<code_of_name>()},
    {"init_errordict", "->", "Gives errordict the contents it has at the start.", bind<init_errordict>()},
};

} // namespace

extern Module const errors{"errors", commands, {}, install};

} // namespace sli
