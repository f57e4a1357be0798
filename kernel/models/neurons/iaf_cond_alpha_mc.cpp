// iaf_cond_alpha_mc: integrate-and-fire neuron of three compartments with alpha-shaped conductances.
//
//   C_m dV/dt = -g_L (V - E_L) - g_ex (V - E_ex) - g_in (V - E_in) - sum of g (V - V_neighbour) + I_e + I
//   a spike of weight w >= 0 adds w e t/tau_syn exp(-t/tau_syn) to g: a conductance that peaks at w
//
// soma -g_sp- proximal -g_pd- distal. A spike falls when the potential of the soma is at or above V_th at the
// end of a step; the soma is then reset, and all potentials rest for t_ref. Equations of each compartment:
// Meffin, Burkitt and Grayden (2004), J. Comput. Neurosci. 16, 159-175.
#include "kernel/core/synaptic_shapes.hpp"
#include "kernel/models/adaptive_neuron.hpp"
#include "kernel/models/receptors.hpp"

namespace nest {

namespace {

enum { soma, proximal, distal };
constexpr int compartments = 3;

enum { V, dg_ex, g_ex, dg_in, g_in };
constexpr int quantities = 5;
enum { waiting = compartments * quantities, left, fires, carried };
constexpr int row(int compartment, int quantity) { return compartment * quantities + quantity; }

template <class K> struct Leaf {
    K C_m, g_L, E_L, E_ex, E_in, tau_ex, tau_in, I_e, jump_ex, jump_in;
    double const *ex, *in, *current;
};

template <class K> struct System {
    static constexpr std::size_t variables = waiting, columns = carried;
    static constexpr auto control = rkf45::Control::absolute;
    Broadcast tolerance, h;
    K V_th, V_reset, g_sp, g_pd, hold;
    Leaf<K> leaf[compartments];

    // The slopes of compartment n, whose potential counts as v, with current I_n to its neighbours.
    NEST_INLINE void slopes(int n, std::size_t i, std::size_t l, bool held, rkf45::Row const* y,
                            rkf45::Row* dy, double v, double I_n) const {
        Leaf<K> const& k = leaf[n];
        double const I = -k.g_L[i] * (v - k.E_L[i]) - y[row(n, g_ex)][l] * (v - k.E_ex[i]) -
                         y[row(n, g_in)][l] * (v - k.E_in[i]) - I_n + k.current[i] + k.I_e[i];
        dy[row(n, V)][l] = held ? 0.0 : I / k.C_m[i];
        dy[row(n, dg_ex)][l] = -y[row(n, dg_ex)][l] / k.tau_ex[i];
        dy[row(n, g_ex)][l] = y[row(n, dg_ex)][l] - y[row(n, g_ex)][l] / k.tau_ex[i];
        dy[row(n, dg_in)][l] = -y[row(n, dg_in)][l] / k.tau_in[i];
        dy[row(n, g_in)][l] = y[row(n, dg_in)][l] - y[row(n, g_in)][l] / k.tau_in[i];
    }

    NEST_INLINE void slopes(auto i, rkf45::Row const* x, rkf45::Row const* y, rkf45::Row* dy) const {
        for (std::size_t l = 0; l < rkf45::width; ++l, ++i) {
            bool const held = x[waiting][l] > 0.0;
            double const s = y[row(soma, V)][l], p = y[row(proximal, V)][l], d = y[row(distal, V)][l];
            double const v = held ? V_reset[i] : s < V_th[i] ? s : V_th[i];
            slopes(soma, i, l, held, y, dy, v, g_sp[i] * (v - p));
            slopes(proximal, i, l, held, y, dy, p, g_sp[i] * (p - s) + g_pd[i] * (p - d));
            slopes(distal, i, l, held, y, dy, d, g_pd[i] * (d - p));
        }
    }

    NEST_INLINE void finish(std::size_t i, rkf45::Row* x) const {
        for (std::size_t l = 0; l < rkf45::width; ++l, ++i) {
            for (int n = 0; n < compartments; ++n) {
                x[row(n, dg_ex)][l] += leaf[n].jump_ex[i] * leaf[n].ex[i];
                x[row(n, dg_in)][l] += leaf[n].jump_in[i] * leaf[n].in[i];
            }
            bool const held = x[waiting][l] > 0.0;
            bool const spike = !held && x[row(soma, V)][l] >= V_th[i];
            x[row(soma, V)][l] = held || spike ? V_reset[i] : x[row(soma, V)][l];
            double const wait = held ? x[waiting][l] - 1.0 : spike ? hold[i] : 0.0;
            x[waiting][l] = wait;
            x[left][l] = wait * h[i];
            x[fires][l] = spike ? 1.0 : 0.0;
        }
    }
};

// The parameters of a compartment, a dictionary in the status. Its members are hidden fields of the neuron.
class Compartment final : public Field {
public:
    Compartment(Schema& owner, std::string_view name, double capacitance, double leak,
                std::string_view V_name, std::string_view g_ex_name, std::string_view g_in_name)
        : Field(owner, Role::parameter, name, Unit::none, Access::read_write, "Parameters of a compartment.")
        , C_m(owner, "C_m", Unit::pF, capacitance, positive, "Capacitance.", Access::recorded)
        , g_L(owner, "g_L", Unit::nS, leak, any, "Leak conductance.", Access::recorded)
        , E_L(owner, "E_L", Unit::mV, -70.0, any, "Leak reversal potential.", Access::recorded)
        , E_ex(owner, "E_ex", Unit::mV, 0.0, any, "Excitatory reversal potential.", Access::recorded)
        , E_in(owner, "E_in", Unit::mV, -85.0, any, "Inhibitory reversal potential.", Access::recorded)
        , tau_ex(owner, "tau_syn_ex", Unit::ms, 0.5, positive, "Excitatory rise time.", Access::recorded)
        , tau_in(owner, "tau_syn_in", Unit::ms, 2.0, positive, "Inhibitory rise time.", Access::recorded)
        , I_e(owner, "I_e", Unit::pA, 0.0, any, "Constant input current.", Access::recorded)
        , V_m(owner, V_name, Unit::mV, -70.0, "Membrane potential.", Access::recorded)
        , g_ex(owner, g_ex_name, Unit::nS, 0.0, "Excitatory conductance.", Access::recorded)
        , g_in(owner, g_in_name, Unit::nS, 0.0, "Inhibitory conductance.", Access::recorded)
        , dg_ex(owner)
        , dg_in(owner)
        , jump_ex(owner)
        , jump_in(owner) {}

