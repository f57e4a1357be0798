"""What Connect is told: rules, synapses, and arrays of values whose shape has to fit the rule."""

import numpy as np

from . import strict
from .errors import ArgumentTypeError, ArgumentValueError, NESTError
from .parameters import CollocatedSynapses

TWO_DIMENSIONAL = "'all_to_all', 'fixed_indegree' or fixed_outdegree'"


def connection_rule(conn_spec):
    """The connection specification as a dictionary; none means all to all."""
    if conn_spec is None:
        return {"rule": "all_to_all"}
    if isinstance(conn_spec, str):
        return {"rule": conn_spec}
    if isinstance(conn_spec, dict):
        return conn_spec
    raise ArgumentTypeError("conn_spec must be a string or dict")


def synapse(syn_spec, conn_spec, sources, targets):
    """The synapse specification as a dictionary, or a list of them for collocated synapses.

    Sequences become arrays, in the order in which the rule makes its connections.
    """
    if syn_spec is None:
        return {"synapse_model": "static_synapse"}
    if isinstance(syn_spec, str):
        return {"synapse_model": syn_spec}
    if isinstance(syn_spec, CollocatedSynapses):
        return [_checked(spec) for spec in syn_spec.syn_specs]
    if not isinstance(syn_spec, dict):
        raise ArgumentTypeError("syn_spec must be a string, dict or CollocatedSynapses object")
    spec = _checked(syn_spec)
    rule = conn_spec["rule"]
    return {key: _value(key, value, rule, conn_spec, sources, targets) for key, value in spec.items()}


def _checked(syn_spec):
    if not isinstance(syn_spec, dict):
        raise ArgumentTypeError("each of CollocatedSynapses must be a dictionary")
    spec = {"synapse_model": "static_synapse", **syn_spec}
    model = spec["synapse_model"]
    if not isinstance(model, str):
        raise NESTError("'synapse_model' must be a string")
    strict.check(lambda: (model,), spec, "Connect: syn_spec")
    return spec


def _value(key, value, rule, conn_spec, sources, targets):
    if isinstance(value, (list, tuple, range)):
        value = numbers(key, value)
    if not isinstance(value, np.ndarray) or value.ndim == 0:
        return value
    if value.ndim == 1:
        return _checked_vector(key, value, rule, conn_spec, sources)
    if value.ndim == 2:
        return _checked_matrix(key, value, rule, conn_spec, sources, targets)
    raise NESTError(f"'{key}' has {value.ndim} dimensions; parameter arrays have one or two.")


def numbers(key, value):
    """A sequence of numbers as an array."""
    try:
        array = np.array(value)
    except ValueError:
        array = None
    if array is None or array.dtype.kind not in "iuf":
        raise strict.NESTErrors.PyNESTError(f"'{key}': only vectors of integers or floats are supported")
    return array


def _receptor(values):
    """The one receptor that all connections of a call have, where it is given for each."""
    same = values.size and (values == values.flat[0]).all() and float(values.flat[0]).is_integer()
    return int(values.flat[0]) if same else values


def _checked_vector(key, value, rule, conn_spec, sources):
    if rule == "one_to_one":
        wanted, end = len(sources), "."
    elif rule == "fixed_total_number":
        wanted, end = conn_spec.get("N"), ""
    else:
        raise NESTError(
            f"'{key}' has the wrong type. One-dimensional parameter arrays can only be used in conjunction with "
            "rule 'one_to_one' or 'fixed_total_number'."
        )
    if len(value) != wanted:
        raise NESTError(f"'{key}' has to be an array of dimension {wanted}, a scalar or a dictionary{end}")
    return value


def _checked_matrix(key, value, rule, conn_spec, sources, targets):
    shapes = {
        "all_to_all": lambda: (len(targets), len(sources), "n_target x n_sources"),
        "fixed_indegree": lambda: (len(targets), conn_spec.get("indegree"), "n_target x indegree"),
        "fixed_outdegree": lambda: (len(sources), conn_spec.get("outdegree"), "n_sources x outdegree"),
    }
    if rule not in shapes:
        raise NESTError(
            f"'{key}' has the wrong type. Two-dimensional parameter arrays can only be used in conjunction with "
            f"rules {TWO_DIMENSIONAL}."
        )
    rows, columns, words = shapes[rule]()
    if value.shape != (rows, columns):
        raise NESTError(
            f"'{key}' has to be an array of dimension {rows}x{columns} ({words}), a scalar or a dictionary."
        )
    return value.ravel()


def pairs(sources, targets, syn_spec):
    """Operands for connecting arrays of ids one to one."""
    sources, targets = _ids("pre", sources), _ids("post", targets)
    if len(sources) != len(targets):
        raise strict.NESTErrors.ArgumentType(
            "Connect", ": If `pre` or `post` contain non-unique IDs, then they must have the same length."
        )
    spec = dict(syn_spec) if isinstance(syn_spec, dict) else {"synapse_model": syn_spec or "static_synapse"}
    for plural in ("weights", "delays"):
        if plural in spec:
            raise ArgumentValueError(f"To specify {plural}, use '{plural[:-1]}' in syn_spec.")
    spec = _checked(spec)
    return sources, targets, {key: _pair_value(key, value, len(sources)) for key, value in spec.items()}


def _ids(side, ids):
    ids = np.asarray(ids)
    if ids.ndim != 1:
        raise ArgumentValueError("Sources and targets must be 1-dimensional arrays")
    if ids.dtype.kind not in "iu":
        raise strict.NESTErrors.ArgumentType("Connect", f": `{side}` IDs should be integers.")
    return ids


def _pair_value(key, value, length):
    if isinstance(value, (list, tuple, range)):
        value = numbers(key, value)
    if not isinstance(value, np.ndarray) or value.ndim == 0:
        if key in ("weight", "delay") and not hasattr(value, "_datum"):
            raise ArgumentTypeError(f"{key}s must be a 1-dimensional NumPy array")
        return value
    if value.shape != (length,):
        raise NESTError(f"'{key}' has to be an array of dimension {length}.")
    return _receptor(value) if key == "receptor_type" else value
