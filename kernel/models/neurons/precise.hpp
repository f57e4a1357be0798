// What integrate-and-fire neurons with spikes between grid points share: parameters, refractoriness, and the
// walk through a step from event to event.
// A. Morrison, S. Straube, H. E. Plesser, M. Diesmann: Exact subthreshold integration with continuous spike
// times in discrete-time neural network simulations (Neural Computation 19, 2007).
// A. Hanuschkin, S. Kunkel, M. Helias, A. Morrison, M. Diesmann: A general and efficient method for
// incorporating precise spike times in globally time-driven simulations (Front. Neuroinform. 4, 2010).
#pragma once

#include "kernel/catalogue.hpp"
#include "kernel/core/elementary.hpp"
#include "kernel/core/exact_integration.hpp"
#include "kernel/errors.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <span>

namespace nest {

// Neuron: a class derived from PreciseNeuron<Neuron> that has its `name`, a type Cell (the state of one lane,
// potentials relative to E_L, with a member U) and
//   load(lane), store(lane, cell)
//   full_step(lane, cell, I, refractory)       moves a cell over one step
//   propagate(lane, cell, I, dt, refractory)   ... over dt ms
//   add(lane, cell, weight)                    a spike arrives
//   crossing(lane, before, after, I, dt)       ms after which the threshold was crossed, if it was
class PreciseNeuronBase : public NeuronModel {
protected:
    PreciseNeuronBase(double least_V_min, Range t_ref_range)
        : V_min{*this, "V_min", Unit::mV, least_V_min, any, "Lower bound of the potential."}
        , t_ref{*this, "t_ref", Unit::ms, 2.0, t_ref_range, "Absolute refractory period."} {}

    Parameter E_L{*this, "E_L", Unit::mV, -70.0, any, "Resting potential."};
    Parameter C_m{*this, "C_m", Unit::pF, 250.0, positive, "Capacitance of the membrane."};
    Parameter tau_m{*this, "tau_m", Unit::ms, 10.0, positive, "Membrane time constant."};
    Parameter V_th{*this, "V_th", Unit::mV, -55.0, any, "Spike threshold."};
    Parameter V_reset{*this, "V_reset", Unit::mV, -70.0, any, "Potential after a spike."};
    Parameter I_e{*this, "I_e", Unit::pA, 0.0, any, "Constant input current."};
    Parameter V_min, t_ref;

    State V_m{*this, "V_m", Unit::mV, -70.0, "Membrane potential."};
    BoolState is_refractory{*this, "is_refractory", false, "Is the neuron refractory?"};
    Scratch last_step{*this, -1.0}; // stamp of the last spike
    Scratch last_offset{*this};     // ms
    Derived hold{*this};            // refractory period in steps

    bool off_grid() const override { return true; }
    Wiring wiring(std::size_t) const override { return {.spikes = {{0, 0, 0, true}}, .currents = {{0, 0}}}; }

    void validate(std::size_t i) const override {
        require(V_reset[i] < V_th[i], "Reset potential must be smaller than threshold.");
        require(V_reset[i] >= V_min[i],
                "Reset potential must be greater than or equal to minimum potential.");
        require(t_ref[i] == 0.0 || steps_up(t_ref[i]) >= 1.0,
                "Refractory time must be at least one time step.");
    }

    double threshold(std::size_t lane) const { return V_th[lane] - E_L[lane]; }
    bool refractory(std::size_t lane) const { return is_refractory.v[lane] != 0; }

    // The offset at which refractoriness ends, if it does so in this step.
    static constexpr double never = -1.0;
    double release(std::size_t lane, Step s) const {
        bool const now = refractory(lane) && static_cast<double>(s + 1) - last_step.v[lane] == hold[lane];
        return now ? last_offset.v[lane] : never;
    }

    void fire(std::size_t lane, Step s, double offset, StepSink& sink) {
        last_step.v[lane] = static_cast<double>(s + 1);
        last_offset.v[lane] = offset;
        is_refractory.v[lane] = hold[lane] > 0.0;
        sink.emit(s, lane, offset);
    }

