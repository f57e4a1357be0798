"""Sections 18, 19, 21 to 23: the layer below, figures, recorders, the places third parties import from."""

import importlib
import re

import numpy as np
import pytest
from rows import fails, row

import nest

E = nest.NESTErrors
ll = nest.ll_api


@pytest.fixture(autouse=True)
def empty_stack():
    yield
    ll.sr("clear")


@row("18 sps", "18 spp", "18 sr")
def test_the_operand_stack():
    assert ll.sps is ll.sli_push and ll.spp is ll.sli_pop and ll.sr is ll.sli_run
    ll.sps(3)
    assert ll.sr("2 add") is None and ll.spp() == 5
    with fails(E.PyNESTError, "interpreter stack is empty"):
        ll.spp()
    ll.sr("{ 1 }")
    with fails(E.PyNESTError, "unknown SLI type: "):
        ll.spp()
    ll.sr("pop")
    with fails(E.PyNESTError, "interpreter stack is empty"):
        ll.sr("{ 1")


@row("18 sli_func")
def test_sli_func():
    assert ll.sli_func("") is None and ll.sli_func("add", 1, 2) == 3 and ll.sli_func("1 2 3") == (1, 2, 3)
    assert [ll.sli_func(code) for code in ("false", "0", "[]", "<< >>")] == [False, 0, (), {}]
    assert ll.sli_func("type", "/abc", litconv=True) == "literaltype" and ll.sli_func("type", "/abc") == "stringtype"
    with fails(E.PyNESTError, "'namespace' and 'litconv' are the only valid keyword arguments."):
        ll.sli_func("1", foo=1)


@row("18 debug", "18 stack_checker")
def test_checking_the_stack():
    assert ll.get_debug() is False

    @ll.check_stack
    def leave_one():
        ll.sps(1)

    leave_one()
    ll.set_debug(True)
    try:
        with fails(nest.NESTError, "Function 'leave_one' left 1 elements on the stack."):
            leave_one()
    finally:
        ll.set_debug(False)
    with fails(ValueError, "unable to decorate 3"):
        ll.check_stack(3)


@row("18 take_array_index", "18 connect_arrays")
def test_array_functions():
    nodes = nest.Create("iaf_psc_alpha", 4)
    assert ll.take_array_index(nodes._datum, np.array([0, 2])).tolist() == [1, 3]
    assert ll.take_array_index(nodes._datum, np.array([True, False, False, True])).tolist() == [1, 4]
    with pytest.raises(TypeError):
        ll.take_array_index(nodes._datum, np.array([0.5]))
    ids = np.array([1, 2])
    ll.connect_arrays(ids, ids, np.array([1.0, 2.0]), np.array([1.0, 1.0]), "static_synapse", ["receptor_type"], np.array([[0.0, 0.0]]))
    assert nest.GetConnections().weight == [1.0, 2.0]
    for sources, targets, kind, text in (
        ([1, 2], ids, TypeError, "sources must be a 1-dimensional NumPy array of integers"),
        (ids, ids[:1], ValueError, "Sources and targets must be arrays of the same length."),
    ):
        with fails(kind, text):
            ll.connect_arrays(sources, targets, None, None, "static_synapse")


@row("18 engine", "18 kernel")
def test_the_engine():
    assert isinstance(ll.engine, nest.kernel.NESTEngine) and ll.initialized is True
    for name in ("push", "pop", "run", "init", "take_array_index", "connect_arrays", "set_communicator"):
        assert callable(getattr(ll.engine, name)), name
    assert nest.kernel.CONN_LEN == 5 and importlib.import_module("nest.pynestkernel").SLILiteral is nest.kernel.SLILiteral
    literal = nest.kernel.SLILiteral("abc")
    assert repr(literal) == "<SLILiteral: abc>" and literal == "abc" and hash(literal) == hash("abc") and literal.name == "abc"
    datum = nest.Create("iaf_psc_alpha")._datum
    assert isinstance(datum, nest.kernel.SLIDatum) and repr(datum) == "<SLIDatum: nodecollectiontype>"


