// The catalogue is complete: every model of the reference exists, but those whose mechanism is missing.
#include "tests/support/reference_models.hpp"

#include <set>

using namespace reference;

namespace {

struct Missing {
    char const* mechanism;
    std::vector<std::string> models;
};

std::vector<Missing> const missing{
    {"gap junctions", {"gap_junction", "hh_psc_alpha_gap", "hh_cond_beta_gap_traub"}},
    {"rates",
     {"rate_connection_delayed",
      "rate_connection_instantaneous",
      "diffusion_connection",
      "siegert_neuron",
      "step_rate_generator",
      "gauss_rate_ipn",
      "rate_transformer_gauss",
      "lin_rate_ipn",
      "lin_rate_opn",
      "rate_transformer_lin",
      "sigmoid_rate_ipn",
      "rate_transformer_sigmoid",
      "sigmoid_rate_gg_1998_ipn",
      "rate_transformer_sigmoid_gg_1998",
      "tanh_rate_ipn",
      "tanh_rate_opn",
      "rate_transformer_tanh",
      "threshold_lin_rate_ipn",
      "threshold_lin_rate_opn",
      "rate_transformer_threshold_lin"}},
    {"astrocytes", {"astrocyte_lr_1994", "aeif_cond_alpha_astro", "sic_connection"}},
    {"e-prop",
     {"eprop_iaf", "eprop_iaf_adapt", "eprop_iaf_psc_delta", "eprop_iaf_psc_delta_adapt", "eprop_readout",
      "eprop_iaf_bsshslm_2020", "eprop_iaf_adapt_bsshslm_2020", "eprop_readout_bsshslm_2020", "eprop_synapse",
      "eprop_synapse_hpc", "eprop_synapse_bsshslm_2020", "eprop_synapse_bsshslm_2020_hpc",
      "eprop_learning_signal_connection", "eprop_learning_signal_connection_bsshslm_2020"}},
    {"Clopath plasticity",
     {"clopath_synapse", "clopath_synapse_hpc", "clopath_synapse_lbl", "aeif_psc_delta_clopath",
      "hh_psc_alpha_clopath"}},
    {"Urbanczik plasticity",
     {"urbanczik_synapse", "urbanczik_synapse_hpc", "urbanczik_synapse_lbl", "pp_cond_exp_mc_urbanczik"}},
    {"compartments", {"cm_default"}},
};

template <class List> std::set<std::string> set_of(List const& names) { return {names.begin(), names.end()}; }

} // namespace

TEST_CASE("every model of the reference exists, but those whose mechanism is missing") {
    Simulation const s;
    auto existing = set_of(s.node_models());
    existing.merge(set_of(s.synapse_models()));
    std::set<std::string> without;
    for (auto const& [mechanism, models] : missing)
        for (auto const& name : models) {
            INFO(name << " needs " << mechanism);
            CHECK(without.insert(name).second);
            CHECK(existing.count(name) == 0);
        }
    Json const names = read("model_names.json");
    std::size_t expected = 0;
    for (auto const* kind : {"nodes", "synapses"})
        for (Json const& name : names.at(kind)) {
            INFO(name);
            CHECK(existing.count(name) + without.count(name) == 1);
            ++expected;
        }
    CHECK(expected == 106 + 77);
}

TEST_CASE("there are figures of the reference for every model it knows") {
    Json const names = read("model_names.json");
    Simulation const s;
    for (auto const& [kind, file, existing] :
         {std::tuple("nodes", "node_models.json", s.node_models()),
          std::tuple("synapses", "synapse_models.json", s.synapse_models())}) {
        Json const figures = read(file);
        for (std::string const name : names.at(kind)) {
            INFO(name);
            if (set_of(existing).count(name)) CHECK(figures.contains(name));
        }
    }
}
