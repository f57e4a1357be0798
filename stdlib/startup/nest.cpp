// Program `nest`: the language and the simulation kernel, one rank of a parallel run or alone.
#include "kernel/job.hpp"
#include "stdlib/simulation/simulation.hpp"
#include "stdlib/startup/run_program.hpp"

int main(int count, char** arguments) {
    static constexpr std::string_view scripts[] = {"simulation/init"};
    int const code = sli::run_program(
        "nest", {arguments, static_cast<std::size_t>(count)},
        {.modules = sli::simulation_modules(),
         .scripts = scripts,
         .description = nest::job_support() ? "threads, MPI and readline" : "threads and readline"});
    nest::leave_job(code);
    return code;
}
