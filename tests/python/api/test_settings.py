"""Sections 4 and 5: settings of the kernel, models."""

import csv
import math
import pathlib

import numpy as np
import pytest
from rows import fails, row

import nest

E = nest.NESTErrors
DATA = pathlib.Path(__file__).parents[2] / "reference" / "python_kernel_attributes.tsv"
ATTRIBUTES = list(csv.DictReader(DATA.open(), delimiter="\t", quoting=csv.QUOTE_NONE))
TYPES = {"float": float, "int": int, "bool": bool, "str": str, "tuple": tuple, "dict": dict}


@row("4.2 *")
@pytest.mark.parametrize("attribute", ATTRIBUTES, ids=[a["name"] for a in ATTRIBUTES])
def test_type_default_and_access_of_a_setting(attribute):
    name, kind = attribute["name"], TYPES[attribute["type"]]
    value = getattr(nest, name)
    assert isinstance(value, kind) and (kind is dict or type(value) is kind)
    if attribute["default"]:
        default = eval(attribute["default"], {"inf": math.inf})
        assert value == default or kind is float and math.isclose(value, default, rel_tol=1e-15)
    if attribute["access"] == "R":
        with fails(AttributeError, f"`{name}` is a read only kernel attribute."):
            setattr(nest, name, value)
        with fails(ValueError, f"`{name}` is a readonly kernel parameter"):
            nest.SetKernelStatus({name: value})


WRITABLE = [a["name"] for a in ATTRIBUTES if a["access"] == "W" and a["example"]]


@row("4.2 *")
@pytest.mark.parametrize("name", WRITABLE)
def test_a_setting_is_read_back_as_set_and_reset(name, tmp_path):
    example = eval(next(a["example"] for a in ATTRIBUTES if a["name"] == name), {"folder": str(tmp_path)})
    before = getattr(nest, name)
    nest.SetKernelStatus(example)
    assert getattr(nest, name) == example[name]
    nest.ResetKernel()
    kept = ("data_path", "data_prefix", "adaptive_target_buffers")
    if not name.startswith(("buffer_size", "growth_factor", "max_buffer", "eprop")) and name not in kept:
        assert getattr(nest, name) == before
    nest.SetKernelStatus({key: before for key in [name] if name in ("data_path", "data_prefix", "adaptive_target_buffers")})


REFUSED = {
    "resolution": (0.00001, nest.NESTError, "Resolution must be greater than or equal to one tic. Value unchanged."),
    "resolution multiple": (0.0015, nest.NESTError, "Resolution must be a multiple of the tic length. Value unchanged."),
    "tics_per_ms": (500.0, nest.NESTError, "Change of tics_per_ms requires simultaneous specification of resolution."),
    "biological_time": (1.0, E.BadProperty, "The simulation time can only be set to 0.0."),
    "min_delay": (0.1, E.BadProperty, "Both min_delay and max_delay have to be specified"),
    "local_num_threads": (0, E.BadProperty, ""),
    "total_num_virtual_procs": (0, E.BadProperty, ""),
    "rng_type": ("foo", E.BadProperty, "'foo' is not a known RNG type. See /rng_types for available types"),
    "rng_seed": (0, E.BadProperty, "RNG seed must be in (0, 2^32-1)."),
    "wfr_tol": (-1.0, E.KernelException, ""),
    "wfr_max_iterations": (0, E.KernelException, ""),
    "wfr_interpolation_order": (2, E.KernelException, ""),
    "spike_buffer_grow_extra": (-1.0, nest.NESTError, "spike_buffer_grow_extra must be zero or greater, but -1 was given."),
    "spike_buffer_shrink_limit": (-1.0, nest.NESTError, "spike_buffer_shrink_limit must be zero or greater, but -1 was given."),
    "spike_buffer_shrink_spare": (2.0, nest.NESTError, "spike_buffer_shrink_spare must be between 0 and 1, but 2 was given."),
    "update_time_limit": (0.0, E.KernelException, ""),
}


@row("4.2 *")
@pytest.mark.parametrize("case", REFUSED)
def test_a_setting_outside_its_range_is_refused(case):
    value, kind, text = REFUSED[case]
    name = case.split()[0]
    before = getattr(nest, name)
    with fails(kind, text):
        setattr(nest, name, value)
    assert getattr(nest, name) == before