    Property get(std::size_t lane) const override {
        Properties p;
        for (auto const& [key, field] : members()) p.set(key, field->get(lane));
        return Property(std::move(p));
    }
    void check(Property const& value) const override {
        for (auto const& [key, given] : to_map(value, name())) member(key).check(given);
    }
    void assign(std::size_t lane, Property const& value) override {
        for (auto const& [key, given] : to_map(value)) member(key).assign(lane, given);
    }
    void assign_all(Property const& value) override {
        for (auto const& [key, given] : to_map(value)) member(key).assign_all(given);
    }
    std::shared_ptr<void const> save() const override {
        auto saved = std::make_shared<std::vector<std::shared_ptr<void const>>>();
        for (auto const& entry : members()) saved->push_back(entry.second->save());
        return saved;
    }
    void restore(void const* saved) override {
        auto const& values = *static_cast<std::vector<std::shared_ptr<void const>> const*>(saved);
        auto const all = members();
        for (std::size_t i = 0; i < all.size(); ++i) all[i].second->restore(values[i].get());
    }
    bool uniform() const override { return C_m.uniform(); } // the members answer for themselves
    void append(Field const&, std::size_t, std::size_t) override {}
    void permute(std::span<std::size_t const>) override {}
    void spread() override {}
    void unify() override {}
    void unify_to_first() override {}
    std::size_t bytes() const override { return 0; }

    Parameter C_m, g_L, E_L, E_ex, E_in, tau_ex, tau_in, I_e;
    State V_m, g_ex, g_in;
    Scratch dg_ex, dg_in;
    Derived jump_ex, jump_in;

private:
    using Members = std::vector<std::pair<std::string_view, Field*>>;
    Members members() const {
        auto& self = const_cast<Compartment&>(*this); // fields of a field are as constant as their owner
        return {{"C_m", &self.C_m},   {"E_L", &self.E_L},           {"E_ex", &self.E_ex},
                {"E_in", &self.E_in}, {"I_e", &self.I_e},           {"V_m", &self.V_m},
                {"g_L", &self.g_L},   {"tau_syn_ex", &self.tau_ex}, {"tau_syn_in", &self.tau_in}};
    }
    Field& member(std::string_view key) const {
        for (auto const& [name, field] : members())
            if (name == key) return *field;
        throw UnusedKeys(std::vector<std::string>{std::string(key)});
    }
};

class IafCondAlphaMc final : public AdaptiveNeuron {
    Parameter V_th{*this, "V_th", Unit::mV, -55.0, any, "Spike threshold."};
    Parameter V_reset{*this, "V_reset", Unit::mV, -60.0, any, "Potential after a spike."};
    Parameter t_ref{*this, "t_ref", Unit::ms, 2.0, non_negative, "Absolute refractory period."};
    Parameter g_sp{*this, "g_sp", Unit::none, 2.5, any, "Conductance from soma to proximal part (nS)."};
    Parameter g_pd{*this, "g_pd", Unit::none, 1.0, any, "Conductance from proximal to distal part (nS)."};
    State left{*this, "t_ref_remaining", Unit::ms, 0.0, "Refractory time left.", Access::recorded};
    Compartment soma{*this, "soma", 150.0, 10.0, "V_m.s", "g_ex.s", "g_in.s"};
    Compartment proximal{*this, "proximal", 75.0, 5.0, "V_m.p", "g_ex.p", "g_in.p"};
    Compartment distal{*this, "distal", 150.0, 10.0, "V_m.d", "g_ex.d", "g_in.d"};
    Scratch waiting{*this}; // refractory steps left
    Derived hold{*this};
    Computed receptor_types{*this, "receptor_types", Unit::none, "Numbers of the receptors.",
                            [](std::size_t) {
                                return Property(Properties{{"soma_exc", 1},
                                                           {"soma_inh", 2},
                                                           {"proximal_exc", 3},
                                                           {"proximal_inh", 4},
                                                           {"distal_exc", 5},
                                                           {"distal_inh", 6},
                                                           {"soma_curr", 7},
                                                           {"proximal_curr", 8},
                                                           {"distal_curr", 9}});
                            }};

