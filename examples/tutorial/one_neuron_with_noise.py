"""One neuron driven by two Poisson spike trains: its membrane potential (figure 4) and its spikes (figure 5)."""

import matplotlib.pyplot as plt
import nest

nest.ResetKernel()

neuron = nest.Create("iaf_psc_alpha")
neuron.set(I_e=0.0)
noise_ex = nest.Create("poisson_generator")
noise_in = nest.Create("poisson_generator")
noise_ex.set(rate=80000.0)
noise_in.set(rate=15000.0)

multimeter = nest.Create("multimeter")
multimeter.set(record_from=["V_m"])
spikerecorder = nest.Create("spike_recorder")

syn_dict_ex = {"weight": 1.2}
syn_dict_in = {"weight": -2.0}
nest.Connect(noise_ex, neuron, syn_spec=syn_dict_ex)
nest.Connect(noise_in, neuron, syn_spec=syn_dict_in)
nest.Connect(multimeter, neuron)
nest.Connect(neuron, spikerecorder)

nest.Simulate(1000.0)

events = multimeter.get("events")
plt.figure("figure 4")
plt.plot(events["times"], events["V_m"])
plt.xlabel("Time (ms)")
plt.ylabel("Membrane potential (mV)")
plt.savefig("figure4.png")

spikes = spikerecorder.get("events")
plt.figure("figure 5")
plt.plot(spikes["times"], spikes["senders"], ".")
plt.xlabel("Time (ms)")
plt.ylabel("Neuron")
plt.savefig("figure5.png")

print(f"{len(spikes['times'])} spikes")
