"""Networks that every split into ranks and threads must simulate with the same bits.

usage: scenarios.py THREADS FOLDER      (under mpirun)

Every rank writes what it has into FOLDER/RANK.json: for each scenario a list of rows. Rows of all ranks
together are to be the same for every split; `counts` are to be the same on every rank, too.
"""

import hashlib
import json
import pathlib
import sys

import nest

RULES = [
    {"rule": "one_to_one"},
    {"rule": "all_to_all", "allow_autapses": False},
    {"rule": "fixed_indegree", "indegree": 7},
    {"rule": "fixed_indegree", "indegree": 7, "allow_autapses": False, "allow_multapses": False},
    {"rule": "fixed_outdegree", "outdegree": 5},
    {"rule": "fixed_outdegree", "outdegree": 5, "allow_multapses": False},
    {"rule": "fixed_total_number", "N": 211},
    {"rule": "pairwise_bernoulli", "p": 0.15},
    {"rule": "pairwise_poisson", "pairwise_avg_num_conns": 0.2},
    {"rule": "symmetric_pairwise_bernoulli", "p": 0.1, "allow_autapses": False, "make_symmetric": True},
]

DEVICES = {
    "poisson_generator": {"rate": 800.0},
    "poisson_generator_ps": {"rate": 800.0, "dead_time": 0.2},
    "mip_generator": {"rate": 900.0, "p_copy": 0.6},
    "gamma_sup_generator": {"rate": 60.0, "gamma_shape": 2, "n_proc": 10},
    "ppd_sup_generator": {"rate": 60.0, "dead_time": 2.0, "n_proc": 10, "frequency": 50.0},
    "sinusoidal_poisson_generator": {"rate": 800.0, "amplitude": 400.0, "frequency": 40.0},
    "sinusoidal_gamma_generator": {"rate": 600.0, "amplitude": 300.0, "frequency": 40.0, "order": 2.0},
    "inhomogeneous_poisson_generator": {"rate_times": [10.0, 40.0], "rate_values": [900.0, 300.0]},
    "pulsepacket_generator": {"pulse_times": [20.0, 50.0], "activity": 40, "sdev": 4.0},
    "noise_generator": {"mean": 400.0, "std": 200.0},
    "ac_generator": {"amplitude": 300.0, "offset": 350.0, "frequency": 30.0},
    "dc_generator": {"amplitude": 450.0},
    "step_current_generator": {"amplitude_times": [5.0, 30.0], "amplitude_values": [500.0, 390.0]},
}

PLASTIC = [
    "bernoulli_synapse", "ht_synapse", "jonke_synapse", "quantal_stp_synapse", "stdp_nn_pre_centered_synapse",
    "stdp_nn_restr_synapse", "stdp_nn_symm_synapse", "stdp_pl_synapse_hom", "stdp_synapse", "stdp_synapse_hpc",
    "stdp_synapse_hom", "stdp_triplet_synapse", "tsodyks_synapse", "tsodyks_synapse_hom", "tsodyks2_synapse",
    "vogels_sprekeler_synapse", "simple_stochastic_synapse", "stochastic_stp_synapse", "static_synapse_hom_w",
]

PRECISE = ["iaf_psc_alpha_ps", "iaf_psc_delta_ps", "iaf_psc_exp_ps", "iaf_psc_exp_ps_lossless"]
BINARY = ["ginzburg_neuron", "mcculloch_pitts_neuron", "erfc_neuron"]
DETECTORS = ["correlation_detector", "correlomatrix_detector", "correlospinmatrix_detector"]


def rows(table):
    """Rows of a dictionary of columns."""
    columns = [[x.hex() if isinstance(x, float) else x for x in list(column)] for column in map(as_list, table.values())]
    return [list(row) for row in zip(*columns)]


def as_list(column):
    if hasattr(column, "tolist"):
        return column.tolist()
    return list(column) if isinstance(column, (list, tuple)) else [column]  # a single connection gives single values


def events(recorder):
    return rows(recorder.events)


def connections(keys=("source", "target", "weight", "delay"), **query):
    found = nest.GetConnections(**query)
    return rows(found.get(list(keys))) if len(found) else []


def local_values(nodes, key):
    mine = nest.GetLocalNodeCollection(nodes)
    return [[node.global_id, node.get(key).hex()] for node in mine] if len(mine) else []


