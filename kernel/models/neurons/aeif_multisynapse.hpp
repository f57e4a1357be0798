// Adaptive exponential integrate-and-fire neurons (aeif.hpp) with any number of receptors, each a
// conductance that rises and decays.
//
//   I_syn = sum over receptors of g (E_rev - V_m)
//   ddg/dt = -dg/tau_rise;  dg/dt = dg - g/tau_decay
//   a spike of weight w >= 0 adds to dg what makes g peak at w
#pragma once

#include "kernel/core/synaptic_shapes.hpp"
#include "kernel/models/neurons/aeif.hpp"
#include "kernel/models/receptors.hpp"

namespace nest::aeif {

// Constants of every receptor, by lane of the chunk.
struct ReceptorConstants {
    std::vector<double const*> E_rev, rise, decay, jump, input;
};

// Rows: waiting and fires in front; V, w, then dg and g of every receptor.
template <class K> struct ReceptorSystem {
    static constexpr int before = 2, waiting = -2;
    static constexpr auto control = rkf45::Control::derivative;
    std::size_t variables;
    K tolerance;
    Membrane<K, waiting> membrane;
    std::size_t receptors;
    double const *const *E_rev, *const *rise, *const *decay, *const *jump, *const *input;

    static constexpr std::size_t dg(std::size_t r) { return 2 + 2 * r; }
    static constexpr std::size_t g(std::size_t r) { return 3 + 2 * r; }

    NEST_INLINE void slopes(auto i, rkf45::Row const* x, rkf45::Row const* y, rkf45::Row* dy) const {
        alignas(64) rkf45::Row v, I_syn;
        for (std::size_t l = 0; l < rkf45::width; ++l) {
            v[l] = membrane.potential(i + l, l, x, y);
            I_syn[l] = 0.0;
        }
        for (std::size_t r = 0; r < receptors; ++r)
#pragma GCC ivdep
            for (std::size_t l = 0; l < rkf45::width; ++l) {
                I_syn[l] += y[g(r)][l] * (E_rev[r][i + l] - v[l]);
                dy[dg(r)][l] = -y[dg(r)][l] / rise[r][i + l];
                dy[g(r)][l] = y[dg(r)][l] - y[g(r)][l] / decay[r][i + l];
            }
#pragma GCC ivdep
        for (std::size_t l = 0; l < rkf45::width; ++l) membrane.slopes(i + l, l, x, y, dy, v[l], I_syn[l]);
    }

    NEST_INLINE void begin(std::size_t, rkf45::Row* x) const { membrane.begin(x); }

    NEST_INLINE std::uint64_t accepted(auto i, rkf45::Row* x, rkf45::Mask const& here) const {
        return membrane.accepted(i, x, here);
    }

    NEST_INLINE void finish(std::size_t i, rkf45::Row* x) const {
        membrane.finish(x);
        for (std::size_t r = 0; r < receptors; ++r)
#pragma GCC ivdep
            for (std::size_t l = 0; l < rkf45::width; ++l) x[dg(r)][l] += jump[r][i + l] * input[r][i + l];
    }
};

class ReceptorNeuron : public Neuron {
protected:
    ListParameter E_rev{*this, "E_rev", Unit::mV, {0.0}, any, "Reversal potential of each receptor."};

    // The list that counts receptors, and the times of a receptor.
    virtual ReceptorCount const& count() const = 0;
    virtual ReceptorCount& count() = 0;
    virtual double rise(std::size_t lane, std::size_t receptor) const = 0;
    virtual double decay(std::size_t lane, std::size_t receptor) const = 0;

    Computed n_receptors{*this, "n_receptors", Unit::none, "Number of receptors.",
                         [this](std::size_t i) { return Property(static_cast<std::int64_t>(count()[i])); }};
    Computed dg_of{*this, "dg", Unit::none, "Change of the conductance of each receptor (nS/ms).",
                   [this](std::size_t i) { return listed(dg, i); }};
    Computed g_of{*this, "g", Unit::nS, "Conductance of each receptor.",
                  [this](std::size_t i) { return listed(g, i); }};

