"""Kept for programs that import from the place of the reference."""

from . import *  # noqa: F401,F403
