import copy
import pickle

import numpy as np
import pytest

import nest


@pytest.fixture
def nodes():
    return nest.Create("iaf_psc_alpha", 10)


def test_collections_are_made_from_ids(nodes):
    assert nest.NodeCollection([1, 3, 5]).tolist() == [1, 3, 5]
    assert nest.NodeCollection(range(1, 4)) == nodes[:3]
    assert nest.NodeCollection(np.array([2, 4], dtype=np.int32)).tolist() == [2, 4]
    assert nest.NodeCollection(nodes) == nodes


@pytest.mark.parametrize("empty", [None, [], (), np.array([])])
def test_an_empty_collection(empty):
    collection = nest.NodeCollection(empty)
    assert len(collection) == 0 and not collection and collection.tolist() == []
    assert str(collection) == "NodeCollection(<empty>)"


@pytest.mark.parametrize(
    "ids, error, text",
    [
        ([2, 1], "BadProperty", "ascending order"),
        ([1, 1], "BadProperty", "unique"),
        ([100], "UnknownNode", "Node with id 100 doesn't exist."),
        ([1.0], "TypeMismatch", "integertype"),
        (1, "ArgumentType", ""),
        ("1", "ArgumentType", ""),
        ({1}, "PyNESTError", "unknown Python type: <class 'set'>"),
    ],
)
def test_wrong_ids_are_refused(nodes, ids, error, text):
    with pytest.raises(getattr(nest.NESTErrors, error), match=text):
        nest.NodeCollection(ids)


def test_indexing_yields_collections(nodes):
    assert nodes[0].tolist() == [1]
    assert nodes[-1].tolist() == [10]
    assert nodes[np.int64(3)].tolist() == [4]
    assert nodes[2:5].tolist() == [3, 4, 5]
    assert nodes[:-7].tolist() == [1, 2, 3]
    assert nodes[::3].tolist() == [1, 4, 7, 10]
    assert nodes[[0, 2, 4]].tolist() == [1, 3, 5]
    assert nodes[(1, 3)].tolist() == [2, 4]
    assert nodes[np.array([0, 9])].tolist() == [1, 10]
    assert nodes[[True] + [False] * 9].tolist() == [1]
    assert nodes[np.arange(10) > 7].tolist() == [9, 10]
    assert nodes[[]].tolist() == []


@pytest.mark.parametrize(
    "key, error",
    [
        (10, IndexError),
        (-11, IndexError),
        (slice(None, None, -1), IndexError),
        (slice(0, 11), IndexError),
        (slice(5, 2), nest.NESTErrors.BadParameter),
        ([0, 10], IndexError),
        ([-1], IndexError),
        ([1, 1], ValueError),
        ([2, 1], nest.NESTErrors.BadProperty),
        ([1, True], TypeError),
        ([True, False], IndexError),
        (np.array([1.0]), TypeError),
        (np.array([[1]]), TypeError),
        ("a", IndexError),
        (1.0, IndexError),
    ],
)
def test_wrong_keys_are_refused(nodes, key, error):
    with pytest.raises(error):
        nodes[key]


def test_joining(nodes):
    assert nodes[:5] + nodes[5:] == nodes
    assert sum([nodes[:2], nodes[2:4]]) == nodes[:4]
    assert (nodes[:2] + nest.NodeCollection()).tolist() == [1, 2]
    with pytest.raises(nest.NESTErrors.BadProperty, match="overlapping"):
        nodes[:5] + nodes[3:]
    with pytest.raises(TypeError, match="Cannot add object of type 'int'"):
        nodes + 1


def test_comparison_and_membership(nodes):
    assert nodes == nest.NodeCollection(range(1, 11))
    assert nodes != nodes[:3]
    assert 3 in nodes and np.int64(3) in nodes and 11 not in nodes
    assert nodes[4:].index(6) == 1
    with pytest.raises(ValueError, match="1 is not in NodeCollection"):
        nodes[4:].index(1)
    with pytest.raises(NotImplementedError):
        nodes == 3
    with pytest.raises(nest.NESTErrors.ArgumentType):
        nodes in nodes


def test_iteration_yields_single_nodes(nodes):
    assert [node.tolist() for node in nodes[:2]] == [[1], [2]]
    assert [node.global_id for node in nodes[:2]] == [1, 2]
    assert [node.tolist() for node in reversed(nodes[:2])] == [[2], [1]]


def test_arrays_of_ids(nodes):
    ids = np.array(nodes)
    assert ids.dtype == np.int64 and ids.tolist() == list(range(1, 11))
    assert np.asarray(nodes[:2], dtype=float).tolist() == [1.0, 2.0]
    assert nodes._to_array() == {"All": tuple(range(1, 11))}


def test_printed_forms(nodes):
    assert str(nodes) == "NodeCollection(metadata=None, model=iaf_psc_alpha, size=10, first=1, last=10)"
    assert repr(nodes[0]) == "NodeCollection(metadata=None, model=iaf_psc_alpha, size=1, first=1)"
    mixed = nodes + nest.Create("parrot_neuron", 3)
    assert str(mixed) == (
        "NodeCollection(metadata=None,\n"
        "               model=iaf_psc_alpha, size=10, first=1, last=10;\n"
        "               model=parrot_neuron, size=3, first=11, last=13)"
    )


def test_collections_have_no_hash_and_no_copies_beyond_the_kernel(nodes):
    with pytest.raises(TypeError, match="unhashable"):
        hash(nodes)
    with pytest.raises(TypeError):
        pickle.dumps(nodes)
    with pytest.raises(TypeError):
        copy.deepcopy(nodes)


def test_attributes_are_parameters(nodes):
    nodes[:2].I_e = 376.0
    assert nodes[:3].I_e == (376.0, 376.0, 0.0)
    with pytest.raises(KeyError):
        nodes.nope
    with pytest.raises(KeyError):
        hasattr(nodes, "nope")
    with pytest.raises(AttributeError, match="empty NodeCollection"):
        nest.NodeCollection().V_m
    with pytest.raises(ValueError, match="empty NodeCollection"):
        nest.NodeCollection().get("V_m")


def test_html_for_notebooks(nodes):
    assert "<td>iaf_psc_alpha</td>" in nodes._repr_html_()
    for status in (nodes.get(), nest.GetDefaults("iaf_psc_alpha"), nest.kernel_status):
        assert isinstance(status, dict) and "<th>parameter</th>" in status._repr_html_()


def test_collections_end_with_the_kernel(nodes):
    nest.ResetKernel()
    with pytest.raises(nest.NESTError, match="ResetKernel invalidates"):
        nodes.get("V_m")
