"""Which facts of the documented interface (tests/reference/python_api.tsv) a test shows."""

import pytest

def row(*names):
    """Decorator: the test shows the rows with these names; docs/python_api.py reads it."""
    return lambda test: test


def fails(kind, text=None):
    """The call in the ``with`` block raises an error of this class, and its message holds the text."""
    import re

    return pytest.raises(kind, match=None if text is None else re.escape(text))
