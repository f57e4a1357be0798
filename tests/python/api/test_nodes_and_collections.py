"""Sections 6 to 8: creating nodes, NodeCollection, GetStatus and SetStatus."""

import copy
import json
import pickle

import numpy as np
import pytest
from rows import fails, row

import nest

E = nest.NESTErrors


@pytest.fixture
def nodes():
    return nest.Create("iaf_psc_alpha", 10)


@row("6.1 model")
def test_the_model_of_create():
    assert isinstance(nest.Create("iaf_psc_alpha"), nest.NodeCollection)
    with fails(E.UnknownModelName, "/3 "):
        nest.Create(3)
    with fails(E.UnknownModelName):
        nest.Create("static_synapse")


@row("6.1 n")
def test_the_number_of_nodes():
    assert len(nest.Create("parrot_neuron", np.int32(3))) == 3
    for n in (0, -1):
        with fails(E.RangeCheck):
            nest.Create("parrot_neuron", n)
    for n in (1.0, True, "1", None, [1]):
        with fails(E.ArgumentType, "The type of one or more parameters did not match the argument(s) of this function."):
            nest.Create("parrot_neuron", n)


@row("6.1 n dict")
def test_parameters_in_the_place_of_n():
    node = nest.Create("iaf_psc_alpha", {"V_m": -60.0})
    assert len(node) == 1 and node.V_m == -60.0
    with fails(E.ArgumentType):
        nest.Create("iaf_psc_alpha", {"V_m": -60.0}, {"V_m": -60.0})


@row("6.1 params dict")
def test_plain_parameters_fail_before_creation():
    assert nest.Create("iaf_psc_alpha", 2, {"V_m": -60}).V_m == (-60.0, -60.0)
    for params, kind in (({"foo": 1.0}, E.DictError), ({"C_m": -1.0}, E.BadProperty)):
        with fails(kind):
            nest.Create("iaf_psc_alpha", 2, params)
    assert nest.network_size == 2


@row("6.1 params iterable")
def test_parameters_per_node_are_set_after_creation():
    assert nest.Create("iaf_psc_alpha", 2, {"V_m": [-60.0, -61.0], "C_m": 200.0}).V_m == (-60.0, -61.0)
    assert nest.Create("iaf_psc_alpha", 2, {"V_m": np.array([-60.0, -61.0])}).V_m == (-60.0, -61.0)
    drawn = nest.Create("iaf_psc_alpha", 2, {"V_m": nest.random.uniform(-60.0, -50.0)}).V_m
    assert drawn[0] != drawn[1]
    assert len(nest.Create("iaf_psc_alpha", 2, {})) == 2
    with pytest.warns(UserWarning, match="nodes have already been created! The node IDs of the new nodes are: NodeCollection"):
        with fails(E.BadProperty):
            nest.Create("iaf_psc_alpha", 2, {"C_m": [1.0, -1.0]})
    assert nest.network_size == 10


@row("6.1 params list")
@pytest.mark.filterwarnings("ignore")
def test_one_dictionary_per_node():
    assert nest.Create("iaf_psc_alpha", 2, [{"V_m": -60.0}, {"V_m": -61.0}]).V_m == (-60.0, -61.0)
    for params in ([{}], []):
        with fails(TypeError, "status dict must be a dict, or a list of dicts of length 2"):
            nest.Create("iaf_psc_alpha", 2, params)
    with fails(E.ArgumentType):
        nest.Create("iaf_psc_alpha", 2, 3.0)


@row("6.1 positions")
def test_positions_of_the_wrong_type():
    with fails(TypeError, "`positions` must be either a nest.spatial.free or a nest.spatial.grid object"):
        nest.Create("iaf_psc_alpha", positions=[[0.0, 0.0]])


@row("6.1 ids")
def test_ids_are_consecutive():
    assert nest.Create("iaf_psc_alpha", 3).tolist() == [1, 2, 3]
    assert nest.Create("parrot_neuron", 2).tolist() == [4, 5]


