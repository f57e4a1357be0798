// What the kernel says, and to whom: it never prints, it hands everything to its host.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace nest {

enum class Severity {
    debug = 5,
    status = 7,
    info = 10,
    deprecated = 18,
    warning = 20,
    error = 30,
    fatal = 40
};

struct Message {
    Severity severity;
    std::string_view origin; // the function that speaks, e.g. "Simulate"
    std::string_view text;
};

// The sinks a host supplies. An empty sink swallows what it is given. Both are called from the thread
// that called the kernel, never from its workers.
struct Host {
    std::function<void(Message const&)> log;     // messages under the host's verbosity
    std::function<void(std::string_view)> print; // standard output, for the backend `screen`

    void say(Severity severity, std::string_view origin, std::string_view text) const {
        if (log) log({severity, origin, text});
    }
    void write(std::string_view text) const {
        if (print) print(text);
    }
};

} // namespace nest
