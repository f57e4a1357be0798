"""Creating and finding nodes."""

import warnings

import numpy as np

from . import status, strict
from .errors import ArgumentTypeError, NESTErrors
from .node_collection import NodeCollection
from .parameters import Parameter
from .sli import SLILiteral, sli

__all__ = ["Create", "GetLocalNodeCollection", "GetNodes", "PrintNodes"]


def Create(model, n=1, params=None, positions=None):
    """Create nodes.

    Parameters
    ----------
    model : str
        Name of a node model, see ``nest.node_models``.
    n : int, optional
        Number of nodes, at least 1.
    params : dict or sequence of dict, optional
        Names and values for all nodes, or one dictionary per node. A sequence as the value of a scalar
        parameter gives one value to each node; a :class:`Parameter` is drawn for each node.
    positions : None
        Nodes have no positions.

    Returns
    -------
    NodeCollection

    Raises
    ------
    NESTErrors.UnknownModelName
        If no node model has this name.
    NESTErrors.RangeCheck
        If ``n`` is less than 1.
    NESTErrors.DictError, NESTErrors.BadProperty, NESTErrors.TypeMismatch
        If a parameter is unknown, outside its range, or of the wrong type.

    Warns
    -----
    UserWarning
        If parameters given per node fail after the nodes have been created.

    Examples
    --------
    >>> nest.Create("iaf_psc_alpha", 100, {"I_e": 376.0, "V_m": nest.random.uniform(-70.0, -55.0)})
    """
    if positions is not None:
        raise ArgumentTypeError("`positions` must be either a nest.spatial.free or a nest.spatial.grid object")
    name = SLILiteral(model)
    if not isinstance(n, (int, np.integer, dict)) or isinstance(n, bool):
        reason = "The type of one or more parameters did not match the argument(s) of this function."
        raise NESTErrors.ArgumentType("Create", f": {reason}", hint=f"nest.Create: n is a number of nodes, not {n!r}")
    if isinstance(n, dict) and params is None:
        strict.check(lambda: (name.name,), n, "Create")
        return sli("Create", name, n)
    if _is_plain(params):
        strict.check(lambda: (name.name,), params, "Create")
        return sli("Create", name, n, params)
    if isinstance(params, dict):
        strict.check(lambda: (name.name,), params, "Create")
    nodes = sli("Create", name, n)
    if params is not None:
        _set(nodes, params)
    return nodes


def _is_plain(params):
    """A dictionary that is the same for all nodes: it goes along with the creation."""
    return isinstance(params, dict) and bool(params) and not any(_per_node(value) for value in params.values())


def _per_node(value):
    return isinstance(value, Parameter) or status.is_iterable(value)


def _set(nodes, params):
    try:
        status.write(nodes, params, "Create")
    except Exception:
        warnings.warn(
            "SetStatus() call failed, but nodes have already been created! "
            f"The node IDs of the new nodes are: {nodes}.",
            stacklevel=3,
        )
        raise


def GetNodes(properties={}, local_only=False):
    """Find nodes by their parameters.

    Parameters
    ----------
    properties : dict, optional
        Names and values that the nodes have; nodes without such a parameter are not excluded.
    local_only : bool, optional
        Only nodes of this process.

    Returns
    -------
    NodeCollection
        In the order of ids; possibly empty.

    Examples
    --------
    >>> nest.GetNodes({"model": "iaf_psc_alpha"})
    """
    if not isinstance(properties, dict):
        raise NESTErrors.ArgumentType("GetNodes", f": a dictionary is expected, not {properties!r}")
    words = {key: SLILiteral(value) if isinstance(value, str) else value for key, value in properties.items()}
    return sli("GetNodes", words, bool(local_only))


def GetLocalNodeCollection(nc):
    """The nodes of a collection that this process has.

    Parameters
    ----------
    nc : NodeCollection

    Returns
    -------
    NodeCollection

    Raises
    ------
    NESTErrors.RangeCheck
        If the collection is empty.
    """
    if not isinstance(nc, NodeCollection):
        raise ArgumentTypeError("GetLocalNodeCollection requires a NodeCollection in order to run")
    if not nc:
        raise NESTErrors.RangeCheck("LocalOnly", ": the collection is empty")
    return sli("LocalOnly", nc)


def PrintNodes():
    """Print ids and models of all nodes, one line for each range of one model."""
    print(sli("PrintNodesToStream"), end="")
