"""All benchmarks, or the groups and members named: python3 benchmarks/run.py [GROUP ... [NAME ...]]"""

import pathlib
import subprocess
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
PROGRAM = FOLDER.parent / "build" / "release" / "bin" / "sli"


def main(words):
    known = sorted(path.parent.name for path in FOLDER.glob("*/compare.py"))
    groups = [word for word in words if word in known]
    names = [word for word in words if word not in known]
    if names and not groups:
        sys.exit(f"{names[0]}: no group of benchmarks; there are {', '.join(known)}")
    for group in groups or known:
        print(f"# {group}", flush=True)
        program = PROGRAM if group == "language" else PROGRAM.with_name("nest")
        done = subprocess.run([sys.executable, FOLDER / group / "compare.py", program, *names])
        if done.returncode != 0:
            sys.exit(done.returncode)


if __name__ == "__main__":
    main(sys.argv[1:])