@row("18 __all__")
def test_names_of_the_layer_below():
    names = """check_stack connect_arrays set_communicator get_debug set_debug sli_func sli_pop sli_push sli_run spp sps sr
        stack_checker take_array_index""".split()
    assert sorted(ll.__all__) == sorted(names)


@row("18 runprotected")
def test_procedures_that_the_package_defines():
    ll.sr("[1 2] (add) sli_func")
    assert ll.spp() == (3,)
    ll.sr("[(/a)] (type) sli_func_litconv")
    assert ll.spp() == ("literaltype",)
    ll.sr("{ 1 2 add } runprotected")
    assert ll.spp() is True and ll.spp() == 3
    ll.sr("{ 1 0 div } runprotected")
    assert ll.spp() is False
    assert (ll.spp(), ll.spp(), ll.spp()) == ("DivisionByZero", "", "div_ii")


TO_SLI = {
    "booltype": True, "integertype": 3, "doubletype": 1.5, "stringtype": "/x", "literaltype": nest.kernel.SLILiteral("x"),
    "arraytype": [1, (2.0, "a")], "dictionarytype": {1: 2, "a": {}}, "intvectortype": np.array([1, 2], np.int8),
    "doublevectortype": np.array([1.0, 2.0], np.float32),
}


@row("T 1.1", "T 1.2")
@pytest.mark.parametrize("name", TO_SLI)
def test_types_of_values_in_sli(name):
    ll.sps(TO_SLI[name])
    ll.sr("type")
    assert ll.spp() == name


@row("T 1.1", "T 1.2")
def test_more_types_of_values_in_sli():
    import array

    for value, name in (
        (np.int16(3), "integertype"), (np.float32(1.0), "doubletype"), (np.array(3), "integertype"), (b"\xff", "stringtype"),
        (None, "doublevectortype"), (range(3), "arraytype"), (np.array([]), "doublevectortype"), (np.str_("a"), "stringtype"),
        (array.array("d", [1.0]), "doublevectortype"), (array.array("l", [1]), "intvectortype"), (np.bool_(True), "booltype"),
        (np.array([1, 2, 3, 4])[::2], "intvectortype"), (np.array([1], ">i4"), "intvectortype"), (np.longdouble(1), "doubletype"),
    ):
        ll.sps(value)
        ll.sr("type")
        assert ll.spp() == name, value
    for value in (1j, {1}, (i for i in ()), ..., int, object(), bytearray(b"a"), np.complex64(1)):
        with fails(E.PyNESTError, "unknown Python type: <class "):
            ll.sps(value)
    for value in (np.array([1j]), np.array(["a"]), np.array([None])):
        with fails(E.PyNESTError, "only vectors of integers or floats are supported"):
            ll.sps(value)
    with fails(OverflowError, "Python int too large to convert to C long"):
        ll.sps(2**63)
    with pytest.raises(OverflowError):
        ll.sps(np.uint64(2**63))
    ll.sps(-(2**63))
    assert ll.spp() == -(2**63)


@row("T 1.3")
def test_objects_in_sli():
    nodes = nest.Create("iaf_psc_alpha", 2)
    nest.Connect(nodes, nodes)
    for value, name in (
        (nodes, "nodecollectiontype"), (nodes._datum, "nodecollectiontype"), (nest.GetConnections(), "arraytype"),
        (nest.random.uniform(), "parametertype"), (nest.CollocatedSynapses({}, {}), "arraytype"), ([nodes, nodes], "arraytype"),
        (nest.GetConnections()[0], "arraytype"),
    ):
        ll.sps(value)
        ll.sr("type")
        assert ll.spp() == name, value
    with fails(E.PyNESTError, "unknown Python type"):
        ll.sps(nest.GetConnections(nest.NodeCollection()))


