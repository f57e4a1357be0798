"""Sections 9 to 11: connecting, SynapseCollection, CollocatedSynapses, JSON."""

import json
import types

import numpy as np
import pytest
from rows import fails, row

import nest

E = nest.NESTErrors


@pytest.fixture
def pre():
    return nest.Create("iaf_psc_alpha", 3)


@pytest.fixture
def post(pre):
    return nest.Create("iaf_psc_alpha", 4)


@row("9.1 result")
def test_what_connect_returns(pre, post):
    assert nest.Connect(pre, post) is None
    found = nest.Connect(pre, post, "all_to_all", return_synapsecollection=True)
    assert isinstance(found, nest.SynapseCollection) and len(found) == 24


@row("9.1 pre post")
def test_sources_and_targets(pre, post):
    nest.Connect([1, 2], (4, 5))
    assert nest.num_connections == 4
    nest.Connect(pre, [4, 5, 6], "one_to_one")
    assert nest.num_connections == 7
    with fails(E.ArgumentType, "If `pre` or `post` contain non-unique IDs, then they must have the same length."):
        nest.Connect([1, 1], [4], "one_to_one")
    with fails(E.ArgumentType, " `pre` IDs should be integers."):
        nest.Connect([1.0, 1.0], [4, 5], "one_to_one")
    with fails(ValueError, "Sources and targets must be 1-dimensional arrays"):
        nest.Connect(np.array([[1, 2]]), np.array([[4, 5]]), "one_to_one")
    with fails(ValueError, "When connecting two arrays with non-unique IDs, `conn_spec` must be 'one_to_one'."):
        nest.Connect([1, 1], [4, 5], "all_to_all")
    with pytest.raises(TypeError):
        nest.Connect([pre], post)
    with pytest.raises(TypeError):
        nest.Connect(1, post)
    assert nest.num_connections == 7


@row("9.1 conn_spec", "9.1 syn_spec")
def test_types_of_specifications(pre, post):
    nest.Connect(pre, post, None, None)
    nest.Connect(pre, post, {"rule": "all_to_all"}, {"weight": 2})
    nest.Connect(pre, post, "all_to_all", "static_synapse")
    with fails(TypeError, "conn_spec must be a string or dict"):
        nest.Connect(pre, post, 3)
    with fails(KeyError, "rule"):
        nest.Connect(pre, post, {"indegree": 1}, {"weight": 1.0})
    with fails(TypeError, "syn_spec must be a string, dict or CollocatedSynapses object"):
        nest.Connect(pre, post, "all_to_all", 3)
    with fails(nest.NESTError, "'synapse_model' must be a string"):
        nest.Connect(pre, post, "all_to_all", {"synapse_model": 3})
    spec = {"weight": [1.0, 2.0, 3.0]}
    nest.Connect(pre, post[:3], "one_to_one", spec)
    assert spec == {"weight": [1.0, 2.0, 3.0]}


RULES = {
    "all_to_all": ({}, 12),
    "fixed_indegree": ({"indegree": 2}, 8),
    "fixed_outdegree": ({"outdegree": 2}, 6),
    "fixed_total_number": ({"N": 7}, 7),
    "pairwise_bernoulli": ({"p": 1.0}, 12),
    "pairwise_poisson": ({"pairwise_avg_num_conns": 0.0}, 0),
}


@row("9.1 rule *")
@pytest.mark.parametrize("rule", RULES)
def test_rules(rule, pre, post):
    keys, number = RULES[rule]
    nest.Connect(pre, post, {"rule": rule, **keys})
    assert nest.num_connections == number
    for key in keys:
        with fails(E.DictError, f"Key '/{key}' does not exist in dictionary."):
            nest.Connect(pre, post, {"rule": rule})
    with fails(E.DictError, "Unused dictionary items:  foo"):
        nest.Connect(pre, post, {"rule": rule, "foo": 1, **keys})


