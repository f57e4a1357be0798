import numpy as np
import pytest

import nest


@pytest.fixture
def pre():
    return nest.Create("iaf_psc_alpha", 3)


@pytest.fixture
def post(pre):
    return nest.Create("iaf_psc_alpha", 4)


def pairs(connections):
    return sorted(zip(connections.sources(), connections.targets()))


def test_default_is_all_to_all(pre, post):
    assert nest.Connect(pre, post) is None
    assert nest.num_connections == 12
    assert set(nest.GetConnections().weight) == {1.0}


def test_returned_collection(pre, post):
    assert len(nest.Connect(pre, post, return_synapsecollection=True)) == 12


def test_one_to_one(pre):
    nest.Connect(pre, pre, "one_to_one", {"weight": [1.0, 2.0, 3.0], "delay": 2.0})
    connections = nest.GetConnections()
    assert connections.get(["source", "target", "weight", "delay"]) == {
        "source": [1, 2, 3],
        "target": [1, 2, 3],
        "weight": [1.0, 2.0, 3.0],
        "delay": [2.0, 2.0, 2.0],
    }


def test_matrices_of_weights(pre, post):
    weights = np.arange(12.0).reshape(4, 3)  # target by source
    nest.Connect(pre, post, "all_to_all", {"weight": weights})
    for connection in nest.GetConnections():
        assert connection.weight == weights[connection.target - 4, connection.source - 1]


def test_matrices_of_indegree_and_outdegree(pre, post):
    nest.Connect(pre, post, {"rule": "fixed_indegree", "indegree": 2}, {"weight": np.arange(8.0).reshape(4, 2)})
    assert sorted(nest.GetConnections().weight) == list(range(8))
    nest.Connect(pre, post, {"rule": "fixed_outdegree", "outdegree": 2}, {"delay": [[1.0, 2.0]] * 3})
    assert nest.num_connections == 14


@pytest.mark.parametrize(
    "rule, shape, text",
    [
        ("one_to_one", (2,), "dimension 3"),
        ({"rule": "fixed_total_number", "N": 5}, (2,), "dimension 5"),
        ("all_to_all", (3, 3), r"dimension 3x3|dimension 4x3"),
        ("all_to_all", (3,), "can only be used in conjunction with rule 'one_to_one'"),
        ({"rule": "pairwise_bernoulli", "p": 0.5}, (3, 3), "can only be used in conjunction with rules"),
    ],
)
def test_arrays_have_to_fit_the_rule(pre, post, rule, shape, text):
    targets = pre if rule == "one_to_one" else post
    with pytest.raises(nest.NESTError, match=text):
        nest.Connect(pre, targets, rule, {"weight": np.ones(shape)})
    assert nest.num_connections == 0


def test_parameters_are_drawn_per_connection(pre, post):
    nest.Connect(pre, post, syn_spec={"weight": nest.random.uniform(1.0, 2.0), "delay": nest.random.uniform(1.0, 5.0)})
    assert len(set(nest.GetConnections().weight)) == 12


def test_rules_with_parameters(pre, post):
    nest.Connect(pre, post, {"rule": "fixed_indegree", "indegree": 2})
    assert nest.num_connections == 8
    nest.Connect(pre, post, {"rule": "fixed_outdegree", "outdegree": 2})
    assert nest.num_connections == 14
    nest.Connect(pre, post, {"rule": "fixed_total_number", "N": 6})
    assert nest.num_connections == 20
    nest.Connect(pre, post, {"rule": "pairwise_bernoulli", "p": 1.0})
    assert nest.num_connections == 32


@pytest.mark.parametrize(
    "spec, error, text",
    [
        ("nope", "BadProperty", "Unknown connection rule: nope"),
        ({"rule": "fixed_indegree"}, "DictError", "indegree"),
        ({"rule": "fixed_indegree", "indegree": 1, "foo": 1}, "DictError", "Unused dictionary items:  foo"),
        ({"rule": "pairwise_bernoulli", "p": 2.0}, "BadProperty", "0 <= p <= 1"),
    ],
)
def test_wrong_rules_are_refused(pre, post, spec, error, text):
    with pytest.raises(getattr(nest.NESTErrors, error), match=text):
        nest.Connect(pre, post, spec)
    assert nest.num_connections == 0


def test_wrong_synapses_are_refused(pre, post):
    with pytest.raises(nest.NESTErrors.UnknownSynapseType):
        nest.Connect(pre, post, syn_spec="nope")
    with pytest.raises(nest.NESTErrors.DictError):
        nest.Connect(pre, post, syn_spec={"weihgt": 1.0})
    with pytest.raises(nest.NESTErrors.BadDelay):
        nest.Connect(pre, post, syn_spec={"delay": 0.01})
    with pytest.raises(TypeError, match="syn_spec must be"):
        nest.Connect(pre, post, syn_spec=3)
    with pytest.raises(TypeError, match="conn_spec must be"):
        nest.Connect(pre, post, 3)
    with pytest.raises(nest.NESTError, match="'synapse_model' must be a string"):
        nest.Connect(pre, post, syn_spec={"synapse_model": 3})
    assert nest.num_connections == 0


def test_empty_collections_are_refused(pre):
    with pytest.raises(nest.NESTErrors.IllegalConnection, match="Postsynaptic"):
        nest.Connect(pre, nest.NodeCollection())


def test_sequences_of_ids(pre, post):
    nest.Connect([1, 2], [4, 5])
    assert nest.num_connections == 4


