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
    weight = nest.math.redraw(nest.random.lognormal(1.0, 0.5) + nest.random.exponential(0.2), min=1.0, max=9.0)
    nest.Connect(neurons, neurons, rule, {"weight": weight, "delay": nest.random.uniform(0.5, 4.0)})
    table = nest.GetConnections().get(["source", "target", "weight", "delay"])
    return digest(*table.values(), neurons.get("V_m"))


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_connections_do_not_depend_on_the_number_of_threads(rule):
    assert len({connections(threads, rule) for threads in range(1, 9)}) == 1


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


RANDOM_DEVICES = {
    "poisson_generator": {"rate": 800.0},
    "mip_generator": {"rate": 900.0, "p_copy": 0.6},
    "gamma_sup_generator": {"rate": 60.0, "gamma_shape": 2, "n_proc": 10},
    "ppd_sup_generator": {"rate": 60.0, "dead_time": 2.0, "n_proc": 10, "frequency": 50.0},
    "sinusoidal_poisson_generator": {"rate": 800.0, "amplitude": 400.0, "frequency": 40.0},
    "sinusoidal_gamma_generator": {"rate": 600.0, "amplitude": 300.0, "frequency": 40.0, "order": 2.0},
    "inhomogeneous_poisson_generator": {"rate_times": [10.0, 40.0], "rate_values": [900.0, 300.0]},
    "pulsepacket_generator": {"pulse_times": [20.0, 50.0], "activity": 40, "sdev": 4.0},
    "noise_generator": {"mean": 400.0, "std": 200.0},
}


def driven(device, parameters, threads, pieces):
    nest.ResetKernel()
    nest.local_num_threads = threads
    generator = nest.Create(device, params=parameters)
    model = "iaf_psc_exp" if device == "noise_generator" else "parrot_neuron"
    targets, recorder = nest.Create(model, 9), nest.Create("spike_recorder")
    nest.Connect(generator, targets, syn_spec={"delay": 0.8})
    nest.Connect(targets, recorder)
    for piece in pieces:
        nest.Simulate(piece)
    assert recorder.n_events > 20
    return digest(recorder.events["senders"], recorder.events["times"])


@pytest.mark.parametrize("device", RANDOM_DEVICES)
def test_trains_do_not_depend_on_threads_or_pieces(device):
    parameters = RANDOM_DEVICES[device]
    whole = driven(device, parameters, 1, [90.0])
    assert {driven(device, parameters, threads, [90.0]) for threads in (2, 5, 8)} == {whole}
    assert driven(device, parameters, 3, [0.4, 33.3, 0.1, 56.2]) == whole


def learned(model, delay, threads, pieces):
    """Weights after sources and targets have fired often, with several target spikes between two of a source."""
    nest.ResetKernel()
    nest.local_num_threads = threads
    noise = nest.Create("poisson_generator", params={"rate": 20000.0})
    slow = nest.Create("poisson_generator", params={"rate": 30.0})
    sources, targets = nest.Create("parrot_neuron", 12), nest.Create("iaf_psc_exp", 17, {"I_e": 500.0, "tau_minus": 25.0})
    nest.Connect(slow, sources)
    nest.Connect(noise, targets, syn_spec={"weight": 30.0, "delay": 1.0})
    weight = nest.random.uniform(20.0, 40.0)
    nest.Connect(sources, targets, {"rule": "fixed_indegree", "indegree": 15},
                 {"synapse_model": model, "weight": weight, "delay": delay()})
    for piece in pieces:
        nest.Simulate(piece)
    table = nest.GetConnections(sources, targets).get(["source", "target", "weight", "delay"])
    assert np.std(table["weight"]) > 0.1
    return digest(*table.values())


@pytest.mark.parametrize("model", ["stdp_synapse", "stdp_synapse_hom", "stdp_pl_synapse_hom", "stdp_pl_synapse_hom_hpc"])
@pytest.mark.parametrize("delay", [lambda: 1.5, lambda: nest.random.uniform(0.5, 4.0)], ids=["one delay", "many delays"])
def test_learned_weights_do_not_depend_on_threads_or_pieces(model, delay):
    whole = learned(model, delay, 1, [300.0])
    assert {learned(model, delay, threads, [300.0]) for threads in (2, 3, 5, 8)} == {whole}
    assert learned(model, delay, 3, [0.1, 49.9, 0.3, 249.7]) == whole