BAD_RULES = {
    "one_to_one sizes": ({"rule": "one_to_one"}, E.DimensionMismatch, "Source and Target population must be of the same size."),
    "indegree negative": ({"rule": "fixed_indegree", "indegree": -1}, E.BadProperty, "Indegree cannot be less than zero."),
    "indegree large": (
        {"rule": "fixed_indegree", "indegree": 4, "allow_multapses": False},
        E.BadProperty,
        "Indegree cannot be larger than population size.",
    ),
    "indegree float": ({"rule": "fixed_indegree", "indegree": 1.5}, E.TypeMismatch, ""),
    "outdegree negative": ({"rule": "fixed_outdegree", "outdegree": -1}, E.BadProperty, "Outdegree cannot be less than zero."),
    "total negative": ({"rule": "fixed_total_number", "N": -1}, E.BadProperty, "Total number of connections cannot be negative."),
    "total multapses": (
        {"rule": "fixed_total_number", "N": 3, "allow_multapses": False},
        E.NotImplemented,
        "Connect doesn't support the suppression of multapses in the FixedTotalNumber connector.",
    ),
    "p": ({"rule": "pairwise_bernoulli", "p": 1.5}, E.BadProperty, "Connection probability 0 <= p <= 1 required."),
    "symmetric autapses": (
        {"rule": "symmetric_pairwise_bernoulli", "p": 0.5, "make_symmetric": True},
        E.BadProperty,
        "Autapses must be disabled.",
    ),
    "symmetric": (
        {"rule": "symmetric_pairwise_bernoulli", "p": 0.5, "allow_autapses": False},
        E.BadProperty,
        "Symmetric connections must be enabled.",
    ),
    "poisson": ({"rule": "pairwise_poisson", "pairwise_avg_num_conns": -1.0}, E.BadProperty, "pairwise_avg_num_conns required."),
    "poisson multapses": (
        {"rule": "pairwise_poisson", "pairwise_avg_num_conns": 1.0, "allow_multapses": False},
        E.BadProperty,
        "Multapses must be allowed for this connection rule.",
    ),
    "unknown": ({"rule": "foo"}, E.BadProperty, "Unknown connection rule: foo"),
    "make_symmetric": (
        {"rule": "fixed_indegree", "indegree": 1, "make_symmetric": True},
        E.NotImplemented,
        "This connection rule does not support symmetric connections.",
    ),
}


@row("9.1 rule *")
@pytest.mark.parametrize("case", BAD_RULES)
def test_rules_that_cannot_be_followed(case, pre, post):
    rule, kind, text = BAD_RULES[case]
    with fails(kind, text):
        nest.Connect(pre, post, rule)
    assert nest.num_connections == 0


@row("9.1 rule one_to_one", "9.1 rule symmetric_pairwise_bernoulli", "9.1 rule parameters")
def test_symmetric_rules_and_parameters_in_rules(pre, post):
    nest.Connect(pre, post[:3], {"rule": "one_to_one", "make_symmetric": True})
    assert nest.num_connections == 6
    nest.ResetKernel()
    nodes = nest.Create("iaf_psc_alpha", 10)
    nest.Connect(nodes, nodes, {"rule": "symmetric_pairwise_bernoulli", "p": 0.5, "allow_autapses": False, "make_symmetric": True})
    pairs = set(zip(nest.GetConnections().sources(), nest.GetConnections().targets()))
    assert pairs and all((b, a) in pairs for a, b in pairs)
    nest.Connect(nodes, nodes, {"rule": "fixed_indegree", "indegree": nest.random.uniform_int(3)})
    nest.Connect(nodes, nodes, {"rule": "pairwise_bernoulli", "p": nest.random.uniform()})


@row("9.1 rule conngen")
def test_connection_generators_are_not_there():
    assert "conngen" not in nest.connection_rules