@row("4.2 resolution")
def test_the_resolution_is_frozen_by_nodes_models_and_time():
    nest.Create("parrot_neuron")
    with fails(nest.NESTError, "Nodes have already been created"):
        nest.resolution = 0.2
    nest.ResetKernel()
    nest.SetDefaults("iaf_psc_alpha", {"V_m": -60.0})
    with fails(nest.NESTError, "Model defaults were modified"):
        nest.resolution = 0.2
    nest.ResetKernel()
    nest.Simulate(1.0)
    with fails(nest.NESTError, "Network has been simulated"):
        nest.resolution = 0.2
    nest.ResetKernel()
    nest.resolution = 1.0
    assert (nest.min_delay, nest.max_delay) == (1.0, 1.0)


@row("4.2 data_path", "4.2 data_prefix")
def test_a_folder_that_does_not_exist_is_not_taken():
    before = nest.data_path
    nest.data_path = "/no/such/folder"
    assert nest.data_path == before
    before = nest.data_prefix
    nest.data_prefix = "a/b"
    assert nest.data_prefix == before


@row("4.1 attribute", "4.1 kernel_status", "4.1 get", "4.1 set", "4.1 GetKernelStatus")
def test_reading_settings():
    status = nest.kernel_status
    assert isinstance(status, dict) and list(status) == list(nest.GetKernelStatus()) == list(nest.get())
    assert nest.get("resolution") == nest.resolution == nest.GetKernelStatus("resolution") == 0.1
    assert nest.get("resolution", "rng_seed") == nest.get(["resolution", "rng_seed"]) == (0.1, 143202461)
    assert nest.GetKernelStatus(nest.kernel.SLILiteral("resolution")) == 0.1
    assert nest.set(resolution=0.2, rng_seed=5) is None and nest.resolution == 0.2
    nest.set()
    with fails(TypeError):
        nest.set({"resolution": 0.1})
    with fails(TypeError, "keys should be either a string or an iterable"):
        nest.GetKernelStatus(3)
    with fails(KeyError, "foo"):
        nest.GetKernelStatus("foo")


@row("4.1 SetKernelStatus")
def test_writing_settings():
    with fails(TypeError):
        nest.SetKernelStatus(resolution=0.1)
    with fails(ValueError, "`foo` is not a valid kernel parameter") as raised:
        nest.SetKernelStatus({"foo": 1})
    assert "valid parameters are: 'T_max', 'T_min', 'adaptive_target_buffers'" in str(raised.value)
    params = {"foo": 1, "dict_miss_is_error": False, "rng_seed": 7}
    with pytest.warns(UserWarning, match="`foo` has been ignored"):
        nest.SetKernelStatus(params)
    assert "foo" not in params and nest.rng_seed == 7


@row("4.1 types")
def test_types_of_settings():
    nest.resolution = 1
    assert nest.resolution == 1.0 and type(nest.resolution) is float
    with fails(E.TypeMismatch, "Expected datatype: integertype\nProvided datatype: doubletype"):
        nest.rng_seed = 2.0
    with fails(E.TypeMismatch, "Provided datatype: integertype"):
        nest.overwrite_files = 1
    with fails(E.TypeMismatch):
        nest.rng_type = 3


@row("4.2 status keys", "4.2 attribute sets")
def test_keys_that_are_no_attributes():
    assert nest.GetKernelStatus("prepared") is False
    assert isinstance(nest.GetKernelStatus("time_simulate"), float)
    with fails(ValueError):
        nest.SetKernelStatus({"prepared": True})
    assert "network_size" in nest._readonly_kernel_attrs and "resolution" in nest._kernel_attr_names
    assert len(nest._kernel_attr_names) == 59 and len(nest._readonly_kernel_attrs) == 24