@row("T 2", "T 3")
def test_values_from_sli():
    for code, value in (("true", True), ("3", 3), ("1.5", 1.5), ("(abc)", "abc"), ("/abc", "abc"), ("/None", None), ("[1 [2.0]]", (1, (2.0,))),
                        ("[]", ()), ("<< /a << /b 1 >> >>", {"a": {"b": 1}})):
        got = ll.sli_func(code) if code != "/None" else (ll.sr(code), ll.spp())[1]
        assert got == value and type(got) is type(value)
    for code, dtype in (("<# 1 2 #>", np.int64), ("<. 1 2 .>", np.float64), ("<# #>", np.int64)):
        assert ll.sli_func(code).dtype == dtype
    nodes = nest.Create("iaf_psc_alpha", 2)
    nest.Connect(nodes, nodes)
    assert isinstance(ll.sli_func("<< >> GetConnections"), nest.SynapseCollection)
    assert isinstance(ll.sli_func("<< >> GetConnections 0 get"), nest.SynapseCollection)
    ll.sps([1, 2])
    assert ll.spp() == (1, 2)
    ll.sps(b"abc")
    assert ll.spp() == "abc"


@row("T 5")
def test_what_the_kernel_accepts():
    generator = nest.Create("spike_generator")
    generator.spike_times = [1, 2]
    generator.spike_times = np.array([1, 2])
    neuron = nest.Create("iaf_psc_alpha")
    meter = nest.Create("multimeter", params={"record_from": ["V_m"]})
    with fails(E.TypeMismatch):
        meter.record_from = "V_m"
    for node, values in ((neuron, {"frozen": 1}), (generator, {"precise_times": 1})):
        with pytest.raises((nest.NESTError, TypeError)):
            node.set(values)
    meter.label = nest.kernel.SLILiteral("abc")
    assert meter.label == "abc"


@pytest.fixture
def recorder():
    nodes = nest.Create("iaf_psc_alpha", 5, {"I_e": 600.0, "V_m": nest.random.uniform(-70.0, -55.0)})
    recorder = nest.Create("spike_recorder")
    nest.Connect(nodes, recorder)
    nest.Simulate(200.0)
    return recorder


@row("19.1 *")
def test_raster_plots(recorder, tmp_path):
    pytest.importorskip("matplotlib").use("Agg")
    from nest import raster_plot

    data = np.column_stack([recorder.events["senders"], recorder.events["times"]])
    assert raster_plot.extract_events(data, time=[100.0]).shape[1] == 2
    assert (raster_plot.extract_events(data, time=[50.0, 100.0])[:, 1] >= 50.0).all()
    assert set(raster_plot.extract_events(data, sel=[1])[:, 0]) == {1}
    assert raster_plot.from_device(recorder, title="t", hist_binwidth=2.0) and raster_plot.from_data(data, hist=False)
    with fails(nest.NESTError, "No data to plot."):
        raster_plot.from_data([])
    with fails(nest.NESTError, "Please provide a spike_recorder."):
        raster_plot.from_device(nest.Create("voltmeter"))
    with fails(nest.NESTError, "No events recorded!"):
        raster_plot.from_device(nest.Create("spike_recorder"))
    file = tmp_path / "spikes.dat"
    file.write_text("# a\n# b\nsender\ttime_ms\n" + "".join(f"{s:.0f}\t{t}\n" for s, t in data))
    assert raster_plot.from_file_numpy([str(file)]) and raster_plot.from_file_pandas([str(file)])
    raster_plot.from_file(str(file))