@row("9.1 syn_spec keys")
def test_entries_of_syn_spec(pre, post):
    nest.CopyModel("static_synapse_lbl", "labelled")
    nest.Connect(pre[0], post[0], syn_spec={"synapse_model": "labelled", "weight": 2.0, "delay": 1.2, "synapse_label": 3, "receptor_type": 0})
    connection = nest.GetConnections()
    assert connection.get(["weight", "synapse_label", "receptor"]) == {"weight": 2.0, "synapse_label": 3, "receptor": 0}
    assert connection.delay == pytest.approx(1.2)
    with fails(E.DictError, "Unused dictionary items:  foo"):
        nest.Connect(pre, post, syn_spec={"foo": 1.0})
    with fails(E.NotImplemented, '"weight" of static_synapse_hom_w can only be set via SetDefaults() or CopyModel().'):
        nest.Connect(pre, post, syn_spec={"synapse_model": "static_synapse_hom_w", "weight": 2.0})
    with fails(E.NotImplemented, '"tau_plus" of stdp_synapse_hom can only be set via SetDefaults() or CopyModel().'):
        nest.Connect(pre, post, syn_spec={"synapse_model": "stdp_synapse_hom", "tau_plus": 2.0})


def test_delays_are_rounded_to_the_grid(pre, post):
    nest.Connect(pre[0], post[0], syn_spec={"delay": 1.23})
    assert nest.GetConnections().delay == pytest.approx(1.2)


ARRAYS = {
    "one_to_one": ({"rule": "one_to_one"}, (3,), (4,), "'weight' has to be an array of dimension 3, a scalar or a dictionary."),
    "fixed_total_number": ({"rule": "fixed_total_number", "N": 2}, (2,), (3,), "'weight' has to be an array of dimension 2, a scalar or a dictionary"),
    "all_to_all": ({"rule": "all_to_all"}, (4, 3), (3, 4), "has to be an array of dimension 4x3 (n_target x n_sources), a scalar or a dictionary."),
    "fixed_indegree": ({"rule": "fixed_indegree", "indegree": 2}, (4, 2), (2, 4), "dimension 4x2 (n_target x indegree)"),
    "fixed_outdegree": ({"rule": "fixed_outdegree", "outdegree": 2}, (3, 2), (2, 3), "(n_sources x outdegree)"),
}


@row("9.1 array *")
@pytest.mark.parametrize("rule", ARRAYS)
def test_arrays_of_weights(rule, pre, post):
    spec, good, bad, text = ARRAYS[rule]
    targets = post[:3] if rule == "one_to_one" else post
    weights = np.arange(np.prod(good)).reshape(good)
    nest.Connect(pre, targets, spec, {"weight": weights})
    assert sorted(nest.GetConnections().weight) == list(range(weights.size))
    nest.Connect(pre, targets, spec, {"weight": weights.tolist(), "delay": weights + 1.0})
    with fails(nest.NESTError, text):
        nest.Connect(pre, targets, spec, {"weight": np.ones(bad)})


@row("9.1 array order")
def test_two_dimensional_arrays_are_target_major(pre, post):
    nest.Connect(pre, post, "all_to_all", {"weight": [[10 * t + s for s in pre.tolist()] for t in post.tolist()]})
    table = nest.GetConnections().get(["source", "target", "weight"])
    assert all(w == 10 * t + s for s, t, w in zip(table["source"], table["target"], table["weight"]))


@row("9.1 array other rules")
def test_arrays_with_other_rules(pre, post):
    with fails(nest.NESTError, "One-dimensional parameter arrays can only be used in conjunction with rule 'one_to_one' or 'fixed_total_number'."):
        nest.Connect(pre, post, {"rule": "pairwise_bernoulli", "p": 0.5}, {"weight": [1.0, 2.0]})
    with fails(nest.NESTError, "Two-dimensional parameter arrays can only be used in conjunction with rules"):
        nest.Connect(pre, post, {"rule": "pairwise_bernoulli", "p": 0.5}, {"weight": [[1.0, 2.0]]})


