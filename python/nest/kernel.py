"""Errors, names and handles of the simulator, under the names that programs import them by."""

from ._nest import Handle as SLIDatum
from .errors import NESTError, NESTErrors, NESTMappedException
from .literal import SLILiteral
from .ll_api import catching_sli_run, sli_pop, sli_push

__all__ = ["CONN_LEN", "NESTEngine", "NESTError", "NESTErrors", "NESTMappedException", "SLIDatum", "SLILiteral"]

CONN_LEN = 5


class NESTEngine:
    """The simulator of this process, started when the package is imported."""

    push = staticmethod(sli_push)
    pop = staticmethod(sli_pop)
    run = staticmethod(catching_sli_run)

    @staticmethod
    def init(argv):
        """Always an error: the simulator has been started already.

        Raises
        ------
        NESTErrors.PyNESTError
        """
        if not argv:
            raise NESTErrors.PyNESTError("argv can't be empty")
        raise NESTErrors.PyNESTError("NEST already initialized.")