@row("6.2 GetNodes")
def test_finding_nodes(nodes):
    parrots = nest.Create("parrot_neuron", 2)
    nodes[3].V_m = -55.0
    assert nest.GetNodes().tolist() == list(range(1, 13))
    assert nest.GetNodes({"model": "parrot_neuron"}).tolist() == parrots.tolist()
    assert nest.GetNodes({"model": "iaf_psc_alpha", "V_m": -55.0}, local_only=True).tolist() == [4]
    assert nest.GetNodes({"V_m": -55.0}).tolist() == [4, 11, 12]
    assert len(nest.GetNodes({"model": "nope"})) == 0
    with fails(E.ArgumentType):
        nest.GetNodes("iaf_psc_alpha")


@row("6.2 GetLocalNodeCollection")
def test_local_nodes(nodes):
    assert nest.GetLocalNodeCollection(nodes) == nodes
    with fails(TypeError, "GetLocalNodeCollection requires a NodeCollection in order to run"):
        nest.GetLocalNodeCollection([1])
    with fails(E.RangeCheck):
        nest.GetLocalNodeCollection(nest.NodeCollection())


@row("6.2 PrintNodes")
def test_printing_nodes(capfd):
    nest.Create("iaf_psc_alpha", 57)
    nest.Create("parrot_neuron")
    nest.PrintNodes()
    assert capfd.readouterr().out == " 1 .. 57 iaf_psc_alpha\n58       parrot_neuron\n"


@row("7.1 ids")
def test_collections_from_ids(nodes):
    assert len(nest.NodeCollection()) == len(nest.NodeCollection([])) == 0
    for data in ([1, 3], (1, 3), range(1, 5, 2), np.array([1, 3]), np.array([1, 3], np.uint8), nodes[[0, 2]]):
        assert nest.NodeCollection(data).tolist() == [1, 3]
    with fails(E.BadProperty, "Node IDs must be sorted in ascending order"):
        nest.NodeCollection([3, 1])
    with fails(E.BadProperty, "All node IDs in a NodeCollection have to be unique"):
        nest.NodeCollection([1, 1])
    with fails(E.UnknownNode, "Node with id 100 doesn't exist."):
        nest.NodeCollection([100])


@row("7.1 wrong data")
def test_collections_from_something_else(nodes):
    for data in ([1.0], [True], [nodes]):
        with fails(E.TypeMismatch, "Expected datatype: integertype\nProvided datatype: "):
            nest.NodeCollection(data)
    for data in (1, "1", 1.0):
        with fails(E.ArgumentType):
            nest.NodeCollection(data)
    for data in ({1, 2}, (i for i in (1, 2))):
        with fails(E.PyNESTError, "unknown Python type: "):
            nest.NodeCollection(data)
    with fails(TypeError, "Need NodeCollection Datum."):
        nest.NodeCollection(nest.random.uniform()._datum)


@row("7.2 empty", "7.2 ranges")
def test_the_text_of_a_collection(nodes):
    assert str(nest.NodeCollection()) == repr(nest.NodeCollection()) == "NodeCollection(<empty>)"
    assert str(nodes) == repr(nodes) == "NodeCollection(metadata=None, model=iaf_psc_alpha, size=10, first=1, last=10)"
    assert str(nodes[3]) == "NodeCollection(metadata=None, model=iaf_psc_alpha, size=1, first=4)"
    both = nodes + nest.Create("parrot_neuron", 3)
    assert str(both) == (
        "NodeCollection(metadata=None,\n               model=iaf_psc_alpha, size=10, first=1, last=10;\n"
        "               model=parrot_neuron, size=3, first=11, last=13)"
    )


@row("7.2 sliced composite")
def test_the_text_of_a_sliced_composite(nodes):
    assert str(nodes[::3]) == (
        "NodeCollection(metadata=None,\n               model=iaf_psc_alpha, size=4, first=1, last=10, step=3)"
    )


