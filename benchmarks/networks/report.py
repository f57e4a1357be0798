"""What the benchmark networks share: a stop watch per part, statistics of spike trains, one line of JSON."""

import json
import resource
import time

import numpy as np

import nest


class Report:
    def __init__(self, **what):
        self.values = dict(what)
        self.began = time.perf_counter()

    def lap(self, part):
        """The time since the last lap was spent on this part."""
        now = time.perf_counter()
        self.values[part] = now - self.began
        self.began = now

    def statistics(self, name, recorder, nodes, start, stop):
        """Rate in spikes/s, CV of the intervals, correlation of counts in 5-ms bins of the first 200 neurons."""
        events = recorder.events
        senders, times = np.asarray(events["senders"]), np.asarray(events["times"])
        kept = (times > start) & (times <= stop)
        senders, times = senders[kept], times[kept]
        order = np.lexsort((times, senders))
        trains = np.split(times[order], np.searchsorted(senders[order], nodes)[1:])
        variations = [np.std(gaps) / np.mean(gaps) for gaps in map(np.diff, trains) if len(gaps) >= 5]
        bins = np.arange(start, stop + 0.001, 5.0)
        counts = np.array([np.histogram(train, bins)[0] for train in trains[:200]])
        counts = counts[counts.std(axis=1) > 0]
        pairs = np.corrcoef(counts)[np.triu_indices(len(counts), 1)] if len(counts) > 1 else [np.nan]
        self.values.setdefault("statistics", {})[name] = {
            "rate": len(times) / len(nodes) / (stop - start) * 1000.0,
            "cv": float(np.mean(variations)) if variations else float("nan"),
            "correlation": float(np.mean(pairs)),
        }

    def finish(self):
        status = nest.GetKernelStatus()
        self.values["phases"] = {
            "deliver": sum(status["time_deliver_spike_data"]),
            "update": sum(status["time_update"]),
            "exchange": sum(status["time_gather_spike_data"]),
            "record": status["time_record"],
        }
        self.values["synapses"] = nest.num_connections
        self.values["events"] = status["local_spike_counter"] * nest.num_connections / status["network_size"]
        self.values["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps(self.values))


def start(threads, seed):
    nest.ResetKernel()
    nest.set(resolution=0.1, local_num_threads=threads, rng_seed=seed)


def peak_of_alpha(tau_m, tau_syn, C_m):
    """Largest potential after a current of alpha shape and unit weight, in mV."""
    t = np.arange(1, 20000) * 0.001
    b = 1 / tau_syn - 1 / tau_m
    decays = (np.exp(-t / tau_m) - np.exp(-t / tau_syn)) / b - t * np.exp(-t / tau_syn)
    return (np.e / (tau_syn * C_m * b) * decays).max()
