"""One neuron under constant current: its membrane potential (figure 2) and its spikes (figure 3)."""

import matplotlib.pyplot as plt
import nest

nest.ResetKernel()

neuron = nest.Create("iaf_psc_alpha")
print("current:", neuron.get("I_e"))
print("potentials:", neuron.get(["V_reset", "V_th"]))
neuron.set(I_e=375.0)
neuron.set({"I_e": 376.0})
neuron.I_e = 376.0

multimeter = nest.Create("multimeter")
multimeter.set(record_from=["V_m"])
spikerecorder = nest.Create("spike_recorder")

nest.Connect(multimeter, neuron)
nest.Connect(neuron, spikerecorder)

nest.Simulate(1000.0)

dmm = multimeter.get()
Vms = dmm["events"]["V_m"]
ts = dmm["events"]["times"]

plt.figure("figure 2")
plt.plot(ts, Vms)
plt.xlabel("Time (ms)")
plt.ylabel("Membrane potential (mV)")
plt.savefig("figure2.png")

dSD = spikerecorder.get("events")
evs = dSD["senders"]
ts = dSD["times"]

plt.figure("figure 3")
plt.plot(ts, evs, ".")
plt.xlabel("Time (ms)")
plt.ylabel("Neuron")
plt.savefig("figure3.png")

print(f"{len(ts)} spikes, the first at {ts[0]:.1f} ms, the last at {ts[-1]:.1f} ms")
