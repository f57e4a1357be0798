import numpy as np
import pytest

import nest

plt = pytest.importorskip("matplotlib.pyplot")
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(autouse=True)
def closed_figures():
    yield
    plt.close("all")


def recorded():
    neurons = nest.Create("iaf_psc_alpha", 2, {"I_e": [376.0, 500.0]})
    meter, recorder = nest.Create("voltmeter"), nest.Create("spike_recorder")
    nest.Connect(meter, neurons)
    nest.Connect(neurons, recorder)
    nest.Simulate(500.0)
    return meter, recorder


def test_voltage_trace():
    meter, recorder = recorded()
    lines = nest.voltage_trace.from_device(meter)
    assert len(lines) == 2 and len(lines[0][0].get_xdata()) == 499
    figure, axes = plt.subplots()
    assert nest.voltage_trace.from_device(meter, neurons=[2], ax=axes)[0][0] in axes.lines
    with pytest.raises(nest.NESTError):
        nest.voltage_trace.from_device(recorder)
    with pytest.raises(nest.NESTError, match="single voltmeter"):
        nest.voltage_trace.from_device(nest.Create("voltmeter", 2))
    with pytest.raises(nest.NESTError, match="No events recorded"):
        nest.voltage_trace.from_device(nest.Create("voltmeter"))


def test_raster_plot():
    meter, recorder = recorded()
    lines = nest.raster_plot.from_device(recorder, hist=True)
    assert len(lines[0].get_xdata()) == recorder.n_events
    figure, axes = plt.subplots()
    nest.raster_plot.from_device(recorder, ax=axes)
    assert len(axes.lines) == 1
    with pytest.raises(nest.NESTError, match="spike_recorder"):
        nest.raster_plot.from_device(meter)
    with pytest.raises(nest.NESTError, match="No events recorded"):
        nest.raster_plot.from_device(nest.Create("spike_recorder"))
    with pytest.raises(nest.NESTError, match="No data to plot."):
        nest.raster_plot.from_data([])


def test_events_are_chosen_by_time_and_sender():
    data = np.array([[1, 0.5], [2, 1.5], [1, 2.5]])
    assert nest.raster_plot.extract_events(data, time=[2.0]).tolist() == [[1, 0.5], [2, 1.5]]
    assert nest.raster_plot.extract_events(data, time=[1.0, 3.0], sel=[1]).tolist() == [[1, 2.5]]


@pytest.mark.parametrize("name", [1, [1], True, None])
def test_a_number_is_not_taken_for_an_open_file(name):
    from nest import raster_plot, voltage_trace

    with pytest.raises(TypeError):
        voltage_trace.from_file(name)
    with pytest.raises(TypeError):
        raster_plot.from_file_numpy([name])
