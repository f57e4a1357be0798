"""Run the manual's examples, each as a script test of its own.

usage: examples.py PROGRAM lib-sli/examples.sli

A line `% names ..` begins an example; the lines below it are the program, with expectations as in
expect.py.
"""

import concurrent.futures
import os
import pathlib
import re
import sys
import tempfile

import expect


def examples(text):
    """Pairs of names and program."""
    parts = re.split(r"^% (?!expect)(.*)\n", text, flags=re.M)
    return list(zip(parts[1::2], parts[2::2]))


def main(program, path):
    found = examples(pathlib.Path(path).read_text())
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        paths = []
        for number, (names, text) in enumerate(found):
            paths.append(pathlib.Path(folder) / f"{number}.sli")
            paths[-1].write_text(text)
        reasons = list(pool.map(lambda one: expect.failure(program, one), paths))
    for (names, _), reason in zip(found, reasons):
        if reason:
            print(f"FAILED {names}: {reason}\n")
    failed = sum(reason is not None for reason in reasons)
    print(f"{len(found) - failed} passed, {failed} failed")
    return bool(failed) or not found


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