@row("9.1 wrong values")
def test_values_that_are_no_numbers(pre, post):
    for value, type_name in (("a", "stringtype"), (True, "booltype")):
        with fails(E.BadProperty, f"Cannot handle parameter type. Received {type_name}"):
            nest.Connect(pre, post, syn_spec={"weight": value})
    for values in ([None] * 3, ["a"] * 3, [nest.random.uniform()] * 3):
        with fails(E.PyNESTError, "only vectors of integers or floats are supported"):
            nest.Connect(pre, post[:3], "one_to_one", {"weight": values})
    with fails(nest.NESTError):
        nest.Connect(pre, post, syn_spec={"weight": None})
    with fails(E.TypeMismatch):
        nest.Connect(pre, post[:3], "one_to_one", {"receptor_type": [0.0] * 3})


@row("9.1 delays")
def test_delays_and_their_extrema(pre, post):
    with fails(E.BadDelay):
        nest.Connect(pre, post, syn_spec={"delay": 0.01})
    nest.SetKernelStatus({"min_delay": 0.5, "max_delay": 2.0})
    with fails(E.BadDelay):
        nest.Connect(pre, post, syn_spec={"delay": 3.0})
    nest.Connect(pre, post)
    nest.Simulate(1.0)
    nest.ResetKernel()
    pre = nest.Create("iaf_psc_alpha", 3)
    nest.Simulate(1.0)
    with fails(E.BadDelay):
        nest.Connect(pre, pre)


@row("9.1 directions")
def test_directions_of_devices(pre):
    nest.Connect(pre, nest.Create("spike_recorder"))
    nest.Connect(nest.Create("voltmeter"), pre)
    nest.Connect(nest.Create("poisson_generator"), pre)
    with fails(E.IllegalConnection):
        nest.Connect(pre, nest.Create("poisson_generator"))


@row("9.4 array mode")
def test_arrays_of_ids(pre, post):
    nest.Connect(np.array([3, 1, 1]), np.array([4, 4, 5]), "one_to_one", {"weight": [1.0, 2.0, 3.0], "delay": [1.0, 2.0, 3.0]})
    table = nest.GetConnections().get(["source", "target", "weight", "delay"])
    rows = set(zip(*(table[key] for key in ("source", "target", "weight", "delay"))))
    assert rows == {(3, 4, 1.0, 1.0), (1, 4, 2.0, 2.0), (1, 5, 3.0, 3.0)}
    nest.Connect([1, 1], [4, 4], "one_to_one")
    ids = np.array([1, 1])
    for spec, kind, text in (
        ({"weight": 1.0}, TypeError, "weights must be a 1-dimensional NumPy array"),
        ({"weights": [1.0, 1.0]}, ValueError, "To specify weights, use 'weight' in syn_spec."),
        ({"delays": [1.0, 1.0]}, ValueError, "To specify delays, use 'delay' in syn_spec."),
        ({"weight": [1.0] * 3}, nest.NESTError, "'weight' has to be an array of dimension 2."),
        ({"foo": [1.0] * 2}, nest.NESTError, ""),
    ):
        with fails(kind, text):
            nest.Connect(ids, ids, "one_to_one", spec)
    with fails(ValueError):
        nest.Connect(ids, ids, "one_to_one", return_synapsecollection=True)
    with fails(E.UnknownNode):
        nest.Connect([1, 100, 1], [1, 1, 1], "one_to_one")


