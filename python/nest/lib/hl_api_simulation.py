"""Kept for programs that import from here."""

from ..kernel_status import GetKernelStatus, SetKernelStatus  # noqa: F401
from ..simulation import *  # noqa: F401,F403
