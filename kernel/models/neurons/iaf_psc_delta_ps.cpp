// iaf_psc_delta_ps: leaky integrate-and-fire neuron whose input makes the potential jump; spikes arrive and
// fall between grid points.
//
//   dV_m/dt = -(V_m - E_L)/tau_m + (I_e + I)/C_m;  a spike of weight w adds w (mV) to V_m
//
// Solved exactly from event to event. A crossing of the threshold by drift is computed backwards from where
// the potential would have come; a jump across it spikes at once. Input that arrives at the very time of such
// a spike by drift, or in the refractory period, is lost.
#include "kernel/models/neurons/precise.hpp"

namespace nest {

namespace {

class IafPscDeltaPs final : public PreciseNeuronBase {
    BoolParameter refractory_input{*this, "refractory_input", false, "Is input kept while refractory?",
                                   Access::read_only};

    Derived leak{*this}, target{*this}; // target: mV per pA

public:
    IafPscDeltaPs()
        : PreciseNeuronBase(-infinite_ms, positive) {}

private:
    void prepare(double h) override {
        for (std::size_t i = 0; i < distinct(); ++i) {
            leak.v[i] = elementary::expm1(-h / tau_m[i]);
            target.v[i] = tau_m[i] / C_m[i];
            hold.v[i] = steps_up(t_ref[i]);
        }
    }

    // One neuron on its way through a step.
    struct Course {
        std::size_t lane;
        Step s;
        double U, U_end; // potential, and where it drifts to; relative to E_L
        double last;     // offset up to which it has come
    };

    void advance(Chunk c, StepRange steps, Inputs const& input, StepSink& sink) override {
        walk(c, steps, input, sink, [&](std::size_t i, Step s, std::span<SpikeEvent const> events, double I) {
            Course at{i, s, V_m.v[i] - E_L[i], target[i] * I, resolution()};
            // Set above threshold from outside: the spike falls at the beginning of the step.
            if (s == steps.from && at.U >= threshold(i))
                spike(at, resolution() * (1.0 - std::numeric_limits<double>::epsilon()), sink);
            double const end = release(i, s);
            if (!events.empty() || end != never)
                step(at, events, end, sink);
            else if (!refractory(i))
                quiet_step(at, sink);
            V_m.v[i] = E_L[i] + at.U;
        });
    }

    void quiet_step(Course& at, StepSink& sink) {
        at.U += leak[at.lane] * (at.U - at.U_end);
        at.U = std::max(at.U, V_min[at.lane] - E_L[at.lane]);
        if (at.U >= threshold(at.lane)) drift_spike(at, 0.0, sink);
    }

    void step(Course& at, std::span<SpikeEvent const> events, double end, StepSink& sink) {
        for (std::size_t e = 0; e < events.size();) {
            double const offset = events[e].offset;
            double jump = 0.0;
            for (; e < events.size() && events[e].offset == offset; ++e) jump += events[e].weight;
            if (end >= offset) set_free(at, end), end = never;
            if (refractory(at.lane) || move(at, offset, sink)) continue;
            at.U += jump;
            if (at.U >= threshold(at.lane)) spike(at, offset, sink);
        }
        if (end != never) set_free(at, end);
        if (!refractory(at.lane)) move(at, 0.0, sink);
    }

    void set_free(Course& at, double offset) {
        is_refractory.v[at.lane] = 0;
        at.last = offset;
    }

    // True: there was a spike on the way.
    bool move(Course& at, double offset, StepSink& sink) {
        at.U += elementary::expm1((offset - at.last) / tau_m[at.lane]) * (at.U - at.U_end);
        at.last = offset;
        if (!(at.U >= threshold(at.lane))) return false;
        drift_spike(at, offset, sink);
        return true;
    }

    void drift_spike(Course& at, double offset, StepSink& sink) {
        double const left = at.U_end - at.U; // zero by rounding only
        if (left > 0.0) offset += tau_m[at.lane] * elementary::log((at.U_end - threshold(at.lane)) / left);
        spike(at, std::min(offset, resolution()), sink);
    }

    void spike(Course& at, double offset, StepSink& sink) {
        at.U = V_reset[at.lane] - E_L[at.lane];
        fire(at.lane, at.s, offset, sink);
    }
};

} // namespace

extern NeuronFactory const iaf_psc_delta_ps = make<NeuronModel, IafPscDeltaPs>;

} // namespace nest
