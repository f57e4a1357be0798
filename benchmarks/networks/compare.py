"""Networks beside the floor: hand-written programs for the same network, in turn with ours.

usage: compare.py NEST [NAME ...]

NEST is the program `nest`; the Python package is looked for beside it. Prints medians of interleaved runs, their
ratios, events (spikes times the mean out-degree) per second, bytes of the process per synapse, and where the time goes.
Full-size networks run only when they are named.
"""

import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
FLOOR = HERE.parent / "floor"
FLAGS = "-std=c++20 -O3 -march=native -ffp-contract=off -fno-trapping-math -fno-math-errno -pthread".split()
RUNS = 5

# name -> (floor program and its arguments, script and its arguments, goal: floors of simulating)
NETWORKS = {
    "balanced": ("balanced 2500 1 500", "balanced.py 2500 1 500", 2.0),
    "balanced_2_threads": ("balanced 2500 2 500", "balanced.py 2500 2 500", 2.0),
    "hpc_benchmark": ("plastic 0.2 50 250", "hpc_benchmark.py 1 0.2 1 250", 2.0),
    "microcircuit": ("microcircuit 0.1 0.1 1 100 500", "microcircuit.py 0.1 0.1 1 500", 2.5),
    "cuba": (None, "brette.py cuba 1 1 1000", None),
    "coba": (None, "brette.py coba 1 1 1000", None),
}
FULL_SIZE = {
    "microcircuit_full": ("microcircuit 1 1 2 100 500", "microcircuit.py 1 1 2 500", 1.7),
}


def run_floor(command, folder):
    name, *arguments = command.split()
    program = pathlib.Path(folder) / name
    if not program.exists():
        subprocess.run(["g++", *FLAGS, "-o", program, FLOOR / f"{name}.cpp"], check=True)
    return json.loads(subprocess.run([program, *arguments], check=True, capture_output=True, text=True).stdout)


def run_script(command, package):
    script, *arguments = command.split()
    environment = {**os.environ, "PYTHONPATH": f"{package}:{HERE}"}
    run = subprocess.run([sys.executable, HERE / script, *arguments], check=True, capture_output=True, text=True,
                         env=environment)
    return json.loads(run.stdout.splitlines()[-1])


def show(name, goal, pairs):
    median = lambda pick: statistics.median(pick(ours, floor) for ours, floor in pairs)
    ours = pairs[-1][0]
    beside = lambda key, digits: "-" if not pairs[0][1] else f"{median(lambda a, b: b[key]):.{digits}f} s"
    ratio = "-" if not pairs[0][1] else f"{median(lambda a, b: a['simulate'] / b['simulate']):.2f}"
    print(f"{name:20} {median(lambda a, b: a['build']):8.3f} s {beside('connect', 3):>9} "
          f"{median(lambda a, b: a['simulate']):9.3f} s {beside('simulate', 3):>9} {ratio:>7} {goal or '-':>5} "
          f"{median(lambda a, b: a['events'] / a['simulate']):9.2e} "
          f"{ours['peak_mb'] * 2**20 / ours['synapses']:7.1f}  "
          + ", ".join(f"{phase} {seconds:.3f}" for phase, seconds in ours["phases"].items()))


def show_queries(package):
    results = [run_script("queries.py 2500", package) for _ in range(RUNS)]
    for key in ("inhibitory_to_100", "from_200", "columns", "set_weights", "record", "read_events"):
        print(f"{'queries: ' + key:30} {statistics.median(r[key] for r in results):.4f} s")


def main(nest, *names):
    package = pathlib.Path(nest).resolve().parent.parent / "python"
    with tempfile.TemporaryDirectory() as folder:
        print(f"{'network':20} {'build':>10} {'floor':>9} {'simulate':>11} {'floor':>9} {'floors':>7} {'goal':>5} "
              f"{'events/s':>9} {'B/syn.':>7}  phases, s of all threads")
        for name in names or NETWORKS:
            if name == "queries":
                continue
            floor, script, goal = {**NETWORKS, **FULL_SIZE}[name]
            pairs = [(run_script(script, package), floor and run_floor(floor, folder)) for _ in range(RUNS)]
            show(name, goal, pairs)
        if not names or "queries" in names:
            show_queries(package)


if __name__ == "__main__":
    main(*sys.argv[1:])
