// Processes: making, replacing, awaiting and signalling them. Starting programs is put together in
// lib-sli/processes.sli from fork and sysexec.
#include <cerrno>
#include <csignal>

#include <sys/wait.h>
#include <unistd.h>

#include "interpreter/module.hpp"
#include "stdlib/language/system_error.hpp"

namespace sli {
namespace {

void write_out(Engine& engine) {
    engine.streams().out.flush();
    engine.streams().err.flush();
}

Integer fork_process(Engine& engine) {
    write_out(engine);
    pid_t const pid = ::fork();
    if (pid < 0) throw_system_error(engine, errno);
    return pid;
}

// Returns only by an error. The new program gets the default answer to signals and no descriptor but
// the standard ones.
void execute_program(Engine& engine, std::vector<std::string> words) {
    if (words.empty()) throw Error(ErrorKind::range_check).with_hint("the name of a program is missing");
    write_out(engine);
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    ::execvp(arguments[0], arguments.data());
    throw_system_error(engine, errno);
}

void execute_array(Engine& engine, Array const& command) {
    std::vector<std::string> words;
    for (Value const& word : command.items) {
        if (!word.is(Type::string)) throw Error(ErrorKind::argument_type).with_hint("an array of strings");
        words.push_back(word.object<String>().text);
    }
    execute_program(engine, std::move(words));
}

void execute_string(Engine& engine, std::string_view command) {
    std::vector<std::string> words;
    while (!command.empty()) {
        std::size_t const end = std::min(command.find(' '), command.size());
        if (end > 0) words.emplace_back(command.substr(0, end));
        command.remove_prefix(std::min(end + 1, command.size()));
    }
    execute_program(engine, std::move(words));
}

// Ends a child that could not do its work, without the parent's ways of ending.
void leave_process(Engine& engine, Integer code) {
    write_out(engine);
    ::_exit(int(code & 0xff));
}

// -> status normal pid, or 0 if no child has changed and nobody is to be waited for
void await(Engine& engine, Integer pid, bool return_at_once, std::size_t operands) {
    int status = 0;
    pid_t const child = ::waitpid(pid_t(pid), &status, return_at_once ? WNOHANG : 0);
    if (child < 0) throw_system_error(engine, errno);
    engine.drop(operands);
    if (child > 0) {
        bool const normal = WIFEXITED(status);
        engine.push(Integer{normal ? WEXITSTATUS(status) : WTERMSIG(status)});
        engine.push(normal);
    }
    engine.push(Integer{child});
}

Integer process_operand(Integer pid) {
    if (pid != pid_t(pid)) throw Error(ErrorKind::range_check).with_hint("not the number of a process");
    return pid;
}

void await_process(Engine& engine) {
    bool const return_at_once = engine.operand<bool>(0);
    await(engine, process_operand(engine.operand<Integer>(1)), return_at_once, 2);
}
void await_any(Engine& engine) { await(engine, -1, engine.operand<bool>(0), 1); }

void send_signal(Engine& engine, Integer pid, Integer signal) {
    if (signal < 0 || signal > SIGRTMAX) throw Error("UnknownSignal", std::nullopt).by("kill");
    if (::kill(pid_t(process_operand(pid)), int(signal)) != 0) throw_system_error(engine, errno);
}

void send_named_signal(Engine& engine, Integer pid, Literal signal) {
    Value const* signals = engine.lookup(engine.intern("signaldict"));
    Value const* number =
        signals && signals->is(Type::dictionary) ? signals->object<Dictionary>().find(signal.id) : nullptr;
    if (!number || !number->is(Type::integer)) throw Error("UnknownSignal", std::nullopt).by("kill");
    send_signal(engine, pid, number->integer());
}

Integer process_id() { return ::getpid(); }
Integer parent_id() { return ::getppid(); }
Integer group_id() { return ::getpgrp(); }

constexpr Builtin execute_variants[] = {bind<execute_array>("sysexec_a"), bind<execute_string>("sysexec_s")};
constexpr Builtin await_variants[] = {raw<await_process>("waitPID_i_b", {Type::integer, Type::boolean})};
constexpr Builtin await_any_variants[] = {raw<await_any>("wait_b", {Type::boolean})};
constexpr Builtin signal_variants[] = {bind<send_signal>("kill_i_i"), bind<send_named_signal>("kill_i_l")};

constexpr Command commands[] = {
    {"fork_", "-> pid", "Makes a copy of this process; 0 in the copy.", bind<fork_process>()},
    {"sysexec", "[words] -> / (command) ->", "Replaces this process by another program.", execute_variants},
    {":leave", "code ->", "Ends a child process at once.", bind<leave_process>()},
    {"waitPID", "pid bool -> status normal pid / pid true -> 0",
     "Waits for a child; true: only looks whether it has ended.", await_variants},
    {"wait", "bool -> status normal pid / true -> 0", "Waits for any child; true: only looks.",
     await_any_variants},
    {"kill", "pid signal ->", "Sends a signal, given by number or name, to a process.", signal_variants},
    {"getPID", "-> pid", "This process.", bind<process_id>()},
    {"getPPID", "-> pid", "The process that started this one.", bind<parent_id>()},
    {"getPGRP", "-> pgrp", "The group of this process.", bind<group_id>()},
};

} // namespace

extern Module const processes{"processes", commands};

} // namespace sli
