"""Two neurons under different currents on one multimeter, whose data are interleaved."""

import matplotlib.pyplot as plt
import nest

nest.ResetKernel()

neuron = nest.Create("iaf_psc_alpha")
neuron.set(I_e=376.0)
neuron2 = nest.Create("iaf_psc_alpha")
neuron2.set({"I_e": 370.0})

multimeter = nest.Create("multimeter", params={"record_from": ["V_m"]})
nest.Connect(multimeter, neuron)
nest.Connect(multimeter, neuron2)
nest.Simulate(1000.0)

dmm = multimeter.get()
Vms1 = dmm["events"]["V_m"][::2]  # every second entry from the first on
ts1 = dmm["events"]["times"][::2]
Vms2 = dmm["events"]["V_m"][1::2]  # every second entry from the second on
ts2 = dmm["events"]["times"][1::2]

plt.plot(ts1, Vms1, label="376 pA")
plt.plot(ts2, Vms2, label="370 pA")
plt.xlabel("Time (ms)")
plt.ylabel("Membrane potential (mV)")
plt.legend()
plt.savefig("two_currents.png")

print(f"potentials at the end: {Vms1[-1]:.2f} mV and {Vms2[-1]:.2f} mV")
