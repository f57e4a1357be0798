// What neurons have in common whose equations are integrated with steps of adaptive length.
#pragma once

#include "kernel/catalogue.hpp"
#include "kernel/core/runge_kutta.hpp"
#include "kernel/errors.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace nest {

class AdaptiveNeuron : public NeuronModel {
protected:
    template <std::size_t n> using Carried = std::array<TypedField<double>*, n>;

    Scratch suggestion{*this}; // length of the next sub-step, ms
    Scratch fired{*this};      // spikes of this step

    void initialise(std::size_t lane) override { suggestion.v[lane] = resolution(); }

    // Takes a chunk through all steps. System<K>: the equations, by constants of all lanes or of each;
    // system(K{}, s) makes them for step s. `columns`: what a lane carries, in the order of the system's
    // rows. after(s): what follows the integration of step s, up to sink.collect.
    template <template <class> class System, class Make>
    void walk(Chunk c, StepRange steps, Carried<System<Broadcast>::columns> const& columns, Make system,
              auto after) {
        auto const run = [&]<class K>(K) {
            auto const advance = [&](Step s, rkf45::Columns const& of) {
                return rkf45::advance<System<K>>(system(K{}, s), resolution(), of, late_);
            };
            walk_with(c, steps, columns, advance, after);
        };
        if (uniform())
            run(Broadcast{});
        else
            run(static_cast<double const*>(nullptr));
    }
    template <template <class> class System, class Make>
    void walk(Chunk c, StepRange steps, StepSink& sink, Carried<System<Broadcast>::columns> const& columns,
              Make system) {
        walk<System>(c, steps, columns, system, [&](Step s) { sink.collect(s, c, lanes(fired, c)); });
    }

    // The same for systems with a number of variables of their own.
    template <template <class> class System, class Make>
    void walk_many(Chunk c, StepRange steps, std::vector<TypedField<double>*> const& columns, Make system,
                   auto after) {
        auto const run = [&]<class K>(K) {
            auto const advance = [&](Step s, rkf45::Columns const& of) {
                System<K> const m = system(K{}, s);
                rows_.resize(rkf45::rows_needed(m) * rkf45::width);
                return rkf45::advance_many(m, resolution(), of, reinterpret_cast<rkf45::Row*>(rows_.data()),
                                           late_);
            };
            walk_with(c, steps, columns, advance, after);
        };
        if (uniform())
            run(Broadcast{});
        else
            run(static_cast<double const*>(nullptr));
    }

    [[noreturn]] void refuse_weight(std::size_t lane) const {
        throw BadProperty("Synaptic weights of conductances must not be negative.",
                          "a negative one arrived at node " + std::to_string(ids()[lane]));
    }

private:
    void walk_with(Chunk c, StepRange steps, std::span<TypedField<double>* const> columns, auto advance,
                   auto after) {
        std::vector<double*> value;
        for (auto* column : columns) value.push_back(lanes(*column, c));
        std::size_t const neurons = std::min(c.count, ids().size() - std::min(c.first, ids().size()));
        rkf45::Columns const of{c.count, neurons, lanes(suggestion, c), value.data()};
        for (Step s = steps.from; s < steps.to; ++s) {
            std::size_t const failed = advance(s, of);
            if (failed < c.count) refuse(c.first + failed, s);
            after(s);
        }
    }

    [[noreturn]] void refuse(std::size_t lane, Step s) const {
        throw SolverFailure(model_name(), ids()[lane], grid().ms(s), "its equations need too short steps");
    }

    Column<double> rows_; // work space
    std::vector<rkf45::Late> late_;
};

} // namespace nest
