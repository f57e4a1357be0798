import numpy as np
import pytest

import nest


def refused(action, *words):
    with pytest.raises(nest.NESTErrors.TypeMismatch) as caught:
        action()
    for word in words:
        assert word in str(caught.value)
    assert isinstance(caught.value, TypeError)


def test_an_integer_for_a_float_names_parameter_value_and_remedy():
    neuron = nest.Create("iaf_psc_alpha")
    refused(lambda: neuron.set({"I_e": 375}), "'I_e'", "iaf_psc_alpha", "375", "write 375.0", "strict_types")
    assert neuron.I_e == 0.0


@pytest.mark.parametrize("value", [375, np.int64(375), [375, 376], [375.0, 376], np.array([1, 2]), (1, 2)])
def test_integers_are_refused_alone_and_in_sequences(value):
    nodes = nest.Create("iaf_psc_alpha", 2)
    refused(lambda: nodes.set(I_e=value), "'I_e'")
    refused(lambda: setattr(nodes, "I_e", value), "'I_e'")
    refused(lambda: nest.Create("iaf_psc_alpha", 2, {"I_e": value}), "'I_e'")


def test_everywhere_a_parameter_is_set():
    nodes = nest.Create("iaf_psc_alpha", 2)
    refused(lambda: nest.SetDefaults("iaf_psc_alpha", {"I_e": 1}), "SetDefaults", "'I_e'")
    refused(lambda: nest.CopyModel("iaf_psc_alpha", "mine", {"I_e": 1}), "CopyModel", "'I_e'")
    refused(lambda: nest.SetStatus(nodes, {"I_e": 1}), "'I_e'")
    refused(lambda: nodes.set([{"I_e": 1}, {"I_e": 1.0}]), "'I_e'")
    refused(lambda: nest.Connect(nodes, nodes, syn_spec={"weight": 1}), "'weight'", "static_synapse")
    refused(lambda: nest.Connect(nodes, nodes, "one_to_one", {"delay": [1, 2]}), "'delay'")
    refused(lambda: nest.Create("spike_generator", params={"spike_times": [1, 2]}), "'spike_times'")
    assert nest.num_connections == 0
    assert "mine" not in nest.node_models


def test_what_is_no_model_parameter_is_never_strict():
    nodes = nest.Create("iaf_psc_alpha", 2)
    nodes.V_m = nest.random.normal(5, 1)
    nest.Connect(nodes, nodes, {"rule": "pairwise_bernoulli", "p": 1})
    nest.Simulate(10)
    nest.ResetKernel()
    nest.resolution = 1
    assert nest.resolution == 1.0


def test_integers_for_integer_parameters():
    nodes = nest.Create("iaf_psc_alpha", 2)
    nest.Connect(nodes, nodes, syn_spec={"receptor_type": 0})
    assert nest.num_connections == 4


def test_the_rule_can_be_switched_off():
    nest.strict_types = False
    neuron = nest.Create("iaf_psc_alpha", params={"I_e": 375})
    assert neuron.I_e == 375.0
    neuron.V_m = [-60]
    assert neuron.V_m == -60.0
    nest.Connect(neuron, neuron, syn_spec={"weight": 2})
    assert nest.GetConnections().weight == 2.0


def test_truth_values_and_texts_are_no_numbers_either_way():
    nest.strict_types = False
    neuron = nest.Create("iaf_psc_alpha")
    with pytest.raises(nest.NESTErrors.TypeMismatch):
        neuron.set(I_e=True)