def rules():
    for number, rule in enumerate(RULES):
        yield f"rule {number}", (lambda rule=rule: connected(rule))


def connected(rule):
    neurons = nest.Create("iaf_psc_exp", 31, {"V_m": nest.random.normal(-65.0, 3.0)})
    weight = nest.math.redraw(nest.random.lognormal(1.0, 0.5) + nest.random.exponential(0.2), min=1.0, max=9.0)
    nest.Connect(neurons, neurons, rule, {"weight": weight, "delay": nest.random.uniform(0.5, 4.0)})
    recorder = nest.Create("spike_recorder")
    nest.Connect(neurons, recorder)
    neurons.I_e = 400.0
    nest.Simulate(30.0)
    only = nest.GetConnections(neurons, neurons)
    found = rows(only.get(["source", "target", "weight", "delay"])) if len(only) else []
    return {"connections": found, "V_m": local_values(neurons, "V_m"), "spikes": events(recorder)}


def devices():
    for name, parameters in DEVICES.items():
        yield name, (lambda name=name, parameters=parameters: driven(name, parameters))


def driven(name, parameters):
    """Spikes of what a device drives, and what a recorder hears of the device itself."""
    generator = nest.Create(name, 2, parameters)
    current = name in ("noise_generator", "ac_generator", "dc_generator", "step_current_generator")
    precise = name == "poisson_generator_ps"
    targets = nest.Create("iaf_psc_exp" if current else "parrot_neuron_ps" if precise else "parrot_neuron", 9)
    recorder, direct = nest.Create("spike_recorder", 2)
    nest.Connect(generator, targets, syn_spec={"delay": 0.8, "weight": nest.random.uniform(0.9, 1.2) if current else 1.0})
    nest.Connect(targets, recorder)
    if not current:
        nest.Connect(generator, direct)
    for piece in (0.4, 33.3, 26.3):
        nest.Simulate(piece)
    return {"spikes": events(recorder), "of the device": events(direct)}


def plasticity():
    for model in PLASTIC:
        yield model, (lambda model=model: learned(model))
    yield "stdp_dopamine_synapse", rewarded


def busy(n_sources=12, n_targets=17):
    noise = nest.Create("poisson_generator", params={"rate": 20000.0})
    slow = nest.Create("poisson_generator", params={"rate": 30.0})
    sources = nest.Create("parrot_neuron", n_sources)
    targets = nest.Create("iaf_psc_exp", n_targets, {"I_e": 500.0, "tau_minus": 25.0})
    nest.Connect(slow, sources)
    nest.Connect(noise, targets, syn_spec={"weight": 30.0, "delay": 1.0})
    return sources, targets


def learned(model):
    sources, targets = busy()
    recorder, weights = nest.Create("spike_recorder"), nest.Create("weight_recorder")
    nest.CopyModel(model, "watched", {"weight_recorder": weights})
    synapse = {"synapse_model": "watched", "delay": nest.random.uniform(0.5, 4.0)}
    common = model in ("static_synapse_hom_w", "tsodyks_synapse_hom")  # one weight for all
    if common:
        nest.SetDefaults("watched", {"weight": 25.0})
    elif model in ("stdp_pl_synapse_hom", "stdp_synapse", "stdp_synapse_hom", "stdp_triplet_synapse", "stdp_synapse_hpc"):
        synapse["weight"] = nest.random.uniform(20.0, 40.0)
    nest.Connect(sources, targets, {"rule": "fixed_indegree", "indegree": 15}, synapse)
    nest.Connect(sources + targets, recorder)
    for piece in (0.1, 49.9, 100.0):
        nest.Simulate(piece)
    watched = {key: column for key, column in weights.events.items() if key not in ("ports", "rports")}
    return {
        "connections": connections(("source", "target", *([] if common else ["weight"]), "delay"), synapse_model="watched"),
        "spikes": events(recorder),
        "weights on the way": rows(watched),
    }