@row("7.3 int", "7.3 slice")
def test_integers_and_slices(nodes):
    assert nodes[0].tolist() == [1] and nodes[-1].tolist() == nodes[np.int64(9)].tolist() == [10]
    for index in (10, -11):
        with fails(IndexError, "index value outside of the NodeCollection"):
            nodes[index]
    assert nodes[2:5].tolist() == [3, 4, 5] and nodes[-3:].tolist() == [8, 9, 10] and nodes[::4].tolist() == [1, 5, 9]
    with fails(IndexError, "slicing step for NodeCollection must be strictly positive"):
        nodes[::-1]
    with fails(IndexError, "slice start value outside of the NodeCollection"):
        nodes[11:]
    with fails(IndexError, "slice stop value outside of the NodeCollection"):
        nodes[:11]
    with fails(E.BadParameter, "start < stop required"):
        nodes[5:5]


@row("7.3 slices of slices")
def test_a_sliced_composite_can_be_sliced_again(nodes):
    assert nodes[::2][1:3].tolist() == [3, 5] and (nodes[::2] + nest.NodeCollection([2])).tolist() == [1, 2, 3, 5, 7, 9]


@row("7.3 list", "7.3 mask", "7.3 empty list", "7.3 array", "7.3 other keys")
def test_lists_masks_and_arrays(nodes):
    assert nodes[[0, 4]].tolist() == nodes[(0, 4)].tolist() == nodes[np.array([0, 4])].tolist() == [1, 5]
    mask = [index == 2 for index in range(10)]
    assert nodes[mask].tolist() == nodes[tuple(mask)].tolist() == nodes[np.array(mask)].tolist() == [3]
    assert len(nodes[[]]) == len(nodes[()]) == len(nodes[np.array([])]) == 0
    for key, kind, text in (
        ([4, 0], E.BadProperty, ""),
        ([0, 0], ValueError, "All node IDs in a NodeCollection have to be unique"),
        ([-1, 0], IndexError, ""),
        ([0, 1.0], TypeError, "Indices must be integers or bools"),
        ([True, 0], TypeError, "Indices must be integers or bools"),
        ([True], IndexError, "Bool index array must be the same length as NodeCollection"),
        (np.array([0.0]), TypeError, "NumPy indices must be an array of integers or bools"),
        (np.array([[0]]), TypeError, "NumPy indices must one-dimensional"),
        ("a", IndexError, "only integers, slices, lists, tuples, and numpy arrays are valid indices"),
        (1.0, IndexError, "only integers, slices, lists, tuples, and numpy arrays are valid indices"),
    ):
        with fails(kind, text):
            nodes[key]


@row("7.4 len bool iter")
def test_as_a_sequence(nodes):
    assert len(nodes) == 10 and nodes and not nest.NodeCollection()
    assert [node.tolist() for node in nodes[:2]] == [[1], [2]]
    assert [node.tolist() for node in reversed(nodes[:2])] == [[2], [1]]


@row("7.4 joining")
def test_joining(nodes):
    assert nodes[:5] + nodes[5:] == nodes and nodes[5:] + nodes[:5] == nodes
    assert nodes + 0 == 0 + nodes == nodes and sum([nodes[:5], nodes[5:]]) == nodes
    assert nodes + nest.NodeCollection() == nest.NodeCollection() + nodes == nodes
    with fails(E.BadProperty, "Cannot join overlapping NodeCollections."):
        nodes + nodes
    with fails(TypeError, "Cannot add object of type 'int' to 'NodeCollection'"):
        nodes + 3
    some = nodes[:2]
    some += nodes[2:4]
    assert some.tolist() == [1, 2, 3, 4]


