// Files and directories: listing, moving, copying, removing, comparing.
#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "interpreter/module.hpp"
#include "stdlib/language/descriptor_stream.hpp"
#include "stdlib/language/messages.hpp"
#include "stdlib/language/system_error.hpp"

namespace sli {
namespace {

std::vector<std::string> entries() {
    std::unique_ptr<DIR, int (*)(DIR*)> const folder(::opendir("."), ::closedir);
    if (!folder) throw Error(ErrorKind::bad_io).with_hint("the current directory cannot be read");
    std::vector<std::string> names;
    while (dirent const* entry = ::readdir(folder.get())) names.emplace_back(entry->d_name);
    std::ranges::sort(names);
    return names;
}

std::vector<Value> file_names() {
    std::vector<Value> names;
    for (std::string& name : entries()) names.push_back(Value::make<String>(std::move(name)));
    return names;
}

std::string current_directory(Engine& engine) {
    std::unique_ptr<char, void (*)(void*)> const path(::getcwd(nullptr, 0), std::free);
    if (!path) throw_system_error(engine, errno);
    return path.get();
}

std::string text(std::string_view path) { return std::string(path); }

bool set_directory(std::string_view path) { return ::chdir(text(path).c_str()) == 0; }
bool move_file(std::string_view from, std::string_view to) {
    return std::rename(text(from).c_str(), text(to).c_str()) == 0;
}
bool delete_file(std::string_view path) { return ::unlink(text(path).c_str()) == 0; }
bool make_directory(std::string_view path) { return ::mkdir(text(path).c_str(), 0777) == 0; }
bool remove_directory(std::string_view path) { return ::rmdir(text(path).c_str()) == 0; }

[[noreturn]] void throw_cannot_copy(Engine& engine, std::string const& name) {
    show_message(engine, 30, "CopyFile", "Cannot open or write the file \"" + name + "\".");
    throw Error(ErrorKind::bad_io).by("CopyFile");
}

void copy_file(Engine& engine, std::string_view from, std::string_view to) {
    DescriptorInput in(open_descriptor(text(from), O_RDONLY));
    if (in.buffer().descriptor() < 0) throw_cannot_copy(engine, text(from));
    DescriptorOutput out(open_descriptor(text(to), O_WRONLY | O_CREAT | O_TRUNC));
    if (out.buffer().descriptor() < 0) throw_cannot_copy(engine, text(to));
    std::vector<char> block(1 << 16);
    while (in.good() && out.good()) {
        in.read(block.data(), std::streamsize(block.size()));
        out.write(block.data(), in.gcount());
        engine.check_interrupt();
    }
    if (!out || !out.buffer().close()) throw_cannot_copy(engine, text(to));
}

bool compare_files(Engine& engine, std::string_view first, std::string_view second) {
    DescriptorInput a(open_descriptor(text(first), O_RDONLY));
    DescriptorInput b(open_descriptor(text(second), O_RDONLY));
    if (a.buffer().descriptor() < 0 || b.buffer().descriptor() < 0)
        throw Error(ErrorKind::io_error).with_hint("a file cannot be opened").by("CompareFiles");
    using Characters = std::istreambuf_iterator<char>;
    Patience patience(engine);
    return std::equal(Characters(a), {}, Characters(b), {},
                      [&](char x, char y) { return patience.turn(), x == y; });
}

// $TMPDIR/nest-tmp-N, which nobody has yet. (Not reserved: somebody may be quicker.)
std::string unused_name() {
    char const* folder = std::getenv("TMPDIR");
    std::string const stem = std::string(folder && *folder ? folder : "/tmp") + "/nest-tmp-";
    for (auto n = std::uint64_t(::getpid()) * 1000;; ++n)
        if (std::string name = stem + std::to_string(n); ::access(name.c_str(), F_OK) != 0) return name;
}

constexpr Builtin set_directory_variants[] = {bind<set_directory>("SetDirectory_")};
constexpr Builtin move_variants[] = {bind<move_file>("MoveFile_")};
constexpr Builtin copy_variants[] = {bind<copy_file>("CopyFile_")};
constexpr Builtin delete_variants[] = {bind<delete_file>("DeleteFile_")};
constexpr Builtin make_variants[] = {bind<make_directory>("MakeDirectory_")};
constexpr Builtin remove_variants[] = {bind<remove_directory>("RemoveDirectory_")};
constexpr Builtin compare_variants[] = {bind<compare_files>("CompareFiles_s_s")};

constexpr Command commands[] = {
    {"FileNames_", "-> [names]", "Names of all files in the current directory, sorted.", bind<file_names>()},
    {"Directory", "-> path", "The current directory.", bind<current_directory>()},
    {"SetDirectory", "path -> bool", "Changes the current directory.", set_directory_variants},
    {"MoveFile", "from to -> bool", "Renames a file.", move_variants},
    {"CopyFile", "from to ->", "Copies a file.", copy_variants},
    {"DeleteFile", "name -> bool", "Removes a file.", delete_variants},
    {"MakeDirectory", "name -> bool", "Makes a directory.", make_variants},
    {"RemoveDirectory", "name -> bool", "Removes an empty directory.", remove_variants},
    {"CompareFiles", "name name -> bool", "Have two files the same contents?", compare_variants},
    {"tmpnam", "-> name", "A file name that is not in use, in $TMPDIR or /tmp.", bind<unused_name>()},
};

} // namespace

extern Module const directories{"directories", commands};

} // namespace sli
