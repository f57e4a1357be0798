// Pipes and other things that are done to the descriptors behind streams.
#include <cerrno>

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/stat.h>
#include <unistd.h>

#include "interpreter/module.hpp"
#include "stdlib/language/stream_operands.hpp"
#include "stdlib/language/system_error.hpp"

namespace sli {
namespace {

int descriptor_of(int descriptor) {
    if (descriptor < 0)
        throw Error(ErrorKind::bad_io).with_hint("the stream is no open file, pipe or device");
    return descriptor;
}

std::tuple<Value, Value> make_pipe(Engine& engine) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw_system_error(engine, errno);
    return {input_of(ends[0], "pipe"), output_of(ends[1])};
}

void flush(InputStream&) {}
void flush(OutputStream& output) { output.stream().flush(); }

// The second stream goes on where the first one does. Only the standard descriptors are inherited.
template <class From, class To> void duplicate(Engine& engine, From& from, To& to) {
    int const source = descriptor_of(from.descriptor), target = descriptor_of(to.descriptor);
    flush(from);
    flush(to);
    bool const standard = target <= STDERR_FILENO;
    int const result = source == target ? target : ::dup3(source, target, standard ? 0 : O_CLOEXEC);
    if (result < 0) throw_system_error(engine, errno);
}

void is_available(Engine& engine) {
    InputStream& input = input_operand(engine, 0);
    bool ready = input.stream().rdbuf()->in_avail() > 0;
    if (!ready && input.descriptor >= 0) {
        pollfd query{input.descriptor, POLLIN, 0};
        ready = ::poll(&query, 1, 0) > 0 && (query.revents & POLLIN) != 0;
    }
    engine.push(ready);
}

void set_nonblocking(Engine& engine) {
    bool const wanted = engine.operand<bool>(0);
    int const descriptor = descriptor_of(input_operand(engine, 1).descriptor);
    int const flags = ::fcntl(descriptor, F_GETFL);
    int const changed = wanted ? flags | O_NONBLOCK : flags & ~O_NONBLOCK;
    if (flags < 0 || ::fcntl(descriptor, F_SETFL, changed) < 0) throw_system_error(engine, errno);
    engine.drop(1);
}

void make_fifo(Engine& engine, std::string_view name) {
    if (::mkfifo(std::string(name).c_str(), 0666) != 0) throw_system_error(engine, errno);
}

template <class Stream> bool is_terminal(Stream& stream) {
    return stream.descriptor >= 0 && ::isatty(stream.descriptor) == 1;
}

std::string terminal_name() {
    char name[L_ctermid];
    return ::ctermid(name);
}

// Processors as a list of numbers and ranges, such as 0-3,8.
cpu_set_t processors(std::string_view list) {
    cpu_set_t set;
    CPU_ZERO(&set);
    auto const refuse = [] { throw Error(ErrorKind::range_check).with_hint("processors such as 0-3,8"); };
    auto const number = [&] {
        std::size_t value = 0, digits = 0;
        for (; digits < list.size() && list[digits] >= '0' && list[digits] <= '9' && value < CPU_SETSIZE;
             ++digits)
            value = value * 10 + std::size_t(list[digits] - '0');
        if (digits == 0 || value >= CPU_SETSIZE) refuse();
        list.remove_prefix(digits);
        return value;
    };
    for (bool more = true; more;) {
        std::size_t const first = number();
        std::size_t last = first;
        if (list.starts_with('-')) list.remove_prefix(1), last = number();
        for (std::size_t cpu = first; cpu <= last; ++cpu) CPU_SET(cpu, &set);
        more = list.starts_with(',');
        if (more) list.remove_prefix(1);
    }
    if (!list.empty()) refuse();
    return set;
}

void bind_process(Engine& engine, std::string_view list, Integer pid) {
    cpu_set_t const set = processors(list);
    if (::sched_setaffinity(pid_t(pid), sizeof set, &set) != 0) throw_system_error(engine, errno);
}
void bind_this_process(Engine& engine, std::string_view list) { bind_process(engine, list, 0); }

constexpr Builtin duplicate_variants[] = {
    bind<duplicate<InputStream, InputStream>>("dup2_is_is"),
    bind<duplicate<OutputStream, OutputStream>>("dup2_os_os"),
    bind<duplicate<InputStream, OutputStream>>("dup2_is_os"),
    bind<duplicate<OutputStream, InputStream>>("dup2_os_is"),
};
constexpr Builtin available_variants[] = {raw<is_available>("available_is", {Type::istream})};
constexpr Builtin nonblocking_variants[] = {
    raw<set_nonblocking>("setNONBLOCK_is_b", {Type::istream, Type::boolean})};
constexpr Builtin fifo_variants[] = {bind<make_fifo>("mkfifo_s")};
constexpr Builtin terminal_variants[] = {bind<is_terminal<InputStream>>("isatty_is"),
                                         bind<is_terminal<OutputStream>>("isatty_os")};
constexpr Builtin bind_variants[] = {bind<bind_process>("taskset_s_i")};
constexpr Builtin bind_this_variants[] = {bind<bind_this_process>("taskset_thisjob_s")};

constexpr Command commands[] = {
    {"pipe", "-> istream ostream", "A pipe: what is written to one end is read from the other.",
     bind<make_pipe>()},
    {"dup2", "stream stream ->", "Makes the second stream use the file of the first.", duplicate_variants},
    {"available", "istream -> istream bool", "Can something be read without waiting?", available_variants},
    {"setNONBLOCK", "istream bool -> istream", "Shall reading return at once when there is nothing to read?",
     nonblocking_variants},
    {"mkfifo", "name ->", "Makes a named pipe.", fifo_variants},
    {"isatty", "stream -> bool", "Is a stream connected to a terminal?", terminal_variants},
    {"ctermid", "-> name", "Name of the controlling terminal.", bind<terminal_name>()},
    {"taskset", "(processors) pid ->", "Binds a process to processors such as (0-3,8).", bind_variants},
    {"taskset_thisjob", "(processors) ->", "Binds this process to processors.", bind_this_variants},
};

} // namespace

extern Module const descriptors{"descriptors", commands};

} // namespace sli
