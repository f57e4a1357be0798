"""Sections 1 to 3: the package object, exceptions, information."""

import inspect
import subprocess
import sys
import types
import warnings

import pytest
from rows import fails, row

import nest

E = nest.NESTErrors


def run(code, **environment):
    import os

    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ, **environment})
    assert result.returncode == 0, result.stderr
    return result.stdout


@row("1.1 module type", "1.1 NestModule")
def test_the_package_is_an_instance_of_its_own_module_type():
    assert type(nest) is nest.NestModule and issubclass(nest.NestModule, types.ModuleType)
    assert sys.modules["nest"] is nest
    assert nest.__name__ == nest.__package__ == "nest" and nest.__path__ and nest.__file__ and nest.__spec__ and nest.__doc__
    assert "Time step" in nest.NestModule.resolution.__doc__


@row("1.1 __version__")
def test_the_version():
    assert isinstance(nest.__version__, str)
    assert nest.__version__ == nest.ll_api.sli_func("statusdict /version get")


@row("1.1 submodules")
def test_submodules_are_attributes():
    for name in ("ll_api", "logic", "math", "random", "spatial_distributions", "kernel"):
        assert isinstance(getattr(nest, name), types.ModuleType), name
    from nest import pynestkernel
    from nest.lib import hl_api_types

    assert hl_api_types.NodeCollection is nest.NodeCollection
    assert pynestkernel.NESTErrors is nest.kernel.NESTErrors


@row("1.1 lazy attributes", "1.1 dir and __all__")
def test_lazy_attributes_are_listed_and_work():
    for name in ("raster_plot", "voltage_trace"):
        assert name in dir(nest) and name in nest.__all__
        assert isinstance(getattr(nest, name), types.ModuleType)
    for name in dir(nest):
        getattr(nest, name)
    namespace = {}
    exec("from nest import *", namespace)
    assert {"Create", "raster_plot", "set_verbosity"} <= set(namespace)


@row("1.1 userdict")
def test_userdict_is_the_users():
    assert nest.userdict == {}
    nest.userdict["a"] = 1
    nest.ResetKernel()
    assert nest.userdict.pop("a") == 1


@row("1.2 setting attributes", "1.2 unknown attributes")
def test_the_package_is_frozen():
    nest.resolution = 0.2
    assert nest.resolution == 0.2
    with fails(AttributeError, "`network_size` is a read only kernel attribute."):
        nest.network_size = 3
    with fails(AttributeError, "Cannot set attribute 'Create' on module 'nest'"):
        nest.Create = 3
    with fails(AttributeError, "Cannot set attribute 'foo' on module 'nest'"):
        nest.foo = 3
    with fails(AttributeError, "module 'nest' has no attribute 'foo'"):
        nest.foo
    nest.a_module = types.ModuleType("a_module")
    del nest.__dict__["a_module"]


@row("1.3 import")
def test_import_leaves_argv_alone_and_sets_the_verbosity():
    out = run("import sys; sys.argv = ['x', '--word']; import nest; print(sys.argv, nest.get_argv(), nest.get_verbosity())")
    assert out == "['x', '--word'] ('x', '--word') 10\n"
    with fails(E.PyNESTError, "argv can't be empty"):
        nest.ll_api.init([])
    with fails(E.PyNESTError, "NEST already initialized."):
        nest.ll_api.init(["nest"])
    assert nest.ll_api.initialized is True


@row("2.1 class tree")
def test_the_tree_of_exceptions():
    def parents(name):
        return getattr(E, name).__mro__

    assert E.SLIException in parents("TypeMismatch") and E.InterpreterError in parents("TypeMismatch")
    for name in ("TypeMismatch", "SystemSignal", "RangeCheck", "ArgumentType", "StackUnderflow", "DictError"):
        assert E.InterpreterError in parents(name), name
    for name in ("UndefinedName", "EntryTypeMismatch", "UnaccessedDictionaryEntry"):
        assert E.DictError in parents(name), name
    for name in ("BadParameterValue", "IOError", "KernelException"):
        assert getattr(E, name).__mro__[1] is E.SLIException, name
    for name in ("UnknownModelName", "BadProperty", "BadDelay", "IllegalConnection", "UnknownNode", "KeyError"):
        assert E.KernelException in parents(name), name
    assert E.PyNESTError.__mro__[1] is E.NESTError and E.NESTError.__mro__[1] is Exception


@row("2.1 namespace")
def test_any_name_is_an_exception_class():
    made = nest.NESTErrors.Whatever
    assert made is nest.NESTErrors.Whatever and issubclass(made, E.SLIException)
    assert made.__name__ == "NESTErrors.Whatever" and made.__module__ == "nest.lib.hl_api_exceptions"
    assert E.source == "SLI" and E.default_parent == "SLIException" and E.parents["BadDelay"] == "KernelException"
    assert nest.NESTErrors is nest.kernel.NESTErrors and type(E) is nest.NESTMappedException
    assert nest.NESTError is nest.kernel.NESTError is E.NESTError


