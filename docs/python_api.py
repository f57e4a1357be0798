"""Make docs/python-api.md: which facts of the documented Python interface are there, and which test shows each.

usage: python_api.py [--check]      with --check nothing is written; the exit code says whether the page is up to date

The facts are the rows of tests/reference/python_api.tsv; a test names those it shows with the decorator `row`.
"""

import ast
import csv
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
FACTS = ROOT / "tests" / "reference" / "python_api.tsv"
TESTS = ROOT / "tests" / "python"
PAGE = ROOT / "docs" / "python-api.md"

SECTIONS = {
    "1": "The package", "2": "Exceptions", "3": "Information and help", "4": "Settings of the kernel", "5": "Models",
    "6": "Creating and finding nodes", "7": "NodeCollection", "8": "GetStatus and SetStatus", "9": "Connecting",
    "10": "SynapseCollection", "11": "Collocated synapses, masks, compartments, JSON", "12": "Parameters",
    "13": "Spatial functions", "14": "Running", "15": "Structural plasticity", "16": "Processes", "17": "SONATA",
    "18": "The layer below", "19": "Figures", "20": "Server", "21": "Text output", "22": "Environment",
    "23": "Modules", "A": "Public names", "C": "Keys of a status", "T": "Types of values",
}  # fmt: skip
HEAD = """# The Python interface, fact by fact

Made by `docs/python_api.py` from `tests/reference/python_api.tsv` and the decorators of the tests below `tests/python`;
`strict_types` is off in them, as scripts written for the documented package expect. A row without a test names the
subject with which it will come; the names of such rows do not exist yet.
"""


def facts():
    """The rows of the interface, in order."""
    with FACTS.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def tests():
    """``{row: [file::test, ...]}`` as the decorators say."""
    found = {}
    for file in sorted(TESTS.rglob("test_*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                for name in shown(node):
                    found.setdefault(name, []).append(f"{file.stem}::{node.name}")
    return found


def shown(function):
    """Names of the rows that a test function shows."""
    for decorator in function.decorator_list:
        if isinstance(decorator, ast.Call) and getattr(decorator.func, "id", "") == "row":
            yield from (argument.value for argument in decorator.args)


def page():
    """Text of the page."""
    by_row, lines, section = tests(), [HEAD], None
    rows = facts()
    there = sum(not row["later"] for row in rows)
    lines.append(f"{there} of {len(rows)} rows are there.\n")
    for row in rows:
        number = row["row"].split(".")[0].split(" ")[0]
        if number != section:
            section = number
            lines += [f"\n## {SECTIONS[number]}\n", "| row | fact | shown by |", "|---|---|---|"]
        by = f"later: {row['later']}" if row["later"] else "<br>".join(f"`{name}`" for name in by_row.get(row["row"], ()))
        lines.append(f"| {row['row'].replace('*', '(all)')} | {row['fact']} | {by} |")
    return "\n".join(lines) + "\n"


def main(words):
    if "--check" in words:
        return PAGE.read_text(encoding="utf-8") != page()
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
