"""The one door to the simulator, and two windows beside it.

Every function of the package pushes its operands and runs a short phrase of SLI through
:func:`sli`. :func:`trace` shows the phrases as they run; :func:`record` writes them as a script that
the program ``nest`` runs to the same result without Python.
"""

import contextlib
import os
import sys

from . import _nest
from ._nest import Handle, sli
from .literal import SLILiteral
from .sli_text import Names, source, summary

__all__ = ["Handle", "SLILiteral", "record", "sli", "trace"]

# Phrases that change nothing: a script leaves them out, unless they give something that is used later.
QUESTIONS = {"size", "get", "GetStatus", "GetDefaults", "GetKernelStatus", "GetDefaults exch get", "GetColumn_a_l", "GetColumns_a_a"}
QUESTIONS |= {"GetKernelStatus /network_size get", "statusdict /argv get"}
QUESTIONS |= {"pcvs", "cva", "cva cv_iv", "eq", "Find", "InCollection", "verbosity", "GetStatus { 1 index get } Map exch pop"}

_observers: list = []


class _Observers:
    """What the extension module tells about each phrase: before it runs and after it succeeded."""

    @staticmethod
    def before(phrase, operands):
        for observer in _observers:
            observer.before(phrase, operands)

    @staticmethod
    def after(phrase, operands, results):
        for observer in _observers:
            observer.after(phrase, operands, results)


def _attach(observer):
    _observers.append(observer)
    _nest.observe(_Observers)


def _detach(observer):
    if observer in _observers:
        _observers.remove(observer)
    if not _observers:
        _nest.observe(None)


class _Trace:
    def __init__(self, stream):
        self.stream = stream

    def before(self, phrase, operands):
        words = [summary(operand) for operand in operands]
        print(" ".join([*words, phrase]), file=self.stream or sys.stderr, flush=True)

    def after(self, phrase, operands, results):
        pass


class _Record:
    """Writes each phrase that succeeded; what it returned is kept under a name if later phrases can need it."""

    def __init__(self, stream):
        self.stream = stream
        self.names = Names()

    def before(self, phrase, operands):
        pass

    def after(self, phrase, operands, results):
        if phrase in QUESTIONS and not any(self.names.known(result) for result in results):
            return
        words = [source(operand, self.names) for operand in operands]
        kept = [self._keep(result) for result in reversed(results)]
        print(" ".join([*words, phrase, *kept]), file=self.stream)

    def _keep(self, result):
        name = self.names.give(result)
        return f"/{name} Set" if name else "pop"


class _Running:
    """An observer at work: stop it with :meth:`stop`, or use it as a context manager."""

    def __init__(self, observer, close=None):
        self._observer, self._close = observer, close
        _attach(observer)

    def stop(self):
        """Stop watching; a recorded script is complete after this."""
        _detach(self._observer)
        if self._close:
            self._close()
            self._close = None

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.stop()


def trace(file=None):
    """Show the SLI that each call emits.

    Parameters
    ----------
    file : text stream, optional
        Where to write; standard error if not given.

    Returns
    -------
    context manager
        The trace lasts until its ``stop()`` is called or the ``with`` block ends.

    Examples
    --------
    >>> with nest.sli.trace():
    ...     neuron = nest.Create("iaf_psc_alpha")
    /iaf_psc_alpha 1 Create
    """
    return _Running(_Trace(file))


def record(path):
    """Write everything that follows as an SLI script.

    Parameters
    ----------
    path : str or path-like or text stream
        The script to write. It runs with the program ``nest``, without Python, to the same result.

    Returns
    -------
    context manager
        The recording lasts until its ``stop()`` is called, the ``with`` block ends, or Python exits.

    Notes
    -----
    Numbers are written with all their digits, so the script repeats the session bit by bit. Objects
    that existed before the recording began are known in it only if they are node collections.
    """
    if hasattr(path, "write"):
        return _Running(_Record(path))
    stream = open(os.fspath(path), "w", encoding="utf-8", errors="surrogateescape")  # closed by stop()
    stream.write("% Recorded from a Python session.\n")
    running = _Running(_Record(stream), stream.close)
    import atexit

    atexit.register(running.stop)
    return running


@contextlib.contextmanager
def unobserved():
    """Run phrases that neither the trace nor a recording shows."""
    _nest.observe(None)
    try:
        yield
    finally:
        _nest.observe(_Observers if _observers else None)


def start_trace_from_environment():
    """``NEST_SLI_TRACE=1`` shows the SLI of the whole session on standard error."""
    if os.environ.get("NEST_SLI_TRACE", "0") not in ("", "0"):
        trace()
