"""Messages of the simulator through Python's ``logging``, logger ``nest``.

Without a configuration of logging, warnings and errors appear on standard error. ``set_verbosity``
decides what the simulator says at all.
"""

LEVELS = ((40, "CRITICAL"), (30, "ERROR"), (18, "WARNING"), (7, "INFO"), (0, "DEBUG"))


def log(level, sender, text):
    """Called by the simulator for each message that passes its verbosity."""
    import logging  # importing it takes longer than importing the package

    for least, name in LEVELS:
        if level >= least:
            extra = {"sender": sender, "verbosity": level}
            logging.getLogger("nest").log(getattr(logging, name), "%s: %s", sender, text, extra=extra)
            return
