// aeif_psc_exp: adaptive exponential integrate-and-fire neuron (aeif.hpp) with exponentially decaying
// currents.
//
//   I_syn = I_syn_ex - I_syn_in
//   dI/dt = -I/tau_syn;  a spike of weight w adds |w| to I_ex (w > 0) or I_in (w < 0)
#include "kernel/models/neurons/aeif.hpp"

namespace nest {

namespace {

enum { I_ex = aeif::w + 1, I_in, waiting, fires, carried };

template <class K> struct System {
    static constexpr std::size_t variables = waiting, columns = carried;
    static constexpr auto control = rkf45::Control::derivative;
    K tolerance;
    aeif::Membrane<K, waiting> membrane;
    K tau_ex, tau_in;
    double const *ex, *in;

    NEST_INLINE void slopes(auto i, rkf45::Row const* x, rkf45::Row const* y, rkf45::Row* dy) const {
        for (std::size_t l = 0; l < rkf45::width; ++l, ++i) {
            double const v = membrane.potential(i, l, x, y);
            double const I_syn = y[I_ex][l] - y[I_in][l];
            membrane.slopes(i, l, x, y, dy, v, I_syn);
            dy[I_ex][l] = -y[I_ex][l] / tau_ex[i];
            dy[I_in][l] = -y[I_in][l] / tau_in[i];
        }
    }

    NEST_INLINE void begin(std::size_t, rkf45::Row* x) const { membrane.begin(x); }

    NEST_INLINE std::uint64_t accepted(auto i, rkf45::Row* x, rkf45::Mask const& here) const {
        return membrane.accepted(i, x, here);
    }

    NEST_INLINE void finish(std::size_t i, rkf45::Row* x) const {
        membrane.finish(x);
        for (std::size_t l = 0; l < rkf45::width; ++l, ++i) {
            x[I_ex][l] += ex[i];
            x[I_in][l] -= in[i];
        }
    }
};

class AeifPscExp final : public aeif::Neuron {
    Parameter tau_ex{*this, "tau_syn_ex", Unit::ms, 0.2, positive, "Decay time of the excitatory current."};
    Parameter tau_in{*this, "tau_syn_in", Unit::ms, 2.0, positive, "Decay time of the inhibitory current."};

    State I_ex{*this, "I_syn_ex", Unit::pA, 0.0, "Excitatory current.", Access::read_write, non_negative};
    State I_in{*this, "I_syn_in", Unit::pA, 0.0, "Inhibitory current.", Access::read_write, non_negative};

    void advance(Chunk c, StepRange steps, Inputs const& input, StepSink& sink) override {
        auto const system = [&]<class K>(K, Step s) {
            auto const k = [&](auto const& field) { return constant<K>(field, c.first); };
            return System<K>{k(tolerance),
                             membrane<K, nest::waiting>(c.first, input.current(s, c)),
                             k(tau_ex),
                             k(tau_in),
                             input.excitatory(s, c),
                             input.inhibitory(s, c)};
        };
        walk<System>(c, steps, sink, {&V_m, &w, &I_ex, &I_in, &waiting, &fired}, system);
    }
};

} // namespace

extern NeuronFactory const aeif_psc_exp = make<NeuronModel, AeifPscExp>;

} // namespace nest
