"""Do the networks fire as they should? Rates, variation of intervals and correlations over ten seeds.

usage: compare.py NEST [NAME ...]

NEST is the program `nest`; the Python package is looked for beside it. reference.json holds the figures of NEST 3.9.0
over ten seeds. Printed are both means and how far they lie apart, in standard errors of the difference. More than 4 in
any of the 33 figures is a failure: that happens by chance in one of about 36 sets of seeds, and the seeds are fixed.
"""

import json
import math
import os
import pathlib
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SCRIPTS = HERE.parent / "networks"
SEEDS = range(1, 11)
FAR = 4.0

# name -> (script and its arguments, network of reference.json)
NETWORKS = {
    "balanced": ("balanced.py 2500 2 1000", "balanced_order2500"),
    "hpc_benchmark": ("hpc_benchmark.py 1 0.2 2 250", "hpc_scale1_indegree2250"),
    "microcircuit": ("microcircuit.py 0.1 0.1 2 2000", "microcircuit_0.1_0.1"),
}


def run(command, seed, package):
    script, *arguments = command.split()
    result = subprocess.run([sys.executable, SCRIPTS / script, *arguments, str(seed)], check=True, capture_output=True,
                            text=True, env={**os.environ, "PYTHONPATH": f"{package}:{SCRIPTS}"})
    return json.loads(result.stdout.splitlines()[-1])["statistics"]


def distance(ours, reference):
    """Of two means, in standard errors of their difference."""
    error = math.sqrt(statistics.variance(ours) / len(ours) + statistics.variance(reference) / len(reference))
    return (statistics.mean(ours) - statistics.mean(reference)) / error


def main(nest, *names):
    package = pathlib.Path(nest).resolve().parent.parent / "python"
    expected = json.loads((HERE / "reference.json").read_text())
    worst = 0.0
    print(f"{'network':14} {'population':11} {'figure':11} {'mean':>9} {'reference':>10} {'errors apart':>13}")
    for name in names or NETWORKS:
        command, network = NETWORKS[name]
        runs = [run(command, seed, package) for seed in SEEDS]
        for population, figures in expected[network].items():
            for figure, known in figures.items():
                ours, reference = [run[population][figure] for run in runs], known["values"]
                apart = distance(ours, reference)
                worst = max(worst, abs(apart))
                print(f"{name:14} {population:11} {figure:11} {statistics.mean(ours):9.4f} "
                      f"{statistics.mean(reference):10.4f} {apart:13.1f}")
    if worst > FAR:
        sys.exit(f"{worst:.1f} standard errors apart, at most {FAR:.0f} were expected")


if __name__ == "__main__":
    main(*sys.argv[1:])
