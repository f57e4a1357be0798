"""Reading and writing parameters of nodes, behind NodeCollection and the older GetStatus and SetStatus."""

import re

import numpy as np

from . import strict
from .errors import (
    ArgumentTypeError,
    ArgumentValueError,
    NESTErrors,
    UnknownKeyError,
    did_you_mean,
)
from .html import Status
from .json_text import to_json
from .sli import SLILiteral, sli

__all__ = ["GetStatus", "SetStatus"]

SEQUENCES = (list, tuple, range, np.ndarray)


def literals(keys):
    return [SLILiteral(key) for key in keys]


def is_text(value):
    return isinstance(value, (str, SLILiteral))


def is_iterable(value):
    return hasattr(value, "__iter__") and not (isinstance(value, np.ndarray) and value.ndim == 0)


# -- reading -----------------------------------------------------------------------------------------


def get(nodes, params, options):
    """``NodeCollection.get``."""
    output = options.pop("output", "")
    if options:
        raise ArgumentTypeError("Got unexpected keyword argument")
    if output == "pandas":
        return _frame(nodes, params)
    result = _get(nodes, params)
    if isinstance(result, (tuple, dict)) and not result and not nodes:
        raise ArgumentValueError("Cannot get parameter of empty NodeCollection")
    return to_json(result) if output == "json" else result


def _get(nodes, params):
    if not params:
        return Status(sli("get", nodes))
    if len(params) > 1:
        return _path(nodes, *params)
    names = params[0]
    if is_text(names):
        return _one(nodes, str(names))
    if not is_iterable(names):
        raise ArgumentTypeError("Params should be either a string or an iterable")
    return {str(name): _one(nodes, str(name)) for name in names}


def _one(nodes, name):
    try:
        return sli("get", nodes, SLILiteral(name))
    except NESTErrors.DictError:
        pass
    table = sli("get", nodes) if len(nodes) > 1 else {}
    if name not in table:
        raise unknown(nodes, name)
    return table[name]


def unknown(nodes, name):
    """The error for a name that no node of the collection knows."""
    known = sli("get", nodes)
    error = UnknownKeyError(f"'{name}' is not a parameter of {', '.join(models(nodes))}{did_you_mean(name, known)}")
    error.args = (name,)
    return error


def _path(nodes, first, second=(), *more):
    if not is_text(first):
        raise ArgumentTypeError("First argument must be a string, specifying path into hierarchical dictionary")
    values = _one(nodes, str(first))
    single = len(nodes) == 1
    for step in (second, *more):
        if is_text(step):
            values = _step(values, str(step), single)
        elif is_iterable(step):
            return {str(key): _step(values, str(key), single) for key in step}
        else:
            raise ArgumentTypeError("Params should be either a string or an iterable")
    return values


def _step(values, key, single):
    try:
        return values[key] if single else [value[key] for value in values]
    except (KeyError, TypeError, IndexError):
        raise UnknownKeyError(key) from None


def _frame(nodes, params):
    try:
        import pandas
    except ImportError:
        raise ImportError("Pandas could not be imported") from None
    result = _get(nodes, params)
    if params and len(params) == 1 and is_text(params[0]):
        result = {str(params[0]): result}
    elif len(params) == 2 and is_text(params[1]):
        result = {str(params[1]): result}
    single = len(nodes) == 1
    columns = {key: [value] if single else list(value) for key, value in result.items()}
    table = pandas.DataFrame(index=nodes.tolist())
    for key, column in columns.items():
        table[key] = pandas.Series(column, index=table.index, dtype=object if _ragged(column) else None)
    return table


def _ragged(column):
    return any(is_iterable(item) and not isinstance(item, str) for item in column)


def models(nodes):
    """Names of the models of the nodes, each once."""
    return list(dict.fromkeys(re.findall(r"model=([^,]+),", str(nodes))))


# -- writing -----------------------------------------------------------------------------------------


def set(nodes, params, keywords, function):
    """``NodeCollection.set``."""
    if keywords and params is not None:
        raise ArgumentTypeError("must either provide params or kwargs, but not both.")
    write(nodes, keywords if keywords else params, function, blank=" ")


def write(nodes, params, function, blank=""):
    if isinstance(params, dict):
        strict.check(lambda: models(nodes), params, function)
        if any(is_iterable(value) for value in params.values()) and not len(nodes):
            return
        params = tables(nodes, params) or spread(nodes, params)
    elif isinstance(params, (list, tuple)):
        if len(params) != len(nodes) or not all(isinstance(item, dict) for item in params):
            raise ArgumentTypeError(
                f"status dict must be a dict, or a list of dicts of length {len(nodes)}{blank}"
            )
        for item in params:
            strict.check(lambda: models(nodes), item, function)
    else:
        raise NESTErrors.ArgumentType(
            "SetStatus", f": {function} takes a dictionary or a list of dictionaries, not {params!r}"
        )
    sli("SetStatus", nodes, params)