    std::vector<std::string> recordables() const override {
        std::vector<std::string> names{"t_ref_remaining"};
        for (char const* part : {"s", "p", "d"})
            for (char const* quantity : {"V_m.", "g_ex.", "g_in."})
                names.push_back(std::string(quantity) + part);
        return names;
    }

    void validate(std::size_t i) const override {
        require(V_reset[i] < V_th[i], "Reset potential must be smaller than threshold.");
    }

    // Channels 0 to 5 take weights that are not negative, 6 to 11 the others, which are refused.
    Wiring wiring(std::size_t) const override {
        Wiring w{.spikes = {}, .currents = {{7, 0}, {8, 1}, {9, 2}}, .typed = true};
        for (Channel r = 0; r < 6; ++r)
            w.spikes.push_back({r + 1, static_cast<Channel>(2 * r), static_cast<Channel>(2 * r + 1)});
        return w;
    }

    void prepare(double) override {
        for (std::size_t i = 0; i < distinct(); ++i) {
            hold.v[i] = steps_up(t_ref[i]);
            for (Compartment* n : {&soma, &proximal, &distal}) {
                n->jump_ex.v[i] = alpha_jump(n->tau_ex[i]);
                n->jump_in.v[i] = alpha_jump(n->tau_in[i]);
            }
        }
    }

    template <class K>
    Leaf<K> leaf(Compartment const& n, int index, Chunk c, Step s, Inputs const& input) const {
        auto const k = [&](auto const& field) { return constant<K>(field, c.first); };
        auto const first = static_cast<Channel>(4 * index);
        return {k(n.C_m),
                k(n.g_L),
                k(n.E_L),
                k(n.E_ex),
                k(n.E_in),
                k(n.tau_ex),
                k(n.tau_in),
                k(n.I_e),
                k(n.jump_ex),
                k(n.jump_in),
                input.channel(first, s, c),
                input.channel(static_cast<Channel>(first + 2), s, c),
                input.current(s, c, static_cast<Channel>(index))};
    }

    void advance(Chunk c, StepRange steps, Inputs const& input, StepSink& sink) override {
        auto const system = [&]<class K>(K, Step s) {
            if (std::size_t const bad = first_negative(input, 6, s, c); bad < c.first + c.count)
                refuse_weight(bad);
            auto const k = [&](auto const& field) { return constant<K>(field, c.first); };
            return System<K>{
                {1e-3},
                {resolution()},
                k(V_th),
                k(V_reset),
                k(g_sp),
                k(g_pd),
                k(hold),
                {leaf<K>(soma, 0, c, s, input), leaf<K>(proximal, 1, c, s, input), leaf<K>(distal, 2, c, s, input)}};
        };
        walk<System>(c, steps, sink,
                     {&soma.V_m, &soma.dg_ex, &soma.g_ex, &soma.dg_in, &soma.g_in, &proximal.V_m,
                      &proximal.dg_ex, &proximal.g_ex, &proximal.dg_in, &proximal.g_in, &distal.V_m,
                      &distal.dg_ex, &distal.g_ex, &distal.dg_in, &distal.g_in, &waiting, &left, &fired},
                     system);
    }
};

} // namespace

extern NeuronFactory const iaf_cond_alpha_mc = make<NeuronModel, IafCondAlphaMc>;

} // namespace nest