@row("9.5 Disconnect")
def test_disconnecting(pre, post):
    nest.Connect(pre, post)
    nest.Disconnect(nest.GetConnections(pre[0], post[0]))
    assert nest.num_connections == 11
    nest.Disconnect(pre, post[1:4])
    assert nest.num_connections == 8
    nest.Disconnect(pre[:1], post[2:], conn_spec="all_to_all", syn_spec={"synapse_model": "static_synapse"})
    assert nest.num_connections == 6
    with fails(ValueError, "When disconnecting with a SynapseCollection, conn_spec and syn_spec cannot be specified"):
        nest.Disconnect(nest.GetConnections(), conn_spec="one_to_one")
    with fails(TypeError, "Arguments must be either a SynapseCollection or two NodeCollections"):
        nest.Disconnect(pre)
    with fails(E.BadProperty, "Synapse spec must contain synapse model."):
        nest.Disconnect(pre, pre, syn_spec={"weight": 1.0})
    with fails(E.NotImplemented, "This disconnection rule is not implemented."):
        nest.Disconnect(pre, pre, conn_spec={"rule": "fixed_indegree", "indegree": 1})
    with fails(nest.NESTError, "The connection does not exist"):
        nest.Disconnect(pre, pre)
    nest.Disconnect(nest.GetConnections(post))


@row("9.6 GetConnections")
def test_finding_connections(pre, post):
    nest.Connect(pre, post)
    nest.Connect(pre, post, syn_spec={"synapse_model": "stdp_synapse"})
    nest.Connect(pre[0], post[0], syn_spec={"synapse_model": "static_synapse_lbl", "synapse_label": 5})
    assert len(nest.GetConnections()) == 25
    assert len(nest.GetConnections(pre[:1])) == 9 and len(nest.GetConnections(target=post[:1])) == 7
    assert len(nest.GetConnections(synapse_model="stdp_synapse")) == 12
    assert len(nest.GetConnections(synapse_label=5)) == 1
    assert len(nest.GetConnections(post)) == len(nest.GetConnections(nest.NodeCollection())) == 0
    with fails(TypeError, "source must be NodeCollection."):
        nest.GetConnections([1])
    with fails(TypeError, "target must be NodeCollection."):
        nest.GetConnections(target=[1])
    with fails(E.UnknownSynapseType):
        nest.GetConnections(synapse_model="nope")
    with fails(E.TypeMismatch):
        nest.GetConnections(synapse_label=1.0)


@pytest.fixture
def synapses(pre, post):
    nest.Connect(pre, post, syn_spec={"weight": np.arange(12.0).reshape(4, 3)})
    return nest.GetConnections()


@row("10.1 construction")
def test_making_synapse_collections(synapses):
    assert len(nest.SynapseCollection(None)) == 0
    assert nest.SynapseCollection(synapses._datum) == synapses
    assert nest.SynapseCollection([synapses[0]._datum, synapses[1]._datum]) == synapses[:2]
    with fails(TypeError, "Expected Connection Datum."):
        nest.SynapseCollection([1])
    with pytest.raises(TypeError):
        nest.SynapseCollection()


@row("10.1 sequence")
def test_connections_as_a_sequence(synapses):
    assert len(synapses) == 12 and synapses
    assert [len(one) for one in synapses] == [1] * 12
    assert synapses[3].source == synapses.source[3] and synapses[-1] == synapses[11]
    assert len(synapses[2:8:2]) == 3 and synapses[::-1].source == synapses.source[::-1]
    with pytest.raises(TypeError):
        synapses["a"]
    with pytest.raises(IndexError):
        synapses[12]
    empty = nest.GetConnections(synapse_label=9)
    assert not empty and list(empty) == []


@row("10.1 comparison")
def test_comparing_connections(synapses):
    assert synapses == nest.GetConnections() and synapses[:2] != synapses[1:3] and synapses != synapses[:3]
    with fails(NotImplementedError):
        synapses == 3
    with pytest.raises(TypeError):
        hash(synapses)


@row("10.1 after reset")
def test_connections_after_reset(synapses):
    one = synapses[0]
    nest.ResetKernel()
    assert synapses.get() == {} and synapses.get("weight") == () and one.get() == {}
    assert synapses.set(weight=3.0) is None