def rewarded():
    sources, targets = busy()
    modulators, tonic = nest.Create("parrot_neuron", 3), nest.Create("poisson_generator", params={"rate": 60.0})
    nest.Connect(tonic, modulators)
    transmitter, recorder = nest.Create("volume_transmitter"), nest.Create("spike_recorder")
    nest.Connect(modulators, transmitter, syn_spec={"delay": nest.random.uniform(0.5, 3.0)})
    nest.CopyModel("stdp_dopamine_synapse", "rewarded", {"volume_transmitter": transmitter})
    nest.Connect(sources, targets, {"rule": "fixed_indegree", "indegree": 15},
                 {"synapse_model": "rewarded", "weight": 30.0, "delay": nest.random.uniform(0.5, 4.0)})
    nest.Connect(targets, recorder)
    for piece in (60.0, 0.3, 89.7):
        nest.Simulate(piece)
    nest.Connect(targets[:2], transmitter, syn_spec={"delay": 1.0})
    nest.Simulate(50.0)
    return {"connections": connections(synapse_model="rewarded"), "spikes": events(recorder)}


def detectors():
    for name in DETECTORS:
        yield name, (lambda name=name: correlated(name))


def correlated(name):
    sources = nest.Create("parrot_neuron", 7)
    noise = nest.Create("poisson_generator", params={"rate": 150.0})
    nest.Connect(noise, sources)
    detector = nest.Create(name, params={"delta_tau": 1.0, "tau_max": 10.0})
    if name != "correlation_detector":
        detector.N_channels = 2
    for number, source in enumerate(sources):
        nest.Connect(source, detector, syn_spec={"receptor_type": number % 2, "weight": 1.0 + 0.5 * number, "delay": 1.0})
    if name == "correlation_detector":
        nest.Connect(noise, detector, syn_spec={"receptor_type": 1})
    for piece in (40.0, 0.7, 159.3):
        nest.Simulate(piece)
    status = detector.get()
    found = {key: status[key] for key in ("count_histogram", "histogram", "count_covariance", "covariance", "n_events") if key in status}
    return {"counts": [[key, str(found[key] if not hasattr(found[key], "tolist") else found[key].tolist())] for key in sorted(found)]}


def relays():
    yield "parrots", relayed
    yield "spin_detector", spins
    yield "many events", crowded


def relayed():
    noise = nest.Create("poisson_generator", params={"rate": 300.0})
    chain = [nest.Create("parrot_neuron", 5) for _ in range(4)]
    recorder = nest.Create("spike_recorder")
    nest.Connect(noise, chain[0])
    for before, after in zip(chain, chain[1:]):
        nest.Connect(before, after, "one_to_one", {"delay": nest.random.uniform(0.1, 2.0)})
    for group in chain:
        nest.Connect(group, recorder)
    nest.Simulate(100.0)
    return {"spikes": events(recorder)}


def crowded():
    """More events on one rank than a recorder keeps before it stores them; a detector gets as many."""
    noise = nest.Create("poisson_generator", params={"rate": 20000.0})
    parrots, recorder = nest.Create("parrot_neuron", 16), nest.Create("spike_recorder")
    detector = nest.Create("correlation_detector", params={"delta_tau": 1.0, "tau_max": 3.0})
    nest.Connect(noise, parrots)
    nest.Connect(parrots[::4], recorder)
    nest.Connect(parrots[::4], detector)
    nest.Simulate(2500.0)
    found = recorder.events
    assert nest.NumProcesses() > 1 or len(found["times"]) > 131072
    table = [[node.global_id, hash_of(found["times"][found["senders"] == node.global_id])] for node in parrots]
    return {"spikes": [row for row in table if row[1]], "counts": [[str(detector.n_events), str(detector.count_histogram)]]}


def hash_of(times):
    return hashlib.sha256(times.tobytes()).hexdigest() if len(times) else None


def spins():
    neurons, detector = nest.Create("ginzburg_neuron", 8, {"theta": 0.2}), nest.Create("spin_detector")
    nest.Connect(neurons, neurons, {"rule": "fixed_indegree", "indegree": 3}, {"weight": 0.4, "delay": 1.0})
    nest.Connect(neurons, detector)
    nest.Simulate(100.0)
    return {"events": rows(detector.events)}


def neurons():
    for model in BINARY:
        yield model, (lambda model=model: binary(model))
    for model in PRECISE:
        yield model, (lambda model=model: precise(model))
    yield "iaf_bw_2001", decided
    yield "populations", many_models