    void validate(std::size_t i) const override {
        Neuron::validate(i);
        require(E_rev.at(i).size() == count()[i],
                "The lists of reversal potentials and time constants must have one entry per receptor.");
        require(count().allowed(i), "The number of receptors of a connected neuron cannot be reduced.");
    }

    Wiring wiring(std::size_t lane) const override { return count().wiring(lane); }
    bool wiring_varies() const override { return true; }
    void connected(std::size_t lane) override { count().connect(lane); }

    std::vector<std::string> recordables() const override {
        std::vector<std::string> names{"V_m", "w"};
        for (std::size_t r = 1; r <= count().largest(); ++r) names.push_back("g_" + std::to_string(r));
        return names;
    }
    TypedField<double> const* recordable(std::string_view name) const override {
        for (std::size_t r = 0; r < g.size(); ++r)
            if (name == "g_" + std::to_string(r + 1)) return &g[r];
        return Neuron::recordable(name);
    }

    void prepare(double h) override {
        Neuron::prepare(h);
        std::size_t const n = count().largest();
        for (PerReceptor* quantity : {&dg, &g, &reversal, &rises, &decays, &jumps}) quantity->reach(n);
        for (std::size_t r = 0; r < n; ++r)
            for (std::size_t i = 0; i < padded(lanes()); ++i) {
                bool const exists = i < lanes() && r < count()[i]; // the others stay at rest
                reversal[r].v[i] = exists ? E_rev.at(i)[r] : 0.0;
                rises[r].v[i] = exists ? rise(i, r) : 1.0;
                decays[r].v[i] = exists ? decay(i, r) : 1.0;
                jumps[r].v[i] = exists ? beta_jump(rise(i, r), decay(i, r)) : 0.0;
            }
    }

    void advance(Chunk c, StepRange steps, Inputs const& input, StepSink& sink) override {
        std::size_t const n = g.size();
        ReceptorConstants k;
        std::vector<TypedField<double>*> columns{&waiting, &fired, &V_m, &w};
        for (std::size_t r = 0; r < n; ++r) {
            k.E_rev.push_back(lanes_of(reversal[r], c));
            k.rise.push_back(lanes_of(rises[r], c));
            k.decay.push_back(lanes_of(decays[r], c));
            k.jump.push_back(lanes_of(jumps[r], c));
            columns.insert(columns.end(), {&dg[r], &g[r]});
        }
        k.input.resize(n);
        auto const system = [&]<class K>(K, Step s) {
            if (std::size_t const bad = first_negative(input, n, s, c); bad < c.first + c.count)
                refuse_weight(bad);
            for (std::size_t r = 0; r < n; ++r) k.input[r] = input.channel(static_cast<Channel>(2 * r), s, c);
            return ReceptorSystem<K>{2 + 2 * n,
                                     constant<K>(tolerance, c.first),
                                     membrane<K, ReceptorSystem<K>::waiting>(c.first, input.current(s, c)),
                                     n,
                                     k.E_rev.data(),
                                     k.rise.data(),
                                     k.decay.data(),
                                     k.jump.data(),
                                     k.input.data()};
        };
        walk_many<ReceptorSystem>(c, steps, columns, system,
                                  [&](Step s) { sink.collect(s, c, AdaptiveNeuron::lanes(fired, c)); });
    }

private:
    PerReceptor dg{*this}, g{*this}; // nS/ms, nS
    PerReceptor reversal{*this}, rises{*this}, decays{*this}, jumps{*this};

    double const* lanes_of(Scratch& column, Chunk c) { return NeuronModel::lanes(column, c); }
    Property listed(PerReceptor const& quantity, std::size_t lane) const {
        std::vector<double> values;
        for (std::size_t r = 0; r < count()[lane]; ++r) values.push_back(quantity.at(r, lane));
        return Property(std::move(values));
    }
    using Schema::lanes;
};

} // namespace nest::aeif
