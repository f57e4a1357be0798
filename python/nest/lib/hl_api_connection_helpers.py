"""How Connect reads its arguments, under the names that programs import them by."""

from .. import connection_spec as _spec
from ..connections import _is_nodes, _nodes, _repeats
from ..errors import ArgumentValueError


def _process_conn_spec(conn_spec):
    """The connection specification as a dictionary."""
    return _spec.connection_rule(conn_spec)


def _process_syn_spec(syn_spec, conn_spec, prelength, postlength, use_connect_arrays=False):
    """The synapse specification as a dictionary or a list of them, arrays in the order of the connections."""
    return _spec.synapse(syn_spec, conn_spec, range(prelength), range(postlength))


def _process_input_nodes(pre, post, conn_spec):
    """``(use_connect_arrays, pre, post)``: collections, or arrays where ids repeat."""
    rule = _process_conn_spec(conn_spec).get("rule")
    repeat = _repeats(pre) or _repeats(post)
    if repeat and rule != "one_to_one":
        raise ArgumentValueError("When connecting two arrays with non-unique IDs, `conn_spec` must be 'one_to_one'.")
    if rule == "one_to_one" and (repeat or not (_is_nodes(pre) and _is_nodes(post))):
        return True, pre, post
    return False, _nodes(pre), _nodes(post)
