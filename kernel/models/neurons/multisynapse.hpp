// What current-based neurons with a free number of receptors share: `tau_syn` has one time constant for each
// of the receptors 1 to n.
#pragma once

#include "kernel/catalogue.hpp"
#include "kernel/core/clones.hpp"
#include "kernel/core/elementary.hpp"
#include "kernel/core/exact_integration.hpp"
#include "kernel/errors.hpp"
#include "kernel/models/receptors.hpp"

#include <algorithm>
#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace nest {

class MultisynapseNeuron : public NeuronModel {
protected:
    Parameter E_L{*this, "E_L", Unit::mV, -70.0, any, "Resting potential."};
    Parameter C_m{*this, "C_m", Unit::pF, 250.0, positive, "Capacitance of the membrane."};
    Parameter tau_m{*this, "tau_m", Unit::ms, 10.0, positive, "Membrane time constant."};
    Parameter t_ref{*this, "t_ref", Unit::ms, 2.0, non_negative, "Absolute refractory period."};
    Parameter V_th{*this, "V_th", Unit::mV, -55.0, any, "Spike threshold."};
    Parameter V_reset{*this, "V_reset", Unit::mV, -70.0, any, "Potential after a spike."};
    Parameter I_e{*this, "I_e", Unit::pA, 0.0, any, "Constant input current."};
    ListParameter tau_syn{*this, "tau_syn", Unit::ms, {2.0}, positive, "Synaptic time constants."};

    State V_m{*this, "V_m", Unit::mV, -70.0, "Membrane potential."};
    State I_syn{*this, "I_syn", Unit::pA, 0.0, "Sum of the synaptic currents.", Access::recorded};
    Computed n_synapses{*this, "n_synapses", Unit::none, "Number of receptors.",
                        [this](std::size_t i) { return Property(receptors(i)); }};
    BoolState has_connections{*this, "has_connections", false, "Has the neuron been connected?"};

    Scratch waiting{*this}, fired{*this}, next{*this}; // refractory steps left; spikes; potential to come
    Scratch ports{*this};                              // receptors when it was connected
    Derived leak{*this}, pull{*this}, hold{*this}, lowest{*this};

    void validate(std::size_t i) const override {
        require(V_reset[i] < V_th[i], "Reset potential must be smaller than threshold.");
        require(!has_connections[i] || static_cast<double>(receptors(i)) == ports[i],
                "The neuron has connections, therefore the number of ports cannot be changed.");
    }
    std::int64_t receptors(std::size_t lane) const {
        return static_cast<std::int64_t>(tau_syn.at(lane).size());
    }
    void connected(std::size_t lane) override {
        has_connections.put(lane, 1);
        ports.put(lane, static_cast<double>(receptors(lane)));
    }

    bool wiring_varies() const override { return true; }
    Wiring wiring(std::size_t lane) const override {
        Wiring w{.spikes = {}, .currents = {{0, 0}}};
        for (std::size_t r = 0; r < tau_syn.at(lane).size(); ++r) {
            auto const channel = static_cast<Channel>(r);
            w.spikes.push_back({static_cast<std::int64_t>(r) + 1, channel, channel});
        }
        return w;
    }

    // ---- what each receptor has: columns of all lanes, zero where a neuron has fewer receptors
    std::size_t receptors() const {
        std::size_t most = 0;
        for (auto const& taus : tau_syn.v) most = std::max(most, taus->size());
        return most;
    }
    // One state per receptor; those with names can be recorded. They exist once the neuron is prepared.
    class Columns {
    public:
        void reach(std::size_t receptors, std::size_t lanes, std::string_view prefix) {
            owner_.set_lanes(lanes);
            while (states_.size() < receptors) {
                names_.push_back(std::string(prefix) + std::to_string(states_.size() + 1));
                states_.push_back(std::make_unique<State>(owner_, names_.back(), Unit::pA, 0.0, ""));
            }
            for (auto& state : states_) state->spread();
        }
        double* operator()(std::size_t r, std::size_t lane) { return states_[r]->v.data() + lane; }
        State const* find(std::string_view name) const {
            auto const at = std::ranges::find(names_, name);
            return at == names_.end() ? nullptr
                                      : states_[static_cast<std::size_t>(at - names_.begin())].get();
        }

    private:
        Schema owner_;
        std::deque<std::string> names_;
        std::vector<std::unique_ptr<State>> states_;
    };
    Columns I; // pA

