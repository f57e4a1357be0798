"""Networks beside the floor: hand-written programs for the same network, in turn with ours.

usage: compare.py NEST [NAME ...]     NEST is the program `nest`; prints medians of interleaved runs and ratios
"""

import json
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
FLOOR = HERE.parent / "floor"
EXAMPLES = HERE.parent.parent / "examples"
FLAGS = "-std=c++20 -O3 -march=native -ffp-contract=off -fno-trapping-math -fno-math-errno -pthread".split()
RUNS = 5

# name -> (floor program and its arguments, arguments of the script)
NETWORKS = {
    "balanced": (["balanced", "2500", "1", "500"], "2500:500:1"),
    "balanced_2_threads": (["balanced", "2500", "2", "500"], "2500:500:2"),
}
LINE = re.compile(r"^(.+?) *: ([\d.]+)", re.M)


def compile_floor(name, folder):
    program = pathlib.Path(folder) / name
    subprocess.run(["g++", *FLAGS, "-o", program, FLOOR / f"{name}.cpp"], check=True)
    return program


def run_floor(program, arguments):
    """(building, simulating) in seconds."""
    result = json.loads(subprocess.run([program, *arguments], check=True, capture_output=True, text=True).stdout)
    return result["connect"], result["simulate"]


def run_script(nest, userargs):
    run = subprocess.run([nest, f"--userargs={userargs}", EXAMPLES / "balanced_network.sli"], check=True,
                         capture_output=True, text=True)
    told = dict(LINE.findall(run.stdout))
    return float(told["Building time"]), float(told["Simulation time"])


def main(nest, *names):
    with tempfile.TemporaryDirectory() as folder:
        print(f"{'network':20} {'build':>8} {'floor':>8} {'simulate':>9} {'floor':>8}  simulate / floor (median of pairs)")
        for name in names or NETWORKS:
            (floor, *arguments), userargs = NETWORKS[name]
            program = compile_floor(floor, folder)
            pairs = [(run_script(nest, userargs), run_floor(program, arguments)) for _ in range(RUNS)]
            median = lambda pick: statistics.median(pick(ours, theirs) for ours, theirs in pairs)
            print(f"{name:20} {median(lambda a, b: a[0]):7.3f}s {median(lambda a, b: b[0]):7.3f}s "
                  f"{median(lambda a, b: a[1]):8.3f}s {median(lambda a, b: b[1]):7.3f}s "
                  f"{median(lambda a, b: a[1] / b[1]):17.2f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
