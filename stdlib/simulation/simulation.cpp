#include "stdlib/simulation/simulation.hpp"

#include "interpreter/interpreter.hpp"
#include "kernel/job.hpp"

namespace sli {

// One line per module; each is defined at the end of the file of its name.
extern Module const simulation_types, simulation_nodes, simulation_models, simulation_status,
    simulation_connections, simulation_columns, simulation_running, simulation_parameters,
    simulation_processes;

namespace {

// What the kernel says goes where the language's own messages go. The engine outlives its kernel.
nest::Host host(Engine& engine) {
    return {.log =
                [&engine](nest::Message const& message) {
                    engine.message(static_cast<int>(message.severity), message.origin, message.text);
                },
            .print = [&engine](std::string_view text) { engine.streams().out << text; }};
}

void install(Interpreter& interpreter) {
    Engine& engine = interpreter.engine();
    engine.attach(std::make_shared<nest::Simulation>(host(engine), nest::join_job()));
}

Module const kernel_module{"kernel", {}, {}, install};

} // namespace

std::span<Module const* const> simulation_modules() {
    static constexpr Module const* modules[] = {
        &kernel_module,         &simulation_types,       &simulation_nodes,   &simulation_models,
        &simulation_status,     &simulation_connections, &simulation_columns, &simulation_running,
        &simulation_parameters, &simulation_processes,
    };
    return modules;
}

nest::Simulation& simulation(Engine& engine) { return engine.attachment<nest::Simulation>(); }

} // namespace sli
