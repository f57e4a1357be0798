"""Types of parameters, and the rule that a parameter of type float takes no integer.

The rule protects from integer division slipping into a model. ``nest.strict_types = False`` (or
``NEST_STRICT_TYPES=0`` in the environment) converts instead.
"""

import os

import numpy as np

from .errors import NESTErrors
from .sli import SLILiteral, sli

INTEGERS = (int, np.integer)
SEQUENCES = (list, tuple, range, np.ndarray)

enabled = os.environ.get("NEST_STRICT_TYPES", "1") not in ("0", "false", "False", "off")
_kinds: dict = {}


def forget():
    """Drop what is known about models; their names may mean something else after a reset."""
    _kinds.clear()


def kinds(model):
    """Type of the default of every parameter of ``model``: ``{name: type}``."""
    known = _kinds.get(model)
    if known is None:
        defaults = sli("GetDefaults", SLILiteral(model))
        known = _kinds[model] = {name: _kind(value) for name, value in defaults.items()}
    return known


def _kind(value):
    if isinstance(value, np.ndarray):
        return np.float64 if value.dtype.kind == "f" else np.int64
    return type(value)


def is_iterable_kind(kind):
    """Does a parameter of this type hold several values (or a text)?"""
    return hasattr(kind, "__iter__") and kind is not np.float64 or kind in (np.float64, np.int64)


def check(models, params, function):
    """Refuse integers in ``params`` for parameters that are floats in one of ``models``.

    ``models`` is called only if there is an integer at all.
    """
    if not enabled:
        return
    for name, value in params.items():
        culprit = first_integer(value)
        if culprit is None:
            continue
        for model in models():
            if kinds(model).get(name) in (float, np.float64):
                refuse(function, model, name, value, culprit)


def first_integer(value):
    """The first integer in a number or a (nested) sequence of numbers, else ``None``."""
    if isinstance(value, bool) or isinstance(value, (float, str)):
        return None
    if isinstance(value, INTEGERS):
        return value
    if isinstance(value, np.ndarray):
        return value.flat[0] if value.dtype.kind in "iu" and value.size else None
    if isinstance(value, range):
        return value[0] if len(value) else None
    if isinstance(value, (list, tuple)):
        for item in value:
            if type(item) is not float:
                found = first_integer(item)
                if found is not None:
                    return found
    return None


def refuse(function, model, name, value, culprit):
    """Raise the error that names the parameter, the value and the remedy."""
    if isinstance(value, np.ndarray) and value.ndim:
        given, remedy = f"an array of {value.dtype}", "use .astype(float)"
    elif isinstance(value, SEQUENCES):
        given, remedy = f"a sequence with the integer {culprit}", f"write {float(culprit)!r}"
    else:
        given, remedy = f"the integer {culprit}", f"write {float(culprit)!r}"
    text = f"{function}: parameter '{name}' of {model} is a float but was given {given}; {remedy}"
    error = NESTErrors.TypeMismatch(function, f": {text}")
    error.message = f"{text} (nest.strict_types = False converts integers)"
    error.args = (error.message,)
    raise error
