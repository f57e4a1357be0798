// The table of all models, in the order in which they are numbered.
#include "kernel/catalogue.hpp"

namespace nest {

extern StimulusFactory const ac_generator, dc_generator, noise_generator, poisson_generator,
    poisson_generator_ps, spike_dilutor, spike_generator, step_current_generator, gamma_sup_generator,
    inhomogeneous_poisson_generator, mip_generator, ppd_sup_generator, pulsepacket_generator,
    sinusoidal_gamma_generator, sinusoidal_poisson_generator;
extern RecorderFactory const correlation_detector, correlomatrix_detector, correlospinmatrix_detector,
    multimeter, spike_recorder, spin_detector, voltmeter, volume_transmitter, weight_recorder;
extern NeuronFactory const amat2_psc_exp, gif_psc_exp, iaf_chs_2007, iaf_psc_alpha,
    iaf_psc_alpha_multisynapse, iaf_psc_alpha_ps, iaf_psc_delta, iaf_psc_delta_ps, iaf_psc_exp,
    iaf_psc_exp_htum, iaf_psc_exp_multisynapse, iaf_psc_exp_ps, iaf_psc_exp_ps_lossless, iaf_tum_2000,
    ignore_and_fire, izhikevich, mat2_psc_exp, parrot_neuron, parrot_neuron_ps, pp_psc_delta,
    spike_train_injector;
extern SynapseFactory const bernoulli_synapse, ht_synapse, jonke_synapse, quantal_stp_synapse, static_synapse,
    stdp_dopamine_synapse, stdp_nn_pre_centered_synapse, stdp_nn_restr_synapse, stdp_nn_symm_synapse,
    stdp_pl_synapse_hom, stdp_synapse, stdp_synapse_hom, stdp_triplet_synapse, tsodyks2_synapse,
    tsodyks_synapse, tsodyks_synapse_hom, vogels_sprekeler_synapse, simple_stochastic_synapse,
    stochastic_stp_synapse;

namespace {

template <class F> NodeModelRow row(std::string_view name, F factory) { return {name, factory}; }

} // namespace

std::span<NodeModelRow const> node_model_catalogue() {
    // clang-format off: one row a line
    static NodeModelRow const rows[] = {
        row("volume_transmitter", volume_transmitter),
        row("weight_recorder", weight_recorder),
        row("ac_generator", ac_generator),
        row("dc_generator", dc_generator),
        row("gamma_sup_generator", gamma_sup_generator),
        row("mip_generator", mip_generator),
        row("noise_generator", noise_generator),
        row("inhomogeneous_poisson_generator", inhomogeneous_poisson_generator),
        row("poisson_generator", poisson_generator),
        row("poisson_generator_ps", poisson_generator_ps),
        row("ppd_sup_generator", ppd_sup_generator),
        row("pulsepacket_generator", pulsepacket_generator),
        row("sinusoidal_poisson_generator", sinusoidal_poisson_generator),
        row("spike_generator", spike_generator),
        row("step_current_generator", step_current_generator),
        row("sinusoidal_gamma_generator", sinusoidal_gamma_generator),
        row("amat2_psc_exp", amat2_psc_exp),
        row("gif_psc_exp", gif_psc_exp),
        row("iaf_chs_2007", iaf_chs_2007),
        row("iaf_psc_alpha", iaf_psc_alpha),
        row("iaf_psc_alpha_multisynapse", iaf_psc_alpha_multisynapse),
        row("iaf_psc_alpha_ps", iaf_psc_alpha_ps),
        row("iaf_psc_delta", iaf_psc_delta),
        row("iaf_psc_delta_ps", iaf_psc_delta_ps),
        row("iaf_psc_exp", iaf_psc_exp),
        row("iaf_psc_exp_htum", iaf_psc_exp_htum),
        row("iaf_psc_exp_multisynapse", iaf_psc_exp_multisynapse),
        row("iaf_psc_exp_ps", iaf_psc_exp_ps),
        row("iaf_psc_exp_ps_lossless", iaf_psc_exp_ps_lossless),
        row("iaf_tum_2000", iaf_tum_2000),
        row("ignore_and_fire", ignore_and_fire),
        row("izhikevich", izhikevich),
        row("mat2_psc_exp", mat2_psc_exp),
        row("parrot_neuron", parrot_neuron),
        row("parrot_neuron_ps", parrot_neuron_ps),
        row("pp_psc_delta", pp_psc_delta),
        row("correlation_detector", correlation_detector),
        row("correlomatrix_detector", correlomatrix_detector),
        row("correlospinmatrix_detector", correlospinmatrix_detector),
        row("spike_train_injector", spike_train_injector),
        row("multimeter", multimeter),
        row("voltmeter", voltmeter),
        row("spike_recorder", spike_recorder),
        row("spin_detector", spin_detector),
        row("spike_dilutor", spike_dilutor),
    };
    // clang-format on
    return rows;
}

std::span<SynapseModelRow const> synapse_model_catalogue() {
    static SynapseModelRow const rows[] = {
        {"bernoulli_synapse", bernoulli_synapse},
        {"bernoulli_synapse_hpc", bernoulli_synapse, {.first_receptor_only = true}},
        {"bernoulli_synapse_lbl", bernoulli_synapse, {.label = true}},
        {"ht_synapse", ht_synapse},
        {"ht_synapse_hpc", ht_synapse, {.first_receptor_only = true}},
        {"ht_synapse_lbl", ht_synapse, {.label = true}},
        {"jonke_synapse", jonke_synapse},
        {"jonke_synapse_hpc", jonke_synapse, {.first_receptor_only = true}},
        {"jonke_synapse_lbl", jonke_synapse, {.label = true}},
        {"quantal_stp_synapse", quantal_stp_synapse},
        {"quantal_stp_synapse_hpc", quantal_stp_synapse, {.first_receptor_only = true}},
        {"quantal_stp_synapse_lbl", quantal_stp_synapse, {.label = true}},
        {"static_synapse", static_synapse},
        {"static_synapse_hpc", static_synapse, {.first_receptor_only = true}},
        {"static_synapse_lbl", static_synapse, {.label = true}},
        {"static_synapse_hom_w", static_synapse, {.common_weight = true}},
        {"static_synapse_hom_w_hpc", static_synapse, {.common_weight = true, .first_receptor_only = true}},
        {"static_synapse_hom_w_lbl", static_synapse, {.common_weight = true, .label = true}},
        {"stdp_dopamine_synapse", stdp_dopamine_synapse},
        {"stdp_dopamine_synapse_hpc", stdp_dopamine_synapse, {.first_receptor_only = true}},
        {"stdp_dopamine_synapse_lbl", stdp_dopamine_synapse, {.label = true}},
        {"stdp_nn_pre_centered_synapse", stdp_nn_pre_centered_synapse},
        {"stdp_nn_pre_centered_synapse_hpc", stdp_nn_pre_centered_synapse, {.first_receptor_only = true}},
        {"stdp_nn_pre_centered_synapse_lbl", stdp_nn_pre_centered_synapse, {.label = true}},
        {"stdp_nn_restr_synapse", stdp_nn_restr_synapse},
        {"stdp_nn_restr_synapse_hpc", stdp_nn_restr_synapse, {.first_receptor_only = true}},
        {"stdp_nn_restr_synapse_lbl", stdp_nn_restr_synapse, {.label = true}},
        {"stdp_nn_symm_synapse", stdp_nn_symm_synapse},
        {"stdp_nn_symm_synapse_hpc", stdp_nn_symm_synapse, {.first_receptor_only = true}},
        {"stdp_nn_symm_synapse_lbl", stdp_nn_symm_synapse, {.label = true}},
        {"stdp_pl_synapse_hom", stdp_pl_synapse_hom},
        {"stdp_pl_synapse_hom_hpc", stdp_pl_synapse_hom, {.first_receptor_only = true}},
        {"stdp_pl_synapse_hom_lbl", stdp_pl_synapse_hom, {.label = true}},
        {"stdp_synapse", stdp_synapse},
        {"stdp_synapse_hpc", stdp_synapse, {.first_receptor_only = true}},
        {"stdp_synapse_lbl", stdp_synapse, {.label = true}},
        {"stdp_synapse_hom", stdp_synapse_hom},
        {"stdp_synapse_hom_hpc", stdp_synapse_hom, {.first_receptor_only = true}},
        {"stdp_synapse_hom_lbl", stdp_synapse_hom, {.label = true}},
        {"stdp_triplet_synapse", stdp_triplet_synapse},
        {"stdp_triplet_synapse_hpc", stdp_triplet_synapse, {.first_receptor_only = true}},
        {"stdp_triplet_synapse_lbl", stdp_triplet_synapse, {.label = true}},
        {"tsodyks2_synapse", tsodyks2_synapse},
        {"tsodyks2_synapse_hpc", tsodyks2_synapse, {.first_receptor_only = true}},
        {"tsodyks2_synapse_lbl", tsodyks2_synapse, {.label = true}},
        {"tsodyks_synapse", tsodyks_synapse},
        {"tsodyks_synapse_hpc", tsodyks_synapse, {.first_receptor_only = true}},
        {"tsodyks_synapse_lbl", tsodyks_synapse, {.label = true}},
        {"tsodyks_synapse_hom", tsodyks_synapse_hom},
        {"tsodyks_synapse_hom_hpc", tsodyks_synapse_hom, {.first_receptor_only = true}},
        {"tsodyks_synapse_hom_lbl", tsodyks_synapse_hom, {.label = true}},
        {"vogels_sprekeler_synapse", vogels_sprekeler_synapse},
        {"vogels_sprekeler_synapse_hpc", vogels_sprekeler_synapse, {.first_receptor_only = true}},
        {"vogels_sprekeler_synapse_lbl", vogels_sprekeler_synapse, {.label = true}},
        {"simple_stochastic_synapse", simple_stochastic_synapse},
        {"simple_stochastic_synapse_hpc", simple_stochastic_synapse, {.first_receptor_only = true}},
        {"simple_stochastic_synapse_lbl", simple_stochastic_synapse, {.label = true}},
        {"stochastic_stp_synapse", stochastic_stp_synapse},
        {"stochastic_stp_synapse_hpc", stochastic_stp_synapse, {.first_receptor_only = true}},
        {"stochastic_stp_synapse_lbl", stochastic_stp_synapse, {.label = true}},
    };
    return rows;
}

} // namespace nest
