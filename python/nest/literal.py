"""Names as values: what SLI writes as ``/name``."""

__all__ = ["SLILiteral"]


class SLILiteral:
    """A name of the simulation language, where a plain ``str`` would be a text.

    Parameters
    ----------
    name : str
        The name without its slash.

    Notes
    -----
    Compares and hashes like the ``str`` of its name. The extension module reads :attr:`name`.
    """

    __slots__ = ("name",)

    def __init__(self, name):
        self.name = str(name)

    def __repr__(self):
        return f"<SLILiteral: {self.name}>"

    def __str__(self):
        return self.name

    def __eq__(self, other):
        return self.name == (other.name if isinstance(other, SLILiteral) else other)

    def __hash__(self):
        return hash(self.name)
