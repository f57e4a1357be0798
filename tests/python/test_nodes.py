import numpy as np
import pytest

import nest


def test_create_returns_consecutive_ids():
    assert nest.Create("iaf_psc_alpha").tolist() == [1]
    assert nest.Create("iaf_psc_exp", 3).tolist() == [2, 3, 4]


def test_create_of_an_unknown_model_is_refused_by_name():
    with pytest.raises(nest.NESTErrors.UnknownModelName, match="/iaf_psc_alhpa is not a known model name."):
        nest.Create("iaf_psc_alhpa")
    assert nest.network_size == 0


@pytest.mark.parametrize("n", [0, -1])
def test_create_of_no_nodes_is_refused(n):
    with pytest.raises(nest.NESTErrors.RangeCheck):
        nest.Create("iaf_psc_alpha", n)


@pytest.mark.parametrize("n", [1.0, "3", [3]])
def test_the_number_of_nodes_is_an_integer(n):
    with pytest.raises(nest.NESTErrors.ArgumentType):
        nest.Create("iaf_psc_alpha", n)


def test_numpy_integers_count_nodes():
    assert len(nest.Create("iaf_psc_alpha", np.int32(4))) == 4


def test_create_with_parameters():
    nodes = nest.Create("iaf_psc_alpha", 2, {"V_m": -60.0, "I_e": 10.0})
    assert nodes.V_m == (-60.0, -60.0)
    assert nodes.I_e == (10.0, 10.0)


def test_create_distributes_lists_and_repeats_scalars():
    nodes = nest.Create("iaf_psc_alpha", 3, {"V_m": [-60.0, -61.0, -62.0], "I_e": 10.0})
    assert nodes.V_m == (-60.0, -61.0, -62.0)
    assert nodes.I_e == (10.0, 10.0, 10.0)


def test_create_with_one_dictionary_per_node():
    nodes = nest.Create("iaf_psc_alpha", 2, [{"V_m": -60.0}, {"V_m": -61.0}])
    assert nodes.V_m == (-60.0, -61.0)


def test_create_with_an_unknown_parameter_creates_nothing():
    with pytest.raises(nest.NESTErrors.DictError):
        nest.Create("iaf_psc_alpha", 2, {"tau_n": 10.0})
    assert nest.network_size == 0


def test_failing_values_per_node_leave_the_nodes_and_warn():
    with pytest.warns(UserWarning, match="nodes have already been created"):
        with pytest.raises(nest.NESTError):
            nest.Create("iaf_psc_alpha", 2, [{"V_m": -60.0}, {"nope": 1.0}])
    assert nest.network_size == 2


def test_get_of_one_node_and_of_several():
    one, several = nest.Create("iaf_psc_alpha"), nest.Create("iaf_psc_alpha", 2)
    assert one.get("V_m") == -70.0
    assert several.get("V_m") == (-70.0, -70.0)
    assert one.get(["V_reset", "V_th"]) == {"V_reset": -70.0, "V_th": -55.0}
    assert several.get(["C_m", "t_ref"]) == {"C_m": (250.0, 250.0), "t_ref": (2.0, 2.0)}
    assert one.get([]) == {}
    assert one.get()["tau_m"] == 10.0
    assert several.get()["tau_m"] == (10.0, 10.0)


def test_get_of_a_parameter_that_only_some_nodes_have():
    nodes = nest.Create("iaf_psc_alpha") + nest.Create("parrot_neuron")
    assert nodes.get("V_m") == (-70.0, None)


def test_get_of_an_unknown_parameter_names_the_nearest():
    with pytest.raises(KeyError) as caught:
        nest.Create("iaf_psc_alpha").get("v_m")
    assert caught.value.args == ("v_m",)
    assert "did you mean 'V_m'?" in str(caught.value)
    assert isinstance(caught.value, nest.NESTError)


def test_paths_reach_into_dictionaries():
    recorders = nest.Create("multimeter", 2, {"record_from": ["V_m"]})
    assert list(recorders[0].get("events", "times")) == []
    assert [list(times) for times in recorders.get("events", "times")] == [[], []]
    assert set(recorders.get("events", ["times", "senders"])) == {"times", "senders"}


def test_json_output():
    assert nest.Create("iaf_psc_alpha", 2).get("V_m", output="json") == "[-70.0, -70.0]"


def test_pandas_output():
    pytest.importorskip("pandas")
    frame = nest.Create("iaf_psc_alpha", 2).get(["V_m", "C_m"], output="pandas")
    assert list(frame.columns) == ["V_m", "C_m"] and list(frame.index) == [1, 2]


