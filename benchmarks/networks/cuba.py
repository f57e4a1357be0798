"""The current-based network of Brette et al. 2007 (after Vogels and Abbott 2005): 4,000 neurons, 2 % connectivity,
exponential currents, activity that sustains itself after a short start.

usage: cuba.py SCALE THREADS MILLISECONDS [SEED]
"""

import sys

from report import Report, start

import nest

scale, threads, duration = float(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
kick = 50.0
start(threads, int(sys.argv[4]) if len(sys.argv) > 4 else 4711)

report = Report()
# Weights of 1.62 mV and -9 mV are jumps of the driving potential; here they are currents through 10 nS.
neuron = dict(E_L=-49.0, V_m=nest.random.uniform(-60.0, -50.0), V_th=-50.0, V_reset=-60.0, t_ref=5.0, tau_m=20.0, C_m=200.0,
              tau_syn_ex=5.0, tau_syn_in=10.0)
E = nest.Create("iaf_psc_exp", int(3200 * scale), params=neuron)
I = nest.Create("iaf_psc_exp", int(800 * scale), params=neuron)
noise = nest.Create("poisson_generator", params={"rate": 300.0, "stop": kick})
recorder = nest.Create("spike_recorder")
nest.Connect(E, E + I, {"rule": "pairwise_bernoulli", "p": 0.02 / scale}, {"weight": 16.2, "delay": 0.1})
nest.Connect(I, E + I, {"rule": "pairwise_bernoulli", "p": 0.02 / scale}, {"weight": -90.0, "delay": 0.1})
nest.Connect(noise, E[:50], syn_spec={"weight": 100.0, "delay": 0.1})
nest.Connect(E, recorder)
nest.Prepare()
report.lap("build")
nest.Run(kick)
report.lap("warm_up")
nest.Run(duration)
report.lap("simulate")
nest.Cleanup()
report.statistics("excitatory", recorder, E.tolist(), kick, kick + duration)
report.finish()
