"""Kept for programs that import from here."""

from ..connections import Connect, Disconnect, GetConnections  # noqa: F401
