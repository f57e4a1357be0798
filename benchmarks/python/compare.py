"""What the Python package costs: import, creation, reading, small calls, connections from arrays.

usage: compare.py [PROGRAM] [NAME ...]      the package is taken from the build folder of PROGRAM
Prints the median of some repetitions beside the goal.
"""

import os
import pathlib
import statistics
import subprocess
import sys
import time

REPEATS = 5


def seconds(work, repeats=REPEATS):
    """Median of the wall time of `work`, which may return the time itself."""
    times = []
    for _ in range(repeats):
        begin = time.perf_counter()
        own = work()
        times.append(own if own is not None else time.perf_counter() - begin)
    return statistics.median(times)


def start(code):
    subprocess.run([sys.executable, "-c", code], check=True)


def bench_import(nest, np):
    both, numpy = seconds(lambda: start("import nest"), 9), seconds(lambda: start("import numpy"), 9)
    return both - numpy


def bench_create(nest, np):
    columns = {"V_m": np.linspace(-70.0, -60.0, 1_000_000), "I_e": np.linspace(0.0, 300.0, 1_000_000)}

    def work():
        nest.ResetKernel()
        begin = time.perf_counter()
        nest.Create("iaf_psc_alpha", 1_000_000, columns)
        return time.perf_counter() - begin

    return seconds(work)


def bench_events(nest, np):
    nest.ResetKernel()
    noise, parrots = nest.Create("poisson_generator", params={"rate": 10_000.0}), nest.Create("parrot_neuron", 20_000)
    recorder = nest.Create("spike_recorder")
    nest.Connect(noise, parrots)
    nest.Connect(parrots, recorder)
    nest.Simulate(52.0)
    events = recorder.n_events
    assert events >= 10_000_000, events

    def work():
        recorder.events["times"].max()

    return seconds(work)


def bench_set(nest, np):
    nest.ResetKernel()
    node, calls = nest.Create("iaf_psc_alpha", 1000)[500], 20_000

    def work():
        begin = time.perf_counter()
        for _ in range(calls):
            node.V_m = -65.0
        return (time.perf_counter() - begin) / calls

    return seconds(work)


def bench_get(nest, np):
    nest.ResetKernel()
    node, calls = nest.Create("iaf_psc_alpha", 1000)[500], 20_000

    def work():
        begin = time.perf_counter()
        for _ in range(calls):
            node.V_m
        return (time.perf_counter() - begin) / calls

    return seconds(work)


def bench_connect(nest, np):
    draw, edges = np.random.default_rng(1), 10_000_000
    pre, post = draw.integers(1, 10_001, edges), draw.integers(1, 10_001, edges)
    weights, delays = draw.normal(20.0, 2.0, edges), draw.integers(10, 30, edges) / 10.0

    def work():
        nest.ResetKernel()
        nest.Create("iaf_psc_alpha", 10_000)
        begin = time.perf_counter()
        nest.Connect(pre, post, "one_to_one", {"weight": weights, "delay": delays})
        return time.perf_counter() - begin

    return seconds(work, 3)


def bench_write(nest, np):
    nest.ResetKernel()
    nodes = nest.Create("iaf_psc_alpha", 1000)
    nest.Connect(nodes, nodes)
    synapses, weights = nest.GetConnections(), np.arange(1_000_000.0)
    return seconds(lambda: synapses.set(weight=weights))


BENCHMARKS = {
    "import": ("`import nest`, beside NumPy's own import", bench_import, 0.1),
    "create": ("`Create` of 10⁶ neurons with two array parameters", bench_create, 0.5),
    "events": ("reading 10⁷ events, once through the times", bench_events, 0.2),
    "set": ("one `set` on one node", bench_set, 10e-6),
    "get": ("one `get` on one node", bench_get, 10e-6),
    "connect": ("`Connect` of 10⁷ edges from arrays of ids, weights, delays", bench_connect, 1.0),
    "write": ("writing 10⁶ weights from an array", bench_write, None),
}


def shown(value):
    return f"{value * 1e6:.1f} µs" if value < 1e-3 else f"{value * 1e3:.0f} ms" if value < 1 else f"{value:.2f} s"


def main(words):
    build = pathlib.Path(words[0]).resolve().parents[1] if words and os.sep in words[0] else None
    names = words[1:] if build else words
    if build:
        os.environ["PYTHONPATH"] = str(build / "python")
        sys.path.insert(0, str(build / "python"))
    import numpy as np

    import nest

    nest.set_verbosity("M_ERROR")
    for name, (what, bench, goal) in BENCHMARKS.items():
        if not names or name in names:
            value = bench(nest, np)
            print(f"{name:<8} {what:<60} {shown(value):>9}   {'goal ' + shown(goal) if goal else ''}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
