"""Running the simulation."""

import contextlib

from . import strict
from .sli import sli

__all__ = ["Cleanup", "Install", "Prepare", "ResetKernel", "Run", "RunManager", "Simulate"]


# Modules that others compile, by the synapse models in them.
BUILT_IN = {"pynn_extensions": {"simple_stochastic_synapse", "stochastic_stp_synapse"}}


def Simulate(t):
    """Simulate the network.

    Parameters
    ----------
    t : float
        Time to simulate (ms), a multiple of the resolution.

    Raises
    ------
    NESTErrors.BadParameter
        If the time is negative, infinite, or not a multiple of the resolution.
    KeyboardInterrupt
        If interrupted by Ctrl-C; what was simulated until then is kept.

    Examples
    --------
    >>> nest.Simulate(1000.0)
    """
    sli("Simulate", float(t))


def Prepare():
    """Get ready for :func:`Run`.

    Raises
    ------
    NESTErrors.KernelException
        If it has been called before without :func:`Cleanup`.
    """
    sli("Prepare")


def Run(t):
    """Simulate for some time between :func:`Prepare` and :func:`Cleanup`.

    Parameters
    ----------
    t : float
        Time to simulate (ms), a multiple of the resolution.
    """
    sli("Run", float(t))


def Cleanup():
    """Finish after :func:`Run`: files are written, recorders can be changed again."""
    sli("Cleanup")


@contextlib.contextmanager
def RunManager():
    """Prepare on entry and clean up on exit, whatever happens.

    Examples
    --------
    >>> with nest.RunManager():
    ...     for _ in range(10):
    ...         nest.Run(100.0)
    """
    Prepare()
    try:
        yield
    finally:
        Cleanup()


def ResetKernel():
    """Remove the network and all copied models, and give every setting its default.

    Node collections and connections made before become invalid.
    """
    strict.forget()
    sli("ResetKernel")


def Install(module_name):
    """Load an extension module.

    Parameters
    ----------
    module_name : str

    Raises
    ------
    NESTError
        If there is no such module.

    Notes
    -----
    What PyNN compiles for itself (``pynn_extensions``) is built in; installing it does nothing.
    """
    built_in = BUILT_IN.get(str(module_name))
    if not built_in or built_in - {*sli("GetKernelStatus")["synapse_models"]}:
        sli("Install", str(module_name))
