// gif_pop_psc_exp: a population of N generalized integrate-and-fire neurons with exponentially decaying
// currents, as one node. What counts is how many neurons fire in a step; they are one spike of that
// multiplicity.
//
//   tau_m dV_m/dt = -(V_m - E_L) + tau_m (I_syn_ex + I_syn_in + I_e + I)/C_m
//   dI_syn/dt = -I_syn/tau_syn;  a spike of weight w adds w to I_syn, spread over the step
//   hazard of a neuron = lambda_0 exp((V - threshold)/Delta_V)
//   threshold = V_T_star + sum over its spikes of q_sfa exp(-age/tau_sfa)
//
// Neurons are grouped by the step of their last spike, for the last K = len_kernel steps (-1: as many as the
// threshold remembers); those before are free. For a group that fired k steps ago, u is its potential, m the
// expected number of neurons in it that are still silent and v the variance of that number. From them comes
// `mean`, the expected number of spikes in a step; the number itself, n_events, is drawn from a binomial
// (BinoRand) or Poisson distribution.
// T. Schwalger, M. Deger, W. Gerstner: Towards a theory of cortical columns: from spiking neurons to
// interacting neural populations of finite size (PLoS Computational Biology 13, 2017).
#include "kernel/catalogue.hpp"
#include "kernel/core/exact_integration.hpp"
#include "kernel/errors.hpp"
#include "kernel/models/receptors.hpp"
#include "kernel/random/distributions.hpp"

#include <algorithm>
#include <cmath>

namespace nest {

namespace {

constexpr double longest_memory = 20000.0; // ms, of an automatic kernel

class GifPopPscExp final : public NeuronModel {
public:
    GifPopPscExp() { hide_archive(); }

private:
    static constexpr Range at_least_one{1.0, 1e15, true, true, "one or greater"};

    IntegerParameter N{*this, "N", 100, at_least_one, "Number of neurons."};
    Parameter C_m{*this, "C_m", Unit::pF, 250.0, positive, "Capacitance of a membrane."};
    Parameter tau_m{*this, "tau_m", Unit::ms, 20.0, positive, "Membrane time constant."};
    Parameter tau_ex{*this, "tau_syn_ex", Unit::ms, 3.0, positive, "Decay time of the excitatory current."};
    Parameter tau_in{*this, "tau_syn_in", Unit::ms, 6.0, positive, "Decay time of the inhibitory current."};
    Parameter t_ref{*this, "t_ref", Unit::ms, 4.0, non_negative, "Absolute refractory period."};
    Parameter E_L{*this, "E_L", Unit::mV, 0.0, any, "Resting potential."};
    Parameter V_reset{*this, "V_reset", Unit::mV, 0.0, any, "Potential after a spike."};
    Parameter V_T_star{*this, "V_T_star", Unit::mV, 15.0, any, "Threshold without earlier spikes."};
    Parameter Delta_V{*this, "Delta_V", Unit::mV, 2.0, positive, "Softness of the threshold."};
    Parameter lambda_0{*this, "lambda_0", Unit::Hz, 10.0, non_negative, "Rate of spikes at threshold."};
    Parameter I_e{*this, "I_e", Unit::pA, 0.0, any, "Constant input current."};
    IntegerParameter len_kernel{*this,
                                "len_kernel",
                                -1,
                                {-1e9, 1e9, true, true, "a number of steps"},
                                "Steps for which groups of neurons are told apart; below one: automatic."};
    BoolParameter binomial_draws{*this, "BinoRand", true, "Binomial, not Poisson, numbers of spikes?"};
    ListParameter tau_sfa{*this, "tau_sfa", Unit::ms, {300.0}, positive, "Decay times of the threshold."};
    ListParameter q_sfa{*this, "q_sfa", Unit::mV, {0.5}, any, "What a spike adds to the threshold."};

    State V_m{*this, "V_m", Unit::mV, 0.0, "Potential of the free neurons."};
    State I_ex{*this, "I_syn_ex", Unit::pA, 0.0, "Excitatory synaptic current."};
    State I_in{*this, "I_syn_in", Unit::pA, 0.0, "Inhibitory synaptic current."};
    State E_sfa{*this, "E_sfa", Unit::mV, 0.0, "Threshold of the free neurons.", Access::read_only};
    State mean{*this, "mean", Unit::none, 0.0, "Expected number of spikes in the step.", Access::read_only};
    State spikes{*this, "n_events", Unit::none, 0.0, "Number of spikes in the step.", Access::recorded};
    Computed n_events{*this, "n_events", Unit::none, "Number of spikes in the last step.",
                      [this](std::size_t i) { return Property(static_cast<std::int64_t>(spikes[i])); }};

