"""Questions about the connections of a balanced network, and a recorder read as arrays.

usage: queries.py ORDER
"""

import sys

import numpy as np
from report import Report, start

import nest

order = int(sys.argv[1])
start(1, 4711)
E, I = nest.Create("iaf_psc_alpha", 4 * order), nest.Create("iaf_psc_alpha", order)
nest.Connect(E, E + I, {"rule": "fixed_indegree", "indegree": 4 * order // 10}, {"weight": 1.0, "delay": 1.5})
nest.Connect(I, E + I, {"rule": "fixed_indegree", "indegree": order // 10}, {"weight": -5.0, "delay": 1.5})
assert nest.num_connections > 0
report = Report()
found = nest.GetConnections(I, E[:100])
report.lap("inhibitory_to_100")
report.values["found"] = len(found)
found = nest.GetConnections(E[:200])
report.lap("from_200")
columns = found.get(["source", "target", "weight", "delay"])
report.lap("columns")
found.set(weight=2.0)
report.lap("set_weights")
report.values["rows"] = len(columns["source"])

nest.ResetKernel()
parrots = nest.Create("parrot_neuron", 10_000)
noise = nest.Create("poisson_generator", params={"rate": 10_000.0})
recorder = nest.Create("spike_recorder")
nest.Connect(noise, parrots)
nest.Connect(parrots, recorder)
nest.Simulate(101.0)
report.lap("record")
events = recorder.events
times, senders = np.asarray(events["times"]), np.asarray(events["senders"])
report.lap("read_events")
report.values["events"] = len(times)
report.finish()