@row("19.2 *")
def test_voltage_traces(tmp_path):
    pytest.importorskip("matplotlib").use("Agg")
    from nest import voltage_trace

    nodes, meter = nest.Create("iaf_psc_alpha", 2, {"I_e": 300.0}), nest.Create("voltmeter")
    nest.Connect(meter, nodes)
    nest.Simulate(20.0)
    assert len(voltage_trace.from_device(meter)) == 2 and voltage_trace.from_device(meter, [1], timeunit="s")
    for device, text in ((meter + nest.Create("voltmeter"), "Please provide a single voltmeter."), (nodes[0], "Please provide a voltmeter or a")):
        with fails(nest.NESTError, text):
            voltage_trace.from_device(device)
    file = tmp_path / "trace.dat"
    np.savetxt(file, np.column_stack([np.ones(5), np.arange(5), -70.0 + np.arange(5)]))
    assert voltage_trace.from_file(str(file))
    np.savetxt(file, np.ones((5, 4)))
    with fails(ValueError):
        voltage_trace.from_file(str(file))


@row("21.3 progress")
def test_progress(capfd, monkeypatch):
    monkeypatch.setenv("JPY_PARENT_PID", "1")  # as in a notebook
    nest.print_time = True
    nest.Create("iaf_psc_alpha")
    nest.Simulate(20.0)
    bar = capfd.readouterr().err
    assert re.search(r"100 %  20\.0 ms, real-time factor \d+\.\d{3}", bar) and bar.endswith("\n")


@row("21.4 record_to", "21.4 stimulus_source")
def test_backends_by_name():
    recorder, generator = nest.Create("spike_recorder"), nest.Create("poisson_generator")
    assert recorder.record_to == "memory" and nest.stimulation_backends == ()
    with fails(E.BadProperty, "record_to must be one of memory, ascii, screen, but (nope) was given."):
        recorder.record_to = "nope"
    with fails(E.BadProperty, "(nope) was given."):
        generator.stimulus_source = "nope"


@row("21.4 memory")
def test_events_in_memory(recorder):
    events = recorder.events
    assert events["times"].dtype == np.float64 and events["senders"].dtype == np.int64 and recorder.n_events == len(events["times"]) > 0
    with fails(E.BadProperty, "Property n_events can only be set to 0 (which clears all stored events)."):
        recorder.n_events = 1
    with fails(E.BadProperty, "Property time_in_steps cannot be set after Simulate has been called."):
        recorder.time_in_steps = True
    recorder.n_events = 0
    assert len(recorder.events["times"]) == 0
    nest.ResetKernel()
    steps = nest.Create("spike_recorder", params={"time_in_steps": True})
    assert steps.events["times"].dtype == np.int64 and steps.events["offsets"].dtype == np.float64


@row("21.4 ascii")
def test_events_in_files(tmp_path):
    nest.set(data_path=str(tmp_path), data_prefix="p-", overwrite_files=True)
    neuron = nest.Create("iaf_psc_alpha", params={"I_e": 600.0})
    recorder = nest.Create("spike_recorder", params={"record_to": "ascii", "label": "L"})
    assert recorder.get(["file_extension", "precision"]) == {"file_extension": "dat", "precision": 3}
    nest.Connect(neuron, recorder)
    nest.Simulate(50.0)
    (name,) = recorder.filenames
    assert name == str(tmp_path / "p-L-2-0.dat")
    lines = open(name).read().splitlines()
    assert lines[0].startswith("# NEST version: ") and lines[1] == "# RecordingBackendASCII version: 2" and lines[2] == "sender\ttime_ms"
    assert re.fullmatch(r"1\t\d+\.\d{3}", lines[3])


@row("21.4 screen")
def test_events_on_the_screen(capfd):
    neuron = nest.Create("iaf_psc_alpha", params={"I_e": 600.0})
    nest.Connect(neuron, nest.Create("spike_recorder", params={"record_to": "screen"}))
    nest.Simulate(50.0)
    assert re.match(r"1\t\d+\.\d", capfd.readouterr().out)


@row("22 environment")
def test_the_environment(tmp_path):
    import os
    import subprocess
    import sys

    code = "import nest; print([nest.data_path, nest.data_prefix, nest.get_verbosity()])"
    environment = {**os.environ, "NEST_DATA_PATH": str(tmp_path), "NEST_DATA_PREFIX": "pre", "PYNEST_QUIET": "1"}
    out = subprocess.run([sys.executable, "-c", code, "--verbosity=ERROR"], env=environment, capture_output=True, text=True)
    assert out.stdout == f"['{tmp_path}', 'pre', 30]\n", out.stderr


