"""Kept for programs that import from here."""

from ..info import *  # noqa: F401,F403
from ..status import GetStatus, SetStatus  # noqa: F401
