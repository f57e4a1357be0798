"""The layer below the functions: the operand stack and SLI itself."""

import functools

import numpy as np

from . import _nest
from .errors import ArgumentTypeError, ArgumentValueError, NESTError, NESTErrors
from .sli import SLILiteral, unobserved

__all__ = [
    "check_stack",
    "connect_arrays",
    "get_debug",
    "set_communicator",
    "set_debug",
    "sli_func",
    "sli_pop",
    "sli_push",
    "sli_run",
    "spp",
    "sps",
    "sr",
    "stack_checker",
    "take_array_index",
]

_debug = False


def start():
    """Define what programs written in SLI find in a Python process. Called once, by the package."""
    with unobserved():
        _nest.run(_PROCEDURES)


def sli_push(val):
    """Push a value on the operand stack.

    Parameters
    ----------
    val : any
        A number, text, sequence, dictionary, array, collection or Parameter.
    """
    _nest.push(val)


def sli_pop():
    """Pop a value from the operand stack.

    Returns
    -------
    any

    Raises
    ------
    NESTErrors.PyNESTError
        If the stack is empty, or Python has no type for the value, which then stays.
    """
    return _nest.pop()


def sli_run(scmd):
    """Run SLI; results stay on the operand stack.

    Parameters
    ----------
    scmd : str
        SLI source.
    """
    _nest.run(scmd)


# What programs written in SLI find in a Python process, beside the library.
_PROCEDURES = """
/runprotected
{
  errordict /message () put
  stopped
  {
    errordict /commandname get
    errordict /message get
    errordict /errorname get
    errordict /newerror false put
    false
  }
  { true }
  ifelse
} def
/sli_func
{
  << >> begin /code Set /args Set
  mark args arrayload pop code cvx exec counttomark arraystore exch pop
  end
} def
/sli_func_litconv
{
  exch { dup type /stringtype eq { dup length 0 gt { dup 0 get 47 eq { 1 1 index length 1 sub getinterval cvlit } if } if } if } Map
  exch sli_func
} def
/pywelcome { } def
"""


sps, spp, sr, catching_sli_run = sli_push, sli_pop, sli_run, sli_run


def sli_func(s, *args, **kwargs):
    """Push arguments, run SLI and return what it leaves.

    Parameters
    ----------
    s : str
        SLI source.
    *args
        Operands.
    namespace : str, optional
        Run the source in this SLI namespace.
    litconv : bool, optional
        Texts that begin with a slash are names.

    Returns
    -------
    None, any or tuple
        Nothing, one result, or several.

    Examples
    --------
    >>> nest.ll_api.sli_func("add", 1, 2)
    3
    """
    namespace, litconv = kwargs.pop("namespace", None), kwargs.pop("litconv", False)
    if kwargs:
        raise NESTErrors.PyNESTError("'namespace' and 'litconv' are the only valid keyword arguments.")
    if namespace:
        s = f"{namespace} using {s} endusing"
    if litconv:
        args = [SLILiteral(a[1:]) if isinstance(a, str) and a.startswith("/") else a for a in args]
    return _nest.sli(s, *args)


def take_array_index(node_collection_datum, array):
    """Nodes at some positions of a collection.

    Parameters
    ----------
    node_collection_datum : handle
    array : 1-D array of int or bool

    Returns
    -------
    NodeCollection
    """
    from .node_collection import NodeCollection

    return NodeCollection(node_collection_datum)[array]


def _is_ids(ids):
    return isinstance(ids, np.ndarray) and ids.ndim == 1 and ids.dtype.kind in "iu"


def connect_arrays(sources, targets, weights, delays, synapse_model, syn_param_keys=(), syn_param_values=()):
    """Connect arrays of ids one to one.

    Parameters
    ----------
    sources, targets : 1-D array of int
    weights, delays : 1-D array of float or None
    synapse_model : str
    syn_param_keys : sequence of str
    syn_param_values : 2-D array
        One row for each key.
    """
    from .connections import Connect

    if not all(_is_ids(ids) for ids in (sources, targets)):
        side = "targets" if _is_ids(sources) else "sources"
        raise ArgumentTypeError(f"{side} must be a 1-dimensional NumPy array of integers")
    if len(sources) != len(targets):
        raise ArgumentValueError("Sources and targets must be arrays of the same length.")
    spec = {"synapse_model": synapse_model, **dict(zip(syn_param_keys or (), syn_param_values))}
    spec.update({key: value for key, value in (("weight", weights), ("delay", delays)) if value is not None})
    Connect(sources, targets, "one_to_one", spec)


class NESTEngine:
    """The simulator of this process, started when the package is imported."""

    @staticmethod
    def init(argv):
        """Always an error: the simulator has been started already.

        Raises
        ------
        NESTErrors.PyNESTError
        """
        if not argv:
            raise NESTErrors.PyNESTError("argv can't be empty")
        raise NESTErrors.PyNESTError("NEST already initialized.")

    push, pop, run = staticmethod(sli_push), staticmethod(sli_pop), staticmethod(sli_run)
    take_array_index, connect_arrays = staticmethod(take_array_index), staticmethod(connect_arrays)

    @staticmethod
    def set_communicator(comm):
        """See :func:`nest.ll_api.set_communicator`."""
        set_communicator(comm)


engine = NESTEngine()
initialized = True  # the simulator starts with the package
init = engine.init


def set_communicator(comm):
    """Choose the MPI communicator; this build runs in one process.

    Parameters
    ----------
    comm : mpi4py.MPI.Comm

    Raises
    ------
    NESTError
    """
    raise NESTError("set_communicator: NEST not compiled with MPI4PY")


def get_debug():
    """Is the operand stack checked around functions?

    Returns
    -------
    bool
    """
    return _debug


def set_debug(dbg=True):
    """Check the operand stack around functions decorated with :func:`check_stack`.

    Parameters
    ----------
    dbg : bool
    """
    global _debug
    _debug = dbg


def stack_checker(f):
    """Decorator: in debug mode an error if the function changes the height of the operand stack."""

    @functools.wraps(f)
    def checked(*args, **kwargs):
        if not get_debug():
            return f(*args, **kwargs)
        before = _nest.count()
        result = f(*args, **kwargs)
        left = _nest.count() - before
        if left:
            raise NESTError(f"Function '{f.__name__}' left {left} elements on the stack.")
        return result

    return checked


def check_stack(thing):
    """Decorator for a function, or for the ``test_`` methods of a class."""
    import inspect

    if inspect.isfunction(thing):
        return stack_checker(thing)
    if inspect.isclass(thing):
        for name, method in inspect.getmembers(thing, inspect.isfunction):
            if name.startswith("test_"):
                setattr(thing, name, stack_checker(method))
        return thing
    raise ArgumentValueError(f"unable to decorate {thing}")
