"""Networks described once in PyNN's language, run with the back end named first; prints counts and first spike times.

usage: pynn_network.py nest|neuron single|chain|balanced
"""

import importlib
import json
import sys

import numpy as np


def single(sim):
    """A neuron that ten excitatory and ten inhibitory spikes reach, as in PyNN's first examples."""
    cell = sim.Population(1, sim.IF_curr_exp(i_offset=0.7, tau_refrac=3.0, v_thresh=-51.0, tau_syn_E=2.0, tau_syn_I=5.0))
    excite = sim.Population(1, sim.SpikeSourceArray(spike_times=[float(t) for t in range(5, 105, 10)]))
    inhibit = sim.Population(1, sim.SpikeSourceArray(spike_times=[float(t) for t in range(155, 255, 10)]))
    one = sim.OneToOneConnector()
    sim.Projection(excite, cell, one, sim.StaticSynapse(weight=1.5, delay=2.0), receptor_type="excitatory")
    sim.Projection(inhibit, cell, one, sim.StaticSynapse(weight=-1.5, delay=4.0), receptor_type="inhibitory")
    return cell, 200.0


def chain(sim):
    """Cells with rising currents and a synchronous input, each exciting the next."""
    cells = sim.Population(6, sim.IF_curr_exp(i_offset=[0.0, 0.8, 0.9, 1.0, 1.2, 1.5]))
    source = sim.Population(6, sim.SpikeSourceArray(spike_times=[5.0, 20.0, 30.0]))
    sim.Projection(source, cells, sim.OneToOneConnector(), sim.StaticSynapse(weight=1.0, delay=1.0), receptor_type="excitatory")
    links = sim.FromListConnector([(i, i + 1, 0.4, 1.5) for i in range(5)])
    sim.Projection(cells, cells, links, sim.StaticSynapse(), receptor_type="excitatory")
    return cells, 300.0


def balanced(sim):
    """Excitation and inhibition in balance, driven by Poisson trains."""
    from pyNN.random import NumpyRNG

    cell = sim.IF_curr_exp(tau_m=20.0, cm=0.2, v_thresh=-50.0, v_reset=-60.0, v_rest=-60.0, tau_refrac=5.0)
    excitatory, inhibitory = sim.Population(80, cell), sim.Population(20, cell)
    noise, some = sim.Population(100, sim.SpikeSourcePoisson(rate=300.0)), sim.FixedProbabilityConnector(0.1, rng=NumpyRNG(42))
    every = excitatory + inhibitory
    for pre, weight, delay, kind in (
        (excitatory, 0.2, 1.5, "excitatory"), (inhibitory, -1.0, 1.5, "inhibitory"), (noise, 0.3, 0.1, "excitatory")
    ):
        sim.Projection(pre, every, some, sim.StaticSynapse(weight=weight, delay=delay), receptor_type=kind)
    return every, 300.0


def main(back_end, network):
    sim = importlib.import_module(f"pyNN.{back_end}")
    sim.setup(timestep=0.1, min_delay=0.1, max_delay=10.0)
    cells, duration = globals()[network](sim)
    cells.record("spikes")
    sim.run(duration)
    trains = [np.asarray(train) for train in cells.get_data().segments[0].spiketrains]
    print("RESULT", json.dumps({
        "counts": [len(train) for train in trains],
        "first": [round(float(train[0]), 1) if len(train) else None for train in trains],
    }))
    sim.end()


if __name__ == "__main__":
    main(*sys.argv[1:])
