"""Cortical microcircuit (Potjans and Diesmann 2014): exponential currents, random weights and delays, Poisson input;
smaller networks with the correction of the mean (van Albada 2015).

usage: microcircuit.py N_SCALE K_SCALE THREADS MILLISECONDS [SEED]
"""

import sys

import numpy as np
from report import Report, start

import nest

n_scale, k_scale, threads, duration = float(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
warm_up = 100.0
start(threads, int(sys.argv[5]) if len(sys.argv) > 5 else 55)
names = ["L23E", "L23I", "L4E", "L4I", "L5E", "L5I", "L6E", "L6I"]
full = np.array([20683, 5834, 21915, 5479, 4850, 1065, 14395, 2948])
probability = np.array([
    [0.1009, 0.1689, 0.0437, 0.0818, 0.0323, 0.0, 0.0076, 0.0],
    [0.1346, 0.1371, 0.0316, 0.0515, 0.0755, 0.0, 0.0042, 0.0],
    [0.0077, 0.0059, 0.0497, 0.135, 0.0067, 0.0003, 0.0453, 0.0],
    [0.0691, 0.0029, 0.0794, 0.1597, 0.0033, 0.0, 0.1057, 0.0],
    [0.1004, 0.0622, 0.0505, 0.0057, 0.0831, 0.3726, 0.0204, 0.0],
    [0.0548, 0.0269, 0.0257, 0.0022, 0.06, 0.3158, 0.0086, 0.0],
    [0.0156, 0.0066, 0.0211, 0.0166, 0.0572, 0.0197, 0.0396, 0.2252],
    [0.0364, 0.001, 0.0034, 0.0005, 0.0277, 0.008, 0.0658, 0.1443]])
external = np.array([1600, 1500, 2100, 1900, 2000, 1900, 2900, 2100]) * 8.0 # spikes/s
V_mean = np.array([-68.28, -63.16, -63.33, -63.45, -63.11, -61.66, -66.72, -61.43])
V_spread = np.array([5.36, 4.57, 4.74, 4.94, 4.94, 4.55, 5.46, 4.48])
rates = np.array([0.903, 2.965, 4.414, 5.876, 7.569, 8.633, 1.105, 7.829])
tau_m, tau_syn, C_m = 10.0, 0.5, 250.0
ratio = (tau_m / tau_syn) ** (1 / (tau_syn - tau_m))
unit = tau_m * tau_syn / C_m / (tau_syn - tau_m) * (ratio**tau_m - ratio**tau_syn)
w = 0.15 / unit # pA for 0.15 mV
sizes = np.round(full * n_scale).astype(int)
edges = np.round(np.log(1 - probability) / np.log(1 - 1 / np.outer(full, full)))
weights = np.tile([w, -4 * w], (8, 4))
weights[0, 2] *= 2
missing = (weights * edges / full[:, None] * rates).sum(axis=1) + w * external
current = 0.001 * tau_syn * (1 - np.sqrt(k_scale)) * missing
weights, w = weights / np.sqrt(k_scale), w / np.sqrt(k_scale)

report = Report()
neuron = dict(tau_syn_ex=tau_syn, tau_syn_in=tau_syn, E_L=-65.0, V_th=-50.0, V_reset=-65.0, t_ref=2.0,
              tau_m=tau_m, C_m=C_m)
populations = []
for i, size in enumerate(sizes):
    V_m = nest.random.normal(V_mean[i], V_spread[i])
    populations.append(nest.Create("iaf_psc_exp", int(size), params={**neuron, "I_e": current[i], "V_m": V_m}))
recorders = [nest.Create("spike_recorder") for _ in names]
for i, to in enumerate(populations):
    for j, source in enumerate(populations):
        if not edges[i, j]:
            continue
        mean, delay = weights[i, j], 1.5 if j % 2 == 0 else 0.75
        sign = {"min": 0.0} if mean > 0 else {"max": 0.0}
        synapse = {
            "weight": nest.math.redraw(nest.random.normal(mean, abs(mean) * 0.1), **{"min": -np.inf, "max": np.inf, **sign}),
            "delay": nest.math.redraw(nest.random.normal(delay, delay * 0.5), min=0.05, max=np.inf),
        }
        number = int(np.round(edges[i, j] * n_scale * k_scale))
        nest.Connect(source, to, {"rule": "fixed_total_number", "N": number}, synapse)
recorded = [nodes[: min(1000, len(nodes))] for nodes in populations]
for i, to in enumerate(populations):
    noise = nest.Create("poisson_generator", params={"rate": external[i] * k_scale})
    nest.Connect(noise, to, syn_spec={"weight": w, "delay": 1.5})
    nest.Connect(recorded[i], recorders[i])
report.lap("connect")
nest.Prepare()
report.lap("build")
nest.Run(warm_up)
report.lap("warm_up")
nest.Run(duration)
report.lap("simulate")
nest.Cleanup()
for name, recorder, nodes in zip(names, recorders, recorded):
    report.statistics(name, recorder, nodes.tolist(), warm_up, warm_up + duration)
report.values["build"] += report.values.pop("connect")
report.finish()
