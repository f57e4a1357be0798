"""Values as SLI source: in full for recordings, shortened for people.

Floats are written with ``repr``, which a correctly rounding reader turns back into the same bits.
"""

import math
import re
import weakref

import numpy as np

from ._nest import Handle
from .literal import SLILiteral

LONGEST = 6  # elements that a summary shows of a container


class Names:
    """Names that a script gives to the handles it holds."""

    def __init__(self):
        self._names = weakref.WeakKeyDictionary()
        self._given = 0

    def give(self, value):
        handle = _handle(value)
        if handle is None:
            return None
        self._given += 1
        self._names[handle] = name = f"{_prefix(handle)}{self._given}"
        return name

    @staticmethod
    def known(value):
        """Is it something that a script would have to keep under a name?"""
        return _handle(value) is not None

    def of(self, handle):
        return self._names.get(handle)


def _handle(value):
    datum = value if isinstance(value, Handle) else getattr(value, "_datum", None)
    return datum if isinstance(datum, Handle) else None


def _prefix(handle):
    return {"nodecollectiontype": "nodes", "parametertype": "parameter"}.get(handle.dtype, "connections")


def source(value, names):
    """``value`` as SLI that rebuilds it exactly; handles by the names the script gave them."""
    handle = _handle(value)
    if handle is not None:
        return names.of(handle) or _rebuilt(handle)
    if isinstance(value, np.ndarray):
        value = value.item() if value.ndim == 0 else value
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, np.ndarray):
        return _vector(value) if value.ndim == 1 else source(value.tolist(), names)
    if isinstance(value, dict):
        return _join("<<", [f"{name(str(key))} {source(item, names)}" for key, item in value.items()], ">>")
    if hasattr(value, "syn_specs"):
        value = value.syn_specs
    if isinstance(value, (list, tuple, range)):
        return _join("[", [source(item, names) for item in value], "]")
    return scalar(value)


def _join(opening, words, closing):
    return " ".join([opening, *words, closing])


def scalar(value):
    """A number, truth value, name or text as SLI source."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return int.__repr__(value)
    if isinstance(value, float):
        return number(value)
    if isinstance(value, SLILiteral):
        return name(value.name)
    if isinstance(value, (bytes, str)):
        return text(value)
    if value is None:
        return "<. .>"
    raise TypeError(f"cannot write {type(value).__name__} as SLI")


def name(word):
    """A name as a literal; what the scanner would not read as one is made from its text."""
    return f"/{word}" if re.fullmatch("[A-Za-z_][A-Za-z0-9_]*", word) else f"{text(word)} cvlit"


def text(value):
    """A text so that reading gives the same bytes; those that cannot stand in a script are given by their codes."""
    try:
        value = value.decode("utf-8") if isinstance(value, bytes) else value
        printable = not re.search("[\\x00-\\x08\\x0b-\\x1f\\x7f\\ud800-\\udfff]", value)
    except UnicodeDecodeError:
        printable = False
    if printable:
        return "(" + value.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") + ")"
    codes = value if isinstance(value, bytes) else value.encode("utf-8", "surrogateescape")
    return _join("() [", [str(code) for code in codes], "] { append } forall")


def number(value):
    """A float so that reading gives the same bits; what no literal can express is computed."""
    if math.isnan(value):
        return "0.0 inv dup sub"
    if math.isinf(value):
        return "0.0 inv" if value > 0 else "0.0 inv neg"
    return float.__repr__(value)


def _vector(array):
    if array.dtype.kind == "f" and np.isfinite(array).all():
        return _join("<.", map(float.__repr__, array.astype(float).tolist()), ".>")
    if array.dtype.kind == "f":
        return _join("<.", [number(item) for item in array.tolist()], ".>")
    return _join("<#", map(str, array.astype(np.int64).tolist()), "#>")


def _rebuilt(handle):
    from ._nest import sli

    if handle.dtype != "nodecollectiontype":
        raise ValueError(f"a {handle.dtype} made before the recording began cannot be written")
    ids = sli("cva", handle)
    return _join("[", [str(node) for node in ids], "]") + " cvnodecollection"


def summary(value):
    """``value`` as short, SLI-like text for people."""
    handle = _handle(value)
    if handle is not None:
        return f"<{handle.dtype[:-4]}>"
    if isinstance(value, dict):
        return _short("<<", [f"/{key} {summary(item)}" for key, item in value.items()], ">>")
    if isinstance(value, np.ndarray) and value.ndim == 1:
        opening, closing = ("<.", ".>") if value.dtype.kind == "f" else ("<#", "#>")
        return _short(opening, [str(item) for item in value[: LONGEST + 1]], closing, len(value))
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, (list, tuple, range)):
        return _short("[", [summary(item) for item in value[: LONGEST + 1]], "]", len(value))
    try:
        return scalar(value.item() if isinstance(value, np.generic) else value)
    except TypeError:
        return f"<{type(value).__name__}>"


def _short(opening, words, closing, length=None):
    length = len(words) if length is None else length
    if length > LONGEST and opening != "<<":
        words = [*words[: LONGEST - 1], f"...({length})"]
    return _join(opening, words, closing)