@row("7.4 comparison")
def test_comparison(nodes):
    assert nodes == nest.NodeCollection(range(1, 11)) and nodes != nodes[1:] and nodes != nodes[:5]
    with fails(NotImplementedError, "Cannot compare NodeCollection to int"):
        nodes == 3
    with pytest.raises(TypeError):
        nodes < nodes


@row("7.4 hash copy pickle")
def test_collections_are_not_hashed_or_pickled(nodes):
    with fails(TypeError, "unhashable type: 'NodeCollection'"):
        hash(nodes)
    with pytest.raises(TypeError):
        pickle.dumps(nodes)
    with pytest.raises(TypeError):
        copy.deepcopy(nodes)


@row("7.4 in", "7.4 index")
def test_membership(nodes):
    assert 3 in nodes and np.int64(3) in nodes and 11 not in nodes
    for thing in (nodes, 3.0, "3"):
        with fails(E.ArgumentType):
            thing in nodes
    assert nodes.index(3) == 2
    with fails(ValueError, "11 is not in NodeCollection"):
        nodes.index(11)
    with fails(E.ArgumentType):
        nodes.index("3")


@row("7.4 tolist array")
def test_ids_as_lists_and_arrays(nodes):
    assert nodes.tolist() == list(range(1, 11)) and nest.NodeCollection().tolist() == []
    assert np.array(nodes).dtype == np.int64 and np.asarray(nodes, float).dtype == np.float64
    assert np.array(nest.NodeCollection()).dtype == np.float64


@row("7.4 _to_array", "7.4 _datum")
def test_for_debugging(nodes):
    assert nodes[:2]._to_array("all") == {"All": (1, 2)} and nodes[:2]._to_array("rank") == {"Rank 0": (1, 2)}
    assert nodes[:2]._to_array("thread") == {0: [1, 2]}
    with fails(E.BadParameter, "to_array() accepts only 'all', 'rank', 'thread', but got 'foo'."):
        nodes._to_array("foo")
    assert nodes._datum.dtype == "nodecollectiontype"


@row("7.5 all", "7.5 one", "7.5 several", "7.5 none")
def test_reading_parameters(nodes):
    one, two, mixed = nodes[0], nodes[:2], nodes[:1] + nest.Create("parrot_neuron")
    assert one.get()["V_m"] == -70.0 and two.get()["V_m"] == (-70.0, -70.0)
    assert mixed.get()["V_m"] == (-70.0, None) and mixed.get("V_m") == (-70.0, None)
    assert one.get("V_m") == -70.0 and two.get("V_m") == (-70.0, -70.0)
    assert one.get(["V_m", "C_m"]) == {"V_m": -70.0, "C_m": 250.0} and one.get(("V_m",)) == {"V_m": -70.0}
    assert two.get(["V_m"]) == {"V_m": (-70.0, -70.0)} and one.get([]) == two.get([]) == {}


@row("7.5 hierarchical")
def test_reading_paths():
    recorders = nest.Create("spike_recorder", 2)
    assert len(recorders[0].get("events", "times")) == 0
    assert [len(times) for times in recorders.get("events", "times")] == [0, 0]
    assert isinstance(recorders.get("events", "times"), list)
    assert set(recorders[0].get("events", ["times", "senders"])) == {"times", "senders"}
    assert isinstance(recorders.get("events", ["times"])["times"], list)


@row("7.5 errors")
def test_reading_what_is_not_there(nodes):
    for call, kind, text in (
        (lambda: nest.NodeCollection().get(), ValueError, "Cannot get parameter of empty NodeCollection"),
        (lambda: nest.NodeCollection().get("V_m"), ValueError, "Cannot get parameter of empty NodeCollection"),
        (lambda: nodes.get("foo"), KeyError, "foo"),
        (lambda: nodes.get(3), TypeError, "Params should be either a string or an iterable"),
        (lambda: nodes.get(3, "times"), TypeError, "First argument must be a string, specifying path into hierarchical dictionary"),
        (lambda: nodes.get("V_m", foo=1), TypeError, "Got unexpected keyword argument"),
    ):
        with fails(kind, text):
            call()


