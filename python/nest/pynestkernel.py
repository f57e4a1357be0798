"""Another name of nest.kernel."""

from .kernel import *  # noqa: F401,F403
