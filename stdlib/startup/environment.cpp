#include "stdlib/startup/environment.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "stdlib/language/error_codes.hpp"
#include "stdlib/language/language.hpp"
#include "stdlib/startup/embedded_library.hpp"

namespace sli {

namespace {

class EmbeddedLibrary final : public LibrarySource {
public:
    std::optional<std::string> find(std::string_view name) const override {
        auto const files = embedded_library();
        auto const found = std::ranges::find(files, name, &LibraryFile::name);
        if (found == files.end()) return std::nullopt;
        return std::string(found->text);
    }
};

// While developing: NEST_LIB_SLI names a folder that is read instead.
class LibraryFolder final : public LibrarySource {
public:
    explicit LibraryFolder(std::string folder)
        : folder_(std::move(folder)) {}
    std::optional<std::string> find(std::string_view name) const override {
        std::ifstream file(folder_ + "/" + std::string(name) + ".sli");
        if (!file) return std::nullopt;
        std::ostringstream text;
        text << file.rdbuf();
        return std::move(text).str();
    }

private:
    std::string folder_;
};

std::shared_ptr<LibrarySource const> library_source() {
    if (char const* folder = std::getenv("NEST_LIB_SLI"); folder && *folder)
        return std::make_shared<LibraryFolder>(folder);
    return std::make_shared<EmbeddedLibrary>();
}

} // namespace

Environment::Environment(HostStreams streams, Program program, std::span<Module const* const> further,
                         std::span<std::string_view const> scripts)
    : program_(std::make_shared<Program>(std::move(program)))
    , interpreter_(streams) {
    if (!program_->library) program_->library = library_source();
    engine().attach(program_);
    for (Module const* module : language_modules()) interpreter_.install(*module);
    for (Module const* module : further) interpreter_.install(*module);
    run_library("init");
    for (std::string_view const script : scripts) run_library(script);
}

std::string Environment::code_of(std::string_view error) const {
    return sli::code_of(*program_->library, error);
}

void Environment::run_library(std::string_view name) {
    auto const text = program_->library->find(name);
    if (!text) {
        ErrorRecord record;
        record.name = "FileOpenError";
        record.command = "startup";
        record.message = "The library has no file \"" + std::string(name) + "\".";
        throw SliError(std::move(record));
    }
    if (interpreter_.run(*text, std::string(name) + ".sli") == Outcome::stopped)
        throw SliError(engine().last_error());
}

} // namespace sli