def test_set_forms():
    nodes = nest.Create("iaf_psc_alpha", 2)
    nodes.set(V_m=-60.0)
    assert nodes.V_m == (-60.0, -60.0)
    nodes.set({"V_m": -61.0})
    assert nodes.V_m == (-61.0, -61.0)
    nodes.set([{"V_m": -62.0}, {"V_m": -63.0}])
    assert nodes.V_m == (-62.0, -63.0)
    nodes.V_m = [-64.0, -65.0]
    assert nodes.V_m == (-64.0, -65.0)
    nodes.V_m = np.array([-66.0, -67.0])
    assert nodes.V_m == (-66.0, -67.0)


def test_set_of_an_unknown_parameter_names_it():
    nodes = nest.Create("iaf_psc_alpha", 2)
    with pytest.raises(nest.NESTErrors.DictError, match="Unused dictionary items:  foo"):
        nodes.set(foo=1.0)


def test_a_bad_value_changes_nothing():
    nodes = nest.Create("iaf_psc_alpha", 2)
    with pytest.raises(nest.NESTErrors.BadProperty, match="node ID 1"):
        nodes.set(tau_m=-1.0, I_e=5.0)
    assert nodes.I_e == (0.0, 0.0)


def test_arguments_of_set_are_checked():
    nodes = nest.Create("iaf_psc_alpha", 3)
    with pytest.raises(TypeError, match="not both"):
        nodes.set({"V_m": -60.0}, V_m=-60.0)
    with pytest.raises(TypeError, match="list of dicts of length 3"):
        nodes.set([{"V_m": -60.0}])
    with pytest.raises(nest.NESTErrors.ArgumentType):
        nodes.set()
    with pytest.raises(IndexError):
        nodes.set(V_m=[-60.0])


def test_vectors_are_not_distributed():
    generators = nest.Create("spike_generator", 2)
    generators.set(spike_times=[1.0, 2.0])
    assert [list(times) for times in generators.spike_times] == [[1.0, 2.0], [1.0, 2.0]]
    generators.set({"spike_times": [[1.0, 2.0], [3.0]], "start": [0.0, 1.0]})
    assert [list(times) for times in generators.spike_times] == [[1.0, 2.0], [3.0]]


def test_values_per_node_of_parts_of_collections():
    nodes = nest.Create("iaf_psc_alpha", 6)
    nodes[::2].V_m = [-61.0, -62.0, -63.0]
    nodes[[1, 5]].set(V_m=np.array([-64.0, -65.0]), I_e=3.0)
    assert nodes.V_m == (-61.0, -64.0, -62.0, -70.0, -63.0, -65.0)
    with pytest.raises(nest.NESTErrors.BadProperty):
        nodes.tau_m = [1.0, 2.0, 3.0, 4.0, -5.0, 6.0]
    assert set(nodes.tau_m) == {10.0}


def test_a_parameter_is_drawn_for_each_node():
    nodes = nest.Create("iaf_psc_alpha", 100)
    nodes.V_m = nest.random.uniform(-70.0, -60.0)
    assert len(set(nodes.V_m)) == 100
    assert all(-70.0 <= value < -60.0 for value in nodes.V_m)


def test_legacy_status_functions():
    nodes = nest.Create("iaf_psc_alpha", 2)
    nest.SetStatus(nodes, {"V_m": -60.0})
    nest.SetStatus(nodes, "I_e", [1.0, 2.0])
    assert nest.GetStatus(nodes, "I_e") == (1.0, 2.0)
    assert nest.GetStatus(nodes, ["V_m", "I_e"]) == ((-60.0, 1.0), (-60.0, 2.0))
    assert nest.GetStatus(nodes)[1]["I_e"] == 2.0
    assert nest.GetStatus(nest.NodeCollection()) == ()
    with pytest.raises(nest.NESTErrors.DictError):
        nest.GetStatus(nodes, "nope")
    with pytest.raises(TypeError):
        nest.GetStatus([1, 2])


def test_get_nodes_finds_by_parameters():
    nest.Create("iaf_psc_alpha", 3)
    nest.Create("parrot_neuron", 2)
    assert nest.GetNodes({"model": "parrot_neuron"}).tolist() == [4, 5]
    assert nest.GetNodes().tolist() == [1, 2, 3, 4, 5]


def test_print_nodes(capsys):
    nest.Create("iaf_psc_alpha", 3)
    nest.Create("parrot_neuron")
    nest.PrintNodes()
    assert capsys.readouterr().out.split() == ["1", "..", "3", "iaf_psc_alpha", "4", "parrot_neuron"]
