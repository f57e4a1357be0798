"""Every command of the language exists, and the manual has a page about it.

usage: completeness.py PROGRAM COMMANDS
"""

import pathlib
import subprocess
import sys

LIST_NAMES = "(unittest) run unittest arraylib systemdict userdict 4 arraystore { keys { = } forall } forall"
LIST_PAGES = ":index { = } forall"
# Operators behind overload sets are documented with these; the others are no commands.
WITHOUT_PAGES = {"Typed operators behind the tries", "Constants and variables", "Iteration and lookup"}


def words(program, script):
    """First words of the lines that a script prints."""
    printed = subprocess.run([program, "-"], input=script, capture_output=True, text=True, check=True).stdout
    return {line.split()[0] for line in printed.splitlines() if line.strip()}


def groups(path):
    """Names by subject."""
    subject, names = None, {}
    for line in pathlib.Path(path).read_text().splitlines():
        if line.startswith("## "):
            subject = line[3:]
            names[subject] = []
        elif subject:
            names[subject] += line.split()
    return names


def main(program, path):
    known, pages = words(program, LIST_NAMES), words(program, LIST_PAGES)
    missing = undocumented = 0
    for subject, names in groups(path).items():
        absent = [name for name in names if name not in known]
        silent = [name for name in names if name in known and name not in pages and subject not in WITHOUT_PAGES]
        missing, undocumented = missing + len(absent), undocumented + len(silent)
        if absent:
            print(f"{subject}: missing {' '.join(absent)}")
        if silent:
            print(f"{subject}: without page {' '.join(silent)}")
    print(f"{missing} missing, {undocumented} without page")
    return missing + undocumented > 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
