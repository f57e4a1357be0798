"""Messages of the simulator through Python's ``logging``, logger ``nest``.

Without a configuration of logging, warnings and errors appear on standard error. ``set_verbosity``
decides what the simulator says at all.
"""

import logging

logger = logging.getLogger("nest")

LEVELS = (
    (40, logging.CRITICAL),
    (30, logging.ERROR),
    (18, logging.WARNING),
    (7, logging.INFO),
    (0, logging.DEBUG),
)


def log(level, sender, text):
    """Called by the simulator for each message that passes its verbosity."""
    for least, logging_level in LEVELS:
        if level >= least:
            logger.log(logging_level, "%s: %s", sender, text, extra={"sender": sender, "verbosity": level})
            return
