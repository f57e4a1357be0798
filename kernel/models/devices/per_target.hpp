// Generators whose trains have a memory: one process per target, advanced step by step.
#pragma once

#include "kernel/models/devices/generator.hpp"

#include <unordered_map>

namespace nest::generators {

// The processes of all targets by key. Steps of one target are asked for in ascending order; its process
// stands still while the device is inactive.
template <class Process> class Processes {
public:
    void clear() { processes_.clear(); }

    // advance(process, rng, step) gives the number of spikes; `fresh` starts a new process.
    template <class Fresh, class Advance>
    void run(StimulusModel const& device, StepRange steps, Targets const& targets, Emission out, Fresh fresh,
             Advance advance) {
        for (std::size_t i = 0; i < targets.keys.size(); ++i) {
            auto [at, created] = processes_.try_emplace(targets.keys[i]);
            if (created) at->second = fresh();
            for (Step s = steps.from; s < steps.to; ++s) {
                Rng rng = device.around().random->at_step(Purpose::stimulation, device.id(),
                                                          static_cast<std::int64_t>(targets.keys[i]), s);
                out.at(s - steps.from, i) = advance(at->second, rng, s);
            }
        }
    }

private:
    std::unordered_map<std::uint64_t, Process> processes_;
};

} // namespace nest::generators
