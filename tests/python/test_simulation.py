import gc
import signal
import subprocess
import sys
import threading
import time

import numpy as np
import pytest

import nest

SPIKES = [59.3, 120.6, 181.9, 243.2, 304.5, 365.8, 427.1, 488.4, 549.7, 611.0, 672.3, 733.6, 794.9, 856.2, 917.5, 978.8]


def driven_neuron():
    neuron = nest.Create("iaf_psc_alpha", params={"I_e": 376.0})
    recorder = nest.Create("spike_recorder")
    nest.Connect(neuron, recorder)
    return recorder


def test_a_driven_neuron_spikes_when_it_should():
    recorder = driven_neuron()
    nest.Simulate(1000.0)
    assert recorder.events["times"] == pytest.approx(SPIKES, abs=1e-9)
    assert set(recorder.events["senders"]) == {1}
    assert recorder.n_events == 16
    assert recorder.get("events", "times") == pytest.approx(SPIKES, abs=1e-9)
    assert nest.biological_time == 1000.0


def test_the_multimeter_samples_every_millisecond():
    neuron = nest.Create("iaf_psc_alpha", params={"I_e": 376.0})
    meter = nest.Create("multimeter", params={"record_from": ["V_m"]})
    nest.Connect(meter, neuron)
    nest.Simulate(10.0)
    assert meter.events["times"].tolist() == [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0]
    assert meter.events["V_m"][0] == pytest.approx(-68.56875477, abs=1e-8)


def test_runs_in_pieces_are_one_run():
    recorder = driven_neuron()
    with nest.RunManager():
        for _ in range(100):
            nest.Run(10.0)
    assert recorder.events["times"] == pytest.approx(SPIKES, abs=1e-9)


@pytest.mark.parametrize("time, text", [(-1.0, "negative"), (float("inf"), "finite"), (0.05, "multiple")])
def test_impossible_times_are_refused_and_change_nothing(time, text):
    recorder = driven_neuron()
    with pytest.raises(nest.NESTErrors.BadParameter, match=text):
        nest.Simulate(time)
    assert nest.biological_time == 0.0
    nest.Simulate(1000.0)
    assert recorder.n_events == 16


def test_times_are_numbers():
    with pytest.raises(ValueError):
        nest.Simulate("long")
    with pytest.raises(TypeError):
        nest.Simulate(None)
    nest.Simulate(10)
    assert nest.biological_time == 10.0


def test_prepare_and_cleanup_go_in_pairs():
    with pytest.raises(nest.NESTErrors.KernelException):
        nest.Run(1.0)
    with pytest.raises(nest.NESTErrors.KernelException):
        nest.Cleanup()
    nest.Prepare()
    with pytest.raises(nest.NESTErrors.KernelException):
        nest.Prepare()
    nest.Cleanup()


def test_an_error_inside_a_run_manager_cleans_up():
    with pytest.raises(ZeroDivisionError):
        with nest.RunManager():
            1 / 0
    nest.Simulate(1.0)


def test_events_are_arrays_that_cannot_be_written():
    recorder = driven_neuron()
    nest.Simulate(1000.0)
    times = recorder.events["times"]
    assert isinstance(times, np.ndarray) and times.dtype == np.float64
    with pytest.raises(ValueError):
        times[0] = 0.0
    nest.ResetKernel()
    gc.collect()
    assert times == pytest.approx(SPIKES, abs=1e-9)


def test_clearing_a_recorder():
    recorder = driven_neuron()
    nest.Simulate(100.0)
    recorder.n_events = 0
    assert recorder.n_events == 0 and len(recorder.events["times"]) == 0


def busy_network():
    nodes = nest.Create("iaf_psc_alpha", 1000, {"I_e": 1000.0})
    nest.Connect(nodes, nodes, {"rule": "fixed_indegree", "indegree": 100}, {"weight": 0.1, "delay": 1.0})
    recorder = nest.Create("spike_recorder")
    nest.Connect(nodes, recorder)
    return recorder


def test_other_threads_run_during_a_simulation():
    busy_network()
    ticks, done = [], threading.Event()

    def tick():
        while not done.is_set():
            ticks.append(gc.collect(0))
            time.sleep(0.001)

    ticker = threading.Thread(target=tick)
    ticker.start()
    nest.Simulate(3000.0)
    during = len(ticks)
    done.set()
    ticker.join()
    assert during > 3


def test_a_second_thread_waits_for_its_turn():
    busy_network()
    results = []
    threads = [threading.Thread(target=lambda: results.append(nest.network_size)) for _ in range(4)]
    for thread in threads:
        thread.start()
    nest.Simulate(100.0)
    for thread in threads:
        thread.join()
    assert results == [1001] * 4


def test_handles_may_die_in_other_threads():
    def churn():
        for _ in range(200):
            nest.Create("parrot_neuron", 3)[1:]

    threads = [threading.Thread(target=churn) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert nest.network_size == 2400


INTERRUPTED = """
import os, signal, threading, time
import nest
nest.set_verbosity("M_ERROR")
nodes = nest.Create("iaf_psc_alpha", 1000, {"I_e": 1000.0})
nest.Connect(nodes, nodes, {"rule": "fixed_indegree", "indegree": 100}, {"weight": 0.1})
recorder = nest.Create("spike_recorder")
nest.Connect(nodes, recorder)
threading.Timer(0.5, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
try:
    nest.Simulate(1e6)
except KeyboardInterrupt:
    print("interrupted", 0.0 < nest.biological_time < 1e6, recorder.n_events > 0)
nest.Simulate(1.0)
print("goes on")
"""


def test_ctrl_c_stops_the_simulation_and_keeps_the_data():
    result = subprocess.run([sys.executable, "-c", INTERRUPTED], capture_output=True, text=True, timeout=60)
    assert result.stdout.split() == ["interrupted", "True", "True", "goes", "on"], result.stderr
    assert result.returncode == 0


def test_signal_handlers_of_the_program_stay():
    before = signal.getsignal(signal.SIGINT)
    nest.Simulate(1.0)
    assert signal.getsignal(signal.SIGINT) is before
