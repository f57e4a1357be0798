// aeif_cond_alpha: adaptive exponential integrate-and-fire neuron (aeif.hpp) with alpha-shaped
// conductances.
//
//   I_syn = -g_ex (V_m - E_ex) - g_in (V_m - E_in)
//   dg'/dt = -g'/tau_syn, dg/dt = g' - g/tau_syn;  a spike of weight w makes g peak at |w|
#include "kernel/core/synaptic_shapes.hpp"
#include "kernel/models/neurons/aeif.hpp"

namespace nest {

namespace {

enum { dg_ex = aeif::w + 1, g_ex, dg_in, g_in, waiting, fires, carried };

template <class K> struct System {
    static constexpr std::size_t variables = waiting, columns = carried;
    static constexpr auto control = rkf45::Control::derivative;
    K tolerance;
    aeif::Membrane<K, waiting> membrane;
    K E_ex, E_in, tau_ex, tau_in, jump_ex, jump_in;
    double const *ex, *in;

    NEST_INLINE void slopes(auto i, rkf45::Row const* x, rkf45::Row const* y, rkf45::Row* dy) const {
        for (std::size_t l = 0; l < rkf45::width; ++l, ++i) {
            double const v = membrane.potential(i, l, x, y);
            double const I_syn = -y[g_ex][l] * (v - E_ex[i]) - y[g_in][l] * (v - E_in[i]);
            membrane.slopes(i, l, x, y, dy, v, I_syn);
            dy[dg_ex][l] = -y[dg_ex][l] / tau_ex[i];
            dy[g_ex][l] = y[dg_ex][l] - y[g_ex][l] / tau_ex[i];
            dy[dg_in][l] = -y[dg_in][l] / tau_in[i];
            dy[g_in][l] = y[dg_in][l] - y[g_in][l] / tau_in[i];
        }
    }

    NEST_INLINE void begin(std::size_t, rkf45::Row* x) const { membrane.begin(x); }

    NEST_INLINE std::uint64_t accepted(auto i, rkf45::Row* x, rkf45::Mask const& here) const {
        return membrane.accepted(i, x, here);
    }

    NEST_INLINE void finish(std::size_t i, rkf45::Row* x) const {
        membrane.finish(x);
        for (std::size_t l = 0; l < rkf45::width; ++l, ++i) {
            x[dg_ex][l] += jump_ex[i] * ex[i];
            x[dg_in][l] -= jump_in[i] * in[i];
        }
    }
};

class AeifCondAlpha final : public aeif::Neuron {
    Parameter E_ex{*this, "E_ex", Unit::mV, 0.0, any, "Excitatory reversal potential."};
    Parameter E_in{*this, "E_in", Unit::mV, -85.0, any, "Inhibitory reversal potential."};
    Parameter tau_ex{*this, "tau_syn_ex", Unit::ms,
                     0.2,   positive,     "Rise time of the excitatory conductance."};
    Parameter tau_in{*this, "tau_syn_in", Unit::ms,
                     2.0,   positive,     "Rise time of the inhibitory conductance."};

    State dg_ex{
        *this, "dg_ex", Unit::none, 0.0, "Change of the excitatory conductance (nS/ms).", Access::read_write};
    State g_ex{*this, "g_ex", Unit::nS, 0.0, "Excitatory conductance.", Access::read_write, non_negative};
    State dg_in{
        *this, "dg_in", Unit::none, 0.0, "Change of the inhibitory conductance (nS/ms).", Access::read_write};
    State g_in{*this, "g_in", Unit::nS, 0.0, "Inhibitory conductance.", Access::read_write, non_negative};
    Derived jump_ex{*this}, jump_in{*this};

    std::vector<std::string> recordables() const override { return {"g_ex", "g_in", "V_m", "w"}; }

    void prepare(double h) override {
        Neuron::prepare(h);
        for (std::size_t i = 0; i < distinct(); ++i) {
            jump_ex.v[i] = alpha_jump(tau_ex[i]);
            jump_in.v[i] = alpha_jump(tau_in[i]);
        }
    }

    void advance(Chunk c, StepRange steps, Inputs const& input, StepSink& sink) override {
        auto const system = [&]<class K>(K, Step s) {
            auto const k = [&](auto const& field) { return constant<K>(field, c.first); };
            return System<K>{k(tolerance),
                             membrane<K, nest::waiting>(c.first, input.current(s, c)),
                             k(E_ex),
                             k(E_in),
                             k(tau_ex),
                             k(tau_in),
                             k(jump_ex),
                             k(jump_in),
                             input.excitatory(s, c),
                             input.inhibitory(s, c)};
        };
        walk<System>(c, steps, sink, {&V_m, &w, &dg_ex, &g_ex, &dg_in, &g_in, &waiting, &fired}, system);
    }
};

} // namespace

extern NeuronFactory const aeif_cond_alpha = make<NeuronModel, AeifCondAlpha>;

} // namespace nest
