import collections
import math

import numpy as np
import pytest

import nest
from nest.ll_api import sli_func, sps, spp, sr


@pytest.fixture(autouse=True)
def empty_stack():
    sr("clear")


@pytest.mark.parametrize(
    "value, sli_type, back",
    [
        (True, "booltype", True),
        (3, "integertype", 3),
        (2**63 - 1, "integertype", 2**63 - 1),
        (1.5, "doubletype", 1.5),
        (math.inf, "doubletype", math.inf),
        ("text", "stringtype", "text"),
        ("/x \u00e9", "stringtype", "/x \u00e9"),
        (b"bytes", "stringtype", "bytes"),
        (nest.kernel.SLILiteral("abc"), "literaltype", "abc"),
        (np.int8(3), "integertype", 3),
        (np.uint64(3), "integertype", 3),
        (np.float32(0.5), "doubletype", 0.5),
        (np.longdouble(0.5), "doubletype", 0.5),
        (np.bool_(True), "booltype", True),
        (np.array(3), "integertype", 3),
        ([1, 2.0, "a"], "arraytype", (1, 2.0, "a")),
        ((1, [2, (3,)]), "arraytype", (1, (2, (3,)))),
        (range(3), "arraytype", (0, 1, 2)),
        ([], "arraytype", ()),
        ({"a": 1, "b": {"c": [2]}}, "dictionarytype", {"a": 1, "b": {"c": (2,)}}),
        (collections.OrderedDict(a=1), "dictionarytype", {"a": 1}),
        ({1: 2}, "dictionarytype", {"1": 2}),
    ],
)
def test_round_trips(value, sli_type, back):
    sps(value)
    sr("dup type")
    assert spp() == sli_type
    result = spp()
    assert result == back and type(result) is type(back)


@pytest.mark.parametrize(
    "array, sli_type",
    [
        (np.arange(5, dtype=np.int16), "intvectortype"),
        (np.arange(5, dtype=np.uint64), "intvectortype"),
        (np.arange(10)[::2], "intvectortype"),
        (np.arange(5, dtype=">i4"), "intvectortype"),
        (np.linspace(0, 1, 5), "doublevectortype"),
        (np.linspace(0, 1, 5).astype(np.float32), "doublevectortype"),
        (np.array([]), "doublevectortype"),
    ],
)
def test_arrays_are_vectors(array, sli_type):
    sps(array)
    sr("dup type")
    assert spp() == sli_type
    back = spp()
    assert isinstance(back, np.ndarray) and back.tolist() == array.tolist()


def test_nodes_parameters_and_connections():
    nodes = nest.Create("parrot_neuron", 2)
    nest.Connect(nodes, nodes)
    for value, sli_type in (
        (nodes, "nodecollectiontype"),
        (nest.random.uniform(), "parametertype"),
        (nest.GetConnections(), "arraytype"),
    ):
        sps(value)
        sr("dup type")
        assert spp() == sli_type
        assert type(spp()) is type(value)


def test_none_is_an_empty_vector_and_comes_from_the_name_none():
    sps(None)
    assert spp().size == 0
    sr("/None")
    assert spp() is None


def test_other_matrices_and_series():
    sps(np.arange(4).reshape(2, 2))
    assert spp() == ((0, 1), (2, 3))
    pandas = pytest.importorskip("pandas")
    sps(pandas.Series([1.0, 2.0]))
    assert spp().tolist() == [1.0, 2.0]


@pytest.mark.parametrize("value", [{1}, (i for i in range(3)), 1j, object(), int, len, bytearray(b"a"), ...])
def test_other_types_are_refused(value):
    with pytest.raises(nest.NESTErrors.PyNESTError):
        sps(value)


def test_numbers_beyond_64_bits_are_refused():
    for value in (2**63, -(2**63) - 1, np.uint64(2**63), np.array([2**63], dtype=np.uint64)):
        with pytest.raises(OverflowError):
            sps(value)


def test_containers_that_contain_themselves_are_refused():
    loop = []
    loop.append(loop)
    with pytest.raises(RecursionError):
        sps(loop)
    table = {}
    table["x"] = table
    with pytest.raises(RecursionError):
        sps(table)


def test_what_python_has_no_type_for_stays_on_the_stack():
    sr("{ 1 add }")
    with pytest.raises(nest.NESTErrors.PyNESTError, match="unknown SLI type: proceduretype"):
        spp()
    sr("2 exch exec")
    assert spp() == 3
    with pytest.raises(nest.NESTErrors.PyNESTError, match="interpreter stack is empty"):
        spp()


def test_sli_func_returns_what_is_left():
    assert sli_func("add", 1, 2) == 3
    assert sli_func("pop", 1) is None
    assert sli_func("dup", 1) == (1, 1)
    assert sli_func("false") is False
    assert sli_func("type", "/abc", litconv=True) == "literaltype"
    assert sli_func("type", "/abc") == "stringtype"
    with pytest.raises(nest.NESTErrors.PyNESTError, match="only valid keyword"):
        sli_func("pop", 1, foo=2)


def test_errors_carry_name_command_and_message():
    with pytest.raises(nest.NESTErrors.DivisionByZero) as caught:
        sr("1 0 div")
    assert caught.value.errorname == "DivisionByZero"
    assert caught.value.code == "SLI-0108"
    assert caught.value.commandname == "div_ii"
    assert str(caught.value).startswith("DivisionByZero in SLI function div_ii")
    with pytest.raises(nest.NESTErrors.DictError):
        sr("nosuchname")
    with pytest.raises(nest.NESTErrors.PyNESTError):
        spp()  # the stack has been cleared


def test_broken_source_is_refused():
    with pytest.raises(nest.NESTErrors.PyNESTError):
        sr("{ 1")


def test_the_stack_checker():
    @nest.ll_api.stack_checker
    def leave():
        sps(1)

    leave()
    nest.ll_api.set_debug()
    try:
        with pytest.raises(nest.NESTError, match="Function 'leave' left 1 elements on the stack."):
            leave()
    finally:
        nest.ll_api.set_debug(False)
    with pytest.raises(ValueError, match="unable to decorate 3"):
        nest.ll_api.check_stack(3)


def test_printing_goes_to_sys_stdout(capsys):
    sr("(hello) =")
    assert capsys.readouterr().out == "hello\n"


def test_json():
    nodes = nest.Create("parrot_neuron", 2)
    assert nest.serialize_data({"a": np.arange(2), "n": nodes, "x": np.float64(1.0)}) == {"a": [0, 1], "n": [1, 2], "x": 1.0}
    assert nest.to_json([1.0, float("inf")]) == "[1.0, Infinity]"
