"""Kept for programs that import from here."""

from ..errors import NESTError, NESTErrors, NESTMappedException  # noqa: F401
