"""The conductance-based network of Brette et al. 2007 (after Vogels and Abbott 2005): 4,000 neurons, 2 % connectivity,
exponential conductances, activity that sustains itself after a short start.

usage: coba.py SCALE THREADS MILLISECONDS [SEED]
"""

import sys

from report import Report, start

import nest

scale, threads, duration = float(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
kick = 50.0
start(threads, int(sys.argv[4]) if len(sys.argv) > 4 else 4711)

report = Report()
neuron = dict(E_L=-60.0, V_m=nest.random.normal(-60.0, 5.0), V_th=-50.0, V_reset=-60.0, t_ref=5.0, g_L=10.0, C_m=200.0,
              E_ex=0.0, E_in=-80.0, tau_syn_ex=5.0, tau_syn_in=10.0)
E = nest.Create("iaf_cond_exp", int(3200 * scale), params=neuron)
I = nest.Create("iaf_cond_exp", int(800 * scale), params=neuron)
noise = nest.Create("poisson_generator", params={"rate": 300.0, "stop": kick})
recorder = nest.Create("spike_recorder")
nest.Connect(E, E + I, {"rule": "pairwise_bernoulli", "p": 0.02 / scale}, {"weight": 6.0, "delay": 0.1})
nest.Connect(I, E + I, {"rule": "pairwise_bernoulli", "p": 0.02 / scale}, {"weight": -67.0, "delay": 0.1})
nest.Connect(noise, E[:50], syn_spec={"weight": 60.0, "delay": 0.1})
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