@row("10.2 all", "10.2 one", "10.2 several", "10.2 standard keys")
def test_reading_connections(synapses):
    one = synapses[0]
    assert isinstance(one.get(), dict) and one.get()["weight"] == one.get("weight") == one.weight == 0.0
    everything = synapses.get()
    assert isinstance(everything["weight"], list) and list(everything) == sorted(everything)
    assert isinstance(synapses.weight, list) and sorted(synapses.weight) == list(range(12))
    assert one.get(["source", "weight"]) == {"source": 1, "weight": 0.0}
    assert isinstance(synapses.get(("source", "weight"))["source"], list)
    wanted = "source target target_thread synapse_id synapse_model port receptor weight delay sizeof".split()
    assert not [key for key in wanted if key not in everything]
    assert synapses.get([]) == {}


@row("10.2 missing keys")
def test_keys_that_some_connections_lack(synapses, pre):
    nest.Connect(pre, pre, syn_spec="stdp_synapse")
    both = nest.GetConnections()
    assert both.get("alpha")[0] is None and both.get("alpha")[-1] == 1.0 and both.get()["alpha"][0] is None
    assert both.get("foo") == []
    with fails(KeyError):
        synapses[0].get("foo")
    with fails(E.DictError, "Key '/alpha' does not exist in dictionary."):
        both.get(["alpha"])
    with fails(TypeError, "keys should be either a string or an iterable"):
        both.get(3)


@row("10.2 output", "10.2 empty")
def test_connections_as_json_and_table(synapses):
    assert json.loads(synapses.get("weight", output="json")) == synapses.weight
    empty = nest.GetConnections(nest.NodeCollection())
    assert empty.get() == {} and empty.get("weight") == () and empty.get(["weight"]) == () and empty.get(output="json") == "{}"
    pandas = pytest.importorskip("pandas")
    table = synapses.get(["target", "weight"], output="pandas")
    assert list(table.index) == synapses.source and list(table.columns) == ["target", "weight"]
    assert isinstance(empty.get(output="pandas"), pandas.DataFrame) and empty.get(output="pandas").empty


@row("10.2 sources targets")
def test_ids_at_the_ends(synapses):
    assert isinstance(iter(synapses.sources()), type(synapses.sources()))
    assert list(synapses.sources()) == synapses.source and list(synapses.targets()) == synapses.target


@row("10.2 distance")
def test_connections_without_positions_have_no_distance(synapses):
    assert isinstance(synapses.distance, tuple) and np.isnan(synapses.distance).all() and len(synapses.distance) == 12
    assert np.isnan(synapses[0].distance[0])


@row("10.3 set")
def test_writing_connections(synapses):
    synapses.set({"weight": 2.0})
    assert synapses.weight == [2.0] * 12
    synapses.set(weight=3, delay=1.5)
    assert synapses.weight == [3.0] * 12 and synapses.delay == [1.5] * 12
    synapses.set([{"weight": float(i)} for i in range(12)])
    assert synapses.weight == list(range(12))
    synapses.weight = 5.0
    for values in ([float(i) for i in range(12)], tuple(range(12)), np.arange(12), np.arange(12.0)):
        synapses.weight = 0.0
        synapses.weight = values
        assert synapses.weight == list(range(12))
    synapses.set(weight=np.arange(12.0), delay=2.0)
    assert synapses.delay == [2.0] * 12
    for call, kind, text in (
        (lambda: synapses.set({"weight": 1.0}, delay=1.0), TypeError, "must either provide params or kwargs, but not both."),
        (lambda: synapses.set(), TypeError, ""),
        (lambda: synapses.set([{}]), TypeError, "status dict must be a dict, or a list of dicts of length 12"),
        (lambda: synapses.set(foo=1.0), E.DictError, "Unused dictionary items:  foo"),
        (lambda: synapses.set(foo=1.0), E.DictError, "Maybe you tried to set common synapse properties through an individual synapse?"),
        (lambda: synapses.set(weight=nest.random.uniform()), E.TypeMismatch, ""),
        (lambda: synapses.set(delay=-1.0), E.BadDelay, ""),
        (lambda: synapses.set(weight=[1.0]), IndexError, ""),
    ):
        with fails(kind, text):
            call()
    nest.GetConnections(nest.NodeCollection()).set(weight=1.0)


