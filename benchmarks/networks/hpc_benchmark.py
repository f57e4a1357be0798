"""Alpha neurons with power-law STDP between excitatory ones (Morrison 2007, Helias 2012, Kunkel 2014).

usage: hpc_benchmark.py SCALE INDEGREE_FRACTION THREADS MILLISECONDS [SEED]
"""

import sys

import numpy as np
from report import Report, peak_of_alpha, start

import nest

scale, fraction, threads, duration = float(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
warm_up = 50.0
start(threads, int(sys.argv[5]) if len(sys.argv) > 5 else 4711)
NE, NI, CE, CI = int(9000 * scale), int(2250 * scale), int(9000 * fraction), int(2250 * fraction)
tau_m, tau_syn, C_m, V_th = 10.0, 0.32582722403722841, 250.0, 20.0
JE = 0.14 / peak_of_alpha(tau_m, tau_syn, C_m) / fraction
external = V_th / (CE * tau_m / C_m * JE * np.e * tau_syn) * 1.685

report = Report()
neuron = dict(E_L=0.0, C_m=C_m, tau_m=tau_m, t_ref=0.5, V_th=V_th, V_reset=0.0, tau_minus=30.0,
              tau_syn_ex=tau_syn, tau_syn_in=tau_syn, V_m=nest.random.normal(5.7, 7.2))
E, I = nest.Create("iaf_psc_alpha", NE, params=neuron), nest.Create("iaf_psc_alpha", NI, params=neuron)
noise = nest.Create("poisson_generator", params={"rate": external * CE * 1000.0})
recorder = nest.Create("spike_recorder")
static = {"synapse_model": "static_synapse_hpc", "delay": 1.5}
exciting, inhibiting = {**static, "weight": JE}, {**static, "weight": -5.0 * JE}
nest.CopyModel("stdp_pl_synapse_hom_hpc", "plastic",
               {"alpha": 0.0513, "lambda": 0.1, "mu": 0.4, "tau_plus": 15.0, "weight": JE, "delay": 1.5})
indegree = lambda k: {"rule": "fixed_indegree", "indegree": k, "allow_autapses": False}
nest.Connect(noise, E + I, syn_spec=exciting)
nest.Connect(E, E, indegree(CE), "plastic")
nest.Connect(I, E, indegree(CI), inhibiting)
nest.Connect(E, I, indegree(CE), exciting)
nest.Connect(I, I, indegree(CI), inhibiting)
recorded = E[: min(1000, NE)]
nest.Connect(recorded, recorder)
nest.Prepare()
report.lap("build")
nest.Run(warm_up)
report.lap("warm_up")
nest.Run(duration)
report.lap("simulate")
nest.Cleanup()
report.statistics("excitatory", recorder, recorded.tolist(), warm_up, warm_up + duration)
report.finish()
