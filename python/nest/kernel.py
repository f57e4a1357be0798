"""Errors, names and handles of the simulator, under the names that programs import them by."""

from ._nest import Handle as SLIDatum
from .errors import NESTError, NESTErrors, NESTMappedException
from .literal import SLILiteral
from .ll_api import NESTEngine

__all__ = ["CONN_LEN", "NESTEngine", "NESTError", "NESTErrors", "NESTMappedException", "SLIDatum", "SLILiteral"]

CONN_LEN = 5

