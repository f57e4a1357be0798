"""SynapseCollection: the connections that a query found."""

import numpy as np

from . import strict
from .errors import (
    ArgumentTypeError,
    NESTErrors,
    UnknownAttributeError,
    UnknownKeyError,
    UnsupportedOperation,
    did_you_mean,
)
from .html import Status
from .json_text import to_json
from .sli import Handle, SLILiteral, sli
from .status import is_iterable, is_text
from .synapse_table import table

__all__ = ["SynapseCollection"]


class SynapseCollection:
    """Connections, in the order in which :func:`GetConnections` returns them.

    Parameters
    ----------
    data : handle or None
        Made by :func:`GetConnections` and :func:`Connect`; ``None`` makes an empty collection.

    Notes
    -----
    Parameters are read with :meth:`get` or as attributes and written with :meth:`set` or by assignment.
    ``len``, iteration, indexing and slicing work as for a list. ``print`` shows a table.

    Examples
    --------
    >>> connections = nest.GetConnections(neurons)
    >>> connections.weight = 2.0
    >>> connections.get(["source", "target", "weight"])
    """

    __slots__ = ("_datum", "print_full")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, data):
        if isinstance(data, (list, tuple)) and all(isinstance(item, Handle) for item in data):
            data = sli("Flatten", list(data))._datum if data else None
        if data is not None and getattr(data, "dtype", "") not in ("arraytype", "connectiontype"):
            raise ArgumentTypeError("Expected Connection Datum.")
        object.__setattr__(self, "_datum", data)
        object.__setattr__(self, "print_full", False)

    # -- as a sequence ---------------------------------------------------------------------------

    def __len__(self):
        if self._datum is None:
            return 0
        return 1 if self._datum.dtype == "connectiontype" else len(self._datum)

    def __iter__(self):
        return (self[index] for index in range(len(self)))

    def __getitem__(self, key):
        length = len(self)
        if isinstance(key, slice):
            return self._slice(*key.indices(length))
        if not isinstance(key, (int, np.integer)) or isinstance(key, bool):
            raise ArgumentTypeError(f"connections are indexed by integers and slices, not {type(key).__name__}")
        if not -length <= key < length:
            raise IndexError(f"index {key} outside of {length} connections")
        return sli("getinterval", self._array(), int(key) % length, 1)

    def _slice(self, start, stop, step):
        count = len(range(start, stop, step))
        if count == 0:
            return SynapseCollection(None)
        if step == 1:
            return sli("getinterval", self._array(), start, count)
        return sli("{ 1 index exch get } Map exch pop", self._array(), range(start, stop, step))

    def _array(self):
        """The handle of an array of connections, even for a single one."""
        return self._datum if self._datum.dtype == "arraytype" else sli("1 arraystore", self._datum)._datum

    def __eq__(self, other):
        if not isinstance(other, SynapseCollection):
            raise UnsupportedOperation(f"Cannot compare SynapseCollection to {type(other).__name__}")
        return len(self) == len(other) and (not len(self) or sli("eq", self._array(), other._array()))

    def __ne__(self, other):
        return not self == other

    def __str__(self):
        return table(self)

    def _repr_html_(self):
        from .html import synapse_collection

        return synapse_collection(self)

    # -- parameters ------------------------------------------------------------------------------

    def get(self, keys=None, output=""):
        """Read parameters of the connections.

        Parameters
        ----------
        keys : str or sequence of str, optional
            One name, or several; all if not given.
        output : {'json', 'pandas'}, optional
            Return a JSON text or a ``pandas.DataFrame`` indexed by source.

        Returns
        -------
        value, list or dict
            For one name the value of a single connection or a list with one value per connection;
            otherwise a dictionary of these. ``None`` where a synapse model lacks a parameter.

        Raises
        ------
        KeyError
            If a single connection has no parameter of this name.
        NESTErrors.DictError
            If one of several names is missing somewhere.
        """
        if not len(self) or _gone():
            return _empty(keys, output)
        result = self._get(keys)
        if output == "pandas":
            return self._frame(keys, result)
        return to_json(result) if output == "json" else result

    def _get(self, keys):
        if keys is None:
            return Status(_everything(sli("GetStatus", self._array()), len(self)))
        if is_text(keys):
            return self._one(str(keys))
        if not is_iterable(keys):
            raise ArgumentTypeError("keys should be either a string or an iterable")
        columns = self._columns([str(key) for key in keys])
        return {key: column[0] for key, column in columns.items()} if len(self) == 1 else columns

    def _one(self, key):
        try:
            column = self._column(key)
        except (NESTErrors.DictError, NESTErrors.KeyError):
            return self._partial(key)
        return column[0] if len(self) == 1 else column

    def _column(self, key):
        return _plain(sli("GetColumn_a_l", self._array(), SLILiteral(key)))

    def _columns(self, keys):
        """Every connection has to have all of the keys."""
        try:
            columns = sli("GetColumns_a_a", self._array(), [SLILiteral(key) for key in keys])
        except NESTErrors.KeyError as error:
            self._refuse(keys, error.hint)
        return {key: _plain(column) for key, column in zip(keys, columns)}

    def _refuse(self, keys, hint):
        """Names the first of the keys that a connection lacks."""
        for key in keys:
            try:
                self._column(key)
            except NESTErrors.KeyError:
                raise NESTErrors.DictError("get_d", f": Key '/{key}' does not exist in dictionary.", hint=hint) from None

    def _partial(self, key):
        """A parameter that not every connection has."""
        rows = sli("GetStatus", self._array())
        if len(rows) == 1:
            error = UnknownKeyError(f"'{key}' is not a parameter of the connection{did_you_mean(key, rows[0])}")
            error.args = (key,)
            raise error
        return [row.get(key) for row in rows] if any(key in row for row in rows) else []

    def _frame(self, keys, result):
        try:
            import pandas
        except ImportError:
            raise ImportError("Pandas could not be imported") from None
        result = {str(keys): result} if is_text(keys) else result
        columns = {key: [value] if len(self) == 1 else value for key, value in result.items()}
        return pandas.DataFrame(columns, index=list(self.sources()))

    def set(self, params=None, **kwargs):
        """Write parameters of the connections.

        Parameters
        ----------
        params : dict or sequence of dict, optional
            Names and values, or one dictionary per connection. A sequence as the value of a scalar
            parameter gives one value to each connection.
        **kwargs
            Names and values as keywords, instead of ``params``.

        Raises
        ------
        NESTErrors.DictError
            If the synapse model has no such parameter per connection.
        NESTErrors.BadDelay
            If a delay is shorter than the resolution or outside the bounds.
        """
        if kwargs and params is not None:
            raise ArgumentTypeError("must either provide params or kwargs, but not both.")
        if not len(self) or _gone():
            return
        write_status(self, kwargs if kwargs else params, "SynapseCollection.set", spread=True)

    def sources(self):
        """Ids of the sources.

        Returns
        -------
        iterator of int
        """
        return iter(self._column("source") if len(self) else ())

    def targets(self):
        """Ids of the targets.

        Returns
        -------
        iterator of int
        """
        return iter(self._column("target") if len(self) else ())

    @property
    def distance(self):
        """Distance between the ends of each connection: not a number, because nodes have no positions."""
        return (float("nan"),) * len(self)

    def disconnect(self):
        """Remove the connections from the network. Those of an empty collection: nothing to do."""
        if len(self):
            sli("Disconnect_a", self._array())

    def __getattr__(self, name):
        if name.startswith(("__", "_repr_", "_ipython_")):
            raise AttributeError(name)
        return self.get(name)

    def __setattr__(self, name, value):
        if name == "_datum":
            raise UnknownAttributeError("the connections of a collection cannot be exchanged")
        if name == "print_full":
            object.__setattr__(self, name, value)
        elif len(self) and not _gone():
            write_status(self, {name: value}, f"SynapseCollection.{name}", spread=True)

    def __reduce__(self):
        raise ArgumentTypeError("a SynapseCollection belongs to its kernel and cannot be pickled or copied")


