// Time, resources used, sleeping.
#include <algorithm>
#include <cmath>
#include <ctime>

#include <sys/resource.h>
#include <sys/times.h>
#include <unistd.h>

#include "interpreter/engine.hpp"
#include "interpreter/module.hpp"

namespace sli {
namespace {

Integer seconds_since_1970() { return std::time(nullptr); }

// [real user system child-user child-system] in ticks of the system.
std::vector<Value> clock_ticks() {
    tms used{};
    clock_t const real = times(&used);
    std::vector<Value> ticks;
    for (clock_t const t : {real, used.tms_utime, used.tms_stime, used.tms_cutime, used.tms_cstime})
        ticks.emplace_back(Integer{t});
    return ticks;
}

Integer ticks_per_second() { return sysconf(_SC_CLK_TCK); }

Real seconds(timeval const& span) { return Real(span.tv_sec) + 1e-6 * Real(span.tv_usec); }

Value usage_of(Engine& engine, int who) {
    rusage usage{};
    getrusage(who, &usage);
    Value result = Value::make<Dictionary>();
    auto const enter = [&](char const* key, Value value) {
        result.object<Dictionary>().set(engine.intern(key), std::move(value));
    };
    enter("utime", Value(seconds(usage.ru_utime)));
    enter("stime", Value(seconds(usage.ru_stime)));
    std::pair<char const*, long> const counts[] = {
        {"maxrss", usage.ru_maxrss}, {"ixrss", usage.ru_ixrss},     {"idrss", usage.ru_idrss},
        {"isrss", usage.ru_isrss},   {"minflt", usage.ru_minflt},   {"majflt", usage.ru_majflt},
        {"nswap", usage.ru_nswap},   {"inblock", usage.ru_inblock}, {"oublock", usage.ru_oublock},
        {"msgsnd", usage.ru_msgsnd}, {"msgrcv", usage.ru_msgrcv},   {"nsignals", usage.ru_nsignals},
        {"nvcsw", usage.ru_nvcsw},   {"nivcsw", usage.ru_nivcsw},
    };
    for (auto const& [key, count] : counts) enter(key, Value(Integer{count}));
    return result;
}

std::tuple<Value, Value> resources(Engine& engine) {
    return {usage_of(engine, RUSAGE_SELF), usage_of(engine, RUSAGE_CHILDREN)};
}

// Ends early when a signal comes, so that a waiting script can be interrupted.
void sleep_seconds(Engine& engine, Real duration) {
    if (!(duration >= 0)) throw Error("BadParameterValue", "The time to sleep must not be negative.");
    engine.streams().out.flush();
    duration = std::min(duration, 1e9);
    Real const whole = std::floor(duration);
    timespec const span{time_t(whole), long((duration - whole) * 1e9)};
    nanosleep(&span, nullptr);
}
void sleep_whole_seconds(Engine& engine, Integer duration) { sleep_seconds(engine, Real(duration)); }

Integer cycles(Engine& engine) { return Integer(engine.cycles()); }

constexpr Builtin sleep_variants[] = {bind<sleep_seconds>("sleep_d"), bind<sleep_whole_seconds>("sleep_i")};

constexpr Command commands[] = {
    {"time", "-> seconds", "Seconds since the beginning of 1970.", bind<seconds_since_1970>()},
    {"pclocks", "-> [real user system child-user child-system]", "Times in ticks; see pclockspersec.",
     bind<clock_ticks>()},
    {"pclockspersec", "-> n", "Ticks of pclocks in a second.", bind<ticks_per_second>()},
    {"pgetrusage", "-> self children", "Resources used by the program and by its children.",
     bind<resources>()},
    {"sleep", "seconds ->", "Waits.", sleep_variants},
    {"cycles", "-> n", "Calls and loop turns of the interpreter so far.", bind<cycles>()},
};

} // namespace

extern Module const time{"time", commands};

} // namespace sli
