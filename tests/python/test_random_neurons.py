"""Neurons that fire or decide by chance: what is certain given their spikes, and the laws of chance.

Networks and parameters are those of the reference's random experiments; its streams differ from ours. Seeds are fixed. A
mean is accepted within 4.5 standard errors: one of about 40 figures would fail by chance with probability 0.0003, and a
deviation of 7 standard errors is found with power 0.99.
"""

import json
import pathlib

import numpy as np
import pytest

import nest

LIMIT = 4.5
TRACES = pathlib.Path(__file__).parents[1] / "reference" / "random"
h = 0.1


def assert_mean(samples, mean, variance, what):
    """Is the mean of independent samples the expected one? `variance` is that of one sample."""
    error = np.sqrt(variance / len(samples))
    z = (np.mean(samples) - mean) / error
    assert abs(z) < LIMIT, f"{what}: mean {np.mean(samples):.4f}, expected {mean:.4f} +- {error:.4f}"


def assert_drawn(counts, means, variances, what):
    """Do independent counts scatter around their expectations? Their sum is compared."""
    z = np.sum(counts - means) / np.sqrt(np.sum(variances))
    assert abs(z) < LIMIT, f"{what}: {np.sum(counts)}, expected {np.sum(means):.1f}"


def reset(seed=99, resolution=h):
    nest.ResetKernel()
    nest.resolution = resolution
    nest.rng_seed = seed


def observe(model, count, params, quantities, time, interval=h):
    """Samples as (quantity, neuron, step), and spikes as (neuron, step), of a population without input."""
    neurons = nest.Create(model, count, params)
    meter = nest.Create("multimeter", params={"record_from": quantities, "interval": interval})
    recorder = nest.Create("spike_recorder")
    nest.Connect(meter, neurons)
    nest.Connect(neurons, recorder)
    nest.Simulate(time)
    return samples(meter, neurons, quantities), spikes(recorder, neurons, round(time / h))


def samples(meter, neurons, quantities):
    senders = meter.events["senders"]
    return {q: np.array([meter.events[q][senders == node] for node in neurons.tolist()]) for q in quantities}


def spikes(recorder, neurons, steps):
    counts = np.zeros((len(neurons), steps + 1))
    at = np.rint(recorder.events["times"] / h).astype(int)
    np.add.at(counts, (recorder.events["senders"] - neurons[0].global_id, at), 1)
    return counts


def refractory(fired, steps):
    """Steps in which a neuron cannot fire because it has fired at most `steps` before."""
    after = np.zeros(fired.shape, bool)
    for k in range(1, steps + 1):
        after[:, k:] |= fired[:, :-k] > 0
    return after


# ------------------------------------------------------------------------------------------- point process, gif

def test_point_process_fires_with_its_rate():
    reset()
    parameters = {"I_e": 200.0, "c_1": 5.0, "c_2": 50.0, "tau_sfa": [34.0], "q_sfa": [3.0], "dead_time": 0.0,
                  "with_reset": False}
    seen, fired = observe("pp_psc_delta", 200, parameters, ["V_m", "E_sfa"], 100.0)
    V = seen["V_m"] - seen["E_sfa"]
    n = V.shape[1]
    rate = 5.0 * V + 50.0 * np.exp(0.25 * V)
    expected = np.where(rate > 0.0, rate, 0.0) * h * 1e-3
    assert_drawn(fired[:, 1:n + 1], expected, expected, "spikes")
    # what a spike leaves behind is certain
    q = np.zeros(len(V))
    for k in range(n):
        q *= np.exp(-h / 34.0)
        assert np.allclose(seen["E_sfa"][:, k], q, rtol=0, atol=1e-9)
        q += 3.0 * fired[:, k + 1]


def test_point_process_is_silent_for_its_dead_time():
    reset()
    _, fired = observe("pp_psc_delta", 500, {"I_e": 100.0, "c_2": 50.0}, ["V_m"], 100.0)
    assert not (fired[refractory(fired, 10)] > 0).any() and fired.max() == 1
    # V jumps to 0 at a spike and relaxes to 4 mV: survival since the first spike follows the hazard
    k = np.arange(1, 1001)
    hazard = 1e-3 * 50.0 * np.exp(0.25 * 4.0 * (1.0 - np.exp(-k * h / 10.0)))
    first = np.array([steps[0] if len(steps := np.flatnonzero(train)) else 1001 for train in fired])
    survival = np.exp(-np.cumsum(hazard) * h)
    for step in (50, 150, 400):
        assert_mean((first > step).astype(float), survival[step - 1],
                    survival[step - 1] * (1 - survival[step - 1]), f"silent until step {step}")


