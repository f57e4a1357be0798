"""Compare every include line of the project with the table of floors.

usage: include_fence.py ROOT      prints each offending line, exit code 1 if there is one
"""

import pathlib
import re
import sys

# floor -> floors whose public headers it may include (its own workings are always open to it)
ALLOWED = {
    "kernel": set(),
    "interpreter": set(),
    "stdlib/language": {"interpreter"},
    "stdlib/simulation": {"interpreter", "kernel"},
    "stdlib/startup": {"interpreter", "kernel", "stdlib/language", "stdlib/simulation"},
    "python/src": {"interpreter", "kernel", "stdlib/startup"},
}
# package header prefix -> the only places that may include it
PACKAGES = {
    "boost/spirit": {"interpreter/scan/grammar.cpp", "stdlib/language/infix_grammar.cpp"},
    "boost/math": {"stdlib/language"},
    "boost/": {"interpreter/scan/grammar.cpp", "stdlib/language"},
    "readline/": {"stdlib/startup/line_editor_readline.cpp"},
    "pybind11/": {"python/src"},
    "Python.h": {"python/src"},
    "cairo": {"stdlib/language/picture_cairo.cpp"},
    "mpi.h": {"kernel/parallel/mpi.cpp"},
    "Random123/": {"kernel/random"},
    "catch2/": set(),
}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def floor_of(path):
    return max((floor for floor in ALLOWED if path.startswith(floor + "/")), key=len, default=None)


def offence(file, quote, header):
    """Why this include is not allowed, or None."""
    floor = floor_of(file)
    if quote == "<":
        for prefix, places in PACKAGES.items():
            if header.startswith(prefix):
                inside = any(file == place or file.startswith(place + "/") for place in places)
                return None if inside else f"<{header}> belongs to {', '.join(sorted(places)) or 'tests'}"
        return None
    target = floor_of(header)
    if target is None:
        return f'"{header}" does not start at the repository root, on a floor'
    if target == floor:
        return None
    if target not in ALLOWED[floor]:
        return f"{floor} must not see {target}"
    if "/" in header[len(target) + 1 :]:
        return f'"{header}" is a working of {target}, not public'
    return None


def check(root):
    root = pathlib.Path(root)
    for floor in ALLOWED:
        for path in sorted((root / floor).rglob("*.[ch]pp")):
            file = path.relative_to(root).as_posix()
            for number, line in enumerate(path.read_text().splitlines(), 1):
                if match := INCLUDE.match(line):
                    if reason := offence(file, *match.groups()):
                        yield f"{file}:{number}: {reason}"


if __name__ == "__main__":
    offences = list(check(sys.argv[1]))
    print("\n".join(offences) or "every include line respects the floors")
    sys.exit(bool(offences))
