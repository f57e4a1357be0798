// Program `nest`: the language and the simulation kernel.
#include "stdlib/simulation/simulation.hpp"
#include "stdlib/startup/run_program.hpp"

int main(int count, char** arguments) {
    static constexpr std::string_view scripts[] = {"simulation/init"};
    return sli::run_program("nest", {arguments, static_cast<std::size_t>(count)}, sli::simulation_modules(),
                            scripts);
}
