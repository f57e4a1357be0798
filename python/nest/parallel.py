"""Processes and threads."""

import atexit
import sys

from . import _nest
from .sli import sli

__all__ = ["GetLocalVPs", "NumProcesses", "Rank", "SyncProcesses"]


def Rank():
    """Number of this process among all processes.

    Returns
    -------
    int
    """
    return sli("Rank")


def NumProcesses():
    """Number of processes.

    Returns
    -------
    int
    """
    return sli("NumProcesses")


def SyncProcesses():
    """Wait until all processes have come here."""
    sli("SyncProcesses")


def GetLocalVPs():
    """Numbers of the virtual processes (threads) of this process.

    Returns
    -------
    range
    """
    status = sli("GetKernelStatus")
    return range(Rank(), status["total_num_virtual_procs"], status["num_processes"])


def end_together():
    """Leave the job when Python ends; an error that nobody handles ends the other ranks, too."""
    show = sys.excepthook

    def show_and_leave(kind, error, trace):
        show(kind, error, trace)
        sys.stdout.flush()
        sys.stderr.flush()
        _nest.leave(1)

    sys.excepthook = show_and_leave
    atexit.register(_nest.leave, 0)