@row("2.1 constructors", "2.1 texts")
def test_the_text_of_an_exception():
    error = E.BadProperty("SetKernelStatus", ": wrong")
    assert str(error) == "BadProperty in SLI function SetKernelStatus: wrong" == error.message
    assert error.args == (str(error),)
    assert (error.errorname, error.commandname, error.errormessage) == ("BadProperty", "SetKernelStatus", ": wrong")
    assert nest.NESTError("text").message == "text" and str(E.PyNESTError("text")) == "text"
    assert str(E.DivisionByZero("div_ii")) == "DivisionByZero in SLI function div_ii"


@row("2.2 stack cleared")
def test_an_error_clears_the_operand_stack():
    nest.ll_api.sps(1)
    with fails(E.DivisionByZero):
        nest.ll_api.sr("1 0 div")
    with fails(E.PyNESTError, "interpreter stack is empty"):
        nest.ll_api.spp()


@row("2.2 free texts")
def test_free_texts_are_names_of_errors():
    node = nest.Create("parrot_neuron")
    nest.ResetKernel()
    with fails(nest.NESTError, "InvalidNodeCollection: note that ResetKernel invalidates all previously created NodeCollections."):
        node.get()
    nest.Create("parrot_neuron")
    with fails(nest.NESTError, "Number of threads unchanged. Error conditions: Nodes exist."):
        nest.local_num_threads = 2


SHAPES = {
    "UnknownModelName": (lambda n: nest.Create("nope"), "/nope is not a known model name."),
    "UnknownComponent": (lambda n: nest.GetDefaults("nope"), "/nope is not a known component."),
    "NewModelNameExists": (
        lambda n: nest.CopyModel("parrot_neuron", "iaf_psc_alpha"),
        "/iaf_psc_alpha is the name of an existing model and cannot be re-used.",
    ),
    "UnknownSynapseType": (lambda n: nest.Connect(n, n, syn_spec="nope"), "Synapse with name nope does not exist."),
    "UnknownNode": (lambda n: nest.NodeCollection([100]), "Node with id 100 doesn't exist."),
    "UnknownReceptorType": (
        lambda n: nest.Connect(nest.Create("parrot_neuron"), n, syn_spec={"receptor_type": 9}),
        "Receptor type 9 is not available in iaf_psc_alpha.",
    ),
    "IllegalConnection": (
        lambda n: nest.Connect(nest.Create("spike_recorder"), n),
        "Creation of connection is not possible because:\nSource node does not send output.\n"
        "  Note that recorders must be connected as Connect(neuron, recorder).",
    ),
    "BadDelay": (lambda n: nest.Connect(n, n, syn_spec={"delay": -1.0}), "Delay value -1"),
    "DimensionMismatch": (lambda n: nest.Connect(n, n[:1], "one_to_one"), "Source and Target population must be of the same size."),
    "BadProperty time": (
        lambda n: nest.Create("spike_recorder", params={"start": 0.05}),
        "start must be a multiple of the simulation resolution.",
    ),
    "DictError missing": (lambda n: nest.GetDefaults("iaf_psc_alpha", "foo"), "Key '/foo' does not exist in dictionary."),
    "DictError unused": (lambda n: n.set(foo=1.0), "Unused dictionary items:  foo"),
    "BadProperty node": (lambda n: n.set(C_m=-1.0), "Setting status of a 'iaf_psc_alpha' with node ID 1: C_m must be greater than zero, but -1 was given."),
    "BadProperty defaults": (
        lambda n: nest.SetDefaults("iaf_psc_alpha", {"C_m": -1.0}),
        "Setting status of model 'iaf_psc_alpha': C_m must be greater than zero, but -1 was given.",
    ),
    "TypeMismatch": (lambda n: n.set(C_m="x" * 2), "Expected datatype: doubletype\nProvided datatype: stringtype"),
    "ArgumentType": (
        lambda n: nest.Create("parrot_neuron", 1.5),
        "The type of one or more parameters did not match the argument(s) of this function.",
    ),
}


@row("2.2 message *")
@pytest.mark.parametrize("shape", SHAPES)
def test_the_shape_of_a_message(shape):
    nodes = nest.Create("iaf_psc_alpha", 2)
    call, text = SHAPES[shape]
    with fails(getattr(E, shape.split()[0]), text) as raised:
        call(nodes)
    assert raised.value.errormessage.startswith(": ")