@row("10.3 delays")
def test_written_delays_are_rounded(synapses):
    for given, rounded in ((0.15, 0.2), (0.05, 0.1), (1.04, 1.0)):
        synapses.delay = given
        assert synapses.delay == pytest.approx([rounded] * 12)


@row("10.3 disconnect")
def test_removing_a_collection(synapses):
    synapses[:3].disconnect()
    assert nest.num_connections == 9
    with fails(nest.NESTError, "The connection does not exist"):
        synapses[:3].disconnect()


@row("8.2 SetStatus connections")
def test_set_status_of_connections(synapses):
    nest.SetStatus(synapses, {"weight": 2.0})
    nest.SetStatus(synapses, "delay", 2.0)
    nest.SetStatus(synapses, "weight", np.arange(12.0))
    assert synapses.weight == list(range(12)) and synapses.delay == [2.0] * 12
    assert nest.GetStatus(synapses, "weight") == tuple(range(12))
    assert nest.GetStatus(synapses, ("source", "target"))[0] == (1, 4)
    with fails(E.TypeMismatch):
        nest.SetStatus(synapses, {"weight": [1.0] * 12})
    with fails(TypeError, "status dict must be a dict, or a list of dicts of length 12"):
        nest.SetStatus(synapses, [{}])


@row("10.4 table")
def test_the_printed_table():
    nodes = nest.Create("iaf_psc_alpha", 4)
    assert str(nest.GetConnections()) == "The synapse collection does not contain any connections."
    nest.Connect(nodes[0], nodes[3])
    assert str(nest.GetConnections()) == (
        " source   target   synapse model   weight   delay \n"
        "-------- -------- --------------- -------- -------\n"
        "      1        4  static_synapse    1.000   1.000"
    )
    nest.Connect(nest.Create("iaf_psc_alpha", 36), nodes[:1], syn_spec={"weight": -1234.5})
    found = nest.GetConnections()
    lines = str(found).split("\n")
    assert len(lines) == 2 + 15 + 1 + 15 and lines[17].count("\u22ee ") == 5
    assert lines[3].endswith("  -1235.   1.000") or lines[3].endswith("-1234.   1.000")
    found.print_full = True
    assert len(str(found).split("\n")) == 2 + 37


@row("11.1 CollocatedSynapses")
def test_collocated_synapses(pre, post):
    specs = nest.CollocatedSynapses({"weight": 2.0}, {"synapse_model": "stdp_synapse", "weight": 3.0})
    assert len(specs) == 2 and isinstance(specs.syn_specs, tuple)
    nest.Connect(pre, post, {"rule": "fixed_indegree", "indegree": 1}, specs)
    pairs = [sorted(zip(part.source, part.target)) for part in (
        nest.GetConnections(synapse_model=model) for model in ("static_synapse", "stdp_synapse"))]
    assert pairs[0] == pairs[1] and len(pairs[0]) == 4
    with fails(ValueError):
        nest.CollocatedSynapses()


@row("11.4 serialize_data", "11.4 to_json")
def test_json(pre, synapses):
    data = {"a": np.array([1, 2]), "b": (pre, np.int64(3)), "c": nest.kernel.SLILiteral("x"), "d": None}
    assert nest.serialize_data(data) == {"a": [1, 2], "b": [[1, 2, 3], 3], "c": "x", "d": None}
    assert nest.serialize_data(synapses)["weight"] == synapses.weight
    assert nest.to_json([float("inf")]) == "[Infinity]" and nest.to_json({"a": 1}, indent=1) == '{\n "a": 1\n}'


@row("9.2 spatial connecting")
def test_masks_are_not_taken(pre, post):
    with pytest.raises(nest.NESTError):
        nest.Connect(pre, post, {"rule": "pairwise_bernoulli", "p": 1.0, "mask": {"circular": {"radius": 1.0}}})