@row("7.5 output")
def test_reading_as_json_and_table(nodes):
    assert json.loads(nodes[:2].get(output="json"))["V_m"] == [-70.0, -70.0]
    assert "-Infinity" in nodes[0].get("V_min", output="json") and nodes[0].get("V_m", output="nope") == -70.0
    pandas = pytest.importorskip("pandas")
    table = nodes[:2].get(["V_m", "C_m"], output="pandas")
    assert isinstance(table, pandas.DataFrame) and list(table.index) == [1, 2] and list(table.columns) == ["V_m", "C_m"]
    assert nodes[0].get("V_m", output="pandas").loc[1, "V_m"] == -70.0


@row("7.5 attributes", "7.5 types")
def test_parameters_as_attributes(nodes):
    assert nodes[:2].V_m == (-70.0, -70.0)
    with fails(KeyError):
        nodes.foo
    with fails(KeyError):
        hasattr(nodes, "foo")
    with fails(AttributeError, "Cannot get attribute of empty NodeCollection"):
        nest.NodeCollection().V_m
    with fails(AttributeError):
        nodes.__array_foo__
    with fails(NotImplementedError):
        nodes._ipython_canary_method_should_not_exist_
    values = nest.Create("spike_generator").get()
    kinds = {"start": float, "global_id": int, "local": bool, "label": str, "spike_times": np.ndarray}
    assert {key: type(values[key]) for key in kinds} == kinds


@row("7.6 spatial")
def test_nodes_without_positions(nodes):
    assert nodes.spatial is None
    with fails(AttributeError):
        nest.NodeCollection().spatial


@row("7.7 forms")
def test_writing_parameters(nodes):
    two = nodes[:2]
    for call in (
        lambda: two.set(V_m=-60.0, C_m=200.0),
        lambda: two.set({"V_m": -60.0, "C_m": 200.0}),
        lambda: two.set(params={"V_m": -60.0, "C_m": 200.0}),
        lambda: two.set([{"V_m": -60.0, "C_m": 200.0}] * 2),
        lambda: two.set(({"V_m": -60.0, "C_m": 200.0},) * 2),
    ):
        two.set(V_m=-70.0, C_m=250.0)
        assert call() is None and two.get(["V_m", "C_m"]) == {"V_m": (-60.0, -60.0), "C_m": (200.0, 200.0)}
    with fails(TypeError, "must either provide params or kwargs, but not both."):
        two.set({"V_m": -60.0}, C_m=200.0)
    nest.NodeCollection().set(V_m=1.0)
    for params in (None, "V_m"):
        with fails(E.ArgumentType):
            two.set(params)
    with fails(E.ArgumentType):
        two.set()
    with fails(TypeError, "status dict must be a dict, or a list of dicts of length 2 "):
        two.set([{}])


@row("7.7 distribution")
def test_sequences_are_distributed_over_the_nodes(nodes):
    three = nodes[:3]
    for values in ([-60.0, -61.0, -62.0], (-60, -61, -62), range(-60, -63, -1), np.array([-60.0, -61.0, -62.0, 0.0])):
        three.V_m = -70.0
        three.V_m = values
        assert three.V_m == (-60.0, -61.0, -62.0)
    with fails(IndexError):
        three.V_m = [1.0, 2.0]
    with fails(E.TypeMismatch):
        three.V_m = "abc"
    with fails(KeyError):
        three.V_m = {}
    generators = nest.Create("spike_generator", 2)
    generators.spike_times = [1.0, 2.0]
    assert [list(times) for times in generators.spike_times] == [[1.0, 2.0]] * 2
    generators.set({"spike_times": [[1.0, 2.0], [3.0]], "start": [0.0, 1.0]})
    assert [list(times) for times in generators.spike_times] == [[1.0, 2.0], [3.0]]
    with fails(E.TypeMismatch):
        generators.set({"spike_times": [1.0, 2.0], "start": [0.0, 1.0]})
    generators.label = "abc"
    assert generators.label == ("abc", "abc")


