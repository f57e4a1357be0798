// The table of all models, in the order in which they are numbered.
#include "kernel/catalogue.hpp"

namespace nest {

extern RecorderFactory const multimeter, spike_recorder, voltmeter;
extern NeuronFactory const iaf_psc_alpha, iaf_psc_delta, iaf_psc_exp, parrot_neuron;
extern SynapseFactory const static_synapse;

namespace {

template <class F> NodeModelRow row(std::string_view name, F factory) { return {name, factory}; }

} // namespace

std::span<NodeModelRow const> node_model_catalogue() {
    static NodeModelRow const rows[] = {
        row("iaf_psc_alpha", iaf_psc_alpha),   row("iaf_psc_delta", iaf_psc_delta),
        row("iaf_psc_exp", iaf_psc_exp),       row("parrot_neuron", parrot_neuron),
        row("multimeter", multimeter),         row("voltmeter", voltmeter),
        row("spike_recorder", spike_recorder),
    };
    return rows;
}

std::span<SynapseModelRow const> synapse_model_catalogue() {
    static SynapseModelRow const rows[] = {
        {"static_synapse", static_synapse},
        {"static_synapse_hpc", static_synapse, {.first_receptor_only = true}},
        {"static_synapse_lbl", static_synapse, {.label = true}},
        {"static_synapse_hom_w", static_synapse, {.common_weight = true}},
        {"static_synapse_hom_w_hpc", static_synapse, {.common_weight = true, .first_receptor_only = true}},
        {"static_synapse_hom_w_lbl", static_synapse, {.common_weight = true, .label = true}},
    };
    return rows;
}

} // namespace nest
