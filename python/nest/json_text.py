"""Results as JSON."""

import numpy as np

from .literal import SLILiteral

__all__ = ["serialize_data", "to_json"]


def serialize_data(data):
    """``data`` built from what JSON knows.

    Parameters
    ----------
    data : any
        Result of a function of the package.

    Returns
    -------
    list, dict, str, number, bool or None
        Arrays and node collections become lists, connections the dictionary of their parameters.
        Other objects are returned as they are.
    """
    if isinstance(data, np.ndarray) or hasattr(type(data), "tolist") and hasattr(type(data), "_datum"):
        return data.tolist()
    if isinstance(data, np.generic):
        return data.item()
    if hasattr(type(data), "sources"):
        return serialize_data(data.get())
    if isinstance(data, SLILiteral):
        return data.name
    if isinstance(data, (list, tuple)):
        return [serialize_data(item) for item in data]
    if isinstance(data, dict):
        return {key: serialize_data(item) for key, item in data.items()}
    return data


def to_json(data, **kwargs):
    """JSON text of ``data``.

    Parameters
    ----------
    data : any
        Result of a function of the package.
    **kwargs
        Passed to :func:`json.dumps`.

    Returns
    -------
    str
        Values that are not finite appear as ``Infinity`` and ``NaN``.
    """
    import json

    return json.dumps(serialize_data(data), **kwargs)
