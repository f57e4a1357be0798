"""Kept for programs that import from here."""

from ..models import *  # noqa: F401,F403
