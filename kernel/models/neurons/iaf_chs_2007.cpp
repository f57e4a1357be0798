// iaf_chs_2007: spike-response neuron with a threshold of 1 and prescribed noise.
// M. Carandini, J. C. Horton, L. C. Sincich: Thalamic filtering of retinal spike trains by postsynaptic
// summation (J. Vision 7, 2007).
//
//   V_m = V_syn + V_spike + V_noise noise[n]
//   V_syn:   a spike of weight w at time 0 adds w V_epsp (t/tau_epsp) exp(1 - t/tau_epsp)
//   V_spike: an own spike subtracts V_reset, which decays with tau_reset
//
// n counts the steps since `noise` was set. Input of negative weight is ignored.
#include "kernel/catalogue.hpp"
#include "kernel/core/elementary.hpp"
#include "kernel/errors.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <numbers>

namespace nest {

namespace {

constexpr double threshold = 1.0;

class IafChs2007 final : public NeuronModel {
    Parameter tau_epsp{*this, "tau_epsp", Unit::ms, 8.5, positive, "Rise time of the excitatory potential."};
    Parameter tau_reset{*this, "tau_reset", Unit::ms, 15.4, positive, "Decay time of the after-potential."};
    Parameter V_epsp{*this, "V_epsp", Unit::mV, 0.77, non_negative, "Peak of an excitatory potential."};
    Parameter V_reset{*this, "V_reset", Unit::mV, 2.31, non_negative, "Size of the after-potential."};
    Parameter V_noise{*this, "V_noise", Unit::mV, 0.0, any, "Amplitude of the noise."};
    VectorParameter noise{*this, "noise", Unit::none, {}, any, "Noise, one value per step."};

    State V_m{*this, "V_m", Unit::mV, 0.0, "Membrane potential."};

    Scratch V_syn{*this}, rise{*this}, V_spike{*this}, fired{*this};
    Scratch position{*this}; // in the noise
    Derived fade{*this}, jump{*this}, forget{*this};

    void changed(std::size_t lane, Changes changes) override {
        NeuronModel::changed(lane, changes);
        if (std::ranges::find(changes, &noise) != changes.end()) position.put(lane, 0.0);
    }

    // Negative weights enter at a channel of their own that nobody reads.
    Wiring wiring(std::size_t) const override { return {.spikes = {{0, 0, 1}}, .currents = {}}; }

    void prepare(double h) override {
        for (std::size_t i = 0; i < distinct(); ++i) {
            fade.v[i] = elementary::exp(-h / tau_epsp[i]);
            jump.v[i] = V_epsp[i] * std::numbers::e * (h / tau_epsp[i]) * fade.v[i];
            forget.v[i] = elementary::exp(-h / tau_reset[i]);
        }
    }

    double next_noise(std::size_t i) {
        auto const& values = noise.at(i);
        if (!(V_noise[i] > 0.0) || values.empty()) return 0.0;
        auto const n = static_cast<std::size_t>(position.v[i]);
        if (n >= values.size())
            throw BadParameterValue(fmt::format(
                "iaf_chs_2007: the {} values of noise of node {} are used up.", values.size(), ids()[i]));
        position.v[i] += 1.0;
        return V_noise[i] * values[n];
    }

    void advance(Chunk c, StepRange steps, Inputs const& input, StepSink& sink) override {
        std::size_t const end = std::min(c.first + c.count, ids().size());
        for (Step s = steps.from; s < steps.to; ++s) {
            double const* const spikes = input.excitatory(s, c);
            for (std::size_t i = c.first; i < end; ++i) {
                V_syn.v[i] = V_syn.v[i] * fade[i] + rise.v[i] * jump[i];
                rise.v[i] = rise.v[i] * fade[i] + spikes[i - c.first];
                V_spike.v[i] *= forget[i];
                double const V = V_syn.v[i] + V_spike.v[i] + next_noise(i);
                bool const spike = V >= threshold;
                if (spike) V_spike.v[i] -= V_reset[i];
                V_m.v[i] = spike ? V - V_reset[i] : V;
                fired.v[i] = spike ? 1.0 : 0.0;
            }
            sink.collect(s, c, lanes(fired, c));
        }
    }
};

} // namespace

extern NeuronFactory const iaf_chs_2007 = make<NeuronModel, IafChs2007>;

} // namespace nest
