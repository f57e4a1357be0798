import pytest

import nest


def test_defaults():
    assert nest.GetDefaults("iaf_psc_alpha")["tau_m"] == 10.0
    assert nest.GetDefaults("iaf_psc_alpha", "tau_m") == 10.0
    assert nest.GetDefaults("iaf_psc_alpha", ["tau_m", "C_m"]) == (10.0, 250.0)
    assert nest.GetDefaults("static_synapse", "weight") == 1.0
    assert nest.GetDefaults("iaf_psc_alpha", ["tau_m"], output="json") == "[10.0]"
    with pytest.raises(TypeError, match="keys should be either"):
        nest.GetDefaults("iaf_psc_alpha", 3)


def test_unknown_names():
    with pytest.raises(nest.NESTErrors.UnknownComponent, match="/nope is not a known component."):
        nest.GetDefaults("nope")
    with pytest.raises(nest.NESTErrors.DictError):
        nest.GetDefaults("iaf_psc_alpha", "nope")
    with pytest.raises(nest.NESTErrors.DictError):
        nest.SetDefaults("iaf_psc_alpha", {"nope": 1.0})


def test_set_defaults():
    nest.SetDefaults("iaf_psc_alpha", {"tau_m": 20.0})
    nest.SetDefaults("iaf_psc_alpha", "C_m", 100.0)
    neuron = nest.Create("iaf_psc_alpha")
    assert (neuron.tau_m, neuron.C_m) == (20.0, 100.0)
    with pytest.raises(nest.NESTErrors.BadProperty):
        nest.SetDefaults("iaf_psc_alpha", {"tau_m": -1.0})


def test_copy_model():
    nest.CopyModel("iaf_psc_alpha", "mine", {"tau_m": 20.0})
    nest.CopyModel("static_synapse", "strong", {"weight": 5.0})
    assert nest.Create("mine").get(["model", "tau_m"]) == {"model": "mine", "tau_m": 20.0}
    assert "mine" in nest.node_models and "strong" in nest.synapse_models
    with pytest.raises(nest.NESTErrors.NewModelNameExists):
        nest.CopyModel("iaf_psc_alpha", "mine")
    with pytest.raises(nest.NESTErrors.UnknownModelName):
        nest.CopyModel("nope", "other")
    nest.ResetKernel()
    assert "mine" not in nest.node_models


def test_lists_of_models():
    nest.models._warned.clear()
    with pytest.warns(UserWarning, match="deprecated"):
        assert "iaf_psc_alpha" in nest.Models()
    assert nest.Models("nodes", "voltmet") == ("voltmeter",)
    assert "static_synapse" in nest.Models("synapses")
    assert "iaf_psc_alpha" not in nest.Models("synapses")
    with pytest.raises(ValueError, match="mtype has to be"):
        nest.Models("nope")
    with pytest.warns(UserWarning, match="deprecated"):
        assert "all_to_all" in nest.ConnectionRules()
    assert "all_to_all" in nest.connection_rules