@row("4.3 ResetKernel")
def test_reset_forgets_the_network_and_most_settings():
    nest.CopyModel("iaf_psc_alpha", "mine")
    nest.SetKernelStatus({"overwrite_files": True, "print_time": True, "rng_seed": 3, "dict_miss_is_error": False})
    nest.Create("mine", 3)
    nest.ResetKernel()
    assert nest.network_size == 0 and "mine" not in nest.node_models
    assert (nest.overwrite_files, nest.print_time, nest.rng_seed) == (False, False, 143202461)
    assert nest.dict_miss_is_error
    nest.resolution = 0.5
    nest.ResetKernel()
    assert nest.resolution == 0.1


@row("5 GetDefaults")
def test_reading_defaults():
    defaults = nest.GetDefaults("iaf_psc_alpha")
    assert isinstance(defaults, dict) and defaults["tau_m"] == 10.0
    assert nest.GetDefaults("iaf_psc_alpha", "tau_m") == 10.0
    assert nest.GetDefaults("iaf_psc_alpha", ["tau_m", "C_m"]) == nest.GetDefaults("iaf_psc_alpha", ("tau_m", "C_m")) == (10.0, 250.0)
    assert nest.GetDefaults("iaf_psc_alpha", "tau_m", output="json") == "10.0"
    assert nest.GetDefaults("iaf_psc_alpha", "tau_m", output="nope") == 10.0
    with fails(TypeError, "keys should be either a string or an iterable"):
        nest.GetDefaults("iaf_psc_alpha", 3)
    with fails(E.DictError, "Key '/foo' does not exist in dictionary."):
        nest.GetDefaults("iaf_psc_alpha", "foo")
    with fails(E.DictError, "Key '/foo' does not exist in dictionary."):
        nest.GetDefaults("iaf_psc_alpha", ["tau_m", "foo"])
    with fails(E.UnknownComponent):
        nest.GetDefaults("nope")


@row("5 SetDefaults")
def test_writing_defaults():
    nest.SetDefaults("iaf_psc_alpha", {"tau_m": 20})
    nest.SetDefaults("iaf_psc_alpha", "C_m", 100.0)
    assert nest.GetDefaults("iaf_psc_alpha", ["tau_m", "C_m"]) == (20.0, 100.0)
    nest.SetDefaults("iaf_psc_alpha", {"V_m": nest.random.uniform(-60.0, -50.0)})
    assert -60.0 <= nest.GetDefaults("iaf_psc_alpha", "V_m") < -50.0
    with fails(E.DictError, "Unused dictionary items:  foo"):
        nest.SetDefaults("iaf_psc_alpha", {"foo": 1.0})
    with fails(E.TypeMismatch):
        nest.SetDefaults("iaf_psc_alpha", {"tau_m": True})
    with fails(E.BadProperty, "Setting status of model 'iaf_psc_alpha': "):
        nest.SetDefaults("iaf_psc_alpha", {"tau_m": -1.0})
    with fails(E.UnknownComponent):
        nest.SetDefaults("nope", {})


@row("5 CopyModel")
def test_copying_models():
    assert nest.CopyModel("iaf_psc_alpha", "mine", {"tau_m": 20.0}) is None
    assert nest.GetDefaults("mine", ["tau_m", "model"]) == (20.0, "mine")
    assert nest.GetDefaults("mine", "type_id") == "iaf_psc_alpha"
    nest.CopyModel("static_synapse", "syn", {"weight": 2.0})
    assert nest.GetDefaults("syn", "synapse_model") == "syn" and "type_id" not in nest.GetDefaults("syn")
    with fails(E.NewModelNameExists):
        nest.CopyModel("iaf_psc_alpha", "mine")
    with fails(E.UnknownModelName):
        nest.CopyModel("nope", "other")
    with fails(E.DictError):
        nest.CopyModel("iaf_psc_alpha", "other", {"foo": 1.0})


@row("5 Models", "5 ConnectionRules")
@pytest.mark.filterwarnings("ignore")
def test_lists_of_models():
    assert nest.Models() == tuple(sorted(nest.node_models + nest.synapse_models))
    assert nest.Models("nodes") == tuple(sorted(nest.node_models))
    assert nest.Models(mtype="synapses", sel="stdp") == tuple(sorted(n for n in nest.synapse_models if "stdp" in n))
    with fails(ValueError, "mtype has to be one of 'all', 'nodes', or 'synapses'"):
        nest.Models("x")
    assert nest.ConnectionRules() == tuple(sorted(nest.connection_rules))


