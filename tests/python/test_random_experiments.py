"""Experiments in which chance is involved: what is certain in them, and their distributions.

The networks are those of the reference's random experiments; its own streams differ from ours, so counts are compared
with their laws. Seeds are fixed. A mean over runs is accepted within 4.5 standard errors: one of about 500 figures would
fail by chance with probability 0.003, and a deviation of 7 standard errors is found with power 0.99.
"""

import numpy as np
import pytest

import nest

LIMIT = 4.5
RUNS = 400


def assert_mean(samples, mean, variance, what):
    """Is the mean of independent samples the expected one? `variance` is that of one sample."""
    error = np.sqrt(variance / len(samples))
    z = (np.mean(samples) - mean) / error
    assert abs(z) < LIMIT, f"{what}: mean {np.mean(samples):.4f}, expected {mean:.4f} +- {error:.4f}"


def connect(seed, sources, targets, rule, threads=1, weight=True):
    """Sources, targets (0-based) and weights of one network."""
    nest.ResetKernel()
    nest.local_num_threads = threads
    nest.rng_seed = seed
    pre = nest.Create("parrot_neuron", sources)
    post = pre if targets is None else nest.Create("parrot_neuron", targets)
    syn_spec = {"delay": 1.0, "weight": nest.random.uniform()} if weight else {"delay": 1.0}
    nest.Connect(pre, post, rule, syn_spec)
    table = nest.GetConnections().get(["source", "target", "weight"])
    columns = [np.atleast_1d(table[key]) for key in ("source", "target", "weight")]
    return columns[0] - pre[0].global_id, columns[1] - post[0].global_id, columns[2]


def tables(runs, *arguments, **keywords):
    return [connect(seed, *arguments, **keywords) for seed in range(1, runs + 1)]


def assert_pairs(networks, shape, mean, variance, no_autapses=False):
    """Every pair has the expected number of connections."""
    counts = np.zeros((len(networks), *shape))
    for run, (source, target, _) in enumerate(networks):
        np.add.at(counts[run], (source, target), 1)
    for i in range(shape[0]):
        for j in range(shape[1]):
            if no_autapses and i == j:
                assert not counts[:, i, j].any()
            else:
                assert_mean(counts[:, i, j], mean, variance, f"connections from {i} to {j}")
    return counts


def assert_uniform_weights(networks):
    weights = np.concatenate([weight for _, _, weight in networks])
    assert (weights >= 0).all() and (weights < 1).all()
    assert_mean(weights, 0.5, 1 / 12, "weights")
    share = np.histogram(weights, 10, (0, 1))[0] / len(weights)
    assert (np.abs(share - 0.1) < LIMIT * np.sqrt(0.09 / len(weights))).all()


@pytest.mark.parametrize("threads", [1, 3])
def test_fixed_indegree(threads):
    networks = tables(RUNS, 6, 4, {"rule": "fixed_indegree", "indegree": 3}, threads=threads)
    counts = assert_pairs(networks, (6, 4), 3 / 6, 3 * (1 / 6) * (5 / 6))
    assert (counts.sum(axis=1) == 3).all()
    assert_uniform_weights(networks)


def test_fixed_indegree_without_multapses_and_autapses():
    rule = {"rule": "fixed_indegree", "indegree": 3, "allow_multapses": False, "allow_autapses": False}
    networks = tables(RUNS, 6, None, rule)
    counts = assert_pairs(networks, (6, 6), 3 / 5, (3 / 5) * (2 / 5), no_autapses=True)
    assert (counts.sum(axis=1) == 3).all() and counts.max() == 1


@pytest.mark.parametrize("threads", [1, 3])
def test_fixed_outdegree(threads):
    networks = tables(RUNS, 4, 6, {"rule": "fixed_outdegree", "outdegree": 3}, threads=threads)
    counts = assert_pairs(networks, (4, 6), 3 / 6, 3 * (1 / 6) * (5 / 6))
    assert (counts.sum(axis=2) == 3).all()
    assert_uniform_weights(networks)


@pytest.mark.parametrize("threads", [1, 3])
def test_fixed_total_number(threads):
    networks = tables(RUNS, 5, 7, {"rule": "fixed_total_number", "N": 15}, threads=threads)
    counts = assert_pairs(networks, (5, 7), 15 / 35, 15 * (1 / 35) * (34 / 35))
    assert (counts.sum(axis=(1, 2)) == 15).all()
    assert_uniform_weights(networks)


@pytest.mark.parametrize("threads", [1, 3])
def test_pairwise_bernoulli(threads):
    networks = tables(RUNS, 6, None, {"rule": "pairwise_bernoulli", "p": 0.4}, threads=threads)
    counts = assert_pairs(networks, (6, 6), 0.4, 0.4 * 0.6)
    assert counts.max() == 1
    assert_uniform_weights(networks)


def test_pairwise_poisson():
    networks = tables(RUNS, 6, 6, {"rule": "pairwise_poisson", "pairwise_avg_num_conns": 0.7})
    counts = assert_pairs(networks, (6, 6), 0.7, 0.7)
    assert_mean((counts == 0).mean(axis=(1, 2)), np.exp(-0.7), np.exp(-0.7) * (1 - np.exp(-0.7)) / 36, "empty pairs")


