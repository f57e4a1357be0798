"""All benchmarks, or those named: python3 benchmarks/run.py [language] [networks] [NAME ...]"""

import pathlib
import subprocess
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
PROGRAM = FOLDER.parent / "build" / "release" / "bin" / "sli"


def main(words):
    groups = [word for word in words if (FOLDER / word / "compare.py").exists()]
    names = [word for word in words if word not in groups]
    for group in groups or sorted(path.parent.name for path in FOLDER.glob("*/compare.py")):
        print(f"# {group}")
        program = PROGRAM if group == "language" else PROGRAM.with_name("nest")
        subprocess.run([sys.executable, FOLDER / group / "compare.py", program, *names], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
