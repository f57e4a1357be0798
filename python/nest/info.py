"""Help, messages, and facts about the program."""

import os

from .errors import NESTErrors
from .sli import sli

__all__ = ["authors", "get_argv", "get_verbosity", "help", "helpdesk", "message", "set_verbosity", "sysinfo"]

VERBOSITY = {
    "M_ALL": 0,
    "M_DEBUG": 5,
    "M_STATUS": 7,
    "M_INFO": 10,
    "M_PROGRESS": 15,
    "M_DEPRECATED": 18,
    "M_WARNING": 20,
    "M_ERROR": 30,
    "M_FATAL": 40,
    "M_QUIET": 100,
}


def read_command_line_and_environment():
    """The word ``--verbosity=LEVEL``, and ``NEST_DATA_PATH`` and ``NEST_DATA_PREFIX``. Called once, by the package."""
    for word in get_argv():
        if word.startswith("--verbosity=") and f"M_{word[12:]}" in VERBOSITY:
            set_verbosity(f"M_{word[12:]}")
    for key in ("data_path", "data_prefix"):
        if os.environ.get(f"NEST_{key.upper()}"):
            sli("SetKernelStatus", {key: os.environ[f"NEST_{key.upper()}"]})


def docdir():
    """Folder of the installed documentation."""
    return sli("statusdict /prgdocdir get")


def helpdesk():
    """Open the documentation in a browser.

    Raises
    ------
    FileNotFoundError
        If it is not installed.
    """
    page = os.path.join(docdir(), "html", "index.html")
    if not os.path.isfile(page):
        raise FileNotFoundError(
            "Sorry, the help index cannot be opened. Did you run 'make html' before running 'make install'?"
        )
    import webbrowser

    webbrowser.open_new(f"file://{page}")


def help(obj=None, return_text=False):
    """Show the help page of a model, or of the package.

    Parameters
    ----------
    obj : str, optional
        Name of a model; without it the package describes itself.
    return_text : bool
        Return the text instead of showing it.

    Returns
    -------
    str or None
    """
    if obj is None:
        import nest

        print(nest.__doc__)
        return None
    text = help_text(str(obj))
    if text is None:
        print(f"Sorry, there is no help for model '{obj}'.\nUse the Python help() function to learn about functions.")
        return None
    if return_text:
        return text
    import pydoc

    pydoc.pager(text)
    return None


def help_text(name):
    """The page of a model, the one that ``/name help`` shows in SLI; ``None`` if nothing has this name."""
    if not name.isidentifier():
        return None
    try:
        return sli(f"/{name} :modeltext")
    except NESTErrors.NESTError:
        return None


def get_argv():
    """Command line of the program, as the simulator saw it.

    Returns
    -------
    tuple of str
    """
    return sli("statusdict /argv get")


def message(level, sender, text):
    """Write a message to the log.

    Parameters
    ----------
    level : int
        Shown if it is at least the verbosity.
    sender, text : str
    """
    sli("message", level, sender, text)


def get_verbosity():
    """Level from which on messages are shown.

    Returns
    -------
    int
    """
    return sli("verbosity")


def set_verbosity(level):
    """Choose which messages are shown.

    Parameters
    ----------
    level : str or int
        ``'M_ALL'``, ``'M_DEBUG'``, ``'M_STATUS'``, ``'M_INFO'``, ``'M_PROGRESS'``, ``'M_DEPRECATED'``,
        ``'M_WARNING'``, ``'M_ERROR'``, ``'M_FATAL'``, ``'M_QUIET'`` or a number.
    """
    if isinstance(level, str) and level in VERBOSITY:
        level = VERBOSITY[level]
    elif isinstance(level, str) and not level.lstrip("+-").isdigit():
        from .errors import did_you_mean

        raise NESTErrors.DictError(
            "SLIInterpreter::execute",
            f": Key '/{level}' does not exist in dictionary.",
            hint=f"set_verbosity: unknown level '{level}'{did_you_mean(level, VERBOSITY)}",
        )
    sli("setverbosity", int(level))


def sysinfo():
    """Print facts about the program and the machine."""
    sli("sysinfo")


def authors():
    """Print who made the program."""
    sli("authors")
