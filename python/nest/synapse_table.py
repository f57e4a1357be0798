"""The table that ``print`` shows of a SynapseCollection."""

LONGEST = 35  # connections that are shown without an ellipsis
SHOWN = 15  # rows before and after the ellipsis
HEADER = ("source", "target", "synapse model", "weight", "delay")


def table(connections):
    """Text of the table."""
    if not len(connections):
        return "The synapse collection does not contain any connections."
    if len(connections) >= LONGEST and not connections.print_full:
        head, tail = _rows(connections[:SHOWN]), _rows(connections[-SHOWN:])
        rows = head + [None] + tail
    else:
        rows = _rows(connections)
    widths = _widths([row for row in rows if row])
    lines = [_cells([name.center(width) for name, width in zip(HEADER, widths)])]
    lines.append(" ".join("-" * width for width in widths))
    lines += [_row(row, widths) for row in rows]
    return "\n".join(lines)


def _rows(connections):
    columns = [connections._column(key) for key in ("source", "target", "synapse_model", "weight", "delay")]
    return list(zip(*columns))


def _widths(rows):
    source = max(8, len(str(max(row[0] for row in rows))) - 1)
    target = max(8, len(str(max(row[1] for row in rows))) - 1)
    return source, target, max(15, max(len(row[2]) for row in rows)), 8, 7


def _cells(cells):
    return " ".join(cells)


def _row(row, widths):
    if row is None:
        return _cells(["\u22ee ".rjust(width) for width in widths])
    source, target, model, weight, delay = row
    numbers = (f"{weight:#.4g}".rjust(widths[3]), f"{delay:#.4g}".rjust(widths[4]))
    return _cells([str(source).rjust(widths[0] - 1), str(target).rjust(widths[1]), model.rjust(widths[2]), *numbers])
