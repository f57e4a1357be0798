"""Run script tests: each expectation stands on the line that causes it.

usage: expect.py PROGRAM FOLDER [OPTIONS]      every *.sli below FOLDER is one test, run with these options

    [1 2 3] 0 9 put ==     % expect: [9 2 3]
    [1 2 3] 3 0 put        % expect error: RangeCheck     (the program ends here, exit code 126)
    3 quit_i               % expect exit: 3

What the program prints must be exactly the `expect` lines, in order.
"""

import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tempfile

LINE = re.compile(r"%\s*expect(?P<kind> error| exit)?:(?: (?P<text>.*?))?\s*$")
ERROR = re.compile(r"^\w{3} +\d+ [\d:]{8} (?P<command>.*) \[Error\]: (?P<name>.*)$", re.M)


def expectations(source):
    """Lines to be printed, error to end with, exit code."""
    lines, error, code = [], None, 0
    for line in source.splitlines():
        if match := LINE.search(line):
            kind, text = match["kind"], match["text"] or ""
            if kind == " error":
                error, code = text, 126
            elif kind == " exit":
                code = int(text)
            else:
                lines.append(text)
    return lines, error, code


def failure(program, path, options=()):
    """Why this test fails, or None."""
    source = path.read_text()
    lines, error, code = expectations(source)
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run(
            [program, "--verbosity=ERROR" if error else "--verbosity=QUIET", *options, "-"],
            input=source, capture_output=True, text=True, errors="replace", timeout=300, cwd=folder,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )
    printed = run.stdout
    if error:
        found = list(ERROR.finditer(printed))
        if not found or found[-1]["name"] != error:
            return f"expected error {error}, found {found[-1]['name'] if found else 'none'}\n{printed}{run.stderr}"
        printed = printed[: found[-1].start() - 1]
    if run.returncode != code:
        return f"expected exit code {code}, found {run.returncode}\n{run.stdout}{run.stderr}"
    if printed.splitlines() != lines:
        return "expected:\n  " + "\n  ".join(lines) + "\nprinted:\n  " + "\n  ".join(printed.splitlines())
    if not lines and not error and not code:
        return "no expectation: this test cannot fail"
    return None


def main(program, folder, *options):
    paths = sorted(pathlib.Path(folder).rglob("*.sli"))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda path: failure(program, path, options), paths))
    for path, reason in zip(paths, results):
        if reason:
            print(f"FAILED {path}: {reason}\n")
    failed = sum(reason is not None for reason in results)
    print(f"{len(paths) - failed} passed, {failed} failed")
    return bool(failed) or not paths


if __name__ == "__main__":
    sys.exit(main(os.path.abspath(sys.argv[1]), *sys.argv[2:]))
