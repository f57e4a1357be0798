"""What notebooks show of collections and of their parameters."""

ROWS = 10  # of a table of connections before it is cut


class Status(dict):
    """Parameters and their values: a dictionary that notebooks show as a table."""

    def _repr_html_(self):
        return _table(f"{len(self)} parameters", ("parameter", "value"), [(key, _short(self[key])) for key in self])


def node_collection(nodes):
    """The ranges of a node collection as a table."""
    import re

    parts = re.findall(r"model=([^,]+), size=(\d+), first=(\d+)(?:, last=(\d+))?(?:, step=(\d+))?", str(nodes))
    rows = [(model, size, first, last or first, step or "1") for model, size, first, last, step in parts]
    return _table(f"NodeCollection of {len(nodes)}", ("model", "size", "first", "last", "step"), rows)


def synapse_collection(connections):
    """The first connections as a table."""
    keys = ("source", "target", "synapse_model", "weight", "delay")
    shown = connections[:ROWS]
    rows = list(zip(*(shown._column(key) for key in keys))) if len(connections) else []
    if len(connections) > ROWS:
        rows.append(("\u22ee",) * len(keys))
    return _table(f"SynapseCollection of {len(connections)}", keys, rows)


def _short(value, longest=80):
    """A value as one line; of long ones the beginning."""
    text = " ".join(str(value).split())
    return text if len(text) <= longest else text[: longest - 1] + "\u2026"


def _table(caption, header, rows):
    from html import escape

    head = "".join(f"<th>{escape(name)}</th>" for name in header)
    body = "".join("<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
