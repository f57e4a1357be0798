"""Run the conformance programs: standard output byte for byte, exit code as given.

usage: conformance.py PROGRAM FOLDER DIFFERENCES..

DIFFERENCES are files of lines `NNN reason`: programs that docs/differences.md declares to differ. One
that agrees after all is reported, so that the list stays true.
"""

import concurrent.futures
import os
import pathlib
import subprocess
import sys
import tempfile


def disagreement(program, path):
    """What differs from the reference, or None."""
    wanted = path.with_suffix(".out").read_bytes()
    code_file = path.with_suffix(".rc")
    code = int(code_file.read_text()) if code_file.exists() else 0
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run([program, "--verbosity=QUIET", "-"], input=path.read_bytes(), capture_output=True,
                             timeout=120, cwd=folder)
    if run.stdout != wanted:
        return f"expected\n{wanted.decode(errors='replace')}\nprinted\n{run.stdout.decode(errors='replace')}"
    if run.returncode != code:
        return f"expected exit code {code}, found {run.returncode}"
    return None


def main(program, folder, *differences):
    lines = [line for file in differences for line in pathlib.Path(file).read_text().splitlines() if line]
    declared = dict(line.split(None, 1) for line in lines)
    paths = sorted(pathlib.Path(folder).glob("[0-9]*.sli"))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = dict(zip(paths, pool.map(lambda path: disagreement(program, path), paths)))
    failed = 0
    for path, reason in results.items():
        number = path.name[:3]
        if reason and number not in declared:
            failed += 1
            print(f"FAILED {path.name}: {reason}\n")
        elif not reason and number in declared:
            failed += 1
            print(f"FAILED {path.name}: declared to differ ({declared[number]}) but agrees\n")
    print(f"{len(paths) - failed} passed, {failed} failed")
    return bool(failed) or not paths


if __name__ == "__main__":
    sys.exit(main(os.path.abspath(sys.argv[1]), *sys.argv[2:]))