def binary(model):
    nodes, recorder = nest.Create(model, 20, {"tau_m": 5.0, "theta": nest.random.uniform(-0.2, 0.4)}), nest.Create("spike_recorder")
    meter = nest.Create("multimeter", params={"record_from": ["S", "h"], "interval": 1.0})
    nest.Connect(nodes, nodes, {"rule": "pairwise_bernoulli", "p": 0.3},
                 {"weight": nest.random.normal(0.1, 0.5), "delay": nest.random.uniform(0.3, 2.0)})
    nest.Connect(nodes, recorder)
    nest.Connect(meter, nodes)
    nest.Simulate(80.0)
    return {"spikes": events(recorder), "samples": rows(meter.events)}


def precise(model):
    nodes, recorder = nest.Create(model, 15, {"I_e": 400.0}), nest.Create("spike_recorder")
    noise = nest.Create("poisson_generator_ps", params={"rate": 4000.0})
    weight = 0.3 if "delta" in model else 25.0
    nest.Connect(noise, nodes, syn_spec={"weight": weight, "delay": 1.0})
    nest.Connect(nodes, nodes, {"rule": "fixed_indegree", "indegree": 5},
                 {"weight": 2.0 * weight, "delay": nest.random.uniform(0.5, 3.0)})
    nest.Connect(nodes, recorder)
    meter = nest.Create("multimeter", params={"record_from": ["V_m"], "interval": 0.7})
    nest.Connect(meter, nodes)
    nest.Simulate(60.0)
    return {"spikes": events(recorder), "samples": rows(meter.events)}


def decided():
    nodes, recorder = nest.Create("iaf_bw_2001", 12, {"I_e": 600.0} if "I_e" in nest.GetDefaults("iaf_bw_2001") else {}), nest.Create("spike_recorder")
    noise = nest.Create("poisson_generator", params={"rate": 3000.0})
    nest.Connect(noise, nodes, syn_spec={"weight": 4.0, "delay": 1.0, "receptor_type": 1})
    nest.Connect(nodes, nodes, "all_to_all", {"weight": 0.5, "delay": nest.random.uniform(0.5, 2.0), "receptor_type": 3})
    nest.Connect(nodes, recorder)
    meter = nest.Create("multimeter", params={"record_from": ["V_m", "s_NMDA"], "interval": 1.0})
    nest.Connect(meter, nodes)
    nest.Simulate(60.0)
    return {"spikes": events(recorder), "samples": rows(meter.events)}


def many_models():
    """One network of many kinds of neurons with random parameters, some of them stochastic."""
    models = ["iaf_psc_alpha", "iaf_psc_exp", "iaf_cond_alpha", "aeif_cond_exp", "hh_psc_alpha", "izhikevich",
              "gif_psc_exp", "pp_psc_delta", "mat2_psc_exp", "iaf_psc_delta"]
    groups = [nest.Create(model, 7) for model in models]
    noise, recorder = nest.Create("poisson_generator", params={"rate": 9000.0}), nest.Create("spike_recorder")
    everybody = sum(groups[1:], groups[0])
    for group in groups:
        if "C_m" in nest.GetDefaults(group.model if isinstance(group.model, str) else group.model[0]):
            group.C_m = nest.random.uniform(200.0, 300.0)
        nest.Connect(noise, group, syn_spec={"weight": nest.random.uniform(1.0, 9.0), "delay": 1.0})
    nest.Connect(everybody, everybody, {"rule": "fixed_indegree", "indegree": 9},
                 {"weight": nest.random.normal(2.0, 4.0), "delay": nest.random.uniform(0.2, 3.0)})
    nest.Connect(everybody, recorder)
    meter = nest.Create("multimeter", params={"record_from": ["V_m"], "interval": 5.0})
    nest.Connect(meter, everybody)
    nest.Simulate(60.0)
    return {"spikes": events(recorder), "samples": rows(meter.events)}


def main(threads, folder):
    result = {}
    for family in (rules, devices, plasticity, detectors, relays, neurons):
        for name, network in family():
            nest.ResetKernel()
            nest.local_num_threads = int(threads)
            nest.rng_seed = 77
            for what, table in network().items():
                result[f"{name}: {what}"] = table
    pathlib.Path(folder, f"{nest.Rank()}.json").write_text(json.dumps(result))


if __name__ == "__main__":
    nest.set_verbosity("M_ERROR")
    main(*sys.argv[1:])
