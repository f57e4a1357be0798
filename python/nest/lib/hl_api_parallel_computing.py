"""Kept for programs that import from here."""

from ..parallel import *  # noqa: F401,F403
