// gif_cond_exp: generalised integrate-and-fire neuron (gif_cond.hpp) with exponentially decaying
// conductances.
//
//   dg/dt = -g/tau_syn;  a spike of weight w adds |w| to g_ex (w > 0) or g_in (w < 0)
#include "kernel/models/neurons/gif_cond.hpp"

namespace nest {

namespace {

enum { V, g_ex, g_in };

template <class K> struct System {
    static constexpr std::size_t before = 1, variables = 3; // in front: refractory steps left
    static constexpr auto control = rkf45::Control::absolute;
    K tolerance;
    gif_cond::Membrane<K> membrane;
    K E_ex, E_in, tau_ex, tau_in;
    double const *ex, *in;

    NEST_INLINE void slopes(auto i, rkf45::Row const* x, rkf45::Row const* y, rkf45::Row* dy) const {
#pragma GCC ivdep
        for (std::size_t l = 0; l < rkf45::width; ++l) {
            double const v = membrane.potential(i + l, l, x, y[V][l]);
            double const I = -y[g_ex][l] * (v - E_ex[i + l]) - y[g_in][l] * (v - E_in[i + l]);
            dy[V][l] = membrane.slope(i + l, l, x, v, I);
            dy[g_ex][l] = -y[g_ex][l] / tau_ex[i + l];
            dy[g_in][l] = -y[g_in][l] / tau_in[i + l];
        }
    }

    NEST_INLINE void finish(std::size_t i, rkf45::Row* x) const {
#pragma GCC ivdep
        for (std::size_t l = 0; l < rkf45::width; ++l) {
            x[g_ex][l] += ex[i + l];
            x[g_in][l] -= in[i + l];
        }
    }
};

class GifCondExp final : public gif_cond::Neuron {
    Parameter E_ex{*this, "E_ex", Unit::mV, 0.0, any, "Excitatory reversal potential."};
    Parameter E_in{*this, "E_in", Unit::mV, -85.0, any, "Inhibitory reversal potential."};
    Parameter tau_ex{*this, "tau_syn_ex", Unit::ms, 2.0, positive, "Decay of excitatory conductance."};
    Parameter tau_in{*this, "tau_syn_in", Unit::ms, 2.0, positive, "Decay of inhibitory conductance."};
    State g_ex{*this, "g_ex", Unit::nS, 0.0, "Excitatory conductance."};
    State g_in{*this, "g_in", Unit::nS, 0.0, "Inhibitory conductance."};

    Wiring wiring(std::size_t) const override { return {.spikes = {{0, 0, 1}}, .currents = {{0, 0}}}; }

    void advance(Chunk c, StepRange steps, Inputs const& input, StepSink& sink) override {
        auto const system = [&]<class K>(K, Step s) {
            begin_step(c);
            auto const k = [&](auto const& field) { return constant<K>(field, c.first); };
            return System<K>{k(tolerance),
                             membrane<K>(c, input.current(s, c)),
                             k(E_ex),
                             k(E_in),
                             k(tau_ex),
                             k(tau_in),
                             input.excitatory(s, c),
                             input.inhibitory(s, c)};
        };
        walk_many<System>(c, steps, {&waiting, &V_m, &g_ex, &g_in}, system,
                          [&](Step s) { end_step(c, s, sink); });
    }
};

} // namespace

extern NeuronFactory const gif_cond_exp = make<NeuronModel, GifCondExp>;

} // namespace nest
