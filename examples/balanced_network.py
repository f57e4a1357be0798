"""Balanced random network of excitatory and inhibitory neurons.

Brunel 2000, J. Comput. Neurosci. 8:183-208, case C of the sparse network, with alpha-shaped currents.

    balanced_network.py [ORDER [MS [THREADS]]]

4*ORDER excitatory and ORDER inhibitory neurons; every neuron receives connections from 10 % of either
population and one Poisson train that stands for the rest of the brain.
"""

import math
import sys
import time

import nest


def psp_peak(tau_m, tau_syn, C_m):
    """Peak (mV) of the potential that an alpha-shaped current of 1 pA evokes, by golden section."""

    def potential(t):
        b = 1.0 / tau_syn - 1.0 / tau_m
        decay = (math.exp(-t / tau_m) - math.exp(-t / tau_syn)) / b - t * math.exp(-t / tau_syn)
        return math.e / (tau_syn * C_m * b) * decay

    low, high, section = 0.0, 10.0 * tau_syn, (math.sqrt(5.0) - 1.0) / 2.0
    while high - low > 1e-9:
        left, right = high - section * (high - low), low + section * (high - low)
        low, high = (low, right) if potential(left) > potential(right) else (left, high)
    return potential(0.5 * (low + high))


order = int(sys.argv[1]) if len(sys.argv) > 1 else 2500
simtime = float(sys.argv[2]) if len(sys.argv) > 2 else 500.0  # ms
threads = int(sys.argv[3]) if len(sys.argv) > 3 else 1

h = 0.1  # time step, ms
delay = 1.5  # synaptic delay, ms
eta = 2.0  # external rate relative to the threshold rate
g = 5.0  # strength of inhibition relative to excitation
J = 0.1  # peak of a single excitatory potential, mV
theta = 20.0  # spike threshold above rest, mV
tau_m, tau_syn = 20.0, 0.5  # time constants of membrane and synaptic current, ms
C_m = 1.0  # membrane capacitance, pF
epsilon = 0.1  # connection probability

NE, NI = 4 * order, order
CE, CI = int(NE * epsilon), int(NI * epsilon)
recorded = min(50, NI)

JE = J / psp_peak(tau_m, tau_syn, C_m)  # pA
nu_threshold = theta * C_m / (JE * CE * math.e * tau_m * tau_syn)  # spikes/ms and synapse
p_rate = 1000.0 * eta * nu_threshold * CE  # spikes/s

nest.set_verbosity("M_WARNING")
nest.ResetKernel()
nest.set(resolution=h, local_num_threads=threads, print_time=True)

neuron_params = {
    "C_m": C_m,
    "tau_m": tau_m,
    "tau_syn_ex": tau_syn,
    "tau_syn_in": tau_syn,
    "t_ref": 2.0,
    "E_L": 0.0,
    "V_m": 0.0,
    "V_reset": 10.0,
    "V_th": theta,
}

start = time.perf_counter()
nest.SetDefaults("iaf_psc_alpha", neuron_params)
E_net = nest.Create("iaf_psc_alpha", NE)
I_net = nest.Create("iaf_psc_alpha", NI)
noise = nest.Create("poisson_generator", params={"rate": p_rate})
E_rec = nest.Create("spike_recorder")
I_rec = nest.Create("spike_recorder")

nest.CopyModel("static_synapse_hom_w", "excitatory", {"weight": JE, "delay": delay})
nest.CopyModel("static_synapse_hom_w", "inhibitory", {"weight": -g * JE, "delay": delay})

all_neurons = E_net + I_net
nest.Connect(noise, all_neurons, syn_spec="excitatory")
nest.Connect(E_net, all_neurons, {"rule": "fixed_indegree", "indegree": CE}, "excitatory")
nest.Connect(I_net, all_neurons, {"rule": "fixed_indegree", "indegree": CI}, "inhibitory")
nest.Connect(E_net[:recorded], E_rec, syn_spec="excitatory")
nest.Connect(I_net[:recorded], I_rec, syn_spec="excitatory")

with nest.RunManager():
    building_time = time.perf_counter() - start
    start = time.perf_counter()
    nest.Run(simtime)
    simulation_time = time.perf_counter() - start


def rate(recorder):
    return recorder.n_events / recorded / simtime * 1000.0


print("Balanced random network")
print(f"Neurons                : {NE + NI}")
print(f"Synapses               : {nest.num_connections}")
print(f"Excitatory rate        : {rate(E_rec):.2f} spikes/s")
print(f"Inhibitory rate        : {rate(I_rec):.2f} spikes/s")
print(f"Building time          : {building_time:.2f} s")
print(f"Simulation time        : {simulation_time:.2f} s")
print(f"Real-time factor       : {simulation_time / (simtime / 1000.0):.2f}")
