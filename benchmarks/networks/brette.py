"""The networks of Brette et al. 2007 (after Vogels and Abbott 2005), of currents (cuba) or conductances (coba): 4,000
neurons, 2 % connectivity, exponential synapses, activity that sustains itself after a short start.

usage: brette.py cuba|coba SCALE THREADS MILLISECONDS [SEED]
"""

import sys

from report import Report, start

import nest

kind, scale, threads, duration = sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
kick = 50.0
start(threads, int(sys.argv[5]) if len(sys.argv) > 5 else 4711)

report = Report()
neuron = dict(V_th=-50.0, V_reset=-60.0, t_ref=5.0, C_m=200.0, tau_syn_ex=5.0, tau_syn_in=10.0)
if kind == "cuba":
    # Weights of 1.62 mV and -9 mV are jumps of the driving potential; here they are currents through 10 nS.
    model, exciting, inhibiting, kicking = "iaf_psc_exp", 16.2, -90.0, 100.0
    neuron.update(E_L=-49.0, tau_m=20.0, V_m=nest.random.uniform(-60.0, -50.0))
else:
    model, exciting, inhibiting, kicking = "iaf_cond_exp", 6.0, -67.0, 60.0
    neuron.update(E_L=-60.0, g_L=10.0, E_ex=0.0, E_in=-80.0, V_m=nest.random.normal(-60.0, 5.0))
E, I = nest.Create(model, int(3200 * scale), params=neuron), nest.Create(model, int(800 * scale), params=neuron)
noise = nest.Create("poisson_generator", params={"rate": 300.0, "stop": kick})
recorder = nest.Create("spike_recorder")
sparse = {"rule": "pairwise_bernoulli", "p": 0.02 / scale}
nest.Connect(E, E + I, sparse, {"weight": exciting, "delay": 0.1})
nest.Connect(I, E + I, sparse, {"weight": inhibiting, "delay": 0.1})
nest.Connect(noise, E[:50], syn_spec={"weight": kicking, "delay": 0.1})
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
