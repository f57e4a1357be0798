"""Check that every name of a list is defined, and every command of it documented.

usage: vocabulary.py PROGRAM NAMES      NAMES: lines `section name`; sections to 30 are commands

A third word on a line gives the reason why a name is absent on purpose; it must then not exist.
"""

import pathlib
import subprocess
import sys

LAST_COMMAND = 30


def program_text(names):
    """An SLI program that prints, for every name, whether it is defined and whether it has a page."""
    return "[ " + " ".join(f"({name})" for name in names) + " ] { dup cvlit exch 2 arraystore } Map " \
           "{ arrayload pop exch lookup { pop (true ) } { (false ) } ifelse =only :manual { pop true } { false } ifelse = } forall"


def answers(program, names):
    run = subprocess.run([program, "-"], input=program_text(names), capture_output=True, text=True, timeout=120)
    lines = run.stdout.splitlines()
    if len(lines) != len(names):
        sys.exit(f"{len(names)} names, {len(lines)} answers\n{run.stdout[-2000:]}{run.stderr[-2000:]}")
    return [[word == "true" for word in line.split()] for line in lines]


def main(program, path):
    rows = [line.split(None, 2) for line in pathlib.Path(path).read_text().splitlines()
            if line and not line.startswith("#")]
    failed = 0
    for row, (defined, documented) in zip(rows, answers(program, [row[1] for row in rows])):
        section, name, absent = int(row[0]), row[1], len(row) == 3
        complaint = None
        if absent and defined:
            complaint = "is said to be absent but is there"
        elif not absent and not defined:
            complaint = "is missing"
        elif not absent and section <= LAST_COMMAND and not documented:
            complaint = "is not documented"
        if complaint:
            failed += 1
            print(f"section {section}: {name} {complaint}")
    print(f"{len(rows) - failed} passed, {failed} failed")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
