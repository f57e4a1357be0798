"""Small helpers that programs import from here."""

import contextlib
import functools
import json
import os
import pydoc
import textwrap
import warnings

from .. import status as _status
from ..errors import ArgumentTypeError
from ..info import help_text
from ..json_text import serialize_data
from ..literal import SLILiteral
from ..models import _deprecated, _warned

__all__ = [
    "SuppressedDeprecationWarning",
    "broadcast",
    "deprecated",
    "get_parameters",
    "get_parameters_hierarchical_addressing",
    "get_wrapped_text",
    "is_iterable",
    "is_literal",
    "is_sequence_of_connections",
    "is_sequence_of_node_ids",
    "is_string",
    "load_help",
    "model_deprecation_warning",
    "restructure_data",
    "show_deprecation_warning",
    "show_help_with_pager",
    "stringify_path",
]


def is_iterable(seq):
    """Can ``seq`` be iterated over? Texts can."""
    try:
        iter(seq)
    except TypeError:
        return False
    return True


def is_string(obj):
    """Is ``obj`` a text?"""
    return isinstance(obj, str)


def is_literal(obj):
    """Is ``obj`` a text or a name of the simulation language?"""
    return isinstance(obj, (str, SLILiteral))


def is_sequence_of_connections(seq):
    """Is every element a row of five integers?"""
    try:
        return all(len(row) == 5 for row in seq)
    except TypeError:
        return False


def is_sequence_of_node_ids(seq):
    """Is every element an integer?"""
    return all(isinstance(node_id, int) for node_id in seq)


def broadcast(item, length, allowed_types, name="item"):
    """``item`` for each of ``length`` elements: repeated if it is one value or a list with one.

    Raises
    ------
    TypeError
        If it has another number of elements.
    """
    if isinstance(item, allowed_types):
        return length * (item,)
    if len(item) == 1:
        return length * (item[0],)
    if len(item) != length:
        raise ArgumentTypeError(
            f"'{name}' must be a single value, a list with one element or a list with {length} elements."
        )
    return item


def stringify_path(filepath):
    """The text of a path."""
    return os.fspath(filepath)


def get_wrapped_text(text, width=80):
    """``text`` without the indentation of a docstring, broken into lines of ``width``."""
    lines = textwrap.dedent(text).strip().split("\n")
    return "\n".join(textwrap.fill(line, width=width) for line in lines)


def show_deprecation_warning(func_name, alt_func_name=None, text=None):
    """Warn that a function is deprecated, once per process."""
    if func_name in _warned:
        return
    if text is None:
        _deprecated(func_name, alt_func_name or "another function")
        return
    _warned.add(func_name)
    warnings.warn(f"\n{text}", UserWarning, stacklevel=3)


def deprecated(alt_func_name, text=None):
    """Decorator for functions that another one replaces."""

    def decorate(function):
        @functools.wraps(function)
        def wrapped(*args, **kwargs):
            show_deprecation_warning(function.__name__, alt_func_name, text)
            return function(*args, **kwargs)

        return wrapped

    return decorate


def model_deprecation_warning(model):
    """Warn if a model is deprecated; none is."""


@contextlib.contextmanager
def SuppressedDeprecationWarning(no_dep_funcs):
    """No warnings about the named functions in the ``with`` block."""
    names = {no_dep_funcs} if isinstance(no_dep_funcs, str) else set(no_dep_funcs)
    added = names - _warned
    _warned.update(added)
    try:
        yield
    finally:
        _warned.difference_update(added)


def load_help(obj):
    """Text of the help page of a model.

    Raises
    ------
    FileNotFoundError
        If there is none.
    """
    text = help_text(str(obj))
    if text is None:
        raise FileNotFoundError(f"Sorry, there is no help for '{obj}'.")
    return text


def show_help_with_pager(obj):
    """Show the help page of a model."""
    pydoc.pager(load_help(obj))


def get_parameters(nc, param):
    """Values of one parameter, or a dictionary of several."""
    return _status._get(nc, (param,))


def get_parameters_hierarchical_addressing(nc, params):
    """Values at a path such as ``("events", "times")``."""
    return _status._path(nc, *params)


def restructure_data(result, keys):
    """Turn a tuple of dictionaries into values, a list or a dictionary, as ``get`` returns them."""
    if is_literal(keys):
        return result[0] if len(result) == 1 else list(result)
    if keys is not None:
        rows = [dict(zip(keys, row)) for row in result]
    else:
        rows = list(result)
    if len(rows) == 1:
        return rows[0]
    names = sorted({name for row in rows for name in row})
    return {name: [row.get(name) for row in rows] for name in names}


def to_json(data, **kwargs):
    """JSON text of ``data``."""
    return json.dumps(serialize_data(data), **kwargs)
