"""Kept for programs that import from here."""

from ..nodes import *  # noqa: F401,F403
