// gif_cond_exp_multisynapse: generalised integrate-and-fire neuron (gif_cond.hpp) with any number of
// receptors whose conductances decay exponentially.
//
//   dg/dt = -g/tau_syn;  a spike of weight w >= 0 adds w
#include "kernel/models/neurons/gif_cond.hpp"

namespace nest {

namespace {

template <class K> struct System { // V, then g of every receptor; in front: refractory steps left
    static constexpr std::size_t before = 1;
    static constexpr auto control = rkf45::Control::absolute;
    std::size_t variables;
    K tolerance;
    gif_cond::Membrane<K> membrane;
    std::size_t receptors;
    double const *const *E_rev, *const *tau, *const *input;

    NEST_INLINE void slopes(auto i, rkf45::Row const* x, rkf45::Row const* y, rkf45::Row* dy) const {
        alignas(64) rkf45::Row v, I_syn;
        for (std::size_t l = 0; l < rkf45::width; ++l) {
            v[l] = membrane.potential(i + l, l, x, y[0][l]);
            I_syn[l] = 0.0;
        }
        for (std::size_t r = 0; r < receptors; ++r)
#pragma GCC ivdep
            for (std::size_t l = 0; l < rkf45::width; ++l) {
                I_syn[l] += y[r + 1][l] * (E_rev[r][i + l] - v[l]);
                dy[r + 1][l] = -y[r + 1][l] / tau[r][i + l];
            }
#pragma GCC ivdep
        for (std::size_t l = 0; l < rkf45::width; ++l) dy[0][l] = membrane.slope(i + l, l, x, v[l], I_syn[l]);
    }

    NEST_INLINE void finish(std::size_t i, rkf45::Row* x) const {
        for (std::size_t r = 0; r < receptors; ++r)
#pragma GCC ivdep
            for (std::size_t l = 0; l < rkf45::width; ++l) x[r + 1][l] += input[r][i + l];
    }
};

class GifCondExpMultisynapse final : public gif_cond::Neuron {
    ListParameter tau_syn{*this, "tau_syn", Unit::ms, {2.0}, positive, "Decay time of each receptor."};
    ListParameter E_rev{*this, "E_rev", Unit::mV, {0.0}, any, "Reversal potential of each receptor."};
    ReceptorCount count{*this, tau_syn};
    PerReceptor g{*this}, taus{*this}, reversal{*this};
    Computed n_receptors{*this, "n_receptors", Unit::none, "Number of receptors.",
                         [this](std::size_t i) { return Property(static_cast<std::int64_t>(count[i])); }};
    Computed g_of{*this, "g", Unit::nS, "Conductance of each receptor; two zeros before the first run.",
                  [this](std::size_t i) {
                      if (g.size() == 0) return Property(std::vector<double>{0.0, 0.0});
                      std::vector<double> values;
                      for (std::size_t r = 0; r < count[i]; ++r) values.push_back(g.at(r, i));
                      return Property(std::move(values));
                  }};

    void validate(std::size_t i) const override {
        Neuron::validate(i);
        require(E_rev.at(i).size() == count[i], "E_rev and tau_syn must have one entry per receptor.");
        require(count.allowed(i), "The number of receptors of a connected neuron cannot be reduced.");
    }

    Wiring wiring(std::size_t lane) const override { return count.wiring(lane); }
    bool wiring_varies() const override { return true; }
    void connected(std::size_t lane) override { count.connect(lane); }

    void prepare(double h) override {
        Neuron::prepare(h);
        std::size_t const n = count.largest();
        for (PerReceptor* quantity : {&g, &taus, &reversal}) quantity->reach(n);
        for (std::size_t r = 0; r < n; ++r)
            for (std::size_t i = 0; i < padded(lanes()); ++i) {
                bool const exists = i < lanes() && r < count[i]; // the others stay at rest
                taus[r].v[i] = exists ? tau_syn.at(i)[r] : 1.0;
                reversal[r].v[i] = exists ? E_rev.at(i)[r] : 0.0;
            }
    }

    void advance(Chunk c, StepRange steps, Inputs const& input, StepSink& sink) override {
        std::size_t const n = g.size();
        std::vector<TypedField<double>*> columns{&waiting, &V_m};
        std::vector<double const*> E, tau, in(n);
        for (std::size_t r = 0; r < n; ++r) {
            E.push_back(AdaptiveNeuron::lanes(reversal[r], c));
            tau.push_back(AdaptiveNeuron::lanes(taus[r], c));
            columns.push_back(&g[r]);
        }
        auto const system = [&]<class K>(K, Step s) {
            if (std::size_t const bad = first_negative(input, n, s, c); bad < c.first + c.count)
                refuse_weight(bad);
            begin_step(c);
            for (std::size_t r = 0; r < n; ++r) in[r] = input.channel(static_cast<Channel>(2 * r), s, c);
            return System<K>{1 + n,
                             constant<K>(tolerance, c.first),
                             membrane<K>(c, input.current(s, c)),
                             n,
                             E.data(),
                             tau.data(),
                             in.data()};
        };
        walk_many<System>(c, steps, columns, system, [&](Step s) { end_step(c, s, sink); });
    }
};

} // namespace

extern NeuronFactory const gif_cond_exp_multisynapse = make<NeuronModel, GifCondExpMultisynapse>;

} // namespace nest
