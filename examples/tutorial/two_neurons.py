"""Two connected neurons: postsynaptic potentials evoked by the spikes of the first (figure 6)."""

import matplotlib.pyplot as plt
import nest

nest.ResetKernel()

neuron1 = nest.Create("iaf_psc_alpha")
neuron2 = nest.Create("iaf_psc_alpha")
neuron1.I_e = 376.0
multimeter = nest.Create("multimeter", params={"record_from": ["V_m"]})

nest.Connect(neuron1, neuron2, syn_spec={"weight": 20.0, "delay": 1.0})
nest.Connect(multimeter, neuron2)

nest.Simulate(1000.0)

events = multimeter.get("events")
plt.plot(events["times"], events["V_m"])
plt.xlabel("Time (ms)")
plt.ylabel("Membrane potential (mV)")
plt.savefig("figure6.png")

print(f"largest postsynaptic potential {events['V_m'].max() + 70.0:.3f} mV")