    std::vector<std::string> recordables() const override {
        std::vector<std::string> names{"I_syn", "V_m"};
        for (std::size_t r = 1; r <= receptors(); ++r) names.push_back("I_syn_" + std::to_string(r));
        return names;
    }
    TypedField<double> const* recordable(std::string_view name) const override {
        if (State const* current = I.find(name)) return current;
        return NeuronModel::recordable(name);
    }

    void prepare(double h) override {
        for (std::size_t i = 0; i < distinct(); ++i) {
            leak.v[i] = elementary::exp(-h / tau_m[i]);
            pull.v[i] = constant_to_voltage(tau_m[i], C_m[i], h);
            hold.v[i] = steps_up(t_ref[i]);
            lowest.v[i] = lower_bound(i);
        }
        I.reach(receptors(), ids().size(), "I_syn_");
        prepare_receptors(h);
    }
    virtual double lower_bound(std::size_t) const { return -unbounded; } // of the potential
    virtual void prepare_receptors(double h) = 0;

    // Adds the effect of receptor r to `next`, and moves its state on.
    virtual void receive(std::size_t r, Chunk c, double const* spikes) = 0;

    // Runs use(lane, tau) for the neurons that have receptor r.
    template <class Use> void for_each_with(std::size_t r, Use use) const {
        for (std::size_t i = 0; i < ids().size(); ++i)
            if (r < tau_syn.at(i).size()) use(i, tau_syn.at(i)[r]);
    }

    template <class K> struct Constants { K E_L, V_th, V_reset, I_e, leak, pull, hold, lowest; };
    template <class K> Constants<K> constants(std::size_t i) const {
        return {constant<K>(E_L, i),  constant<K>(V_th, i), constant<K>(V_reset, i), constant<K>(I_e, i),
                constant<K>(leak, i), constant<K>(pull, i), constant<K>(hold, i),    constant<K>(lowest, i)};
    }

    template <class K>
    NEST_CLONES static void drift(Constants<K> const k, std::size_t n, double const* NEST_RESTRICT current,
                                  double const* NEST_RESTRICT V, double* NEST_RESTRICT I_syn,
                                  double* NEST_RESTRICT next) {
        for (std::size_t i = 0; i < n; ++i) {
            next[i] = k.pull[i] * (k.I_e[i] + current[i]) + k.leak[i] * (V[i] - k.E_L[i]);
            I_syn[i] = 0.0;
        }
    }
    NEST_CLONES static void add(std::size_t n, double const* NEST_RESTRICT from, double* NEST_RESTRICT to) {
        for (std::size_t i = 0; i < n; ++i) to[i] += from[i];
    }
    template <class K>
    NEST_CLONES static void finish(Constants<K> const k, std::size_t n, double const* NEST_RESTRICT next,
                                   double* NEST_RESTRICT V, double* NEST_RESTRICT waiting,
                                   double* NEST_RESTRICT fired) {
        for (std::size_t i = 0; i < n; ++i) {
            double const drifted = k.E_L[i] + next[i];
            double const free = drifted < k.lowest[i] ? k.lowest[i] : drifted;
            double const wait = waiting[i];
            double const v = wait > 0.0 ? V[i] : free;
            double const left = wait > 0.0 ? wait - 1.0 : 0.0;
            bool const spike = v >= k.V_th[i];
            V[i] = spike ? k.V_reset[i] : v;
            waiting[i] = spike ? k.hold[i] : left;
            fired[i] = spike ? 1.0 : 0.0;
        }
    }

    void advance(Chunk c, StepRange steps, Inputs const& input, StepSink& sink) override {
        std::size_t const n = receptors();
        auto const walk = [&](auto const k) {
            for (Step s = steps.from; s < steps.to; ++s) {
                drift(k, c.count, input.current(s, c), lanes(V_m, c), lanes(I_syn, c), lanes(next, c));
                for (std::size_t r = 0; r < n; ++r) {
                    receive(r, c, input.channel(static_cast<Channel>(r), s, c));
                    add(c.count, I(r, c.first), lanes(I_syn, c));
                }
                finish(k, c.count, lanes(next, c), lanes(V_m, c), lanes(waiting, c), lanes(fired, c));
                sink.collect(s, c, lanes(fired, c));
            }
        };
        if (uniform())
            walk(constants<Broadcast>(c.first));
        else
            walk(constants<double const*>(c.first));
    }
};

} // namespace nest
