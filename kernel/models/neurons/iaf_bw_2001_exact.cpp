// iaf_bw_2001_exact: integrate-and-fire neuron whose NMDA synapses saturate, each with variables of its own.
//
//   C_m dV_m/dt = -g_L (V_m - E_L) - I_AMPA - I_GABA - I_NMDA + I
//   I_AMPA = s_AMPA (V_m - E_ex), I_GABA = s_GABA (V_m - E_in)
//   I_NMDA = s_NMDA (V_m - E_ex)/(1 + conc_Mg2 exp(-0.062 V_m)/3.57),  s_NMDA = sum over synapses of w_j s_j
//   dx_j/dt = -x_j/tau_rise_NMDA
//   ds_j/dt = -s_j/tau_decay_NMDA + alpha x_j (1 - s_j)
//   s_AMPA and s_GABA decay exponentially; a spike of weight w adds w to them, and 1 to x_j at the NMDA
//   receptor
//
// Every connection to the NMDA receptor is a synapse j; its weight must not change once it has transmitted. A
// spike falls when V_m >= V_th at the end of a step; V_m is then held at V_reset for t_ref. Integration
// becomes slower with every NMDA connection: iaf_bw_2001 approximates the same neuron. Brunel and Wang
// (2001), J. Comput. Neurosci. 11, 63-85; Wang (2002), Neuron 36, 955-968.
#include "kernel/models/neurons/iaf_bw_2001.hpp"

#include <cmath>
#include <map>

namespace nest {

namespace {

constexpr Channel nmda = 2; // a channel of single spikes
enum : int {
    waiting_row = -6,
    I_AMPA_row,
    I_GABA_row,
    I_NMDA_row,
    s_NMDA_row,
    fires_row,
    V,
    AMPA,
    GABA,
    first
};

// Rows: what is not integrated in front; V, both conductances, then x and s of every NMDA synapse.
template <class K> struct System {
    static constexpr int before = 6;
    static constexpr auto control = rkf45::Control::absolute;
    std::size_t variables;
    K tolerance, C_m, g_L, E_L, E_ex, E_in, V_th, V_reset, Mg, tau_AMPA, tau_GABA, tau_rise, tau_NMDA, alpha,
        hold;
    double const *in_AMPA, *in_GABA, *current;
    std::size_t synapses;
    double const* const* weight; // of every synapse, by lane of the chunk

    static constexpr std::size_t x(std::size_t j) { return first + 2 * j; }
    static constexpr std::size_t s(std::size_t j) { return first + 1 + 2 * j; }

    NEST_INLINE void sum(auto i, rkf45::Row const* y, rkf45::Row& s_NMDA) const {
        for (std::size_t l = 0; l < rkf45::width; ++l) s_NMDA[l] = 0.0;
        for (std::size_t j = 0; j < synapses; ++j)
            for (std::size_t l = 0; l < rkf45::width; ++l) s_NMDA[l] += weight[j][i + l] * y[s(j)][l];
    }

    NEST_INLINE void slopes(auto i, rkf45::Row const*, rkf45::Row const* y, rkf45::Row* dy) const {
        alignas(64) rkf45::Row s_NMDA;
        sum(i, y, s_NMDA);
        for (std::size_t j = 0; j < synapses; ++j)
            for (std::size_t l = 0; l < rkf45::width; ++l) {
                dy[x(j)][l] = -y[x(j)][l] / tau_rise[i + l];
                dy[s(j)][l] = -y[s(j)][l] / tau_NMDA[i + l] + alpha[i + l] * y[x(j)][l] * (1.0 - y[s(j)][l]);
            }
        for (std::size_t l = 0; l < rkf45::width; ++l, ++i) {
            double const v = y[V][l];
            double const I = g_L[i] * (v - E_L[i]) + y[AMPA][l] * (v - E_ex[i]) + y[GABA][l] * (v - E_in[i]) +
                             s_NMDA[l] * (v - E_ex[i]) / brunel_wang::block(Mg[i], v);
            dy[V][l] = (current[i] - I) / C_m[i];
            dy[AMPA][l] = -y[AMPA][l] / tau_AMPA[i];
            dy[GABA][l] = -y[GABA][l] / tau_GABA[i];
        }
    }

    NEST_INLINE void finish(std::size_t i, rkf45::Row* y) const {
        sum(i, y, y[s_NMDA_row]);
        for (std::size_t l = 0; l < rkf45::width; ++l, ++i) {
            double const v = y[V][l];
            bool const held = y[waiting_row][l] > 0.0;
            bool const spike = !held && v >= V_th[i];
            y[I_AMPA_row][l] = (v - E_ex[i]) * y[AMPA][l];
            y[I_GABA_row][l] = (v - E_in[i]) * y[GABA][l];
            y[I_NMDA_row][l] = (v - E_ex[i]) / brunel_wang::block(Mg[i], v) * y[s_NMDA_row][l];
            y[AMPA][l] += in_AMPA[i];
            y[GABA][l] += in_GABA[i];
            y[V][l] = held || spike ? V_reset[i] : v;
            y[waiting_row][l] = held ? y[waiting_row][l] - 1.0 : spike ? hold[i] : 0.0;
            y[fires_row][l] = spike ? 1.0 : 0.0;
        }
    }
};

class IafBw2001Exact final : public brunel_wang::Neuron {
    State s_NMDA{*this, "s_NMDA", Unit::none, 0.0, "Gating of NMDA synapses (nS).", Access::recorded};
    State I_AMPA{*this, "I_AMPA", Unit::none, 0.0, "AMPA current (pA).", Access::recorded};
    State I_GABA{*this, "I_GABA", Unit::none, 0.0, "GABA current (pA).", Access::recorded};
    State I_NMDA{*this, "I_NMDA", Unit::none, 0.0, "NMDA current (pA).", Access::recorded};
    PerReceptor x{*this}, s{*this}, weight{*this}; // of the NMDA synapses of each lane, in order of first use
    std::vector<std::map<EdgeKey, std::size_t>> synapse_of; // per lane