    // Groups by the step of their last spike, in rings of K whose oldest element is at `oldest`: spikes,
    // silent neurons, their variance, potential, hazard (1/s). What the free neurons are: their number, its
    // variance, their hazard; and their memory of spikes, one for each time constant (1/ms).
    ScratchList n{*this}, m{*this}, v{*this}, u{*this}, hazards{*this}, memory{*this};
    Scratch oldest{*this}, free{*this}, free_variance{*this}, free_hazard{*this}, started{*this};

    struct Constants {
        double leak, pull, fade_ex, fade_in, from_ex, from_in;
        std::size_t K, refractory;
        std::vector<double> theta, theta_per_neuron; // of a group, oldest first (mV)
        std::vector<double> fade, weight;            // of each memory
    };
    std::vector<Constants> constants_; // one for all lanes, or one each

    Wiring wiring(std::size_t) const override { return {.spikes = {{0, 0, 1}}, .currents = {{0, 0}}}; }

    void validate(std::size_t i) const override {
        require(tau_sfa.at(i).size() == q_sfa.at(i).size(),
                "'tau_sfa' and 'q_sfa' need to have the same dimensions.");
    }

    void changed(std::size_t i, Changes changes) override {
        for (Field const* state : {static_cast<Field const*>(&V_m), static_cast<Field const*>(&I_ex),
                                   static_cast<Field const*>(&I_in)})
            if (std::ranges::find(changes, state) != changes.end()) started.put(i, 0.0);
    }

    // Threshold of a neuron, above V_T_star, `steps` after a spike.
    double kernel(std::size_t i, double steps, double h) const {
        double sum = 0.0;
        for (std::size_t j = 0; j < tau_sfa.at(i).size(); ++j)
            sum += q_sfa.at(i)[j] * elementary::exp(-steps * h / tau_sfa.at(i)[j]);
        return sum;
    }
    std::size_t kernel_length(std::size_t i, double h) const {
        auto const least = static_cast<std::size_t>(steps_up(t_ref[i])) + 1;
        if (len_kernel[i] >= 1) return std::max(static_cast<std::size_t>(len_kernel[i]), least);
        auto k = static_cast<std::size_t>(longest_memory / h);
        auto const forgotten = static_cast<std::size_t>(5.0 * tau_m[i] / h);
        while (k > forgotten && kernel(i, static_cast<double>(k), h) / Delta_V[i] < 0.1) --k;
        return std::max(k, least);
    }

    void prepare(double h) override {
        constants_.assign(distinct(), {});
        for (std::size_t i = 0; i < std::min(distinct(), ids().size()); ++i) prepare(constants_[i], i, h);
        for (std::size_t i = 0; i < ids().size(); ++i)
            if (started[i] == 0.0 || n[i].size() != constants(i).K ||
                memory[i].size() != tau_sfa.at(i).size())
                begin(i, constants(i).K);
    }
    Constants const& constants(std::size_t i) const { return constants_[constants_.size() == 1 ? 0 : i]; }

    void prepare(Constants& k, std::size_t i, double h) const {
        k.K = kernel_length(i, h);
        k.refractory = static_cast<std::size_t>(steps_up(t_ref[i]));
        k.leak = elementary::exp(-h / tau_m[i]);
        k.pull = constant_to_voltage(tau_m[i], C_m[i], h);
        k.fade_ex = elementary::exp(-h / tau_ex[i]);
        k.fade_in = elementary::exp(-h / tau_in[i]);
        k.from_ex = current_to_voltage(tau_ex[i], tau_m[i], C_m[i], h);
        k.from_in = current_to_voltage(tau_in[i], tau_m[i], C_m[i], h);
        for (std::size_t age = k.K; age > 0; --age) {
            double const theta = kernel(i, static_cast<double>(age), h);
            k.theta.push_back(theta);
            k.theta_per_neuron.push_back(-Delta_V[i] * elementary::expm1(-theta / Delta_V[i]) /
                                         static_cast<double>(N[i]));
        }
        for (std::size_t j = 0; j < tau_sfa.at(i).size(); ++j) {
            double const tau = tau_sfa.at(i)[j];
            k.fade.push_back(elementary::exp(-h / tau));
            k.weight.push_back(q_sfa.at(i)[j] * tau * elementary::exp(-h * static_cast<double>(k.K) / tau));
        }
    }

    // All neurons fired in the step before the first.
    void begin(std::size_t i, std::size_t K) {
        for (ScratchList* ring : {&n, &m, &v, &u, &hazards}) ring->v[i].assign(K, 0.0);
        n.v[i].back() = m.v[i].back() = static_cast<double>(N[i]);
        memory.v[i].assign(tau_sfa.at(i).size(), 0.0);
        for (Scratch* scalar : {&oldest, &free, &free_variance, &free_hazard}) scalar->v[i] = 0.0;
        started.v[i] = 1.0;
    }

    double hazard(std::size_t i, double V) const { return lambda_0[i] * elementary::exp(V / Delta_V[i]); }

