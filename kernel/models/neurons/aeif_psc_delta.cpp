// aeif_psc_delta: adaptive exponential integrate-and-fire neuron (aeif.hpp) whose potential jumps with every
// spike it receives: a weight w adds w (mV) to V_m.
//
// The jump follows the first sub-step of the step in which the spike arrives. While the neuron is
// refractory, input is lost, or, with refractory_input, decays with C_m/g_L and is added at the end.
#include "kernel/models/neurons/aeif.hpp"

namespace nest {

namespace {

enum { waiting = aeif::w + 1, fires, jump, kept, carried };

template <class K> struct System {
    static constexpr std::size_t variables = waiting, columns = carried;
    static constexpr auto control = rkf45::Control::derivative;
    K tolerance;
    aeif::Membrane<K, waiting> membrane;
    K keeps, decay;
    double const* in;

    NEST_INLINE void slopes(auto i, rkf45::Row const* x, rkf45::Row const* y, rkf45::Row* dy) const {
        for (std::size_t l = 0; l < rkf45::width; ++l, ++i)
            membrane.slopes(i, l, x, y, dy, membrane.potential(i, l, x, y), 0.0);
    }

    NEST_INLINE void begin(std::size_t i, rkf45::Row* x) const {
        membrane.begin(x);
        for (std::size_t l = 0; l < rkf45::width; ++l, ++i) x[jump][l] = in[i];
    }

    NEST_INLINE std::uint64_t accepted(auto i, rkf45::Row* x, rkf45::Mask const& here) const {
        std::uint64_t changed = 0;
        for (std::size_t l = 0; l < rkf45::width; ++l, ++i) {
            bool const held = x[waiting][l] > 0.0;
            double const arriving = here[l] ? x[jump][l] : 0.0;
            double const waited = here[l] && !held ? x[kept][l] : 0.0;
            // What arrives now has `waiting` steps left to decay.
            double const later = arriving * elementary::exp(-x[waiting][l] * decay[i]) * keeps[i];
            x[aeif::V][l] += held ? 0.0 : arriving + waited;
            x[kept][l] += (held ? later : 0.0) - waited;
            x[jump][l] -= arriving;
            changed |= std::uint64_t{(!held && arriving + waited != 0.0)} |
                       std::uint64_t{membrane.accepted(i, l, x, here[l] != 0)};
        }
        return changed;
    }

    NEST_INLINE void finish(std::size_t, rkf45::Row* x) const { membrane.finish(x); }
};

class AeifPscDelta final : public aeif::Neuron {
    BoolParameter refractory_input{*this, "refractory_input", false, "Does input count while refractory?"};
    Scratch jump{*this}, kept{*this}; // input of this step; kept while refractory (mV)
    Derived keeps{*this}, decay{*this};

    Wiring wiring(std::size_t) const override { return {.spikes = {{0, 0, 0}}, .currents = {{0, 0}}}; }

    void prepare(double h) override {
        Neuron::prepare(h);
        for (std::size_t i = 0; i < distinct(); ++i) {
            keeps.v[i] = refractory_input[i] ? 1.0 : 0.0;
            decay.v[i] = h * g_L[i] / C_m[i];
        }
    }

    void advance(Chunk c, StepRange steps, Inputs const& input, StepSink& sink) override {
        auto const system = [&]<class K>(K, Step s) {
            auto const k = [&](auto const& field) { return constant<K>(field, c.first); };
            return System<K>{k(tolerance), membrane<K, nest::waiting>(c.first, input.current(s, c)), k(keeps),
                             k(decay), input.channel(0, s, c)};
        };
        walk<System>(c, steps, sink, {&V_m, &w, &waiting, &fired, &jump, &kept}, system);
    }
};

} // namespace

extern NeuronFactory const aeif_psc_delta = make<NeuronModel, AeifPscDelta>;

} // namespace nest
