// aeif_psc_alpha: adaptive exponential integrate-and-fire neuron (aeif.hpp) with alpha-shaped
// currents.
//
//   I_syn = I_syn_ex - I_syn_in
//   dI'/dt = -I'/tau_syn, dI/dt = I' - I/tau_syn;  a spike of weight w makes I peak at |w|
#include "kernel/core/synaptic_shapes.hpp"
#include "kernel/models/neurons/aeif.hpp"

namespace nest {

namespace {

enum { dI_ex = aeif::w + 1, I_ex, dI_in, I_in, waiting, fires, carried };

template <class K> struct System {
    static constexpr std::size_t variables = waiting, columns = carried;
    static constexpr auto control = rkf45::Control::derivative;
    K tolerance;
    aeif::Membrane<K, waiting> membrane;
    K tau_ex, tau_in, jump_ex, jump_in;
    double const *ex, *in;

    NEST_INLINE void slopes(auto i, rkf45::Row const* x, rkf45::Row const* y, rkf45::Row* dy) const {
        for (std::size_t l = 0; l < rkf45::width; ++l, ++i) {
            double const v = membrane.potential(i, l, x, y);
            double const I_syn = y[I_ex][l] - y[I_in][l];
            membrane.slopes(i, l, x, y, dy, v, I_syn);
            dy[dI_ex][l] = -y[dI_ex][l] / tau_ex[i];
            dy[I_ex][l] = y[dI_ex][l] - y[I_ex][l] / tau_ex[i];
            dy[dI_in][l] = -y[dI_in][l] / tau_in[i];
            dy[I_in][l] = y[dI_in][l] - y[I_in][l] / tau_in[i];
        }
    }

    NEST_INLINE void begin(std::size_t, rkf45::Row* x) const { membrane.begin(x); }

    NEST_INLINE std::uint64_t accepted(auto i, rkf45::Row* x, rkf45::Mask const& here) const {
        return membrane.accepted(i, x, here);
    }

    NEST_INLINE void finish(std::size_t i, rkf45::Row* x) const {
        membrane.finish(x);
        for (std::size_t l = 0; l < rkf45::width; ++l, ++i) {
            x[dI_ex][l] += jump_ex[i] * ex[i];
            x[dI_in][l] -= jump_in[i] * in[i];
        }
    }
};

class AeifPscAlpha final : public aeif::Neuron {
    Parameter tau_ex{*this, "tau_syn_ex", Unit::ms, 0.2, positive, "Rise time of the excitatory current."};
    Parameter tau_in{*this, "tau_syn_in", Unit::ms, 2.0, positive, "Rise time of the inhibitory current."};

    State dI_ex{
        *this, "dI_syn_ex", Unit::none, 0.0, "Change of the excitatory current (pA/ms).", Access::read_write};
    State I_ex{*this, "I_syn_ex", Unit::pA, 0.0, "Excitatory current.", Access::read_write, non_negative};
    State dI_in{
        *this, "dI_syn_in", Unit::none, 0.0, "Change of the inhibitory current (pA/ms).", Access::read_write};
    State I_in{*this, "I_syn_in", Unit::pA, 0.0, "Inhibitory current.", Access::read_write, non_negative};
    Derived jump_ex{*this}, jump_in{*this};

    std::vector<std::string> recordables() const override { return {"I_syn_ex", "I_syn_in", "V_m", "w"}; }

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
                             k(tau_ex),
                             k(tau_in),
                             k(jump_ex),
                             k(jump_in),
                             input.excitatory(s, c),
                             input.inhibitory(s, c)};
        };
        walk<System>(c, steps, sink, {&V_m, &w, &dI_ex, &I_ex, &dI_in, &I_in, &waiting, &fired}, system);
    }
};

} // namespace

extern NeuronFactory const aeif_psc_alpha = make<NeuronModel, AeifPscAlpha>;

} // namespace nest
