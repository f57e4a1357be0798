import warnings

import pytest

import nest


def test_attributes_read_and_write_the_kernel():
    assert nest.resolution == 0.1
    nest.resolution = 0.2
    assert nest.resolution == 0.2 and nest.GetKernelStatus("resolution") == 0.2
    nest.set(resolution=0.5, rng_seed=42)
    assert nest.get("resolution", "rng_seed") == (0.5, 42)
    assert nest.get(["rng_seed"]) == (42,)
    assert nest.get("resolution") == 0.5
    assert nest.kernel_status["rng_seed"] == 42 and nest.get()["rng_seed"] == 42


def test_an_integer_serves_as_a_float_setting():
    nest.resolution = 1
    assert nest.resolution == 1.0


@pytest.mark.parametrize("name, value", [("local_num_threads", 2.0), ("overwrite_files", 1), ("rng_type", 3)])
def test_other_types_are_refused(name, value):
    with pytest.raises(nest.NESTErrors.TypeMismatch):
        nest.set(**{name: value})


def test_read_only_settings():
    with pytest.raises(AttributeError, match="`network_size` is a read only kernel attribute."):
        nest.network_size = 3
    with pytest.raises(ValueError, match="`network_size` is a readonly kernel parameter"):
        nest.SetKernelStatus({"network_size": 3})


def test_unknown_settings_are_refused_with_the_nearest_name():
    with pytest.raises(ValueError, match="`resolutoin` is not a valid kernel parameter.*did you mean 'resolution'"):
        nest.SetKernelStatus({"resolutoin": 0.1})
    with pytest.raises(KeyError):
        nest.GetKernelStatus("nope")
    with pytest.raises(TypeError, match="keys should be either a string or an iterable"):
        nest.GetKernelStatus(3)


def test_unknown_settings_only_warn_if_misses_are_no_errors():
    params = {"dict_miss_is_error": False, "nope": 1}
    with pytest.warns(UserWarning, match="`nope` has been ignored"):
        nest.SetKernelStatus(params)
    assert params == {"dict_miss_is_error": False}


def test_the_package_is_frozen():
    with pytest.raises(AttributeError, match="Cannot set attribute 'resolutoin' on module 'nest'"):
        nest.resolutoin = 0.1
    with pytest.raises(AttributeError, match="Cannot set attribute 'Create' on module 'nest'"):
        nest.Create = None
    with pytest.raises(AttributeError, match="module 'nest' has no attribute 'Craete'.*did you mean 'Create'"):
        nest.Craete


def test_the_package_object():
    assert type(nest) is nest.NestModule
    assert nest.__version__ == "3.9.0"
    assert nest.userdict == {}
    assert "resolution" in dir(nest) and "resolution" in nest.__all__
    assert nest.NestModule.resolution.__doc__.startswith("Time step (ms).")
    for name in nest.__all__:
        getattr(nest, name)


def test_from_nest_import_star():
    namespace = {}
    exec("from nest import *", namespace)
    assert namespace["Create"] is nest.Create


def test_bad_values():
    with pytest.raises(nest.NESTErrors.BadProperty, match="RNG seed"):
        nest.rng_seed = 0
    with pytest.raises(nest.NESTErrors.BadProperty):
        nest.local_num_threads = 0
    with pytest.raises(nest.NESTError):
        nest.resolution = 0.0
    assert (nest.rng_seed, nest.local_num_threads, nest.resolution) == (143202461, 1, 0.1)


def test_settings_that_come_too_late():
    nest.Create("parrot_neuron")
    with pytest.raises(nest.NESTError, match="Nodes have already been created"):
        nest.resolution = 0.2
    with pytest.raises(nest.NESTError, match="Nodes exist"):
        nest.local_num_threads = 2


def test_reset_gives_defaults():
    nest.set(resolution=0.2, local_num_threads=2, rng_seed=3, print_time=True)
    nest.Create("parrot_neuron")
    nest.ResetKernel()
    assert nest.get("resolution", "local_num_threads", "rng_seed", "print_time") == (0.1, 1, 143202461, False)
    assert nest.network_size == 0


def test_delay_bounds():
    with pytest.raises(nest.NESTErrors.BadProperty, match="Both min_delay and max_delay"):
        nest.set(min_delay=1.0)
    nest.set(min_delay=1.0, max_delay=2.0)
    nodes = nest.Create("parrot_neuron", 2)
    with pytest.raises(nest.NESTErrors.BadDelay):
        nest.Connect(nodes, nodes, syn_spec={"delay": 3.0})


def test_parallel_helpers():
    assert nest.Rank() == 0 and nest.NumProcesses() == 1
    assert nest.SyncProcesses() is None
    nest.local_num_threads = 3
    assert nest.GetLocalVPs() == range(0, 3, 1)


def test_verbosity():
    for name, level in (("M_WARNING", 20), ("M_ERROR", 30), (7, 7)):
        assert nest.set_verbosity(name) is None
        assert nest.get_verbosity() == level
    with pytest.raises(nest.NESTErrors.DictError, match="Key '/M_WARNIGN' does not exist.*\n.*did you mean 'M_WARNING'"):
        nest.set_verbosity("M_WARNIGN")


def test_import_is_quiet_and_warnings_are_untouched():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        import nest.random  # noqa: F401
