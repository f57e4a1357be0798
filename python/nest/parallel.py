"""Processes and threads."""

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
