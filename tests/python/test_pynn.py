"""PyNN drives the package unchanged, and networks without chance spike as they do with NEURON."""

import importlib.util
import json
import os
import pathlib
import shutil
import subprocess
import sys

import pytest

FOLDER = pathlib.Path(__file__).parent
RECORDED = json.loads((FOLDER.parent / "reference" / "pynn_neuron.json").read_text())
PYNN = importlib.util.find_spec("pyNN")
pytestmark = pytest.mark.skipif(PYNN is None, reason="PyNN is not installed")


def run(back_end, network, **environment):
    result = subprocess.run(
        [sys.executable, str(FOLDER / "pynn_network.py"), back_end, network],
        capture_output=True, text=True, timeout=300, env={**os.environ, "NEST_STRICT_TYPES": "0", **environment},
    )  # fmt: skip
    lines = [line for line in result.stdout.splitlines() if line.startswith("RESULT ")]
    assert result.returncode == 0 and lines, result.stdout + result.stderr
    return json.loads(lines[0][7:])


def assert_equal(ours, theirs):
    assert ours["counts"] == theirs["counts"]
    for mine, other in zip(ours["first"], theirs["first"]):
        assert mine == other or abs(mine - other) < 0.11


@pytest.mark.parametrize("network", ["single", "chain"])
def test_a_network_spikes_as_it_did_with_neuron(network):
    assert_equal(run("nest", network), RECORDED[network])


@pytest.fixture(scope="module")
def neuron(tmp_path_factory):
    """The environment in which PyNN finds NEURON's mechanisms, compiled in a copy of PyNN."""
    script, makefile = shutil.which("nrnivmodl"), pathlib.Path("/usr/lib/nrn/nrnmech_makefile")
    if importlib.util.find_spec("neuron") is None or not script or not makefile.exists():
        pytest.skip("NEURON or its compiler of mechanisms is not installed")
    folder = tmp_path_factory.mktemp("pynn")
    shutil.copytree(pathlib.Path(PYNN.origin).parent, folder / "pyNN")
    mechanisms = folder / "pyNN" / "neuron" / "nmodl"
    compiler = folder / "nrnivmodl"  # Debian's script looks for its makefile in a place where it is not
    compiler.write_text(pathlib.Path(script).read_text().replace("${bindir}/nrnmech_makefile", str(makefile)))
    environment = {**os.environ, "LIBRARY_PATH": "/usr/lib/nrn"}
    subprocess.run(["bash", str(compiler)], cwd=mechanisms, capture_output=True, env=environment)
    made = list(mechanisms.glob("*/libnrnmech.so"))
    if not made:
        pytest.skip("the mechanisms of PyNN cannot be compiled here")
    (made[0].parent / ".libs").mkdir(exist_ok=True)
    shutil.copy(made[0], made[0].parent / ".libs")
    return {"PYTHONPATH": f"{folder}:{os.environ.get('PYTHONPATH', '')}", "LD_LIBRARY_PATH": "/usr/lib/nrn"}


@pytest.mark.parametrize("network", ["single", "chain"])
def test_neuron_still_gives_what_was_recorded(network, neuron):
    assert_equal(run("neuron", network, **neuron), RECORDED[network])


def test_a_balanced_network_runs():
    counts = run("nest", "balanced")["counts"]
    assert len(counts) == 100 and 30 < sum(counts) / 100 < 80


def test_integers_of_pynn_pass_when_types_are_strict():
    assert run("nest", "chain", NEST_STRICT_TYPES="1") == run("nest", "chain")


def test_the_extensions_that_pynn_compiles_are_built_in():
    import nest

    if "stochastic_stp_synapse" in nest.synapse_models:
        assert nest.Install("pynn_extensions") is None
    else:
        with pytest.raises(nest.NESTError):
            nest.Install("pynn_extensions")
