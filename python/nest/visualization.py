"""Networks as pictures, drawn by Graphviz through the package ``pydot``."""

import os

import pydot

from .connections import GetConnections
from .errors import NESTError, UnsupportedOperation
from .node_collection import NodeCollection

__all__ = ["plot_network"]


def plot_network(nodes, filename, ext_conns=False, plot_modelnames=False):
    """Draw all connections that leave some nodes.

    Parameters
    ----------
    nodes : NodeCollection
    filename : str or path-like
        The picture; its name ends in ``.png`` or ``.pdf``.
    ext_conns, plot_modelnames : bool
        Not available.

    Raises
    ------
    NESTError
        If ``nodes`` is something else, or the name has another ending.
    """
    if ext_conns:
        raise UnsupportedOperation("ext_conns")
    if plot_modelnames:
        raise UnsupportedOperation("plot_modelnames")
    if not isinstance(nodes, NodeCollection):
        raise NESTError("nodes must be a NodeCollection")
    kind = os.path.splitext(os.fspath(filename))[1][1:].lower()
    if kind not in ("png", "pdf"):
        raise NESTError("Filename must end in '.png' or '.pdf'.")
    graph(nodes).write(os.fspath(filename), format=kind)


def graph(nodes):
    """The nodes and the connections that leave them, as a graph of ``pydot``."""
    drawn = pydot.Dot(rankdir="LR", ranksep="5")
    for node in nodes.tolist():
        drawn.add_node(pydot.Node(name=str(node)))
    connections = GetConnections(nodes)
    for source, target in zip(connections.sources(), connections.targets()):
        drawn.add_edge(pydot.Edge(str(source), str(target)))
    return drawn
