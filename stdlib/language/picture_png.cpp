// Loads what draws pictures as PNG (picture_cairo.cpp), which programs do not link.
#include <array>
#include <dlfcn.h>
#include <filesystem>
#include <system_error>

#include "interpreter/engine.hpp"
#include "stdlib/language/picture.hpp"

namespace sli {

namespace {

namespace fs = std::filesystem;
constexpr char const* plugin_name = "libaerie_png.so";
using Draw = char const* (*)(Picture const&, std::string& file);

// Beside the program or the Python module, or where it is installed.
fs::path plugin() {
    std::error_code ignored;
    std::array<fs::path, 2> beside{fs::read_symlink("/proc/self/exe", ignored).parent_path(), {}};
    Dl_info here{};
    if (dladdr(reinterpret_cast<void const*>(&as_png), &here) != 0 && here.dli_fname)
        beside[1] = fs::absolute(here.dli_fname, ignored).parent_path();
    for (fs::path const& folder : beside)
        for (char const* relative : {"", "../lib/aerie"})
            if (fs::path const file = folder / relative / plugin_name; fs::exists(file, ignored)) return file;
    return plugin_name;
}

[[noreturn]] void refuse(std::string const& reason) {
    throw Error("UnknownExportFormat", "PNG cannot be written here: " + reason + ". SVG can.").by("plot");
}

Draw load() {
    void* const library = dlopen(plugin().c_str(), RTLD_NOW | RTLD_LOCAL);
    auto const draw = library ? reinterpret_cast<Draw>(dlsym(library, "aerie_draw_png")) : nullptr;
    if (draw) return draw;
    char const* const reason = dlerror();
    refuse(reason ? reason : "libaerie_png.so cannot be used");
}

} // namespace

std::string as_png(Picture const& picture) {
    static Draw const draw = load();
    std::string file;
    if (char const* const reason = draw(picture, file)) refuse(reason);
    return file;
}

} // namespace sli
