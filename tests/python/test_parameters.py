import numpy as np
import pytest

import nest


def value(parameter):
    return parameter.GetValue()


def constant(number):
    return nest.CreateParameter("constant", {"value": number})


def test_arithmetic():
    two, three = constant(2.0), constant(3.0)
    assert value(two + three) == 5.0 and value(two + 1) == 3.0 and value(1 + two) == 3.0
    assert value(two - three) == -1.0 and value(1 - two) == -1.0
    assert value(two * three) == 6.0 and value(4 * two) == 8.0
    assert value(three / two) == 1.5 and value(3 / two) == 1.5
    assert value(two**3) == 8.0 and value(-two) == -2.0 and +two is two
    assert value(two + np.float64(1.5)) == 3.5


def test_comparison():
    two, three = constant(2.0), constant(3.0)
    assert [value(p) for p in (two < three, two <= 2, two == 3, two != 3, two >= 3, two > 1)] == [1, 1, 0, 1, 0, 1]


def test_what_cannot_be_combined():
    with pytest.raises(NotImplementedError):
        constant(1.0) + "a"
    with pytest.raises(TypeError):
        2 ** constant(1.0)
    with pytest.raises(TypeError, match="only int and float"):
        constant(1.0) ** constant(2.0)
    with pytest.raises(TypeError, match="expected parameter datum"):
        nest.Parameter(1.0)
    with pytest.raises(TypeError):
        hash(constant(1.0))


def test_functions():
    one = constant(1.0)
    assert value(nest.math.exp(one)) == pytest.approx(np.e)
    assert value(nest.math.sin(one)) == pytest.approx(np.sin(1.0))
    assert value(nest.math.cos(one)) == pytest.approx(np.cos(1.0))
    assert value(nest.math.min(one, 0.5)) == 0.5 and value(nest.math.max(one, 2)) == 2.0
    assert nest.math.exp(0.0) == 1.0
    assert value(nest.logic.conditional(one < 2.0, 5.0, 6.0)) == 5.0
    with pytest.raises(nest.NESTErrors.BadParameterValue, match="min <= max"):
        nest.math.redraw(one, 2.0, 1.0)


def test_distributions():
    nodes = nest.Create("parrot_neuron", 2000)
    uniform = np.array(nest.random.uniform(2.0, 4.0).apply(nodes))
    assert 2.0 <= uniform.min() and uniform.max() < 4.0 and abs(uniform.mean() - 3.0) < 0.1
    normal = np.array(nest.random.normal(5, 1).apply(nodes))
    assert abs(normal.mean() - 5.0) < 0.15 and abs(normal.std() - 1.0) < 0.1
    assert set(nest.random.uniform_int(3).apply(nodes)) == {0.0, 1.0, 2.0}
    assert abs(np.mean(nest.random.exponential(2.0).apply(nodes)) - 2.0) < 0.3
    assert abs(np.log(nest.random.lognormal(1.0, 0.5).apply(nodes)).mean() - 1.0) < 0.1
    redrawn = nest.math.redraw(nest.random.normal(), 0.0, 1.0).apply(nodes)
    assert 0.0 <= min(redrawn) and max(redrawn) <= 1.0


@pytest.mark.parametrize(
    "make", [lambda: nest.random.normal(std=-1.0), lambda: nest.random.uniform(1.0, 0.0), lambda: nest.random.uniform_int(0)]
)
def test_impossible_distributions_are_refused(make):
    with pytest.raises(nest.NESTError):
        make()


def test_tables_give_each_node_its_value():
    nodes = nest.Create("parrot_neuron", 5)
    table = nest.CreateParameter("table", {"first": 2, "values": [2.5, 3.5, 4.5]})
    assert table.apply(nodes[1:4]) == (2.5, 3.5, 4.5)
    assert (table + 1.0).apply(nodes[1]) == (3.5,)
    with pytest.raises(nest.NESTErrors.BadParameterValue, match="no value for 1"):
        table.apply(nodes)


def test_unknown_types_are_refused():
    with pytest.raises(nest.NESTErrors.DictError):
        nest.CreateParameter("nope", {})
    with pytest.raises(nest.NESTErrors.DictError):
        nest.CreateParameter("uniform", {"foo": 1.0})


def test_draws_depend_on_the_seed_alone():
    def draw(seed):
        nest.ResetKernel()
        nest.rng_seed = seed
        return nest.random.normal().apply(nest.Create("parrot_neuron", 5))

    assert draw(1) == draw(1) != draw(2)


def test_parameters_know_whether_they_are_spatial():
    assert nest.random.uniform().is_spatial() is False
