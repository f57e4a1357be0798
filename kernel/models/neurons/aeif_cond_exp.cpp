// aeif_cond_exp: adaptive exponential integrate-and-fire neuron (aeif.hpp) with exponentially decaying
// conductances.
//
//   I_syn = -g_ex (V_m - E_ex) - g_in (V_m - E_in)
//   dg/dt = -g/tau_syn;  a spike of weight w adds |w| to g_ex (w > 0) or g_in (w < 0)
#include "kernel/models/neurons/aeif.hpp"

namespace nest {

namespace {

enum { g_ex = aeif::w + 1, g_in, waiting, fires, carried };

template <class K> struct System {
    static constexpr std::size_t variables = waiting, columns = carried;
    static constexpr auto control = rkf45::Control::derivative;
    K tolerance;
    aeif::Membrane<K, waiting> membrane;
    K E_ex, E_in, tau_ex, tau_in;
    double const *ex, *in;

    NEST_INLINE void slopes(auto i, rkf45::Row const* x, rkf45::Row const* y, rkf45::Row* dy) const {
        for (std::size_t l = 0; l < rkf45::width; ++l, ++i) {
            double const v = membrane.potential(i, l, x, y);
            double const I_syn = -y[g_ex][l] * (v - E_ex[i]) - y[g_in][l] * (v - E_in[i]);
            membrane.slopes(i, l, x, y, dy, v, I_syn);
            dy[g_ex][l] = -y[g_ex][l] / tau_ex[i];
            dy[g_in][l] = -y[g_in][l] / tau_in[i];
        }
    }

    NEST_INLINE void begin(std::size_t, rkf45::Row* x) const { membrane.begin(x); }

    NEST_INLINE std::uint64_t accepted(auto i, rkf45::Row* x, rkf45::Mask const& here) const {
        return membrane.accepted(i, x, here);
    }

    NEST_INLINE void finish(std::size_t i, rkf45::Row* x) const {
        membrane.finish(x);
        for (std::size_t l = 0; l < rkf45::width; ++l, ++i) {
            x[g_ex][l] += ex[i];
            x[g_in][l] -= in[i];
        }
    }
};

class AeifCondExp final : public aeif::Neuron {
    Parameter E_ex{*this, "E_ex", Unit::mV, 0.0, any, "Excitatory reversal potential."};
    Parameter E_in{*this, "E_in", Unit::mV, -85.0, any, "Inhibitory reversal potential."};
    Parameter tau_ex{*this, "tau_syn_ex", Unit::ms,
                     0.2,   positive,     "Decay time of the excitatory conductance."};
    Parameter tau_in{*this, "tau_syn_in", Unit::ms,
                     2.0,   positive,     "Decay time of the inhibitory conductance."};

    State g_ex{*this, "g_ex", Unit::nS, 0.0, "Excitatory conductance.", Access::read_write, non_negative};
    State g_in{*this, "g_in", Unit::nS, 0.0, "Inhibitory conductance.", Access::read_write, non_negative};

    void advance(Chunk c, StepRange steps, Inputs const& input, StepSink& sink) override {
        auto const system = [&]<class K>(K, Step s) {
            auto const k = [&](auto const& field) { return constant<K>(field, c.first); };
            return System<K>{k(tolerance),
                             membrane<K, nest::waiting>(c.first, input.current(s, c)),
                             k(E_ex),
                             k(E_in),
                             k(tau_ex),
                             k(tau_in),
                             input.excitatory(s, c),
                             input.inhibitory(s, c)};
        };
        walk<System>(c, steps, sink, {&V_m, &w, &g_ex, &g_in, &waiting, &fired}, system);
    }
};

} // namespace

extern NeuronFactory const aeif_cond_exp = make<NeuronModel, AeifCondExp>;

} // namespace nest