def tables(nodes, params):
    """``params`` with arrays of floats as Parameters that look up the value of a node; or nothing."""
    iterable = {key: value for key, value in params.items() if is_iterable(value)}
    if not iterable or not all(isinstance(value, SEQUENCES) for value in iterable.values()):
        return None
    kinds = strict.kinds(first_model(nodes))
    if any(kinds.get(key) is not float for key in iterable):
        return None
    length = len(nodes)
    columns = {key: np.asarray(_column(key, value, length)[:length]) for key, value in iterable.items()}
    if any(column.ndim != 1 or column.dtype.kind not in "iuf" for column in columns.values()):
        return None
    ids = node_ids(nodes)
    return {**params, **{key: _table(ids, column) for key, column in columns.items()}}


def _table(ids, column):
    first = int(ids[0])
    values = np.zeros(int(ids[-1]) - first + 1)
    values[ids - first] = column
    return sli("CreateParameter", {"table": {"first": first, "values": values}})


def node_ids(nodes):
    return sli("cva cv_iv", nodes)


def spread(nodes, params):
    """One dictionary per node, if a value of ``params`` has to be distributed; otherwise ``params``."""
    iterable = [key for key, value in params.items() if is_iterable(value)]
    if not iterable:
        return params
    kinds = strict.kinds(first_model(nodes))
    if not any(key in kinds and not strict.is_iterable_kind(kinds[key]) for key in iterable):
        return params
    length = len(nodes)
    columns = {key: _column(key, value, length) for key, value in params.items() if key in iterable}
    columns = {key: list(value) if isinstance(value, np.ndarray) else value for key, value in columns.items()}
    constants = {key: value for key, value in params.items() if key not in iterable}
    return [
        {**constants, **{key: column[index] for key, column in columns.items()}} for index in range(length)
    ]


def _column(key, value, length):
    if isinstance(value, dict):
        raise KeyError(0)
    if len(value) < length:
        raise IndexError(f"'{key}' has {len(value)} values for {length} nodes")
    return value


def first_model(nodes):
    return sli("get", nodes[0] if len(nodes) > 1 else nodes, SLILiteral("model"))


# -- the older functions -----------------------------------------------------------------------------


def GetStatus(nodes, keys=None, output=""):
    """Parameters of nodes or connections, as a tuple with one entry per element.

    Parameters
    ----------
    nodes : NodeCollection or SynapseCollection
    keys : str or sequence of str, optional
        The parameters to return; all if not given.
    output : {'json'}, optional
        Return JSON text.

    Returns
    -------
    tuple
        Of dictionaries; of values if ``keys`` is one name; of tuples if it is a sequence of names.

    Raises
    ------
    TypeError
        If ``nodes`` is something else.
    NESTErrors.DictError
        If an element has no parameter of this name.

    Examples
    --------
    >>> nest.GetStatus(neurons, "V_m")
    (-70.0, -70.0)
    """
    if not _has_status(nodes):
        raise ArgumentTypeError(
            "The first input (nodes) must be NodeCollection or a SynapseCollection with connection handles"
        )
    result = _status(nodes, keys) if len(nodes) else ()
    return to_json(result) if output == "json" else result


def _has_status(nodes):
    from .node_collection import NodeCollection
    from .synapse_collection import SynapseCollection

    return isinstance(nodes, (NodeCollection, SynapseCollection))


def _status(nodes, keys):
    if keys is None:
        return sli("GetStatus", nodes)
    if is_text(keys):
        return sli("GetStatus { 1 index get } Map exch pop", SLILiteral(keys), nodes)
    if not is_iterable(keys):
        raise ArgumentTypeError("keys should be either a string or an iterable")
    keys = [str(key) for key in keys]
    rows = sli("GetStatus", nodes)
    return tuple(tuple(_of(row, key) for key in keys) for row in rows)


def _of(row, key):
    try:
        return row[key]
    except KeyError:
        raise NESTErrors.DictError(
            "get_d", f": Key '/{key}' does not exist in dictionary.", hint=did_you_mean(key, row)[2:]
        ) from None


def SetStatus(nodes, params, val=None):
    """Write parameters of nodes or connections.

    Parameters
    ----------
    nodes : NodeCollection or SynapseCollection
    params : dict, sequence of dict, or str
        Names and values; one dictionary per element; or a single name whose value is ``val``.
    val : optional
        The value, or a sequence with one value per element.

    Raises
    ------
    TypeError
        If ``nodes`` is something else, or the number of dictionaries does not fit.
    NESTErrors.DictError
        If an element has no parameter of this name.
    NESTErrors.BadProperty
        If a value is outside its range.

    Examples
    --------
    >>> nest.SetStatus(neurons, "I_e", [370.0, 376.0])
    """
    from .synapse_collection import SynapseCollection, write_status

    if not _has_status(nodes):
        raise ArgumentTypeError("'nodes' must be NodeCollection or a SynapseCollection.")
    if not len(nodes):
        return
    if val is not None and is_text(params):
        params = _named(str(params), val)
        if isinstance(params, list) and len(params) != len(nodes):
            raise ArgumentTypeError(f"status dict must be a dict, or a list of dicts of length {len(nodes)}")
    if isinstance(nodes, SynapseCollection):
        write_status(nodes, params, "SetStatus")
    else:
        write(nodes, params, "SetStatus")


def _named(name, val):
    if is_iterable(val) and not isinstance(val, (str, bytes, dict)) and not hasattr(val, "_datum"):
        return [{name: item} for item in val]
    return {name: val}