@pytest.mark.parametrize("threads", [1, 3])
def test_symmetric_pairwise_bernoulli(threads):
    rule = {"rule": "symmetric_pairwise_bernoulli", "p": 0.4, "allow_autapses": False, "make_symmetric": True}
    networks = tables(RUNS, 6, None, rule, threads=threads, weight=False)
    # A target draws Binomial(6, p) sources, drawn again while it is 6, out of the 5 others; each pair goes both ways.
    mean_indegree = (6 * 0.4 - 6 * 0.4**6) / (1 - 0.4**6)
    chosen = mean_indegree / 5
    counts = assert_pairs(networks, (6, 6), 2 * chosen, 2 * chosen * (1 - chosen), no_autapses=True)
    assert (counts == counts.transpose(0, 2, 1)).all()


def test_one_to_one_draws_a_weight_for_each():
    networks = tables(RUNS, 5, 5, "one_to_one")
    assert all((source == target).all() and len(source) == 5 for source, target, _ in networks)
    assert_uniform_weights(networks)


def test_poisson_generator_fills_its_window_and_no_more():
    counts = np.zeros((RUNS, 3))
    first, last = [], []
    for seed in range(1, RUNS + 1):
        nest.ResetKernel()
        nest.rng_seed = seed
        generator = nest.Create("poisson_generator", params={"rate": 8000.0, "start": 1.0, "stop": 4.0})
        parrots = nest.Create("parrot_neuron", 3)
        recorder = nest.Create("spike_recorder")
        nest.Connect(generator, parrots, syn_spec={"delay": 1.0})
        nest.Connect(parrots, recorder)
        nest.Simulate(8.0)
        events = recorder.events
        counts[seed - 1] = [(events["senders"] == node).sum() for node in parrots.tolist()]
        first.append(events["times"].min()), last.append(events["times"].max())
    # stamps 1.2 ... 4.1 ms leave the generator and reach the parrots 1 ms later: 30 steps of mean 0.8
    assert round(min(first), 9) == 2.2 and round(max(last), 9) == 5.1
    for target in range(3):
        assert_mean(counts[:, target], 24.0, 24.0, "spikes of one target")
    deviation = counts - 24.0
    assert_mean(deviation[:, 0] ** 2, 24.0, 24.0 + 2 * 24.0**2, "variance")
    assert_mean(deviation[:, 0] * deviation[:, 1], 0.0, 24.0**2, "covariance of two targets")


def test_noise_generator_draws_a_current_per_target_every_dt():
    runs, C_m, h = 100, 1000.0, 0.1
    currents = np.empty((runs, 2, 180))
    for seed in range(1, runs + 1):
        nest.ResetKernel()
        nest.rng_seed = seed
        params = {"mean": 100.0, "std": 200.0, "dt": 0.5, "std_mod": 50.0, "frequency": 30.0}
        generator = nest.Create("noise_generator", params=params)
        # a membrane without leak adds the current up: I = C_m dV/dt
        neurons = nest.Create("iaf_psc_alpha", 2, {"tau_m": 1e9, "C_m": C_m, "V_th": 1e9})
        meter = nest.Create("multimeter", params={"record_from": ["V_m"], "interval": h})
        nest.Connect(generator, neurons, syn_spec={"delay": 1.0})
        nest.Connect(meter, neurons)
        nest.Simulate(20.2)
        senders, V_m = meter.events["senders"], meter.events["V_m"]
        for i, node in enumerate(neurons.tolist()):
            trace = V_m[senders == node]
            # nothing arrives in the first 1.1 ms: a delay, and one step because the window starts at 0
            assert (trace[:11] == -70.0).all() and trace[11] != -70.0
            currents[seed - 1, i] = np.diff(trace)[10:190] * C_m / h
    blocks = currents.reshape(runs, 2, 36, 5)
    assert np.allclose(blocks, blocks[..., :1], atol=1e-4)
    drawn = blocks[..., 0]
    t = 0.5 * np.arange(36)
    variance = 200.0**2 + 50.0**2 * np.sin(2 * np.pi * 30.0 * t / 1000.0)
    for target in range(2):
        assert_mean(drawn[:, target].mean(axis=1), 100.0, variance.mean() / 36, "current")
        ratio = (drawn[:, target] - 100.0) ** 2 / variance
        assert_mean(ratio.ravel(), 1.0, 2.0, "variance of the current")
    product = (drawn[:, 0] - 100.0) * (drawn[:, 1] - 100.0) / variance
    assert_mean(product.ravel(), 0.0, 1.0, "covariance of two targets")


def test_escape_noise_follows_the_hazard():
    neurons, steps, h = 2000, 1000, 0.1
    nest.ResetKernel()
    nest.rng_seed = 99
    population = nest.Create("iaf_psc_exp", neurons, {"I_e": 300.0, "delta": 2.0, "rho": 100.0})
    recorder = nest.Create("spike_recorder")
    nest.Connect(population, recorder)
    nest.Simulate(steps * h)
    first = np.full(neurons, steps + 1)
    times = np.rint(recorder.events["times"] / h).astype(int)
    np.minimum.at(first, recorder.events["senders"] - population[0].global_id, times)
    # V relaxes to -58 mV; the hazard is rho exp((V - V_th) / delta), rho in 1/s
    k = np.arange(1, steps + 1)
    V = -58.0 - 12.0 * np.exp(-k * h / 10.0)
    hazard = 1e-3 * 100.0 * np.exp((V + 55.0) / 2.0)
    survival = np.exp(-np.cumsum(hazard) * h)
    for step in (100, 300, 600, 1000):
        alive = survival[step - 1]
        assert_mean((first > step).astype(float), alive, alive * (1 - alive), f"silent until {step * h} ms")