def test_arrays_of_ids_may_repeat(pre, post):
    nest.Connect([1, 1, 3], np.array([5, 4, 5]), "one_to_one", {"weight": [1.0, 2.0, 3.0], "delay": np.full(3, 1.5)})
    found = nest.GetConnections()
    assert sorted(zip(found.sources(), found.targets(), found.weight)) == [(1, 4, 2.0), (1, 5, 1.0), (3, 5, 3.0)]
    with pytest.raises(ValueError, match="non-unique"):
        nest.Connect([1, 1], [4, 5])
    with pytest.raises(TypeError, match="1-dimensional NumPy array"):
        nest.Connect([1, 1], [4, 5], "one_to_one", {"weight": 1.0})
    with pytest.raises(nest.NESTErrors.ArgumentType, match="same length"):
        nest.Connect([1, 1], [4], "one_to_one")


def test_collocated_synapses(pre):
    nest.Connect(pre, pre, "one_to_one", nest.CollocatedSynapses({"weight": 1.0}, {"weight": 2.0, "delay": 3.0}))
    assert sorted(nest.GetConnections().weight) == [1.0, 1.0, 1.0, 2.0, 2.0, 2.0]


def test_directions(pre):
    meter, recorder, noise = nest.Create("multimeter"), nest.Create("spike_recorder"), nest.Create("poisson_generator")
    nest.Connect(meter, pre)
    nest.Connect(pre, recorder)
    nest.Connect(noise, pre)
    with pytest.raises(nest.NESTErrors.IllegalConnection):
        nest.Connect(pre, noise)
    with pytest.raises(nest.NESTErrors.IllegalConnection):
        nest.Connect(recorder, pre)


def test_get_connections_filters(pre, post):
    nest.CopyModel("static_synapse", "mine")
    nest.Connect(pre, post)
    nest.Connect(pre, post, "all_to_all", {"synapse_model": "mine"})
    assert len(nest.GetConnections(pre[0])) == 8
    assert len(nest.GetConnections(target=post[0])) == 6
    assert len(nest.GetConnections(pre[0], post[0], "mine")) == 1
    assert len(nest.GetConnections(post)) == 0
    assert len(nest.GetConnections(nest.NodeCollection())) == 0
    with pytest.raises(TypeError, match="source must be NodeCollection."):
        nest.GetConnections([1])
    with pytest.raises(nest.NESTErrors.UnknownSynapseType):
        nest.GetConnections(synapse_model="nope")


def test_synapse_collections_are_sequences(pre, post):
    nest.Connect(pre, post)
    connections = nest.GetConnections()
    assert len(connections[0]) == 1 and len(connections[2:5]) == 3 and len(connections[::2]) == 6
    assert connections[:3] == connections[0:3] and connections[0] != connections[1]
    assert [one.source for one in connections[:2]] == connections[:2].source
    with pytest.raises(IndexError):
        connections[12]
    with pytest.raises(TypeError):
        connections["a"]
    empty = nest.GetConnections(post)
    assert list(empty) == [] and empty.get() == {} and not empty


def test_synapse_collection_get(pre):
    nest.Connect(pre, pre, "one_to_one")
    connections = nest.GetConnections()
    assert connections.get("weight") == [1.0, 1.0, 1.0]
    assert connections[0].get("weight") == 1.0
    assert connections[0].get(["source", "target"]) == {"source": 1, "target": 1}
    assert connections[0].get()["synapse_model"] == "static_synapse"
    assert connections.get()["target"] == [1, 2, 3]
    assert connections.nope == []
    with pytest.raises(KeyError):
        connections[0].nope
    assert connections.get("weight", output="json") == "[1.0, 1.0, 1.0]"


def test_synapse_collection_set(pre):
    nest.Connect(pre, pre, "one_to_one")
    connections = nest.GetConnections()
    connections.set(weight=2.0)
    assert connections.weight == [2.0, 2.0, 2.0]
    connections.weight = [1.0, 2.0, 3.0]
    assert connections.weight == [1.0, 2.0, 3.0]
    connections.set([{"weight": 4.0}, {"weight": 5.0}, {"weight": 6.0}])
    assert connections.weight == [4.0, 5.0, 6.0]
    nest.SetStatus(connections, "delay", [1.0, 2.0, 3.0])
    assert connections.delay == [1.0, 2.0, 3.0]
    connections[1].delay = 4.0
    assert connections.delay == [1.0, 4.0, 3.0]
    with pytest.raises(nest.NESTErrors.DictError):
        connections.set(nope=1.0)
    with pytest.raises(nest.NESTErrors.BadDelay):
        connections.delay = -1.0
    with pytest.raises(TypeError, match="length 3"):
        connections.set([{"weight": 1.0}])


def test_printed_table(pre, post):
    assert str(nest.GetConnections()) == "The synapse collection does not contain any connections."
    nest.Connect(pre[0], post[0])
    assert str(nest.GetConnections()) == (
        " source   target   synapse model   weight   delay \n"
        "-------- -------- --------------- -------- -------\n"
        "      1        4  static_synapse    1.000   1.000"
    )
    assert "<td>static_synapse</td>" in nest.GetConnections()._repr_html_()


def test_long_tables_are_cut():
    nodes = nest.Create("parrot_neuron", 40)
    nest.Connect(nodes, nodes, "one_to_one")
    connections = nest.GetConnections()
    assert len(str(connections).splitlines()) == 33
    assert "\u22ee" in str(connections)
    connections.print_full = True
    assert len(str(connections).splitlines()) == 42


def test_disconnect(pre, post):
    nest.Connect(pre, post)
    nest.Disconnect(nest.GetConnections(pre[0], post[0]))
    assert nest.num_connections == 11
    nest.Disconnect(pre[1], post[1])
    assert nest.num_connections == 10
    nest.GetConnections(pre[2]).disconnect()
    assert nest.num_connections == 6
    with pytest.raises(nest.NESTError):
        nest.Disconnect(pre[1], post[1])
    with pytest.raises(TypeError):
        nest.Disconnect(pre)
