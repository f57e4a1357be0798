"""Connecting nodes and finding connections."""

import numpy as np

from . import connection_spec
from .errors import ArgumentTypeError, ArgumentValueError, NESTErrors
from .node_collection import NodeCollection
from .sli import SLILiteral, sli
from .synapse_collection import SynapseCollection

__all__ = ["Connect", "Disconnect", "GetConnections"]


def Connect(pre, post, conn_spec=None, syn_spec=None, return_synapsecollection=False):
    """Connect nodes.

    Parameters
    ----------
    pre, post : NodeCollection or sequence of int
        Sources and targets. Arrays of ids with the rule ``one_to_one`` may repeat ids in any order.
    conn_spec : str or dict, optional
        Name of a connection rule, or a dictionary with ``rule``, its parameters, and the switches
        ``allow_autapses``, ``allow_multapses`` and ``make_symmetric``. Default: ``all_to_all``.
    syn_spec : str, dict or CollocatedSynapses, optional
        Name of a synapse model, or a dictionary with ``synapse_model``, ``weight``, ``delay`` (ms),
        ``receptor_type`` and parameters of the model. A value is a number, a :class:`Parameter`, or an
        array: one entry per connection for ``one_to_one`` and ``fixed_total_number``, shape
        (targets, sources) for ``all_to_all``, (targets, indegree) for ``fixed_indegree``, (sources,
        outdegree) for ``fixed_outdegree``.
    return_synapsecollection : bool
        Return all connections between ``pre`` and ``post``.

    Returns
    -------
    SynapseCollection or None

    Raises
    ------
    NESTErrors.IllegalConnection
        If the nodes cannot be connected, or a collection is empty.
    NESTErrors.BadDelay
        If a delay is shorter than the resolution or outside the bounds.
    NESTErrors.DictError
        If a specification holds an unknown key or lacks one that the rule needs.
    NESTError
        If an array has the wrong shape.

    Examples
    --------
    >>> nest.Connect(neurons, neurons, {"rule": "fixed_indegree", "indegree": 10}, {"weight": 20.0, "delay": 1.5})
    """
    rule = connection_spec.connection_rule(conn_spec)
    if rule.get("rule") == "one_to_one" and not (_is_nodes(pre) and _is_nodes(post)) or _repeats(pre) or _repeats(post):
        return _connect_pairs(pre, post, rule, syn_spec, return_synapsecollection)
    pre, post = _nodes(pre), _nodes(post)
    synapses = connection_spec.synapse(syn_spec, rule, pre, post)
    sli("Connect", pre, post, rule, synapses)
    return GetConnections(pre, post) if return_synapsecollection else None


def _is_nodes(nodes):
    return isinstance(nodes, NodeCollection)


def _repeats(nodes):
    if _is_nodes(nodes):
        return False
    if not isinstance(nodes, (list, tuple, range, np.ndarray)):
        raise ArgumentTypeError(f"pre and post must be a NodeCollection or a sequence of ids, not {nodes!r}")
    if isinstance(nodes, (list, tuple)) and nodes and not isinstance(nodes[0], (int, float, np.number)):
        raise ArgumentTypeError(f"pre and post must be a NodeCollection or a sequence of ids, not of {nodes[0]!r}")
    return len(np.unique(np.asarray(nodes))) != len(nodes)


def _nodes(nodes):
    return nodes if _is_nodes(nodes) else NodeCollection(nodes)


def _connect_pairs(pre, post, rule, syn_spec, return_synapsecollection):
    if rule.get("rule") != "one_to_one":
        raise ArgumentValueError(
            "When connecting two arrays with non-unique IDs, `conn_spec` must be 'one_to_one'."
        )
    if return_synapsecollection:
        raise ArgumentValueError("SynapseCollection cannot be returned when connecting two arrays of node IDs")
    sources, targets, spec = connection_spec.pairs(pre, post, syn_spec)
    if len(sources):
        pre, sources = _positions(sources)
        post, targets = _positions(targets)
        sli("Connect", pre, post, {"rule": "pairs", "sources": sources, "targets": targets}, spec)


def _positions(ids):
    """The nodes with these ids, each once, and for every id its position among them."""
    if ids.min() < 1 or ids.max() > sli("GetKernelStatus /network_size get"):
        wrong = ids.min() if ids.min() < 1 else ids.max()
        raise NESTErrors.UnknownNode("connect_arrays", f": Node with id {wrong} doesn't exist.")
    present = np.zeros(int(ids.max()) + 1, dtype=bool)
    present[ids] = True
    place = np.cumsum(present) - 1
    return NodeCollection(np.flatnonzero(present)), place[ids]


def GetConnections(source=None, target=None, synapse_model=None, synapse_label=None):
    """Find connections.

    Parameters
    ----------
    source, target : NodeCollection, optional
        Only connections from and to these nodes.
    synapse_model : str, optional
        Only connections of this model.
    synapse_label : int, optional
        Only connections with this label.

    Returns
    -------
    SynapseCollection
        By synapse model, then source, then in order of creation; possibly empty.

    Raises
    ------
    TypeError
        If source or target is not a NodeCollection.
    NESTErrors.UnknownSynapseType
        If no synapse model has this name.
    """
    query = {}
    for side, nodes in (("source", source), ("target", target)):
        if nodes is not None:
            if not _is_nodes(nodes):
                raise ArgumentTypeError(f"{side} must be NodeCollection.")
            query[side] = nodes
    if any(not nodes for nodes in query.values()):
        return SynapseCollection(None)
    if synapse_model is not None:
        query["synapse_model"] = SLILiteral(synapse_model)
    if synapse_label is not None:
        query["synapse_label"] = synapse_label
    found = sli("GetConnections", query)
    return found if isinstance(found, SynapseCollection) else SynapseCollection(None)


def Disconnect(*args, conn_spec=None, syn_spec=None):
    """Remove connections.

    Parameters
    ----------
    *args : SynapseCollection, or two NodeCollection
        The connections, or their sources and targets.
    conn_spec : str or dict, optional
        ``one_to_one`` (default) or ``all_to_all``, between two node collections.
    syn_spec : str or dict, optional
        Synapse model, default ``static_synapse``.

    Raises
    ------
    ValueError
        If connections are given together with specifications.
    NESTError
        If such a connection does not exist.
    """
    if len(args) == 1 and isinstance(args[0], SynapseCollection):
        if conn_spec is not None or syn_spec is not None:
            raise ArgumentValueError(
                "When disconnecting with a SynapseCollection, conn_spec and syn_spec cannot be specified"
            )
        return args[0].disconnect()
    if len(args) != 2 or not all(_is_nodes(nodes) for nodes in args):
        raise ArgumentTypeError("Arguments must be either a SynapseCollection or two NodeCollections")
    rule = connection_spec.connection_rule("one_to_one" if conn_spec is None else conn_spec)
    spec = {"synapse_model": syn_spec} if isinstance(syn_spec, str) else syn_spec
    spec = {"synapse_model": "static_synapse"} if spec is None else spec
    if not isinstance(spec, dict):
        raise ArgumentTypeError("syn_spec must be a string or dict")
    if "synapse_model" not in spec:
        raise NESTErrors.BadProperty("Disconnect", ": Synapse spec must contain synapse model.")
    return sli("Disconnect_g_g_D_D", *args, rule, spec)
