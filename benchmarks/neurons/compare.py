"""One model per family beside a plain scalar loop of the same mathematics.

usage: compare.py NEST [MODEL ...]     NEST is the program `nest`; prints medians of interleaved runs: updates of a neuron
by one step of 0.1 ms, in millions per second, and the ratio
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
FLAGS = "-std=c++20 -O3 -march=native -ffp-contract=off -fno-trapping-math -fno-math-errno".split()
RUNS = 5
COUNT = 4000

# model -> (constant current in pA, ms to simulate)
MODELS = {
    "iaf_psc_exp": (400.0, 2000.0),
    "iaf_cond_exp": (400.0, 200.0),
    "aeif_cond_exp": (800.0, 200.0),
    "hh_psc_alpha": (650.0, 50.0),
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
Prepare
tic
{ms} Run
(simulate : ) =only toc =
Cleanup
(spikes : ) =only recorder GetStatus 0 get /n_events get =
"""


def run_script(nest, script):
    run = subprocess.run([nest, script], check=True, capture_output=True, text=True)
    return tuple(float(re.search(rf"{word} : ([-+.e0-9]+)", run.stdout)[1]) for word in ("simulate", "spikes"))


def run_loop(program, *arguments):
    result = json.loads(subprocess.run([program, *arguments], check=True, capture_output=True, text=True).stdout)
    return result["simulate"], result["spikes"]


def main(nest, *names):
    print(f"{'model':16} {'ours':>8} {'loop':>8}  ours / loop  spikes (ours, loop); 10^6 updates/s")
    with tempfile.TemporaryDirectory() as folder:
        program = pathlib.Path(folder) / "neurons"
        subprocess.run(["g++", *FLAGS, "-o", program, FLOOR / "neurons.cpp"], check=True)
        for model in [name for name in MODELS if name in names] or (MODELS if not names else []):
            current, ms = MODELS[model]
            script = pathlib.Path(folder) / f"{model}.sli"
            script.write_text(SCRIPT.format(model=model, count=COUNT, current=current, ms=ms))
            pairs = [(run_script(nest, script), run_loop(program, model, str(COUNT), str(ms))) for _ in range(RUNS)]
            updates = COUNT * ms / 0.1 / 1e6
            ours, loop = (updates / statistics.median(pair[i][0] for pair in pairs) for i in (0, 1))
            ratio = statistics.median(b[0] / a[0] for a, b in pairs)
            print(f"{model:16} {ours:8.1f} {loop:8.1f} {ratio:11.2f}   {pairs[0][0][1]:.0f}, {pairs[0][1][1]:.0f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
