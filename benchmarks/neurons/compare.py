"""One model per family beside a plain scalar loop of the same mathematics.

usage: compare.py NEST [MODEL ...]     NEST is the program `nest`; prints medians of interleaved runs: updates of a neuron
by one step of 0.1 ms, in millions per second of processor time, and the ratio. A run takes less than a minute.
"""

import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
FLOOR = HERE.parent / "floor"
FLAGS = "-std=c++20 -O3 -march=native -ffp-contract=off -fno-trapping-math -fno-math-errno".split()
RUNS = 5
COUNT = 4000

# model -> (family, constant current in pA, ms to simulate)
MODELS = {
    "iaf_psc_exp": ("exact, currents", 400.0, 2000.0),
    "iaf_cond_exp": ("conductances", 400.0, 100.0),
    "aeif_cond_exp": ("adaptive", 800.0, 40.0),
    "hh_psc_alpha": ("Hodgkin-Huxley", 650.0, 20.0),
}

# A delay of 1 ms, as a network of such neurons would have it; start values spread as in the loop.
SCRIPT = """
M_ERROR setverbosity
/neurons /{model} {count} << /I_e {current} >> Create def
neurons << /V_m << /uniform << /min -70.0 /max -55.0 >> >> CreateParameter >> SetStatus
/recorder /spike_recorder Create def
/relay /parrot_neuron Create def
relay relay << /rule /one_to_one >> << /synapse_model /static_synapse /delay 1.0 >> Connect
neurons recorder << /rule /all_to_all >> << /synapse_model /static_synapse /delay 1.0 >> Connect
{ms} Simulate
(spikes : ) =only recorder GetStatus 0 get /n_events get =
"""


def run(*command):
    """Standard output, and seconds of processor time."""
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, text=True)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{command[0]} failed")
    return output, usage.ru_utime + usage.ru_stime


def run_script(nest, folder, model, current, ms):
    script = pathlib.Path(folder) / f"{model}.sli"
    script.write_text(SCRIPT.format(model=model, count=COUNT, current=current, ms=ms))
    output, seconds = run(nest, script)
    return seconds, float(re.search(r"spikes : ([0-9]+)", output)[1])


def run_loop(program, model, ms):
    output, seconds = run(program, model, COUNT, ms)
    return seconds, json.loads(output)["spikes"]


def measure(nest, program, folder, model):
    """Updates per second of both (millions), the ratio, spikes of both."""
    _, current, ms = MODELS[model]
    start_up = statistics.median(run_script(nest, folder, model, current, 1.0)[0] for _ in range(3))
    pairs = [(run_script(nest, folder, model, current, ms + 1.0), run_loop(program, model, ms)) for _ in range(RUNS)]
    updates = COUNT * ms / 0.1 / 1e6
    ours = [pair[0][0] - start_up for pair in pairs]
    loop = [pair[1][0] for pair in pairs]
    ratio = statistics.median(b / a for a, b in zip(ours, loop))
    return updates / statistics.median(ours), updates / statistics.median(loop), ratio, pairs[0]


def main(nest, *names):
    print(f"{'model':14} {'family':16} {'ours':>7} {'loop':>7}  ours / loop  spikes (ours, loop); 10^6 updates/s")
    with tempfile.TemporaryDirectory() as folder:
        program = pathlib.Path(folder) / "neurons"
        subprocess.run(["g++", *FLAGS, "-o", program, FLOOR / "neurons.cpp"], check=True)
        for model in [name for name in MODELS if name in names] or (MODELS if not names else []):
            ours, loop, ratio, (first, second) = measure(nest, program, folder, model)
            print(f"{model:14} {MODELS[model][0]:16} {ours:7.2f} {loop:7.2f} {ratio:11.2f}   "
                  f"{first[1]:.0f}, {second[1]:.0f}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