REASONS = {
    "no output": (lambda n, r: nest.Connect(r, n), "Source node does not send output.\n  Note that recorders must"),
    "meter as target": (
        lambda n, r: nest.Connect(n, nest.Create("voltmeter")),
        "The target node or synapse model does not support spike input.\n"
        "  Note that volt/multimeters must be connected as Connect(meter, neuron).",
    ),
    "empty pre": (lambda n, r: nest.Connect(nest.NodeCollection(), n), "Presynaptic nodes cannot be an empty NodeCollection"),
    "empty post": (lambda n, r: nest.Connect(n, nest.NodeCollection()), "Postsynaptic nodes cannot be an empty NodeCollection"),
    "recordable": (
        lambda n, r: nest.Connect(nest.Create("multimeter", params={"record_from": ["nope"]}), n),
        "Cannot connect with unknown recordable nope",
    ),
    "devices": (
        lambda n, r: nest.Connect(n, r, {"rule": "fixed_indegree", "indegree": 1}),
        "Cannot use this rule to connect to nodes without proxies (usually devices).",
    ),
}


@row("2.2 illegal connections")
@pytest.mark.parametrize("reason", REASONS)
def test_reasons_of_illegal_connections(reason):
    nodes, recorder = nest.Create("iaf_psc_alpha", 2), nest.Create("spike_recorder")
    call, text = REASONS[reason]
    with fails(E.IllegalConnection, text):
        call(nodes, recorder)


@row("2.3 conversion errors")
def test_conversion_errors():
    node = nest.Create("iaf_psc_alpha")
    with fails(E.PyNESTError, "unknown Python type: <class 'complex'>"):
        node.set({"V_m": 1j})
    with fails(OverflowError, "Python int too large to convert to C long"):
        node.set(V_m=2**70)


@row("3 sysinfo", "3 authors")
def test_facts_are_printed(capfd):
    assert nest.sysinfo() is None
    assert len(capfd.readouterr().out.strip().splitlines()) >= 3
    assert nest.authors() is None
    assert capfd.readouterr().out.strip()


@row("3 helpdesk")
def test_the_help_desk_says_what_is_missing():
    import os

    if not os.path.isfile(os.path.join(nest.ll_api.sli_func("statusdict /prgdocdir get"), "html", "index.html")):
        with fails(FileNotFoundError, "Sorry, the help index cannot be opened."):
            nest.helpdesk()


@row("3 help")
def test_help_shows_a_page_or_says_there_is_none(capsys):
    assert nest.help() is None
    assert nest.__doc__ in capsys.readouterr().out
    assert "tau_m" in nest.help("iaf_psc_alpha", return_text=True)
    assert nest.help("nope", return_text=True) is None
    assert capsys.readouterr().out.startswith("Sorry, there is no help for model 'nope'.")


@row("3 get_argv", "3 message", "3 get_verbosity", "3 set_verbosity")
def test_messages_and_their_level():
    assert isinstance(nest.get_argv(), tuple) and all(isinstance(word, str) for word in nest.get_argv())
    nest.set_verbosity("M_WARNING")
    assert nest.get_verbosity() == 20
    nest.set_verbosity(33)
    assert nest.get_verbosity() == 33
    nest.ResetKernel()
    assert nest.get_verbosity() == 33
    with fails(E.DictError, "Key '/M_FOO' does not exist in dictionary."):
        nest.set_verbosity("M_FOO")
    assert nest.message(10, "here", "text") is None
    with fails(E.ArgumentType):
        nest.message("10", "here", "text")


@row("3 verbosity names")
def test_names_of_levels():
    levels = {"M_ALL": 0, "M_DEBUG": 5, "M_STATUS": 7, "M_INFO": 10, "M_PROGRESS": 15, "M_DEPRECATED": 18}
    levels.update({"M_WARNING": 20, "M_ERROR": 30, "M_FATAL": 40, "M_QUIET": 100})
    for name, level in levels.items():
        nest.set_verbosity(name)
        assert nest.get_verbosity() == level


@row("3 statusdict")
def test_the_status_dictionary():
    status = nest.ll_api.sli_func("statusdict")
    wanted = """argv version exitcode built prefix prgdatadir prgdocdir host hostos hostvendor hostcpu architecture platform
        threading have_mpi is_mpi have_gsl have_music have_boost have_libneurosim have_sionlib have_hdf5 ndebug exitcodes
        environment""".split()
    assert not [key for key in wanted if key not in status]
    assert status["have_libneurosim"] is False
    assert isinstance(nest.ll_api.sli_func("is_threaded"), bool)


@row("21.2 warnings")
def test_deprecated_functions_warn_once():
    from nest import models

    models._warned.clear()
    with pytest.warns(UserWarning, match="^\n"):
        nest.Models()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        nest.Models()


@row("A public names")
def test_every_public_name_has_a_signature():
    for name in nest.__all__:
        thing = getattr(nest, name)
        if inspect.isfunction(thing):
            inspect.signature(thing)
