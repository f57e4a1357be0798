import pytest

import nest
from nest import NESTErrors


def test_every_name_is_a_class_and_stays_it():
    assert NESTErrors.Whatever is NESTErrors.Whatever
    assert issubclass(NESTErrors.Whatever, NESTErrors.SLIException)
    assert NESTErrors.Whatever.__name__ == "NESTErrors.Whatever"
    assert nest.NESTError is nest.kernel.NESTError is NESTErrors.NESTError
    assert nest.kernel.NESTErrors is NESTErrors and type(NESTErrors) is nest.NESTMappedException


@pytest.mark.parametrize(
    "name, parents",
    [
        ("BadProperty", ("KernelException", "SLIException", "NESTError")),
        ("DictError", ("InterpreterError",)),
        ("UndefinedName", ("DictError",)),
        ("TypeMismatch", ("InterpreterError",)),
        ("PyNESTError", ("NESTError",)),
    ],
)
def test_the_tree(name, parents):
    for parent in parents:
        assert issubclass(getattr(NESTErrors, name), getattr(NESTErrors, parent))


@pytest.mark.parametrize(
    "name, builtin",
    [
        ("TypeMismatch", TypeError),
        ("ArgumentType", TypeError),
        ("DictError", KeyError),
        ("UnknownModelName", KeyError),
        ("BadProperty", ValueError),
        ("BadDelay", ValueError),
        ("RangeCheck", ValueError),
        ("IOError", OSError),
    ],
)
def test_classes_derive_from_the_built_in_that_fits(name, builtin):
    assert issubclass(getattr(NESTErrors, name), builtin)


def test_texts():
    error = NESTErrors.BadProperty("SetKernelStatus", ": RNG seed must be in (0, 2^32-1).")
    assert str(error) == "BadProperty in SLI function SetKernelStatus: RNG seed must be in (0, 2^32-1)."
    assert error.args == (str(error),) and error.message == str(error)
    assert (error.errorname, error.commandname) == ("BadProperty", "SetKernelStatus")
    assert str(nest.NESTError("text")) == "text"


def test_a_misspelt_parameter_is_answered_with_the_nearest_name():
    with pytest.raises(NESTErrors.DictError) as caught:
        nest.Create("iaf_psc_alpha").set(tau_n=10.0)
    assert "tau_n" in str(caught.value) and "did you mean 'tau_m'" in str(caught.value)
    assert "nest.NodeCollection.set" in str(caught.value)


def test_hints_speak_python():
    with pytest.raises(NESTErrors.TypeMismatch) as caught:
        nest.Create("iaf_psc_alpha").set(V_m=True)
    assert caught.value.hint.startswith("nest.NodeCollection.set: 'V_m' expects float, but was given bool")
    with pytest.raises(NESTErrors.TypeMismatch) as caught:
        nest.resolution = "fine"
    assert caught.value.hint.startswith("nest.resolution: ")
    with pytest.raises(NESTErrors.ArgumentType, match="n is a number of nodes, not 2.5"):
        nest.Create("iaf_psc_alpha", 2.5)
    with pytest.raises(NESTErrors.DictError, match="did you mean 'tau_m'"):
        nest.GetDefaults("iaf_psc_alpha", "tau_n")


def test_no_error_leaves_something_behind():
    for action in (lambda: nest.Create("nope"), lambda: nest.Create("iaf_psc_alpha", params={"nope": 1.0})):
        with pytest.raises(nest.NESTError):
            action()
        assert nest.ll_api.sli_func("count") == 0
        assert nest.ll_api.sli_func("countdictstack") == 2
