"""NodeCollection: an ordered set of nodes of the network."""

import numpy as np

from . import node_index, status
from .errors import (
    ArgumentTypeError,
    ArgumentValueError,
    NESTErrors,
    UnknownAttributeError,
    UnsupportedOperation,
)
from .sli import Handle, sli

__all__ = ["NodeCollection"]


class NodeCollection:
    """An ordered set of nodes; ids ascend and each occurs once.

    Parameters
    ----------
    data : sequence of int, 1-D integer array or NodeCollection, optional
        Ids of existing nodes in ascending order. Without it the collection is empty.

    Raises
    ------
    NESTErrors.BadProperty
        If ids are not in ascending order or occur twice.
    NESTErrors.UnknownNode
        If no node has one of the ids.

    Notes
    -----
    Parameters of the nodes are read with :meth:`get` or as attributes and written with :meth:`set` or
    by assignment: ``neurons.V_m = -65.0``. Indexing, slicing, ``+``, ``in``, ``==``, ``len`` and
    iteration work as for a sequence; each yields collections.

    Examples
    --------
    >>> neurons = nest.Create("iaf_psc_alpha", 10)
    >>> neurons[:5].I_e = 376.0
    >>> neurons[0].get(["V_m", "I_e"])
    """

    __slots__ = ("_datum",)
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, data=None):
        if not isinstance(data, Handle):
            data = _handle(data)
        elif data.dtype != "nodecollectiontype":
            raise ArgumentTypeError("Need NodeCollection Datum.")
        object.__setattr__(self, "_datum", data)

    # -- as a sequence ---------------------------------------------------------------------------

    def __len__(self):
        return sli("size", self)

    def __bool__(self):
        return len(self) > 0

    def __iter__(self):
        return (self[index] for index in range(len(self)))

    def __contains__(self, node_id):
        if isinstance(node_id, NodeCollection):
            raise NESTErrors.ArgumentType("InCollection", ": a node id (an integer) is expected, not a collection")
        return sli("InCollection", self, node_id)

    def __getitem__(self, key):
        return node_index.pick(self, key)

    def index(self, node_id):
        """Position of a node in the collection.

        Parameters
        ----------
        node_id : int

        Returns
        -------
        int

        Raises
        ------
        ValueError
            If the node is not in the collection.
        """
        position = sli("Find", self, node_id)
        if position == -1:
            raise ArgumentValueError(f"{node_id} is not in NodeCollection")
        return position

    def __add__(self, other):
        if isinstance(other, int) and other == 0:
            return self  # the start value of sum()
        if not isinstance(other, NodeCollection):
            raise ArgumentTypeError(f"Cannot add object of type '{type(other).__name__}' to 'NodeCollection'")
        return node_index.join(self, other) if self and other else self or other

    __radd__ = __add__

    def __eq__(self, other):
        if not isinstance(other, NodeCollection):
            raise UnsupportedOperation(f"Cannot compare NodeCollection to {type(other).__name__}")
        return len(self) == len(other) and sli("eq", self, other)

    def __ne__(self, other):
        return not self == other

    def __str__(self):
        return sli("pcvs", self)

    __repr__ = __str__

    def _repr_html_(self):
        from .html import node_collection

        return node_collection(self)

    def tolist(self):
        """Ids of the nodes.

        Returns
        -------
        list of int
        """
        return list(sli("cva", self)) if self else []

    def __array__(self, dtype=None):
        ids = node_index.ids(self) if self else np.array([])
        return ids if dtype is None else ids.astype(dtype)

    def _to_array(self, selection="all"):
        return node_index.by_place(self, selection)

    # -- parameters ------------------------------------------------------------------------------

    @property
    def spatial(self):
        """Positions and extent of the nodes; ``None``, because nodes have no positions."""
        if not self:
            raise UnknownAttributeError("Cannot get attribute of empty NodeCollection")
        return None

    def get(self, *params, **kwargs):
        """Read parameters of the nodes.

        Parameters
        ----------
        *params : str or sequence of str
            Nothing for all parameters; one name; a sequence of names; or a path into a dictionary,
            such as ``"events", "times"`` or ``"events", ["times", "senders"]``.
        output : {'json', 'pandas'}, optional
            Return a JSON text or a ``pandas.DataFrame`` indexed by node id instead.

        Returns
        -------
        value, tuple or dict
            For one name the value of a single node, or a tuple with one value per node. For several
            names (or none) a dictionary of these. Where a node lacks a parameter that others have, its
            value is ``None``. Paths give a list with one entry per node.

        Raises
        ------
        ValueError
            If the collection is empty.
        KeyError
            If no node has a parameter of this name.

        Examples
        --------
        >>> neurons.get("V_m")
        (-70.0, -70.0)
        >>> multimeter.get("events", "times")
        """
        return status.get(self, params, kwargs)

    def set(self, params=None, **kwargs):
        """Write parameters of the nodes.

        Parameters
        ----------
        params : dict or sequence of dict, optional
            Names and values, or one such dictionary per node. A sequence as the value of a scalar
            parameter gives one value to each node; a :class:`Parameter` is drawn for each node.
        **kwargs
            Names and values as keywords, instead of ``params``.

        Raises
        ------
        NESTErrors.DictError
            If the nodes have no parameter of this name.
        NESTErrors.BadProperty
            If a value is outside its range.
        NESTErrors.TypeMismatch
            If a value has the wrong type; an integer for a float, too, unless ``nest.strict_types``
            is off.

        Examples
        --------
        >>> neurons.set(V_m=-65.0, I_e=[0.0, 100.0])
        """
        status.set(self, params, kwargs, "NodeCollection.set")

    def __getattr__(self, name):
        if name.startswith("__array_") or name.startswith("__"):
            raise AttributeError(name)
        if name == "_ipython_canary_method_should_not_exist_":
            raise UnsupportedOperation(name)
        if name.startswith("_repr_") or name.startswith("_ipython_"):
            raise AttributeError(name)
        try:
            return status.get(self, (name,), {})
        except ArgumentValueError:
            raise UnknownAttributeError("Cannot get attribute of empty NodeCollection") from None

    def __setattr__(self, name, value):
        if name == "_datum":
            raise UnknownAttributeError("the nodes of a collection cannot be exchanged")
        status.set(self, {name: value}, {}, f"NodeCollection.{name}")

    def __copy__(self):
        return self

    def __reduce__(self):
        raise ArgumentTypeError("a NodeCollection belongs to its kernel and cannot be pickled or deep-copied")

    __reduce_ex__ = lambda self, protocol: self.__reduce__()  # noqa: E731

    def __dir__(self):
        names = set(object.__dir__(self))
        return sorted(names | set(self.get())) if self else sorted(names)


def _handle(data):
    """The handle of a new collection of the nodes with the given ids."""
    if data is None:
        data = ()
    if isinstance(data, NodeCollection):
        return data._datum
    if isinstance(data, np.ndarray) and data.ndim == 1 and not data.size:
        data = ()
    if isinstance(data, (bool, int, str, float, np.number)):
        raise NESTErrors.ArgumentType(
            "cvnodecollection", f": a sequence of node ids is expected, not {type(data).__name__} {data!r}"
        )
    return sli("cvnodecollection", data)._datum

