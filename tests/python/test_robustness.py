import os
import subprocess
import sys

import pytest

CALLS = 3000

PROGRAM = r"""
import contextlib, io, math, random, sys, warnings
import numpy as np
import nest

warnings.simplefilter("ignore")
nest.set_verbosity("M_QUIET")
dice = random.Random(int(sys.argv[1]))
calls = int(sys.argv[2])
FUNCTIONS = [
    name for name in nest.__all__
    if callable(getattr(nest, name)) and name not in ("help", "helpdesk", "NestModule", "NESTErrors", "NESTMappedException")
]
CALLS = {name: getattr(nest, name) for name in FUNCTIONS}
for module in (nest.random, nest.math, nest.logic, nest.spatial_distributions, nest.raster_plot, nest.voltage_trace, nest.ll_api):
    names = [name for name in module.__all__ if name not in ("set_debug", "sr", "sli_run")]
    CALLS.update({f"{module.__name__}.{name}": getattr(module, name) for name in names if callable(getattr(module, name))})
WORDS = list(nest.node_models) + list(nest.synapse_models) + list(nest.connection_rules)
WORDS += ["V_m", "weight", "delay", "rule", "indegree", "", "nope", "(", "}", "/x", "\0", "events", "interval", "rate"]


def anything(depth=0):
    kind = dice.randrange(16 if depth < 3 else 9)
    if kind == 0: return dice.choice([0, 1, -1, 2, 3, 10, 2**31, -2**63, 2**63 - 1, 2**70])
    if kind == 1: return dice.choice([0.0, -1.0, 0.1, 1.5, 1e308, -1e-320, math.inf, -math.inf, math.nan])
    if kind == 2: return dice.choice([True, False, None, ..., int, object()])
    if kind in (3, 4): return dice.choice(WORDS)
    if kind == 5: return dice.choice([np.float32(1.5), np.int8(-1), np.bool_(True), np.array(2.0), b"\xff", 1j])
    if kind == 6: return np.array([dice.randrange(-2, 12) for _ in range(dice.randrange(4))])
    if kind == 7: return np.array([dice.uniform(-80, 20) for _ in range(dice.randrange(4))])
    if kind == 8: return nest.random.normal(dice.uniform(-5, 5), dice.uniform(0.1, 2))
    if kind in (9, 10): return some_nodes()
    if kind == 11: return [anything(depth + 1) for _ in range(dice.randrange(4))]
    if kind == 12: return tuple(anything(depth + 1) for _ in range(dice.randrange(3)))
    if kind == 13: return {dice.choice(WORDS): anything(depth + 1) for _ in range(dice.randrange(3))}
    if kind == 14: return nest.GetConnections()[: dice.randrange(5)]
    return {"rule": dice.choice(list(nest.connection_rules)), "indegree": anything(3), "p": anything(3)}


def some_nodes():
    if nest.network_size == 0 or nest.network_size > 300:
        nest.ResetKernel()
        for model in ("iaf_psc_alpha", "parrot_neuron", "poisson_generator", "spike_recorder", "multimeter"):
            nest.Create(model, 3)
    nodes = nest.GetNodes()
    first = dice.randrange(len(nodes))
    return nodes[first : min(len(nodes), first + dice.randrange(1, 5))]


def sensible(value):
    # a wrong call is wanted, not a long one
    return not (isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) > 1e4)


raised = 0
for call in range(calls):
    try:
        name = dice.choice(FUNCTIONS if dice.random() < 0.8 else sorted(CALLS))
        arguments = [anything() for _ in range(dice.randrange(5))]
        if name in ("Simulate", "Run", "Create") and not all(sensible(a) for a in arguments):
            continue
        with contextlib.redirect_stdout(io.StringIO()):
            CALLS[name](*arguments)
            thing = some_nodes()
            getattr(thing, dice.choice(["get", "set", "index", "__getitem__", "__add__"]))(anything())
    except Exception:
        raised += 1
print("alive", raised)
"""


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_call_however_wrong_ends_the_process(seed):
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(seed), str(CALLS)], capture_output=True, text=True, timeout=300, env={**os.environ}
    )
    assert result.returncode == 0 and result.stdout.startswith("alive"), result.stderr[-3000:]


def test_a_call_from_within_the_simulator_is_an_error():
    import logging

    import nest

    class Caller(logging.Handler):
        answers = []

        def emit(self, record):
            try:
                self.answers.append(nest.network_size)
            except nest.NESTError as error:
                self.answers.append(str(error))

    logger, handler = logging.getLogger("nest"), Caller()
    logger.addHandler(handler)
    try:
        nest.message(40, "somebody", "text")
    finally:
        logger.removeHandler(handler)
    assert handler.answers == ["the simulator is running: it cannot be called from within"]
    assert nest.network_size == 0


def test_threads_that_create_simulate_and_collect_do_not_disturb_each_other():
    import gc
    import threading

    import nest

    nest.set_verbosity("M_ERROR")
    errors = []

    def work():
        try:
            for _ in range(20):
                nodes = nest.Create("iaf_psc_alpha", 50)
                nest.Connect(nodes, nodes, {"rule": "fixed_indegree", "indegree": 5})
                nest.Simulate(1.0)
                nodes.get("V_m")
                gc.collect(0)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors and nest.network_size == 4 * 20 * 50 and nest.biological_time == 80.0


SHORT_OF_MEMORY = """
import resource, nest
nest.set(local_num_threads=2)
nodes = nest.Create("iaf_psc_alpha", 4000)
drawn = {"weight": nest.random.normal(1.0, 0.1), "delay": 1.0}
nest.Connect(nodes, nodes, {"rule": "fixed_indegree", "indegree": 10}, drawn)
assert nest.num_connections == 40_000
nest.Connect(nodes, nodes, {"rule": "fixed_indegree", "indegree": 4000}, drawn)
used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + 100 * 2**20, resource.RLIM_INFINITY))
for attempt in range(2):
    try:
        raise SystemExit(f"{nest.num_connections} connections fit into 100 MB")
    except nest.NESTErrors.MemoryExhausted:
        pass
resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
assert nest.num_connections == 16_040_000
assert len(nest.GetConnections(target=nodes[:1])) == 4010
"""


def test_edges_that_do_not_fit_into_memory_wait_until_they_do():
    subprocess.run([sys.executable, "-c", SHORT_OF_MEMORY], check=True)
