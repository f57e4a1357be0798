// izhikevich: two equations that reproduce the firing patterns of many cortical neurons.
//
//   dV_m/dt = 0.04 V_m^2 + 5 V_m + 140 - U_m + I_e + I
//   dU_m/dt = a (b V_m - U_m);  a spike of weight w adds w (mV) to V_m
//
// A spike falls when V_m >= V_th at the end of a step: V_m becomes c, U_m grows by d. With
// consistent_integration both equations take one forward Euler step; without it, as in the paper, V_m takes
// two half steps during which w counts as a current, and U_m follows the new V_m.
// E. M. Izhikevich: Simple model of spiking neurons (IEEE Transactions on Neural Networks 14, 2003).
#include "kernel/catalogue.hpp"
#include "kernel/core/clones.hpp"

#include <limits>

namespace nest {

namespace {

class Izhikevich final : public NeuronModel {
    Parameter a{*this, "a", Unit::per_ms, 0.02, any, "Rate of the recovery variable."};
    Parameter b{*this, "b", Unit::none, 0.2, any, "Sensitivity of the recovery variable to the potential."};
    Parameter c{*this, "c", Unit::mV, -65.0, any, "Potential after a spike."};
    Parameter d{*this, "d", Unit::mV, 8.0, any, "Growth of the recovery variable at a spike."};
    Parameter I_e{*this, "I_e", Unit::pA, 0.0, any, "Constant input current."};
    Parameter V_th{*this, "V_th", Unit::mV, 30.0, any, "Spike threshold."};
    Parameter V_min{*this,    "V_min",
                    Unit::mV, std::numeric_limits<double>::lowest(),
                    any,      "Lower bound of the potential."};
    BoolParameter consistent{*this, "consistent_integration", true, "Plain Euler steps for both equations?"};

    State V_m{*this, "V_m", Unit::mV, -65.0, "Membrane potential."};
    State U_m{*this, "U_m", Unit::mV, -13.0, "Recovery variable."};

    Scratch fired{*this}; // spikes of this step
    Derived plain{*this}; // 1: consistent_integration

    Wiring wiring(std::size_t) const override { return {.spikes = {{0, 0, 0}}, .currents = {{0, 0}}}; }

    void prepare(double) override {
        for (std::size_t i = 0; i < distinct(); ++i) plain.v[i] = consistent[i] ? 1.0 : 0.0;
    }

    template <class K> struct Constants { K a, b, c, d, I_e, V_th, V_min, plain; };
    template <class K> Constants<K> constants(std::size_t i) const {
        return {constant<K>(a, i),   constant<K>(b, i),    constant<K>(c, i),     constant<K>(d, i),
                constant<K>(I_e, i), constant<K>(V_th, i), constant<K>(V_min, i), constant<K>(plain, i)};
    }

    template <class K>
    NEST_CLONES static void step(Constants<K> const k, double h, std::size_t n,
                                 double const* NEST_RESTRICT jump, double const* NEST_RESTRICT current,
                                 double* NEST_RESTRICT V, double* NEST_RESTRICT U,
                                 double* NEST_RESTRICT fired) {
        auto const slope = [](double v, double u, double I) {
            return 0.04 * v * v + 5.0 * v + 140.0 - u + I;
        };
        for (std::size_t i = 0; i < n; ++i) {
            double const v = V[i], u = U[i], I = current[i] + k.I_e[i];
            double const half = v + h * 0.5 * slope(v, u, I + jump[i]);
            double const twice = half + h * 0.5 * slope(half, u, I + jump[i]);
            bool const plain = k.plain[i] > 0.0;
            double const next = plain ? v + h * slope(v, u, I) + jump[i] : twice;
            double const next_u = u + h * k.a[i] * (k.b[i] * (plain ? v : twice) - u);
            double const bounded = next < k.V_min[i] ? k.V_min[i] : next;
            bool const spike = bounded >= k.V_th[i];
            V[i] = spike ? k.c[i] : bounded;
            U[i] = spike ? next_u + k.d[i] : next_u;
            fired[i] = spike ? 1.0 : 0.0;
        }
    }

    void advance(Chunk chunk, StepRange steps, Inputs const& input, StepSink& sink) override {
        auto const walk = [&](auto const k) {
            for (Step s = steps.from; s < steps.to; ++s) {
                step(k, resolution(), chunk.count, input.channel(0, s, chunk), input.current(s, chunk),
                     lanes(V_m, chunk), lanes(U_m, chunk), lanes(fired, chunk));
                sink.collect(s, chunk, lanes(fired, chunk));
            }
        };
        if (uniform())
            walk(constants<Broadcast>(chunk.first));
        else
            walk(constants<double const*>(chunk.first));
    }
};

} // namespace

extern NeuronFactory const izhikevich = make<NeuronModel, Izhikevich>;

} // namespace nest