@row("7.7 scalars")
def test_scalars(nodes):
    for value in (-60, -60.0, np.float32(-60), np.int8(-60), np.array(-60.0)):
        nodes.V_m = -70.0
        nodes.V_m = value
        assert nodes.V_m == (-60.0,) * 10
    for value in (True, None):
        with fails(E.TypeMismatch, "Expected datatype: doubletype\nProvided datatype: "):
            nodes.V_m = value
    nodes.V_m = nest.random.uniform()
    assert len(set(nodes.V_m)) == 10


@row("7.7 errors")
def test_writing_what_is_not_there(nodes):
    for name in ("foo", "global_id", "model"):
        with fails(E.DictError, f"Unused dictionary items:  {name}"):
            nodes.set({name: 3})
    with fails(E.BadProperty, "Setting status of a 'iaf_psc_alpha' with node ID 1: "):
        nodes.C_m = -1.0
    with fails(E.DictError):
        nodes.set({"V_m": -44.0, "foo": 1})
    assert nodes.V_m == (-70.0,) * 10


@row("8.1 GetStatus")
def test_get_status(nodes):
    two = nodes[:2]
    assert nest.GetStatus(nodes[0])[0]["V_m"] == -70.0 and isinstance(nest.GetStatus(nodes[0]), tuple)
    assert nest.GetStatus(two, "V_m") == (-70.0, -70.0) and nest.GetStatus(nodes[0], "V_m") == (-70.0,)
    assert nest.GetStatus(two, ["V_m", "C_m"]) == nest.GetStatus(two, ("V_m", "C_m")) == ((-70.0, 250.0),) * 2
    assert nest.GetStatus(nest.NodeCollection()) == () and nest.GetStatus(nest.NodeCollection(), output="json") == "[]"
    assert nest.GetStatus(two, "V_m", output="json") == "[-70.0, -70.0]"
    with fails(TypeError, "The first input (nodes) must be NodeCollection or a SynapseCollection with connection handles"):
        nest.GetStatus([1])
    with fails(TypeError, "keys should be either a string or an iterable"):
        nest.GetStatus(two, 3)
    for keys in ("foo", ["V_m", "foo"]):
        with fails(E.DictError, "Key '/foo' does not exist in dictionary."):
            nest.GetStatus(two, keys)


@row("8.2 SetStatus")
def test_set_status(nodes):
    two = nodes[:2]
    nest.SetStatus(two, {"V_m": -60.0})
    nest.SetStatus(two, {"C_m": [200.0, 201.0]})
    assert two.V_m == (-60.0, -60.0) and two.C_m == (200.0, 201.0)
    nest.SetStatus(two, [{"V_m": -61.0}, {"V_m": -62.0}])
    assert two.V_m == (-61.0, -62.0)
    nest.SetStatus(two, "V_m", -63.0)
    nest.SetStatus(two, "C_m", np.array([210.0, 211.0]))
    assert two.V_m == (-63.0, -63.0) and two.C_m == (210.0, 211.0)
    nest.SetStatus(two, "V_m", val=np.float64(-64.0))
    assert two.V_m == (-64.0, -64.0)
    nest.SetStatus(nest.NodeCollection(), {"V_m": 1.0})
    with fails(TypeError, "'nodes' must be NodeCollection or a SynapseCollection."):
        nest.SetStatus([1], {})
    generator = nest.Create("spike_generator")
    with fails(TypeError, "status dict must be a dict, or a list of dicts of length 1"):
        nest.SetStatus(generator, "spike_times", [1.0, 2.0])
    with fails(TypeError, "status dict must be a dict, or a list of dicts of length 2"):
        nest.SetStatus(two, [{}])
