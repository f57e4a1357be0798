#include "stdlib/startup/simulator.hpp"

#include "stdlib/simulation/simulation.hpp"

namespace sli {

std::unique_ptr<Environment> make_simulator(HostStreams streams, Program program) {
    static constexpr std::string_view scripts[] = {"simulation/init"};
    return std::make_unique<Environment>(streams, std::move(program), simulation_modules(), scripts);
}

} // namespace sli
