import io
import math
import os
import subprocess
import sys

import numpy as np
import pytest

import nest

PROGRAM = os.environ.get("NEST_PROGRAM", "")


def test_trace_shows_each_phrase_with_its_operands():
    out = io.StringIO()
    with nest.sli.trace(out):
        neuron = nest.Create("iaf_psc_alpha", 2)
        neuron.I_e = 376.0
    nest.Simulate(1.0)
    lines = out.getvalue().splitlines()
    assert lines[0] == "/iaf_psc_alpha 2 Create"
    assert lines[-1].endswith("<< /I_e 376.0 >> SetStatus")
    assert not any("Simulate" in line for line in lines)


def test_the_environment_switches_the_trace_on():
    result = subprocess.run(
        [sys.executable, "-c", "import nest; nest.Simulate(1.0)"],
        env={**os.environ, "NEST_SLI_TRACE": "1"},
        capture_output=True,
        text=True,
    )
    assert "1.0 Simulate" in result.stderr.splitlines()


def run_program(script, tmp_path):
    path = tmp_path / "session.sli"
    path.write_text(script)
    result = subprocess.run([PROGRAM, str(path)], capture_output=True, text=True, cwd=tmp_path)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.mark.skipif(not os.path.exists(PROGRAM), reason="the program nest is not built")
def test_a_recorded_session_runs_without_python_to_the_same_spikes(tmp_path):
    out = io.StringIO()
    with nest.sli.record(out):
        nest.ResetKernel()
        nest.rng_seed = 7
        nodes = nest.Create("iaf_psc_alpha", 20, {"V_m": nest.random.normal(-65.0, 5.0), "I_e": 300.0})
        noise = nest.Create("poisson_generator", params={"rate": 8000.0})
        recorder = nest.Create("spike_recorder")
        nest.Connect(noise, nodes, syn_spec={"weight": 50.0})
        nest.Connect(nodes, nodes, {"rule": "fixed_indegree", "indegree": 3}, {"weight": np.full((20, 3), 1.0 / 3.0)})
        nest.Connect(nodes, recorder)
        nest.Simulate(200.0)
        times = recorder.events["times"]
    name = [line.split()[-2] for line in out.getvalue().splitlines() if "spike_recorder" in line][0][1:]
    script = out.getvalue() + f"\n{name} /events get dup /times get cva ==  /senders get cva ==\n"
    shown = run_program(script, tmp_path).splitlines()
    assert len(times) > 10
    assert [float(word) for word in shown[-2].strip("[]").split()] == pytest.approx(times.tolist(), abs=1e-4)
    assert [int(word) for word in shown[-1].strip("[]").split()] == recorder.events["senders"].tolist()


@pytest.mark.parametrize(
    "value",
    [
        0.1,
        1 / 3,
        5e-324,
        1.7976931348623157e308,
        -0.0,
        1e22,
        math.inf,
        -math.inf,
        2**63 - 1,
        -(2**63),
        "a (nested) text, \\ and ) alone",
        "line\nbreak\ttab",
        "caf\u00e9 \u2713",
        "nul \0 and other control characters \x01\x1b\x7f\r",
        [1, 2.5, "x", [True, False]],
        {"a": 1.0, "b": {"c": [2.0]}},
    ],
)
def test_values_are_written_exactly(value):
    text = nest.sli.source(value, nest.sli.Names())
    result = nest.ll_api.sli_func(text)
    expected = tuple(tuple(v) if isinstance(v, list) else v for v in value) if isinstance(value, list) else value
    if isinstance(value, dict):
        expected = {"a": 1.0, "b": {"c": (2.0,)}}
    assert result == expected
    if isinstance(value, float):
        assert math.copysign(1.0, result) == math.copysign(1.0, value)


def test_nan_and_arrays_are_written_exactly():
    names = nest.sli.Names()
    assert math.isnan(nest.ll_api.sli_func(nest.sli.source(math.nan, names)))
    array = np.array([0.1, math.inf, 1 / 3])
    assert nest.ll_api.sli_func(nest.sli.source(array, names)).tolist() == array.tolist()
    assert nest.ll_api.sli_func(nest.sli.source(np.arange(3), names)).tolist() == [0, 1, 2]


@pytest.mark.skipif(not os.path.exists(PROGRAM), reason="the program nest is not built")
def test_every_byte_and_large_arrays_survive_a_recording(tmp_path):
    every, array = bytes(range(256)), np.random.default_rng(1).normal(size=300_000)
    array[:3] = math.nan, math.inf, -math.inf
    out = io.StringIO()
    with nest.sli.record(out):
        nest.sli.sli("/bytes Set", every)
        nest.sli.sli("/array Set", array)
        nest.sli.sli("/names Set", {"a name": nest.kernel.SLILiteral("another (name)")})
    script = out.getvalue() + """
        [ bytes { 256 add 256 mod } forall ] ==  array cva length ==
        /names load (a name) cvlit get (another \\(name\\)) cvlit eq ==
        cout 17 setprecision array 299999 get <- endl ;
    """
    shown = run_program(script, tmp_path).strip().split("\n")
    assert shown[-4:-1] == ["[" + " ".join(str(code) for code in every) + "]", "300000", "true"]
    assert float(shown[-1]) == array[-1]


def test_nodes_from_before_the_recording_are_known_by_their_ids():
    nodes = nest.Create("parrot_neuron", 3)
    out = io.StringIO()
    with nest.sli.record(out):
        nodes.get("model")
        nodes.frozen = True
    assert out.getvalue() == "[ 1 2 3 ] cvnodecollection << /frozen true >> SetStatus\n"