MODULES = {
    "ll_api": "sli_func", "ll_api_kernel_attributes": "KernelAttribute", "pynestkernel": "NESTEngine", "raster_plot": "from_device",
    "voltage_trace": "from_device", "random.hl_api_random": "uniform", "math.hl_api_math": "redraw", "logic.hl_api_logic": "conditional",
    "spatial_distributions.hl_api_spatial_distributions": "gaussian", "lib.hl_api_connections": "Connect",
    "lib.hl_api_connection_helpers": "_process_syn_spec _process_conn_spec _process_input_nodes",
    "lib.hl_api_exceptions": "NESTError NESTErrors NESTMappedException",
    "lib.hl_api_helper": "broadcast deprecated get_parameters get_parameters_hierarchical_addressing get_wrapped_text is_iterable "
    "is_literal is_sequence_of_connections is_sequence_of_node_ids is_string load_help model_deprecation_warning restructure_data "
    "show_deprecation_warning show_help_with_pager stringify_path SuppressedDeprecationWarning",
    "lib.hl_api_info": "get_verbosity GetStatus", "lib.hl_api_models": "GetDefaults", "lib.hl_api_nodes": "Create",
    "lib.hl_api_parallel_computing": "Rank", "lib.hl_api_simulation": "Simulate GetKernelStatus",
    "lib.hl_api_types": "NodeCollection NodeCollectionIterator SynapseCollection SynapseCollectionIterator CollocatedSynapses "
    "CreateParameter Parameter serialize_data to_json",
}


@row("23 modules")
@pytest.mark.parametrize("module", MODULES)
def test_places_from_which_others_import(module):
    loaded = importlib.import_module(f"nest.{module}")
    assert not [name for name in MODULES[module].split() if not hasattr(loaded, name)]


@row("23 helpers")
def test_helpers():
    from nest.lib import hl_api_helper as helper

    assert helper.broadcast(1.0, 3, (float,)) == (1.0,) * 3 and helper.broadcast([1.0], 2, (float,)) == (1.0,) * 2
    assert list(helper.broadcast([1.0, 2.0], 2, (float,))) == [1.0, 2.0]
    with fails(TypeError, "'x' must be a single value, a list with one element or a list with 3 elements."):
        helper.broadcast([1, 2], 3, (int,), name="x")
    assert helper.is_iterable("abc") and not helper.is_iterable(3)
    assert helper.is_literal("abc") and helper.is_literal(nest.kernel.SLILiteral("abc")) and not helper.is_literal(3)
    assert helper.is_string("abc") and not helper.is_string(3)
    with helper.SuppressedDeprecationWarning(["Models"]):
        nest.Models()


@row("19.3 plot_network")
def test_pictures_of_networks(tmp_path):
    pytest.importorskip("pydot")
    nodes = nest.Create("iaf_psc_alpha", 3)
    nest.Connect(nodes, nodes, {"rule": "one_to_one"})
    drawn = nest.visualization.graph(nodes)
    assert len(drawn.get_nodes()) == len(drawn.get_edges()) == 3
    for arguments, kind, text in (
        ((nodes, "a.txt"), nest.NESTError, "Filename must end in '.png' or '.pdf'."),
        (([1], "a.png"), nest.NESTError, "nodes must be a NodeCollection"),
        ((nodes, "a.png", True), NotImplementedError, ""),
        ((nodes, "a.png", False, True), NotImplementedError, ""),
    ):
        with fails(kind, text):
            nest.visualization.plot_network(*arguments)


@row("21.1 messages")
def test_messages_go_through_logging(caplog):
    import logging

    nest.set_verbosity("M_INFO")
    with caplog.at_level(logging.INFO, logger="nest"):
        nest.message(10, "somebody", "text")
    assert caplog.messages == ["somebody: text"]
