// The border between the language and the simulation kernel: every command that needs a network.
#pragma once

#include <span>

#include "interpreter/engine.hpp"
#include "interpreter/module.hpp"
#include "kernel/simulation.hpp"

namespace sli {

// In the order in which they are installed, after the language's own.
std::span<Module const* const> simulation_modules();

// The kernel an interpreter speaks to: made when the modules are installed, gone with the engine.
nest::Simulation& simulation(Engine& engine);

} // namespace sli
