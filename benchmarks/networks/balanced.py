"""Balanced random network (Brunel 2000): alpha currents, one weight and one delay per projection.

usage: balanced.py ORDER THREADS MILLISECONDS [SEED]
"""

import sys

import numpy as np
from report import Report, peak_of_alpha, start

import nest

order, threads, duration = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
start(threads, int(sys.argv[4]) if len(sys.argv) > 4 else 4711)
NE, NI = 4 * order, order
CE, CI = NE // 10, NI // 10
J, theta, tau_m, tau_syn = 0.1, 20.0, 20.0, 0.5
JE = J / peak_of_alpha(tau_m, tau_syn, 1.0)
external = 2.0 * theta / (JE * CE * np.e * tau_m * tau_syn)

report = Report()
neuron = dict(tau_m=tau_m, tau_syn_ex=tau_syn, tau_syn_in=tau_syn, t_ref=2.0, E_L=0.0, V_m=0.0, V_th=theta,
              V_reset=10.0, C_m=1.0)
E, I = nest.Create("iaf_psc_alpha", NE, params=neuron), nest.Create("iaf_psc_alpha", NI, params=neuron)
noise = nest.Create("poisson_generator", params={"rate": 1000.0 * external * CE})
recorders = nest.Create("spike_recorder", 2)
exciting, inhibiting = {"weight": JE, "delay": 1.5}, {"weight": -5.0 * JE, "delay": 1.5}
nest.Connect(noise, E + I, syn_spec=exciting)
nest.Connect(E, E + I, {"rule": "fixed_indegree", "indegree": CE}, exciting)
nest.Connect(I, E + I, {"rule": "fixed_indegree", "indegree": CI}, inhibiting)
recorded = {"excitatory": E[: min(1000, NE)], "inhibitory": I[: min(1000, NI)]}
for nodes, recorder in zip(recorded.values(), recorders):
    nest.Connect(nodes, recorder)
nest.Prepare()
report.lap("build")
nest.Run(duration)
report.lap("simulate")
nest.Cleanup()
for (name, nodes), recorder in zip(recorded.items(), recorders):
    report.statistics(name, recorder, nodes.tolist(), 100.0, duration)
report.finish()
