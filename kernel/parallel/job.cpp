// Finds out how the process was started, and loads the side of MPI (mpi.cpp, a shared object of its own) when
// there are other ranks: the ordinary start does not pay for it.
#include "kernel/job.hpp"

#include "kernel/errors.hpp"

#include <array>
#include <cstdlib>
#include <dlfcn.h>
#include <filesystem>
#include <fmt/format.h>
#include <string_view>
#include <system_error>

namespace nest {

namespace {

namespace fs = std::filesystem;
constexpr char const* plugin_name = "libnest_mpi.so";

// What launchers leave in the environment; the first tells the number of ranks as well.
bool one_of_several() {
    if (char const* size = std::getenv("OMPI_COMM_WORLD_SIZE")) return std::string_view(size) != "1";
    for (char const* name : {"PMIX_RANK", "PMI_RANK", "MPI_LOCALNRANKS"})
        if (std::getenv(name)) return true;
    return false;
}

// Beside the program or the Python module, or where it is installed.
fs::path plugin() {
    std::error_code ignored;
    std::array<fs::path, 2> beside{fs::read_symlink("/proc/self/exe", ignored).parent_path(), {}};
    Dl_info here{};
    if (dladdr(reinterpret_cast<void const*>(&job_support), &here) != 0 && here.dli_fname)
        beside[1] = fs::absolute(here.dli_fname, ignored).parent_path();
    for (fs::path const& folder : beside)
        for (char const* relative : {"", "../lib/aerie"})
            if (fs::path const file = folder / relative / plugin_name; fs::exists(file, ignored)) return file;
    return plugin_name;
}

std::shared_ptr<Communicator> load() {
    if (!one_of_several()) return single_process();
    if (!job_support())
        throw KernelError(
            "MPIUnavailable",
            "this process is one of several of a parallel run, but the program was built without MPI");
    // Open MPI's own components look for its symbols among the global ones.
    void* const library = dlopen(plugin().c_str(), RTLD_NOW | RTLD_GLOBAL);
    auto const join =
        library ? reinterpret_cast<Communicator* (*)()>(dlsym(library, "nest_join_mpi")) : nullptr;
    if (!join) {
        char const* const reason = dlerror();
        throw KernelError("MPIUnavailable", reason ? reason : "libnest_mpi.so cannot be used");
    }
    return std::shared_ptr<Communicator>(join());
}

std::shared_ptr<Communicator>& job() {
    static std::shared_ptr<Communicator> joined;
    return joined;
}

} // namespace

bool job_support() {
#ifdef NEST_HAVE_MPI
    return true;
#else
    return false;
#endif
}

std::shared_ptr<Communicator> join_job() {
    if (!job()) job() = load();
    return job();
}

void leave_job(int code) noexcept {
    static bool left = false;
    if (job() && !left) job()->leave(code);
    left = true;
}

} // namespace nest
