"""Indexing of node collections: integers, slices, lists of positions and masks."""

import numpy as np

from .errors import ArgumentIndexError, ArgumentTypeError, ArgumentValueError, NESTErrors
from .sli import SLILiteral, sli


def pick(nodes, key):
    """``nodes[key]``: always a collection."""
    if isinstance(key, (int, np.integer)) and not isinstance(key, (bool, np.bool_)):
        return _one(nodes, int(key))
    if isinstance(key, slice):
        return _slice(nodes, key)
    if isinstance(key, np.ndarray):
        return _array(nodes, key)
    if isinstance(key, (list, tuple)):
        return _sequence(nodes, key)
    raise ArgumentIndexError("only integers, slices, lists, tuples, and numpy arrays are valid indices")


def _one(nodes, index):
    length = len(nodes)
    if not -length <= index < length:
        raise ArgumentIndexError("index value outside of the NodeCollection")
    return sli("get 1 arraystore cvnodecollection", nodes, index % length)


def _slice(nodes, key):
    length = len(nodes)
    start = 0 if key.start is None else key.start
    stop = length if key.stop is None else key.stop
    step = 1 if key.step is None else key.step
    if step < 1:
        raise ArgumentIndexError("slicing step for NodeCollection must be strictly positive")
    if abs(start) > length:
        raise ArgumentIndexError("slice start value outside of the NodeCollection")
    if abs(stop) > length:
        raise ArgumentIndexError("slice stop value outside of the NodeCollection")
    start, stop = (start + length if start < 0 else start), (stop + length if stop < 0 else stop)
    if 0 <= start < stop and _is_cut(nodes):  # SLI refuses to cut again what was stepped or cut across ranges
        return sli("cvnodecollection", ids(nodes)[start:stop:step])
    return sli("Take_g_a", nodes, (int(start), int(stop), int(step)))


def _is_cut(nodes):
    """Does SLI hold the collection as a sliced composite: several lines, or a step?"""
    text = str(nodes)
    return "\n" in text and "first=" in text


def join(left, right):
    """All nodes of two collections, cut or not."""
    if not (_is_cut(left) or _is_cut(right)):
        return sli("join", left, right)
    both = np.sort(np.concatenate([ids(left), ids(right)]))
    if (np.diff(both) == 0).any():
        raise NESTErrors.BadProperty("join_g_g", ": Cannot join overlapping NodeCollections.")
    return sli("cvnodecollection", both)


def _sequence(nodes, key):
    if not key:
        return _empty()
    if all(isinstance(item, (bool, np.bool_)) for item in key):
        return _masked(nodes, np.array(key, dtype=bool))
    if any(isinstance(item, (bool, np.bool_)) or not isinstance(item, (int, np.integer)) for item in key):
        raise ArgumentTypeError("Indices must be integers or bools")
    return _positions(nodes, np.array(key, dtype=np.int64))


def _array(nodes, key):
    if key.ndim != 1:
        raise ArgumentTypeError("NumPy indices must one-dimensional")
    if not key.size:
        return _empty()
    if key.dtype.kind == "b":
        return _masked(nodes, key)
    if key.dtype.kind not in "iu":
        raise ArgumentTypeError("NumPy indices must be an array of integers or bools")
    return _positions(nodes, key.astype(np.int64))


def _masked(nodes, mask):
    if len(mask) != len(nodes):
        raise ArgumentIndexError("Bool index array must be the same length as NodeCollection")
    return _positions(nodes, np.flatnonzero(mask)) if mask.any() else _empty()


def _positions(nodes, positions):
    if positions.min() < 0 or positions.max() >= len(nodes):
        raise ArgumentIndexError("index value outside of the NodeCollection")
    steps = np.diff(positions)
    if (steps == 0).any() or len(np.unique(positions)) != len(positions):
        raise ArgumentValueError("All node IDs in a NodeCollection have to be unique")
    if (steps < 0).any():
        raise NESTErrors.BadProperty("take_array_index", ": positions must be in ascending order")
    return sli("cvnodecollection", ids(nodes)[positions])


def _empty():
    from .node_collection import NodeCollection

    return NodeCollection()


def ids(nodes):
    """Ids of the nodes as an array of int64."""
    return sli("cva cv_iv", nodes)


def by_place(nodes, selection):
    """Ids grouped as the kernel holds them: all, on this rank, or by thread (for debugging)."""
    from .parallel import Rank

    values = sli("cva_g_l", nodes, SLILiteral(selection))
    if selection == "all":
        return {"All": tuple(values)}
    if selection == "rank":
        return {f"Rank {Rank()}": tuple(values)}
    groups, current, words = {}, None, iter(values)
    for word in words:  # a thread's ids follow the mark: 0, thread, 0
        if word == 0:
            current = groups.setdefault(next(words), [])
            next(words)
        else:
            current.append(word)
    return groups
