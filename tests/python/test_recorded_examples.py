"""Every example, recorded as SLI, runs with the program `nest` to the same spikes."""

import os
import pathlib
import re
import subprocess
import sys

import pytest

PROGRAM = os.environ.get("NEST_PROGRAM", "")
EXAMPLES = pathlib.Path(__file__).parents[2] / "examples"

RECORDER = """
import runpy, sys
import nest
recording = nest.sli.record(sys.argv[1])
sys.argv = sys.argv[2:]
runpy.run_path(sys.argv[0], run_name="__main__")
recording.stop()
recorders = nest.GetNodes({"element_type": "recorder"})
print("SPIKES", [round(float(t), 4) for node in recorders for t in node.events["times"]])
"""

SHOW = """
<< /element_type /recorder >> true GetNodes
{ /events get /times get cva } Map Flatten ==
"""


@pytest.mark.skipif(not os.path.exists(PROGRAM), reason="the program nest is not built")
@pytest.mark.parametrize(
    "example, arguments",
    [
        ("tutorial/one_neuron.py", []),
        ("tutorial/two_currents.py", []),
        ("tutorial/one_neuron_with_noise.py", []),
        ("tutorial/two_neurons.py", []),
        ("balanced_network.py", ["50", "50"]),
    ],
)
def test_an_example_repeats_itself_without_python(example, arguments, tmp_path):
    pytest.importorskip("matplotlib")
    script = tmp_path / "session.sli"
    here = subprocess.run(
        [sys.executable, "-c", RECORDER, str(script), str(EXAMPLES / example), *arguments],
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert here.returncode == 0, here.stderr
    spikes = re.search(r"SPIKES \[(.*)\]", here.stdout).group(1)
    with script.open("a") as stream:
        stream.write(SHOW)
    there = subprocess.run([PROGRAM, str(script)], capture_output=True, text=True, cwd=tmp_path)
    assert there.returncode == 0, there.stdout + there.stderr
    shown = there.stdout.strip().splitlines()[-1].strip("[]").split()
    assert [float(word) for word in shown] == pytest.approx([float(word) for word in spikes.split(",") if word], rel=1e-4)