    // What drives every membrane in this step (mV); weights of a step are spread over it.
    double drive(Constants const& k, std::size_t i, double current, double ex, double in) {
        double const h = resolution();
        double H = E_L[i] + k.pull * (I_e[i] + current);
        auto const synapse = [&](double& I, double w, double tau, double fade, double from) {
            double const steady = w / h * tau; // pA
            H += k.pull * steady + from * (I - steady);
            I = steady + (I - steady) * fade;
        };
        synapse(I_ex.v[i], ex, tau_ex[i], k.fade_ex, k.from_ex);
        synapse(I_in.v[i], in, tau_in[i], k.fade_in, k.from_in);
        return H;
    }

    // Moves all groups over a step, and returns the expected number of spikes.
    double expect(Constants const& k, std::size_t i, double H) {
        double const h = resolution(), per_step = 0.0005 * h; // mean of two hazards in 1/s
        auto const size = static_cast<double>(N[i]);
        auto const first = static_cast<std::size_t>(oldest[i]);
        auto &n_ = n.v[i], &m_ = m.v[i], &v_ = v.v[i], &u_ = u.v[i], &lambda = hazards.v[i];
        V_m.v[i] = (V_m[i] - E_L[i]) * k.leak + H;
        double theta = V_T_star[i];
        for (std::size_t j = 0; j < k.fade.size(); ++j) {
            double& g = memory.v[i][j];
            g = g * k.fade[j] + (1.0 - k.fade[j]) * n_[first] / (size * h);
            theta += k.weight[j] * g;
        }
        E_sfa.v[i] = theta;
        double const free_now = hazard(i, V_m[i] - theta);
        double const P_free = -elementary::expm1(-per_step * (free_hazard[i] + free_now));
        free_hazard.v[i] = free_now;
        theta -= n_[0] * k.theta_per_neuron[0];
        double silent = 0.0, W = 0.0, Y = 0.0, Z = 0.0;
        for (double const x : m_) silent += x;
        std::size_t at = first;
        for (std::size_t age = 0; age + k.refractory < k.K; ++age) {
            double const threshold = k.theta[age] + theta;
            theta += n_[at] * k.theta_per_neuron[age];
            u_[at] = (u_[at] - E_L[i]) * k.leak + H;
            double const now = hazard(i, u_[at] - threshold);
            double P = per_step * (now + lambda[at]);
            if (P > 0.01) P = -elementary::expm1(-P);
            lambda[at] = now;
            Y += P * v_[at];
            Z += v_[at];
            W += P * m_[at];
            v_[at] = (1.0 - P) * (1.0 - P) * v_[at] + P * m_[at];
            m_[at] *= 1.0 - P;
            if (++at == k.K) at = 0;
        }
        double const z = free_variance[i], x = free[i];
        double const P_Lambda = Z + z > 0.0 ? (Y + P_free * z) / (Z + z) : 0.0;
        free_variance.v[i] = (1.0 - P_free) * (1.0 - P_free) * z + x * P_free + v_[first];
        free.v[i] = x * (1.0 - P_free) + m_[first];
        return W + P_free * x + P_Lambda * (size - silent - x);
    }

    double draw(std::size_t i, Step s) const {
        Rng rng = around().random->at_step(Purpose::neuron, 0, ids()[i], s);
        auto const size = static_cast<double>(N[i]);
        if (!(mean[i] > 0.0)) return 0.0;
        if (mean[i] >= size) return size;
        if (binomial_draws[i]) return static_cast<double>(binomial(rng, N[i], mean[i] / size));
        return std::min(size, static_cast<double>(poisson(rng, mean[i])));
    }

    void step(std::size_t i, Step s, double current, double ex, double in) {
        Constants const& k = constants(i);
        mean.v[i] = expect(k, i, drive(k, i, current, ex, in));
        spikes.v[i] = draw(i, s);
        auto const first = static_cast<std::size_t>(oldest[i]);
        n.v[i][first] = m.v[i][first] = spikes[i];
        v.v[i][first] = 0.0;
        u.v[i][first] = V_reset[i];
        hazards.v[i][first] = 0.0;
        oldest.v[i] = first + 1 == k.K ? 0.0 : oldest[i] + 1.0;
    }

    void advance(Chunk c, StepRange steps, Inputs const& input, StepSink& sink) override {
        std::size_t const end = std::min(c.first + c.count, ids().size());
        for (Step s = steps.from; s < steps.to; ++s) {
            double const *const ex = input.excitatory(s, c), *const in = input.inhibitory(s, c);
            double const* const current = input.current(s, c);
            for (std::size_t i = c.first; i < end; ++i)
                step(i, s, current[i - c.first], ex[i - c.first], in[i - c.first]);
            sink.collect(s, c, lanes(spikes, c));
        }
    }
};

} // namespace

extern NeuronFactory const gif_pop_psc_exp = make<NeuronModel, GifPopPscExp>;

} // namespace nest