@row("5 node_models")
def test_copies_are_appended_to_the_lists():
    nest.CopyModel("iaf_psc_alpha", "mine")
    assert nest.node_models[-1] == "mine"
    nest.ResetKernel()
    assert "mine" not in nest.node_models


@row("5 node defaults", "C nodes", "C neurons")
def test_keys_of_node_defaults():
    defaults = nest.GetDefaults("iaf_psc_alpha")
    wanted = """type_id element_type elementsize instantiations available capacity global_id thread vp thread_local_id model
        model_id local frozen node_uses_wfr recordables""".split()
    assert not [key for key in wanted if key not in defaults]
    assert (defaults["element_type"], defaults["global_id"], defaults["thread"], defaults["vp"]) == ("neuron", 0, -1, -1)
    assert all(isinstance(defaults[key], tuple) for key in ("instantiations", "available", "capacity", "recordables"))
    node = nest.Create("iaf_psc_alpha").get()
    wanted = "archiver_length beta_Ca Ca tau_Ca post_trace tau_minus tau_minus_triplet synaptic_elements t_spike".split()
    assert not [key for key in wanted if key not in node]
    assert node["t_spike"] == -1.0 and node["local"] is True and node["synaptic_elements"] == {}


@row("5 synapse defaults")
def test_keys_of_synapse_defaults():
    defaults = nest.GetDefaults("static_synapse")
    wanted = """synapse_model synapse_modelid element_type weight delay receptor_type has_delay requires_symmetric
        num_connections sizeof weight_recorder""".split()
    assert not [key for key in wanted if key not in defaults]
    assert defaults["element_type"] == "synapse" and isinstance(defaults["weight_recorder"], nest.NodeCollection)
    assert defaults["sizeof"] > 0


@row("5 recording backends")
def test_recording_backends_have_defaults():
    for backend in nest.recording_backends:
        assert nest.GetDefaults(backend)["element_type"] == "recording_backend"
    assert {"memory", "ascii", "screen"} <= set(nest.recording_backends)


@row("5 weight_recorder")
def test_the_weight_recorder_is_a_collection_of_one():
    with fails(E.TypeMismatch):
        nest.SetDefaults("static_synapse", {"weight_recorder": 1})


@row("C recorders")
def test_keys_of_recorders():
    recorder = nest.Create("spike_recorder").get()
    for key in "label origin start stop n_events record_to time_in_steps events".split():
        assert key in recorder
    assert recorder["stop"] == 1.7976931348623157e308 and recorder["element_type"] == "recorder"
    assert recorder["events"]["times"].dtype == np.float64 and recorder["events"]["senders"].dtype == np.int64
    meter = nest.Create("multimeter")
    assert meter.get(["interval", "offset", "record_from"]) == {"interval": 1.0, "offset": 0.0, "record_from": ()}
    meter.record_from = ["V_m"]
    nest.Connect(meter, nest.Create("iaf_psc_alpha"))
    with fails(E.BadProperty, "The recording interval, the interval offset and the list of properties to record cannot be changed"):
        meter.interval = 2.0


@row("C stimulators")
def test_keys_of_stimulators():
    generator = nest.Create("poisson_generator").get()
    for key in "label origin start stop stimulus_source".split():
        assert key in generator
    assert generator["stimulus_source"] == "0" and generator["element_type"] == "stimulator"


@row("4.2 status keys")
def test_times_tell_where_a_run_spent_itself():
    nest.local_num_threads = 2
    nodes = nest.Create("iaf_psc_alpha", 50)
    nest.Connect(nodes, nodes)
    nest.Simulate(20.0)
    status = nest.GetKernelStatus()
    for part in ("construction_create", "construction_connect", "communicate_prepare", "simulate"):
        assert 0.0 < status["time_" + part] < 60.0
    for phase in ("update", "deliver_spike_data", "gather_spike_data"):
        assert len(status["time_" + phase]) == 2 and 0.0 < sum(status["time_" + phase]) <= 2 * status["time_simulate"]