    // Calls step(lane, s, events, current) for every neuron and step.
    template <class Walk>
    void walk(Chunk c, StepRange steps, Inputs const& input, StepSink& sink, Walk step) {
        std::size_t const end = std::min(c.first + c.count, ids().size());
        for (Step s = steps.from; s < steps.to; ++s) {
            std::span<SpikeEvent const> const events = input.events(0, s);
            double const* const current = input.current(s, c);
            std::size_t next = 0;
            for (std::size_t lane = c.first; lane < end; ++lane) {
                std::size_t const first = next;
                while (next < events.size() && events[next].lane == lane) ++next;
                step(lane, s, events.subspan(first, next - first), I_e[lane] + current[lane - c.first]);
            }
            sink.sample(s, c);
        }
    }
};

template <class Neuron> class PreciseNeuron : public PreciseNeuronBase {
protected:
    using PreciseNeuronBase::PreciseNeuronBase;

    void advance(Chunk c, StepRange steps, Inputs const& input, StepSink& sink) override {
        walk(c, steps, input, sink,
             [&](std::size_t lane, Step s, std::span<SpikeEvent const> events, double current) {
                 auto cell = self().load(lane);
                 // Set above threshold from outside: the spike falls at the beginning of the step.
                 if (s == steps.from && cell.U >= threshold(lane)) {
                     fire(lane, s, resolution() * (1.0 - std::numeric_limits<double>::epsilon()), sink);
                     cell.U = V_reset[lane] - E_L[lane];
                 }
                 double const end = release(lane, s);
                 if (events.empty() && end == never)
                     quiet_step(lane, s, cell, current, sink);
                 else
                     step(lane, s, cell, current, events, end, sink);
                 self().store(lane, cell);
             });
    }

    // The first zero of f in (0, dt]; f(0) < 0 <= f(dt). Regula falsi, with the halving of the Illinois rule.
    template <class F> double root(std::size_t lane, Step s, double dt, F f) const {
        double a = 0.0, b = dt, fa = f(a), fb = f(b);
        if (fa >= 0.0) return 0.0;
        for (int side = 0, i = 0; i < 500; ++i) {
            double const t = (a * fb - b * fa) / (fb - fa);
            if (!(t > a && t < b)) return b;
            double const ft = f(t);
            if (std::abs(ft) < 1e-14) return t;
            if (ft > 0.0) {
                b = t, fb = ft;
                if (side > 0) fa *= 0.5;
                side = 1;
            } else {
                a = t, fa = ft;
                if (side < 0) fb *= 0.5;
                side = -1;
            }
        }
        throw NumericalInstability(Neuron::name, ids()[lane], grid().ms(s), "V_m");
    }

private:
    Neuron& self() { return static_cast<Neuron&>(*this); }

    template <class Cell> void quiet_step(std::size_t lane, Step s, Cell& cell, double I, StepSink& sink) {
        Cell const before = cell;
        bool const held = refractory(lane);
        self().full_step(lane, cell, I, held);
        if (held) return;
        cell.U = std::max(cell.U, V_min[lane] - E_L[lane]);
        double const h = resolution();
        if (auto const t = self().crossing(lane, s, before, cell, I, h)) spike(lane, s, h - *t, cell, sink);
    }

    template <class Cell>
    void step(std::size_t lane, Step s, Cell& cell, double I, std::span<SpikeEvent const> events, double end,
              StepSink& sink) {
        double last = resolution(); // offset up to which the cell has come
        auto const move = [&](double offset) {
            if (double const dt = last - offset; dt > 0.0) {
                Cell const before = cell;
                bool const held = refractory(lane);
                self().propagate(lane, cell, I, dt, held);
                if (!held)
                    if (auto const t = self().crossing(lane, s, before, cell, I, dt))
                        spike(lane, s, last - *t, cell, sink);
            }
            last = offset;
        };
        auto const set_free = [&] {
            move(end);
            is_refractory.v[lane] = 0;
        };
        for (SpikeEvent const& event : events) {
            if (end >= event.offset) set_free(), end = never;
            move(event.offset);
            self().add(lane, cell, event.weight);
        }
        if (end != never) set_free();
        move(0.0);
    }

    template <class Cell> void spike(std::size_t lane, Step s, double offset, Cell& cell, StepSink& sink) {
        fire(lane, s, std::max(offset, 0.0), sink);
        cell.U = V_reset[lane] - E_L[lane];
    }
};

} // namespace nest