    Wiring wiring(std::size_t) const override {
        return {
            .spikes = {{1, 0, 0},
                       {2, 1, 1},
                       {.receptor = 3, .positive = nmda, .negative = nmda, .single = true, .apart = true}},
            .currents = {{0, 0}}};
    }

    void prepare(double h) override {
        Neuron::prepare(h);
        synapse_of.resize(ids().size());
        reach(x.size());
    }
    void reach(std::size_t synapses) {
        for (PerReceptor* quantity : {&x, &s, &weight}) quantity->reach(synapses);
    }

    // The synapse at which a spike arrives; a new one if it is the first.
    std::size_t synapse(SpikeEvent const& event) {
        auto& known = synapse_of[event.lane];
        double const w = event.weight / event.count;
        auto const [at, fresh] = known.try_emplace(event.from, known.size());
        if (fresh) {
            reach(std::max(x.size(), known.size()));
            weight[at->second].v[event.lane] = w;
        } else if (std::abs(w - weight[at->second][event.lane]) > 1e-12 * std::abs(w)) {
            throw KernelException("The weight of an NMDA synapse of iaf_bw_2001_exact has changed.",
                                  "from node " + std::to_string(event.from.source) + " to node " +
                                      std::to_string(ids()[event.lane]));
        }
        return at->second;
    }

    void advance(Chunk c, StepRange steps, Inputs const& input, StepSink& sink) override {
        for (Step step = steps.from; step < steps.to; ++step)
            for (SpikeEvent const& event : input.events(nmda, step)) synapse(event);
        std::vector<double const*> weights;
        std::vector<TypedField<double>*> columns{&waiting, &I_AMPA, &I_GABA, &I_NMDA, &s_NMDA,
                                                 &fired,   &V_m,    &s_AMPA, &s_GABA};
        for (std::size_t j = 0; j < x.size(); ++j) {
            weights.push_back(lanes(weight[j], c));
            columns.insert(columns.end(), {&x[j], &s[j]});
        }
        auto const system = [&]<class K>(K, Step step) {
            auto const k = [&](auto const& field) { return constant<K>(field, c.first); };
            return System<K>{first + 2 * x.size(),
                             k(tolerance),
                             k(C_m),
                             k(g_L),
                             k(E_L),
                             k(E_ex),
                             k(E_in),
                             k(V_th),
                             k(V_reset),
                             k(Mg),
                             k(tau_AMPA),
                             k(tau_GABA),
                             k(tau_rise),
                             k(tau_NMDA),
                             k(alpha),
                             k(hold),
                             input.channel(0, step, c),
                             input.channel(1, step, c),
                             input.current(step, c),
                             x.size(),
                             weights.data()};
        };
        walk_many<System>(c, steps, columns, system, [&](Step step) {
            for (SpikeEvent const& event : input.events(nmda, step))
                x[synapse(event)].v[event.lane] += event.count;
            sink.collect(step, c, lanes(fired, c));
        });
    }
};

} // namespace

extern NeuronFactory const iaf_bw_2001_exact = make<NeuronModel, IafBw2001Exact>;

} // namespace nest
