"""Spikes of many neurons as a figure: a dot for each, and a histogram of the rate."""

import os

import numpy as np

from .errors import ArgumentTypeError, NESTError

__all__ = ["extract_events", "from_data", "from_device", "from_file", "from_file_numpy", "from_file_pandas"]


def extract_events(data, time=None, sel=None):
    """Choose events by time and sender.

    Parameters
    ----------
    data : array of shape (n, 2)
        Ids and times (ms).
    time : sequence of float, optional
        ``[t_max]`` or ``[t_min, t_max]``; events with ``t_min <= t < t_max`` are kept.
    sel : sequence of int, optional
        Ids to keep.

    Returns
    -------
    array of shape (m, 2)
    """
    data = np.asarray(data)
    keep = np.ones(len(data), dtype=bool)
    if time:
        first, last = (0.0, time[0]) if len(time) == 1 else time
        keep &= (data[:, 1] >= first) & (data[:, 1] < last)
    if sel is not None:
        keep &= np.isin(data[:, 0], np.asarray(sel))
    return data[keep]


def from_data(data, sel=None, **kwargs):
    """Plot events.

    Parameters
    ----------
    data : array of shape (n, 2)
        Ids and times (ms).
    sel : sequence of int, optional
        Ids to show.
    **kwargs
        ``hist``, ``hist_binwidth`` (ms), ``grayscale``, ``title``, ``xlabel``, ``ax``: as in :func:`from_device`.

    Returns
    -------
    list of matplotlib.lines.Line2D

    Raises
    ------
    NESTError
        If there is nothing to plot.
    """
    if len(data) == 0:
        raise NESTError("No data to plot.")
    data = np.asarray(data)
    if sel is not None:
        data = extract_events(data, sel=sel)
    return _plot(data[:, 1], data[:, 0], **kwargs)


def file_name(name):
    """The text of a path; a number would be taken for an open file, and closed."""
    if not isinstance(name, (str, os.PathLike)):
        raise ArgumentTypeError(f"a file name is expected, not {name!r}")
    return os.fspath(name)


def from_file(fname, **kwargs):
    """Plot files that a spike recorder wrote.

    Parameters
    ----------
    fname : str or sequence of str
    **kwargs
        As in :func:`from_data`.
    """
    names = [fname] if isinstance(fname, (str, os.PathLike)) else fname
    if not isinstance(names, (list, tuple)):
        print("fname should be one of str/list(str).")
        return
    from_file_numpy(names, **kwargs)


def from_file_numpy(fnames, **kwargs):
    """Plot files, read with NumPy.

    Parameters
    ----------
    fnames : sequence of str
    **kwargs
        As in :func:`from_data`.

    Returns
    -------
    list of matplotlib.lines.Line2D
    """
    return from_data(np.concatenate([np.loadtxt(file_name(name), skiprows=3, ndmin=2) for name in fnames]), **kwargs)


def from_file_pandas(fnames, **kwargs):
    """Plot files, read with pandas.

    Parameters
    ----------
    fnames : sequence of str
    **kwargs
        As in :func:`from_data`.

    Returns
    -------
    list of matplotlib.lines.Line2D
    """
    import pandas

    tables = [pandas.read_table(file_name(name), header=2, skipinitialspace=True) for name in fnames]
    return from_data(pandas.concat(tables).values, **kwargs)


def from_device(detec, **kwargs):
    """Plot what a spike recorder recorded.

    Parameters
    ----------
    detec : NodeCollection
        A single spike recorder.
    hist : bool
        Draw a histogram of the rate below the spikes (default).
    hist_binwidth : float
        Width of its bins (ms), default 5.
    grayscale : bool
    title, xlabel : str, optional
    ax : matplotlib.axes.Axes, optional
        Where to draw the spikes, without a histogram; a new figure if not given.

    Returns
    -------
    list of matplotlib.lines.Line2D

    Raises
    ------
    NESTError
        If the device is no spike recorder or recorded nothing.
    """
    status = detec.get()
    if nest_type(detec) != "spike_recorder":
        raise NESTError("Please provide a spike_recorder.")
    kwargs.setdefault("title", f"Raster plot from device '{status['global_id']}'")
    kwargs.setdefault("xlabel", "Steps" if status["time_in_steps"] else "Time (ms)")
    if status["record_to"] == "ascii":
        return from_file(status["filenames"], **kwargs)
    if status["record_to"] != "memory":
        raise NESTError("No data to plot. Make sure that record_to is set to either 'ascii' or 'memory'.")
    events = status["events"]
    if not len(events["times"]):
        raise NESTError("No events recorded!")
    return _plot(events["times"], events["senders"], **kwargs)


def nest_type(detec):
    """The original model of a device, also if its own is a copy."""
    from .models import GetDefaults

    model = detec.get("model")
    return str(GetDefaults(model).get("type_id", model))


def _plot(times, senders, hist=True, hist_binwidth=5.0, grayscale=False, title=None, xlabel=None, ax=None):
    import matplotlib.pyplot as plt

    dots, bars = (".k", "gray") if grayscale else (".", "blue")
    if ax is not None or not hist:
        ax = ax if ax is not None else plt.figure().gca()
        lines = ax.plot(times, senders, dots)
        ax.set_xlabel(xlabel or "Time (ms)")
    else:
        figure = plt.figure()
        ax = figure.add_axes([0.1, 0.3, 0.85, 0.6])
        lines = ax.plot(times, senders, dots)
        _histogram(figure.add_axes([0.1, 0.1, 0.85, 0.17]), ax, times, senders, hist_binwidth, bars, xlabel)
    ax.set_ylabel("Neuron ID")
    if title is not None:
        ax.set_title(title)
    return lines


def _histogram(ax, spikes, times, senders, width, color, xlabel):
    edges = np.arange(np.amin(times), np.amax(times), float(width))
    if len(edges) < 2:
        raise ValueError("a histogram needs spikes in at least two bins; use hist=False")
    counts, _ = np.histogram(times, bins=edges)
    rates = 1000.0 * counts / (width * len(np.unique(senders)))
    ax.bar(edges[:-1], rates, width=width, color=color, edgecolor="black", align="edge")
    ax.set_ylabel("Rate (Hz)")
    ax.set_xlabel(xlabel or "Time (ms)")
    spikes.set_xticks([])
    ax.set_xlim(spikes.get_xlim())
