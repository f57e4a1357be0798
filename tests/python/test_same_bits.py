"""One network, many splits, one answer: connections, weights and everything recorded are equal to the bit."""

import hashlib

import numpy as np
import pytest

import nest

RULES = [
    "one_to_one",
    "all_to_all",
    {"rule": "fixed_indegree", "indegree": 7},
    {"rule": "fixed_indegree", "indegree": 7, "allow_autapses": False, "allow_multapses": False},
    {"rule": "fixed_outdegree", "outdegree": 5},
    {"rule": "fixed_outdegree", "outdegree": 5, "allow_multapses": False},
    {"rule": "fixed_total_number", "N": 211},
    {"rule": "pairwise_bernoulli", "p": 0.15},
    {"rule": "pairwise_poisson", "pairwise_avg_num_conns": 0.2},
    {"rule": "symmetric_pairwise_bernoulli", "p": 0.1, "allow_autapses": False, "make_symmetric": True},
]


def digest(*columns):
    total = hashlib.sha256()
    for column in columns:
        array = np.ascontiguousarray(column)
        total.update(str(array.dtype).encode() + array.tobytes())
    return total.hexdigest()


def connections(threads, rule):
    nest.ResetKernel()
    nest.local_num_threads = threads
    nest.rng_seed = 77
    neurons = nest.Create("iaf_psc_exp", 31, {"V_m": nest.random.normal(-65.0, 3.0)})
    symmetric = isinstance(rule, dict) and rule.get("make_symmetric")
    weight = 2.5 if symmetric else nest.random.lognormal(1.0, 0.5)
    delay = 1.5 if symmetric else nest.random.uniform(0.5, 4.0)
    nest.Connect(neurons, neurons, rule, {"weight": weight, "delay": delay})
    table = nest.GetConnections().get(["source", "target", "weight", "delay"])
    return digest(*table.values(), neurons.get("V_m"))


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_connections_do_not_depend_on_the_number_of_threads(rule):
    assert len({connections(threads, rule) for threads in (1, 2, 3, 4)}) == 1


def activity(threads, pieces):
    """Everything recorded from a network of all neurons and all devices with chance."""
    nest.ResetKernel()
    nest.local_num_threads = threads
    nest.rng_seed = 4242
    groups = [nest.Create(model, 40) for model in ("iaf_psc_alpha", "iaf_psc_exp", "iaf_psc_delta")]
    groups.append(nest.Create("parrot_neuron", 20))
    noisy = nest.Create("iaf_psc_exp", 20, {"I_e": 350.0, "delta": 1.0, "rho": 50.0})
    currents = nest.Create("noise_generator", params={"mean": 300.0, "std": 300.0})
    trains = nest.Create("poisson_generator", params={"rate": 9000.0})
    few = nest.Create("poisson_generator", params={"rate": 40.0})
    everybody = groups[0] + groups[1] + groups[2] + groups[3] + noisy
    recorder = nest.Create("spike_recorder")
    meter = nest.Create("multimeter", params={"record_from": ["V_m"], "interval": 0.5})
    for group, weight in zip(groups[:3], (20.0, 40.0, 0.15)):
        nest.Connect(trains, group, syn_spec={"weight": weight, "delay": 1.0})
        nest.Connect(currents, group, syn_spec={"delay": 0.7})
    nest.Connect(few, groups[3])
    synapse = {"weight": nest.random.normal(10.0, 4.0), "delay": nest.random.uniform(0.3, 3.0)}
    nest.Connect(everybody, groups[0] + groups[1], {"rule": "fixed_indegree", "indegree": 12}, synapse)
    nest.Connect(everybody, groups[2], {"rule": "pairwise_bernoulli", "p": 0.1}, {"weight": 0.3, "delay": 1.5})
    nest.Connect(everybody, recorder)
    nest.Connect(meter, groups[0] + groups[1] + groups[2] + noisy)
    for piece in pieces:
        nest.Simulate(piece)
    spikes, samples = recorder.events, meter.events
    assert len(spikes["times"]) > 500
    return digest(spikes["senders"], spikes["times"], samples["senders"], samples["times"], samples["V_m"])


def test_activity_does_not_depend_on_the_number_of_threads():
    assert len({activity(threads, [120.0]) for threads in (1, 2, 3, 4, 8)}) == 1


def test_activity_does_not_depend_on_how_a_run_is_cut():
    whole = activity(2, [120.0])
    assert activity(3, [0.1, 7.3, 50.0, 0.2, 62.4]) == whole