def _gone():
    """Is the network empty, so that no connection exists any more?"""
    return sli("GetKernelStatus /network_size get") == 0


def _empty(keys, output):
    if output == "json":
        return "{}"
    if output == "pandas":
        import pandas

        return pandas.DataFrame({})
    return {} if keys is None else ()


def _plain(column):
    return column.tolist() if isinstance(column, np.ndarray) else list(column)


def _everything(rows, length):
    if length == 1:
        return rows[0]
    names = sorted({name for row in rows for name in row})
    return {name: [row.get(name) for row in rows] for name in names}


def write_status(connections, params, function, spread=False):
    """Write one dictionary for all connections, or one for each."""
    length = len(connections)
    if isinstance(params, dict):
        strict.check(lambda: _models(connections), params, function)
        columns = _columns(connections, params) if spread else None
        if columns:
            sli("SetColumns_a_D", connections._array(), columns)
            return
        params = _spread(connections, params) if spread else params
    elif isinstance(params, (list, tuple)) and all(isinstance(item, dict) for item in params):
        if len(params) != length:
            raise ArgumentTypeError(f"status dict must be a dict, or a list of dicts of length {length}")
        for item in params:
            strict.check(lambda: _models(connections), item, function)
    else:
        raise ArgumentTypeError(f"status dict must be a dict, or a list of dicts of length {length}")
    params = list(params) if isinstance(params, tuple) else params
    sli("SetStatus_aa", connections._array(), params if isinstance(params, list) else [params])


def _models(connections):
    return list(dict.fromkeys(connections._column("synapse_model")))


def _columns(connections, params):
    """``params`` with sequences of numbers as arrays of one number for each connection; or nothing."""
    columns = dict(params)
    for key, value in params.items():
        if isinstance(value, (list, tuple, range)):
            value = np.asarray(value)
        if isinstance(value, np.ndarray) and value.ndim:
            if value.ndim != 1 or value.dtype.kind not in "iuf" or len(value) < len(connections):
                return None
            columns[key] = value[: len(connections)]
    return columns if any(isinstance(value, np.ndarray) and value.ndim for value in columns.values()) else None


def _spread(connections, params):
    spreading = [key for key, value in params.items() if is_iterable(value) and not isinstance(value, (str, dict))]
    if not spreading:
        return params
    length = len(connections)
    columns = {key: value.tolist() if isinstance(value, np.ndarray) else value for key, value in params.items()}
    for key in spreading:
        if len(columns[key]) < length:
            raise IndexError(f"'{key}' has {len(columns[key])} values for {length} connections")
    return [
        {key: value[index] if key in spreading else value for key, value in columns.items()} for index in range(length)
    ]