def test_point_process_draws_gamma_dead_times():
    reset()
    parameters = {"I_e": 0.0, "c_2": 1e9, "dead_time": 2.0, "dead_time_random": True, "dead_time_shape": 3,
                  "with_reset": False}
    _, fired = observe("pp_psc_delta", 50, parameters, ["V_m"], 200.0)
    # it fires as soon as it may: the next step after a dead time that is rounded up to steps
    dead = np.concatenate([np.diff(np.flatnonzero(train)) - 1 for train in fired]) * h
    assert_mean(dead, 2.0 + h / 2, 4.0 / 3.0, "dead time")
    assert_mean((dead - 2.0 - h / 2) ** 2, 4.0 / 3.0 + h**2 / 12, 5.0 * (4.0 / 3.0) ** 2, "its variance")


@pytest.mark.parametrize("model", ["gif_psc_exp", "gif_psc_exp_multisynapse"])
def test_generalized_neuron_fires_with_its_hazard(model):
    reset()
    parameters = {"I_e": 185.0, "tau_stc": [10.0], "q_stc": [20.0], "tau_sfa": [50.0, 20.0], "q_sfa": [2.0, 1.0]}
    seen, fired = observe(model, 200, parameters, ["V_m", "E_sfa", "I_stc"], 100.0)
    n = seen["V_m"].shape[1]
    fired = fired[:, :n + 1]
    free = ~refractory(fired, 40)[:, 1:]
    chance = -np.expm1(-1e-3 * h * np.exp((seen["V_m"] - seen["E_sfa"]) / 0.5)) * free
    assert_drawn(fired[:, 1:], chance, chance * (1 - chance), "spikes")
    assert fired.sum() > 300 and not fired[:, 1:][~free].any()
    # what spikes leave behind is certain
    sfa, stc = np.zeros((200, 2)), np.zeros(200)
    for k in range(n):
        assert np.allclose(seen["E_sfa"][:, k], -35.0 + sfa.sum(axis=1), rtol=0, atol=1e-9)
        assert np.allclose(seen["I_stc"][:, k], stc, rtol=0, atol=1e-9)
        sfa = sfa * np.exp(-h / np.array([50.0, 20.0])) + np.outer(fired[:, k + 1], [2.0, 1.0])
        stc = stc * np.exp(-h / 10.0) + 20.0 * fired[:, k + 1]


# ------------------------------------------------------------------------------------------- binary neurons

WEIGHTS = np.array([[0.0, 1.0, -1.0, 0.5], [0.7, 0.0, 1.0, -0.5], [1.0, 1.0, 0.0, -1.0], [-1.0, 0.5, 1.0, 0.0]])


def chance_of(model, x):
    if model == "ginzburg_neuron":
        return 0.5 * (1.0 + np.tanh(x))
    if model == "erfc_neuron":
        from math import erfc
        return np.vectorize(lambda y: 0.5 * erfc(-y / np.sqrt(2.0)))(x)
    return (x > 0.0).astype(float)


@pytest.mark.parametrize("threads", [1, 3])
@pytest.mark.parametrize("model", ["ginzburg_neuron", "mcculloch_pitts_neuron", "erfc_neuron"])
def test_binary_neurons_hear_who_is_up(model, threads):
    reset(7)
    nest.local_num_threads = threads
    neurons = nest.Create(model, 4, {"theta": -0.1, "tau_m": 3.0})
    nest.Connect(neurons, neurons, {"rule": "all_to_all", "allow_autapses": False},
                 {"weight": WEIGHTS, "delay": 0.5})
    meter = nest.Create("multimeter", params={"record_from": ["S", "h"], "interval": h})
    nest.Connect(meter, neurons)
    nest.Simulate(2000.0)
    seen = samples(meter, neurons, ["S", "h"])
    S, H = seen["S"], seen["h"]
    assert set(np.unique(S)) == {0.0, 1.0}
    assert np.allclose(H[:, 5:], WEIGHTS @ S[:, :-5], rtol=0, atol=1e-9) and not H[:, :5].any()
    # a neuron looks at its input once in 3 ms, at h of the same moment, and turns if chance wants it
    p = chance_of(model, H[:, 1:] + 0.1)
    turn = np.where(S[:, :-1] == 0.0, p, 1.0 - p) * h / 3.0
    turned = (S[:, 1:] != S[:, :-1]).astype(float)
    assert_drawn(turned, turn, turn * (1.0 - turn) + 1e-12, "transitions")


