import os
import pathlib
import subprocess
import sys

import pytest

EXAMPLES = pathlib.Path(__file__).parents[2] / "examples"


def run(example, folder, *arguments):
    result = subprocess.run(
        [sys.executable, str(EXAMPLES / example), *arguments],
        cwd=folder,
        env={**os.environ, "MPLBACKEND": "Agg"},
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.mark.parametrize(
    "example, figures, says",
    [
        ("one_neuron.py", ["figure2.png", "figure3.png"], "16 spikes, the first at 59.3 ms, the last at 978.8 ms"),
        ("one_neuron_with_noise.py", ["figure4.png", "figure5.png"], "spikes"),
        ("two_neurons.py", ["figure6.png"], "largest postsynaptic potential"),
        ("two_currents.py", ["two_currents.png"], "potentials at the end"),
    ],
)
def test_the_tutorial(example, figures, says, tmp_path):
    pytest.importorskip("matplotlib")
    assert says in run(f"tutorial/{example}", tmp_path)
    for figure in figures:
        assert (tmp_path / figure).read_bytes().startswith(b"\x89PNG")


def test_the_balanced_network(tmp_path):
    out = run("balanced_network.py", tmp_path, "250", "100")
    assert "Neurons                : 1250" in out
    rate = float(out.split("Excitatory rate        : ")[1].split()[0])
    assert 10.0 < rate < 100.0
