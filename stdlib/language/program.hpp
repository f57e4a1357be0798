// What the surrounding program tells the language: attached to the engine before modules are installed,
// so that any of them may ask (engine.attachment<Program>()).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "interpreter/engine.hpp"

namespace sli {

// Texts of the SLI library, embedded in the program or read from a folder.
class LibrarySource {
public:
    virtual ~LibrarySource() = default;
    // By path below the library, without ending: "arrays", "simulation/models", "unittest".
    virtual std::optional<std::string> find(std::string_view name) const = 0;
};

// Reads lines at a terminal; the language only knows this face.
class LineEditor {
public:
    virtual ~LineEditor() = default;
    virtual std::optional<std::string> read(std::string const& prompt) = 0; // none: end of input
    virtual void remember(std::string const& line) = 0;
    virtual bool given_up() const { return false; }   // the last line, by Ctrl-C
    virtual bool for_people() const { return false; } // a terminal is at the other end
};

struct Program {
    std::string name = "sli";           // `sli` or `nest`
    std::string version = "3.9.0";      // of the language and its commands
    std::vector<std::string> arguments; // argv
    std::vector<std::string> userargs, files;
    std::string mode = "interactive"; // or batch, command, files
    std::string command;              // of mode `command`
    int verbosity = 10;               // M_INFO
    bool then_prompt = false;         // after the files
    bool errors_as_json = false;      // reports on standard error for tools, one object a line
    bool profile = false;             // time per command, on standard error at the end
    MessageSink messages;             // shows messages that pass the verbosity; none: standard output
    bool threads = false, mpi = false;
    Limits limits;
    std::size_t (*limit_memory)(std::size_t bytes) = nullptr; // gives what it could impose; 0: no limit
    std::string prefix;                                       // where the program is installed
    std::shared_ptr<LibrarySource const> library;
    std::shared_ptr<LineEditor> line_editor; // may be null
};

} // namespace sli