def test_binary_neurons_are_told_by_relays_and_generators():
    reset()
    generator = nest.Create("spike_generator", params={"spike_times": [1.0, 1.0, 5.0]})
    relay = nest.Create("parrot_neuron")
    neuron = nest.Create("ginzburg_neuron", 2)
    nest.Connect(generator, relay, syn_spec={"delay": 1.0})
    nest.Connect(relay, neuron[:1], syn_spec={"delay": 1.0, "weight": 0.25})
    nest.Connect(generator, neuron[1:], syn_spec={"delay": 2.0, "weight": 0.25})
    meter = nest.Create("multimeter", params={"record_from": ["h"], "interval": 1.0})
    nest.Connect(meter, neuron)
    nest.Simulate(10.0)
    # two spikes at once: up; one: down
    for series in samples(meter, neuron, ["h"])["h"]:
        assert series.tolist() == [0.0, 0.0, 0.25, 0.25, 0.25, 0.25, 0.0, 0.0, 0.0]


def test_binary_and_spiking_neurons_cannot_be_connected():
    reset()
    binary, spiking, current = nest.Create("erfc_neuron"), nest.Create("iaf_psc_exp"), nest.Create("dc_generator")
    for source, target in ((binary, spiking), (spiking, binary), (current, binary)):
        with pytest.raises(nest.NESTErrors.IllegalConnection):
            nest.Connect(source, target)


# ------------------------------------------------------------------------------------------- population

class Population:
    """The mesoscopic equations, step by step, with given numbers of spikes (Schwalger et al. 2017)."""

    def __init__(self, h, N, I_e, tau_sfa=(300.0,), q_sfa=(0.5,), len_kernel=-1, t_ref=4.0):
        self.h, self.N, self.I_e, self.tau = h, N, I_e, np.array(tau_sfa)
        self.q = np.array(q_sfa)
        self.kref = int(np.ceil(t_ref / h - 1e-9))
        K = len_kernel
        if K < 1:
            K = int(20000.0 / h)
            while self.kernel(K) / 2.0 < 0.1 and K > int(5 * 20.0 / h):
                K -= 1
        self.K = K
        self.theta = np.array([self.kernel(K - k) for k in range(K)])
        self.theta_n = 2.0 * (1.0 - np.exp(-self.theta / 2.0)) / N
        self.n, self.m, self.v, self.u, self.hazard = np.zeros((5, K))
        self.n[-1] = self.m[-1] = N
        self.g, self.x, self.z, self.free, self.V, self.k0 = np.zeros(len(self.tau)), 0.0, 0.0, 0.0, 0.0, 0
        self.I = {3.0: 0.0, 6.0: 0.0}

    def kernel(self, k):
        return np.sum(self.q * np.exp(-k * self.h / self.tau))

    def step(self, current, ex, inh, n):
        h, C, tau_m = self.h, 250.0, 20.0
        leak = np.exp(-h / tau_m)
        H = (self.I_e + current) * tau_m / C * (1.0 - leak)
        for tau, w in ((3.0, ex), (6.0, inh)):
            A, y, e = w / h * tau / C, self.I[tau] / C, np.exp(-h / tau)
            H += tau_m * (A + (tau * e * (y - A) - leak * (tau * y - tau_m * A)) / (tau - tau_m))
            self.I[tau] = C * (A + (y - A) * e)
        f = lambda x: 10.0 * np.exp(x / 2.0)
        self.V = self.V * leak + H
        Q = np.exp(-h / self.tau)
        self.g = self.g * Q + (1 - Q) * self.n[self.k0] / (self.N * h)
        E_sfa = theta = 15.0 + np.sum(self.q * self.tau * np.exp(-h * self.K / self.tau) * self.g)
        now = f(self.V - theta)
        P_free = 1.0 - np.exp(-0.0005 * (self.free + now) * h)
        self.free = now
        theta -= self.n[0] * self.theta_n[0]
        silent = self.m.sum()
        age = np.arange(self.K - self.kref)
        at = (self.k0 + age) % self.K
        before = theta + np.concatenate([[0.0], np.cumsum(self.n[at] * self.theta_n[age])[:-1]])
        self.u[at] = self.u[at] * leak + H
        now = f(self.u[at] - self.theta[age] - before)
        P = 0.0005 * (now + self.hazard[at]) * h
        P = np.where(P > 0.01, 1.0 - np.exp(-P), P)
        self.hazard[at] = now
        Y, Z, W = np.sum(P * self.v[at]), np.sum(self.v[at]), np.sum(P * self.m[at])
        self.v[at] = (1 - P) ** 2 * self.v[at] + P * self.m[at]
        self.m[at] *= 1 - P
        P_all = (Y + P_free * self.z) / (Z + self.z) if Z + self.z > 0.0 else 0.0
        mean = W + P_free * self.x + P_all * (self.N - silent - self.x)
        self.z = (1 - P_free) ** 2 * self.z + self.x * P_free + self.v[self.k0]
        self.x = self.x * (1 - P_free) + self.m[self.k0]
        self.n[self.k0] = self.m[self.k0] = n
        self.v[self.k0] = self.u[self.k0] = self.hazard[self.k0] = 0.0
        self.k0 = (self.k0 + 1) % self.K
        return {"mean": mean, "V_m": self.V, "E_sfa": E_sfa, "I_syn_ex": self.I[3.0], "I_syn_in": self.I[6.0]}


