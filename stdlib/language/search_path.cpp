// Opening files by name: the search path, whose library folder lies inside the program.
#include <cstdlib>
#include <sstream>

#include <fcntl.h>
#include <unistd.h>

#include "interpreter/interpreter.hpp"
#include "stdlib/language/program.hpp"
#include "stdlib/language/stream_operands.hpp"

namespace sli {
namespace {

using namespace std::string_literals;

std::string library_folder(Engine& engine) { return engine.attachment<Program>().prefix + "/share/nest/sli"; }

// Files of the library are known by their names without ending.
std::optional<Value> open_library_file(Engine& engine, std::string const& file) {
    auto const& library = engine.attachment<Program>().library;
    if (!library || !file.ends_with(".sli")) return {};
    auto text = library->find(std::string_view(file).substr(0, file.size() - 4));
    if (!text) return {};
    return Value::make<InputStream>(std::make_unique<std::istringstream>(std::move(*text)), file);
}

std::optional<Value> open_in(Engine& engine, std::string const& folder, std::string const& file) {
    if (auto stream = open_input(folder + "/" + file)) return stream;
    if (folder == library_folder(engine)) return open_library_file(engine, file);
    return {};
}

std::vector<std::string> texts(Array const& array) {
    std::vector<std::string> result;
    for (Value const& item : array.items) {
        if (!item.is(Type::string)) throw Error(ErrorKind::argument_type).with_hint("an array of strings");
        result.push_back(item.object<String>().text);
    }
    return result;
}

std::vector<std::string> path_folders(Engine& engine) {
    Value const* path = engine.lookup(engine.intern("SLISearchPath"));
    if (!path || !path->is(Type::array)) return {"."};
    return texts(path->object<Array>());
}

// In every folder under the plain name, then in every folder with .sli appended.
std::optional<Value> search(Engine& engine, std::vector<std::string> const& folders,
                            std::string const& file) {
    for (auto const& name : {file, file + ".sli"})
        for (auto const& folder : folders)
            if (auto stream = open_in(engine, folder, name)) return stream;
    return {};
}

std::optional<Value> search_in(Engine& engine, Array const& folders, std::string_view file) {
    return search(engine, texts(folders), std::string(file));
}

std::optional<Value> search_along_path(Engine& engine, std::string_view file) {
    return search(engine, path_folders(engine), std::string(file));
}

std::vector<Value> locate(Engine&, Array const& folders, std::string_view file) {
    std::vector<Value> hits;
    for (auto const& name : {std::string(file), std::string(file) + ".sli"})
        for (auto const& folder : texts(folders))
            if (std::string path = folder + "/" + name; ::access(path.c_str(), R_OK) == 0)
                hits.push_back(Value::make<String>(std::move(path)));
    return hits;
}

[[noreturn]] void throw_cannot_open(std::string const& name, char const* purpose) {
    throw Error(ErrorKind::file_open_error,
                "Could not open the following file for "s + purpose + ": \"" + name + "\".")
        .by("file");
}

// (name) (w) file: for writing; any other mode means reading.
Value open_file(Engine& engine, std::string_view file, std::string_view mode) {
    std::string const name(file);
    if (mode == "w") {
        if (auto stream = open_output(name, O_WRONLY | O_CREAT | O_TRUNC)) return *stream;
        throw_cannot_open(name, "writing");
    }
    auto stream = name.find('/') == name.npos ? search_along_path(engine, file) : open_input(name);
    if (!stream) throw_cannot_open(name, "reading");
    return *stream;
}

std::vector<Value> split_at_colons(std::string_view text) {
    std::vector<Value> parts;
    while (!text.empty()) {
        std::size_t const end = std::min(text.find(':'), text.size());
        if (end > 0) parts.push_back(make_string(text.substr(0, end)));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

std::vector<Value> folders_of_variable(std::string_view variable) {
    char const* value = std::getenv(std::string(variable).c_str());
    return split_at_colons(value ? value : "");
}

constexpr Builtin file_variants[] = {bind<open_file>("file_ss")};
constexpr Builtin folders_variants[] = {bind<folders_of_variable>(":pathlist_s")};

constexpr Command commands[] = {
    {"file", "(name) (r) -> istream / (name) (w) -> ostream",
     "Opens a file; a name without slash is searched along the path when reading.", file_variants},
    {"searchfile", "[folders] (name) -> istream true / false",
     "Opens a file found in one of several folders.", bind<search_in>()},
    {"searchifstream", "(name) -> istream true / false", "Opens a file found along the search path.",
     bind<search_along_path>()},
    {"LocateFileNames", "[folders] (name) -> [paths]", "All files of a name in several folders.",
     bind<locate>()},
    {":pathlist", "(variable) -> [folders]", "An environment variable split at its colons.",
     folders_variants},
};

void install(Interpreter& interpreter) {
    Engine& engine = interpreter.engine();
    std::vector<Value> path = folders_of_variable("SLIUSER");
    path.push_back(make_string("."));
    path.push_back(make_string(library_folder(engine)));
    for (Value& folder : folders_of_variable("SLI_PATH")) path.push_back(std::move(folder));
    engine.systemdict().set(engine.intern("SLISearchPath"), make_array(std::move(path)));
}

} // namespace

extern Module const search_path{"search_path", commands, {}, install};

} // namespace sli
