"""Membrane potentials over time as a figure."""

import numpy as np

from .errors import NESTError
from .raster_plot import file_name

__all__ = ["from_device", "from_file"]


def from_file(fname, title=None, grayscale=False, ax=None):
    """Plot a file that a voltmeter wrote.

    Parameters
    ----------
    fname : str or sequence of str
        Text files with the columns (V), (id, V) or (id, time in ms, V).
    title : str, optional
    grayscale : bool
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes if not given.

    Returns
    -------
    list of matplotlib.lines.Line2D
    """
    names = [file_name(name) for name in (fname if isinstance(fname, (list, tuple)) else [fname])]
    data = np.concatenate([np.loadtxt(name, comments="#", ndmin=2, skiprows=_header(name)) for name in names])
    if data.shape[1] not in (1, 2, 3):
        raise ValueError(f"Inappropriate data in file: {data.shape[1]} columns, 1, 2 or 3 are expected")
    ax = _axes(ax)
    if data.shape[1] == 1:
        lines = ax.plot(data[:, 0], "k" if grayscale else "")
    else:
        lines = [_line(ax, data[data[:, 0] == node], int(node), grayscale) for node in np.unique(data[:, 0])]
    _label(ax, title or f"Membrane potential from file '{fname}'", "Time (ms)" if data.shape[1] == 3 else "Steps")
    return lines


def _header(name):
    with open(name, encoding="utf-8") as stream:
        for number, line in enumerate(stream):
            if line[:1] in "0123456789-+.":
                return number
    return 0


def _line(ax, rows, node, grayscale):
    times = rows[:, 1] if rows.shape[1] == 3 else np.arange(len(rows))
    return ax.plot(times, rows[:, -1], "k" if grayscale else "", label=f"Neuron {node}")[0]


def from_device(detec, neurons=None, title=None, grayscale=False, timeunit="ms", ax=None):
    """Plot what a voltmeter or multimeter recorded.

    Parameters
    ----------
    detec : NodeCollection
        A single voltmeter, or a multimeter that records ``V_m``.
    neurons : sequence of int, optional
        Ids of the neurons to show; all if not given.
    title : str, optional
    grayscale : bool
    timeunit : {'ms', 's'}
    ax : matplotlib.axes.Axes, optional
        Where to draw; the current axes if not given.

    Returns
    -------
    list of list of matplotlib.lines.Line2D

    Raises
    ------
    NESTError
        If the device is no voltmeter or recorded nothing.
    """
    if len(detec) != 1:
        raise NESTError("Please provide a single voltmeter.")
    status = detec.get()
    _check_device(status)
    if status["record_to"] == "ascii":
        return from_file(status["filenames"], title, grayscale, ax)
    events = status["events"]
    if not len(events["times"]):
        raise NESTError("No events recorded! Make sure that the device is connected and the network simulated.")
    ax = _axes(ax)
    lines = [_trace(ax, events, node, grayscale, timeunit, status) for node in _chosen(events["senders"], neurons)]
    unit = "Steps" if status["time_in_steps"] else f"Time ({timeunit})"
    _label(ax, title or "Membrane potential", unit)
    ax.legend(loc="best")
    return lines


def _check_device(status):
    if status["model"] != "voltmeter" and not str(status["model"]).startswith("multimeter"):
        if "record_from" not in status:
            raise NESTError("Please provide a voltmeter or a multimeter measuring V_m.")
    if "V_m" not in status["record_from"]:
        raise NESTError("Please provide a multimeter measuring V_m.")


def _chosen(senders, neurons):
    present = np.unique(senders)
    if neurons is None:
        return present.tolist()
    wanted = [int(node) for node in (neurons.tolist() if hasattr(neurons, "tolist") else neurons)]
    for node in wanted:
        if node not in present:
            print(f"Neuron {node} was not recorded.")
    return [node for node in wanted if node in present]


def _trace(ax, events, node, grayscale, timeunit, status):
    mask = events["senders"] == node
    times = events["times"][mask]
    if timeunit == "s" and not status["time_in_steps"]:
        times = times / 1000.0
    return ax.plot(times, events["V_m"][mask], "k" if grayscale else "", label=f"Neuron {node}")


def _axes(ax):
    if ax is not None:
        return ax
    import matplotlib.pyplot as plt

    return plt.gca()


def _label(ax, title, xlabel):
    ax.set_title(title)
    ax.set_xlabel(xlabel)
    ax.set_ylabel("Membrane potential (mV)")