def forced_network(name, N, parameters):
    """The experiment of the reference: input, and the population's own spikes back to itself."""
    reset(31)
    ex = nest.Create("spike_generator", params={"spike_times": [10.0, 20.0, 21.0, 40.0, 60.0],
                                                "spike_weights": [1.0, 1.0, 1.0, 3.0, -2.0]})
    dc = nest.Create("dc_generator", params={"amplitude": 150.0, "start": 50.0, "stop": 80.0})
    node = nest.Create("gif_pop_psc_exp", params={"N": N, "I_e": 200.0, **parameters})
    nest.Connect(ex, node, syn_spec={"weight": 500.0, "delay": 1.0})
    nest.Connect(dc, node, syn_spec={"delay": 1.0})
    nest.Connect(node, node, syn_spec={"weight": 8.0, "delay": 1.5})
    quantities = ["V_m", "mean", "n_events", "E_sfa", "I_syn_ex", "I_syn_in"]
    meter = nest.Create("multimeter", params={"record_from": quantities, "interval": h})
    nest.Connect(meter, node)
    nest.Simulate(120.0)
    ours = {q: series[0] for q, series in samples(meter, node, quantities).items()}
    theirs = json.loads((TRACES / f"{name}.json").read_text())["results"]["0"]["by_sender"]
    return ours, {q: np.array(series) for q, series in next(iter(theirs.values())).items() if q in quantities}


def follow(population, n_events):
    """What the equations say, given the numbers of spikes."""
    times = {100: 500.0, 200: 500.0, 210: 500.0, 400: 1500.0, 600: -1000.0}
    told = []
    for k, n in enumerate(n_events):
        w = times.get(k - 9, 0.0) + (8.0 * n_events[k - 15] if k >= 15 else 0.0)
        ex, inh = (w, 0.0) if times.get(k - 9, 0.0) >= 0.0 else (w + 1000.0, -1000.0)
        told.append(population.step(150.0 if 510 <= k < 810 else 0.0, ex, inh, n))
    return {q: np.array([row[q] for row in told]) for q in told[0]}


@pytest.mark.parametrize("name, N, parameters", [
    ("rng_gif_pop_forced_binomial", 200, {}),
    ("rng_gif_pop_forced_kernel", 50, {"len_kernel": 300, "tau_sfa": [50.0, 200.0], "q_sfa": [1.0, 0.5], "t_ref": 3.0}),
])
def test_population_expects_what_the_equations_say(name, N, parameters):
    ours, theirs = forced_network(name, N, parameters)
    for seen in (theirs, ours):
        told = follow(Population(h, N, 200.0, **parameters), seen["n_events"])
        for quantity, series in told.items():
            assert np.allclose(seen[quantity], series, rtol=1e-9, atol=1e-9), quantity
    assert len(ours["mean"]) == len(theirs["mean"])


@pytest.mark.parametrize("binomial", [True, False])
def test_population_draws_its_spikes(binomial):
    reset()
    N = 200
    seen, fired = observe("gif_pop_psc_exp", 20, {"N": N, "I_e": 200.0, "BinoRand": binomial, "len_kernel": 300},
                          ["mean", "n_events"], 100.0)
    mean, n = seen["mean"].ravel(), seen["n_events"].ravel()
    variance = mean * (1.0 - mean / N) if binomial else mean
    assert_drawn(n, mean, variance, "spikes")
    some = mean > 0.01
    z = (n[some] - mean[some]) ** 2 / variance[some]
    fourth = 3.0 + 1.0 / variance[some]  # at most, of a binomial or Poisson number over its squared variance
    assert_drawn(z, np.ones(some.sum()), fourth - 1.0, "their variance")
    assert (fired[:, 1:seen["n_events"].shape[1] + 1] == seen["n_events"]).all()
