"""Sections 12, 14 and 16: Parameters, running, processes."""

import math

import numpy as np
import pytest
from rows import fails, row

import nest

E = nest.NESTErrors


def constant(value):
    return nest.CreateParameter("constant", {"value": float(value)})


@row("12.1 Parameter")
def test_parameters_are_handles():
    with fails(TypeError, "expected parameter datum"):
        nest.Parameter(3.0)
    parameter = constant(2.0)
    assert bool(parameter) and parameter._datum.dtype == "parametertype"
    with pytest.raises(TypeError):
        hash(parameter)


OPERATIONS = {
    "+": (lambda p, x: p + x, lambda p, x: x + p, 5.0, 5.0),
    "-": (lambda p, x: p - x, lambda p, x: x - p, -1.0, 1.0),
    "*": (lambda p, x: p * x, lambda p, x: x * p, 6.0, 6.0),
    "/": (lambda p, x: p / x, lambda p, x: x / p, 2.0 / 3.0, 1.5),
}


@row("12.1 arithmetic", "12.1 reversed")
@pytest.mark.parametrize("operation", OPERATIONS)
def test_arithmetic(operation):
    forward, reverse, one, other = OPERATIONS[operation]
    for x in (3, 3.0, np.float64(3.0), constant(3.0)):
        assert forward(constant(2.0), x).GetValue() == pytest.approx(one)
        assert reverse(constant(2.0), x).GetValue() == pytest.approx(other)
    with pytest.raises((NotImplementedError, TypeError)):
        forward(constant(2.0), "a")


@row("12.1 signs", "12.1 power")
def test_signs_and_powers():
    two = constant(2.0)
    assert +two is two and (-two).GetValue() == -2.0
    assert (two**3).GetValue() == (two**3.0).GetValue() == (two ** np.int8(3)).GetValue() == 8.0
    with fails(TypeError, "unsupported operand type for **: only int and float allow as exponent"):
        two**two
    with fails(ValueError):
        two ** "a"
    with fails(TypeError, "unsupported operand type for **: only int and float allow as exponent"):
        2.0**two


@row("12.1 comparison")
def test_comparison_gives_a_parameter():
    two = constant(2.0)
    results = [two < 3, two <= 2, two == 2, two != 2, two >= 3, two > 1]
    assert [result.GetValue() for result in results] == [1.0, 1.0, 1.0, 0.0, 0.0, 1.0]
    with fails(NotImplementedError):
        two == None  # noqa: E711


@row("12.1 unsupported")
def test_what_parameters_do_not_do():
    two = constant(2.0)
    for call in (lambda: two // 2, lambda: two % 2, lambda: abs(two), lambda: float(two)):
        with pytest.raises(TypeError):
            call()


@row("12.1 GetValue", "12.1 is_spatial", "12.1 apply")
def test_values_of_parameters():
    nodes = nest.Create("iaf_psc_alpha", 5)
    uniform = nest.random.uniform(1.0, 2.0)
    assert isinstance(uniform.GetValue(), float) and 1.0 <= uniform.GetValue() < 2.0
    assert isinstance(nest.random.uniform_int(5).GetValue(), float)
    assert uniform.is_spatial() is False
    values = uniform.apply(nodes)
    assert isinstance(values, tuple) and len(set(values)) == 5
    for positions, source, kind, text in (
        ([[1.0, 2.0]], nodes, ValueError, "The NodeCollection must contain a single node ID only"),
        (3.0, nodes[0], TypeError, "Positions must be a list or tuple of positions"),
        ([1.0], nodes[0], TypeError, "Each position must be a list or tuple"),
        ([[1.0], [1.0, 2.0]], nodes[0], ValueError, "All positions must have the same number of dimensions"),
    ):
        with fails(kind, text):
            uniform.apply(source, positions)


TYPES = {
    "constant": ({"value": 2.0}, 2.0, 2.0),
    "uniform": ({"min": 1.0, "max": 2.0}, 1.0, 2.0),
    "uniform_int": ({"max": 3}, 0.0, 2.0),
    "normal": ({"mean": 5.0, "std": 0.001}, 4.0, 6.0),
    "lognormal": ({"mean": 0.0, "std": 0.001}, 0.9, 1.1),
    "exponential": ({"beta": 1.0}, 0.0, 100.0),
}


@row("12.2 *")
@pytest.mark.parametrize("kind", TYPES)
def test_types_of_parameters(kind):
    specs, least, most = TYPES[kind]
    assert least <= nest.CreateParameter(kind, specs).GetValue() <= most
    with fails(E.DictError, f"Unused dictionary items:  {kind}::foo"):
        nest.CreateParameter(kind, {**specs, "foo": 1.0})


BAD = {
    "uniform": ({"min": 1.0, "max": 1.0}, "nest::UniformParameter: min < max required."),
    "uniform_int": ({"max": 0}, "nest::UniformIntParameter: max > 0 required."),
    "normal": ({"std": 0.0}, "nest::NormalParameter: std > 0 required."),
    "lognormal": ({"std": -1.0}, "nest::LognormalParameter: std > 0 required."),
}


@row("12.2 *")
@pytest.mark.parametrize("kind", BAD)
def test_numbers_of_parameters_are_checked(kind):
    specs, text = BAD[kind]
    with fails(nest.NESTError, text):
        nest.CreateParameter(kind, specs)


@row("12.2 errors")
def test_wrong_specifications_of_parameters():
    with fails(E.DictError, "Key '/foo' does not exist in dictionary."):
        nest.CreateParameter("foo", {})
    with fails(E.DictError, "Key '/value' does not exist in dictionary."):
        nest.CreateParameter("constant", {})
    with fails(E.TypeMismatch):
        nest.CreateParameter("uniform", {"min": nest.random.uniform()})
    with fails(E.TypeMismatch):
        nest.random.uniform_int(1.5)


@row("12.2 distributions of x")
def test_functions_of_another_parameter():
    x = constant(2.0)
    distributions = nest.spatial_distributions
    nodes = nest.Create("iaf_psc_alpha", 2)
    for weight, value in (
        (distributions.exponential(x, beta=2.0), math.exp(-1.0)),
        (distributions.gaussian(x, mean=1.0, std=1.0), math.exp(-0.5)),
        (distributions.gamma(x, kappa=2.0, theta=1.0), 2.0 * math.exp(-2.0)),
        (distributions.gaussian2D(x, x, mean_x=2.0, mean_y=2.0), 1.0),
        (distributions.gabor(constant(0.0), constant(0.0)), 1.0),
    ):
        nest.Connect(nodes[0], nodes[1], syn_spec={"weight": weight})
        assert nest.GetConnections().get("weight") == pytest.approx(value)
        nest.GetConnections().disconnect()
    for call, text in (
        (lambda: distributions.gaussian(x, std=-1.0), "std > 0 required for gaussian distribution parameter, got std=-1.000000"),
        (lambda: distributions.gaussian2D(x, x, rho=1.0), "-1 < rho < 1 required for gaussian2d distribution parameter, got rho=1.000000"),
        (lambda: distributions.gamma(x, kappa=-1.0), "kappa > 0 required for gamma distribution parameter, got kappa=-1.000000"),
        (lambda: distributions.exponential(x, beta=0.0), "beta > 0 required for exponential distribution parameter"),
        (lambda: distributions.gabor(x, x, std=0.0), "std > 0 required for gabor function parameter"),
    ):
        with fails(nest.NESTError, text):
            call()
    with fails(E.BadParameterValue, "Exponential distribution parameter can only be used when connecting."):
        distributions.exponential(x).GetValue()


@row("12.3 random")
def test_random():
    assert 0.0 <= nest.random.uniform().GetValue() < 1.0 and nest.random.uniform(min=2.0, max=3).GetValue() >= 2.0
    nest.random.normal(mean=0.0, std=1.0), nest.random.exponential(beta=1.0), nest.random.lognormal(mean=0.0, std=1.0)
    assert nest.random.uniform_int(max=1).GetValue() == 0.0
    with pytest.raises(TypeError):
        nest.random.exponential(**{"lambda": 1.0})


@row("12.3 math")
def test_functions():
    p = constant(0.5)
    assert nest.math.exp(p).GetValue() == pytest.approx(math.exp(0.5)) and nest.math.exp(0.5) == math.exp(0.5)
    assert nest.math.sin(p).GetValue() == pytest.approx(math.sin(0.5)) and nest.math.cos(p).GetValue() == pytest.approx(math.cos(0.5))
    assert nest.math.min(p, 0.2).GetValue() == 0.2 and nest.math.max(p, 1).GetValue() == 1.0
    for _ in range(20):
        assert 0.5 <= nest.math.redraw(nest.random.uniform(), 0.5, 1.0).GetValue() <= 1.0
    with fails(E.BadParameterValue, "min <= max required."):
        nest.math.redraw(nest.random.uniform(), 1.0, 0.0)
    with fails(nest.NESTError, "Number of redraws exceeded limit of 1000"):
        nest.math.redraw(nest.random.uniform(), 2.0, 3.0).GetValue()


@row("12.3 logic")
def test_conditions():
    assert nest.logic.conditional(constant(1.0) > 0.0, 2, 3.0).GetValue() == 2.0
    assert nest.logic.conditional(constant(0.0), 2.0, constant(3.0)).GetValue() == 3.0


@row("12.3 where")
def test_where_parameters_are_taken():
    nest.SetDefaults("iaf_psc_alpha", {"V_m": nest.random.uniform(-60.0, -50.0)})
    nodes = nest.Create("iaf_psc_alpha", 20)
    nest.Connect(nodes, nodes, {"rule": "fixed_outdegree", "outdegree": nest.random.uniform_int(3)})
    nest.Connect(nodes, nodes, {"rule": "pairwise_poisson", "pairwise_avg_num_conns": nest.random.uniform()},
                 {"weight": nest.random.normal(), "delay": nest.random.uniform(1.0, 2.0)})
    assert len(set(nest.GetConnections().weight)) > 10


@row("14 Simulate")
def test_simulate():
    assert nest.Simulate(1) is None and nest.biological_time == 1.0
    nest.Simulate(0)
    for time, text in ((-1.0, "cannot be negative"), (0.05, "must be a multiple of the simulation resolution."), (math.inf, "must be finite")):
        with fails(E.BadParameter, text):
            nest.Simulate(time)
    nest.Simulate(1.0)
    assert nest.biological_time == 2.0
    with pytest.raises((TypeError, ValueError)):
        nest.Simulate(None)
    with pytest.raises(ValueError):
        nest.Simulate("a")


@row("14 Prepare Run Cleanup")
def test_prepare_run_cleanup():
    with fails(E.KernelException):
        nest.Run(1.0)
    with fails(E.KernelException):
        nest.Cleanup()
    nest.Prepare()
    with fails(E.KernelException):
        nest.Prepare()
    nest.Run(1.0)
    nest.Run(1.0)
    nest.Cleanup()
    assert nest.biological_time == 2.0


@row("14 RunManager")
def test_run_manager():
    with nest.RunManager() as nothing:
        assert nothing is None
        nest.Run(1.0)
    with fails(ZeroDivisionError):
        with nest.RunManager():
            1 / 0
    nest.Simulate(1.0)


@row("14 ResetKernel")
def test_reset():
    nodes = nest.Create("iaf_psc_alpha")
    assert nest.ResetKernel() is None and nest.network_size == 0
    with pytest.raises(nest.NESTError):
        nodes.get()


@row("14 Install")
def test_install_of_nothing():
    with pytest.raises(nest.NESTError):
        nest.Install("no_such_module")


@row("14 files twice")
def test_files_are_not_overwritten(tmp_path):
    nest.data_path = str(tmp_path)
    neuron = nest.Create("iaf_psc_alpha", params={"I_e": 500.0})
    recorder = nest.Create("spike_recorder", params={"record_to": "ascii"})
    nest.Connect(neuron, recorder)
    nest.Simulate(10.0)
    with fails(E.IOError):
        nest.Simulate(10.0)
    nest.ResetKernel()


@row("14 recorders while running")
def test_recorders_are_fixed_while_running():
    recorder = nest.Create("spike_recorder")
    with nest.RunManager():
        with fails(E.BadProperty, "Recorder parameters cannot be changed while inside a Prepare/Run/Cleanup context."):
            recorder.record_to = "ascii"


@row("16 Rank", "16 NumProcesses", "16 SyncProcesses", "16 GetLocalVPs")
def test_processes():
    assert nest.Rank() == 0 and nest.NumProcesses() == 1 and nest.SyncProcesses() is None
    nest.local_num_threads = 3
    assert nest.GetLocalVPs() == range(0, 3, 1)
    nodes = nest.Create("iaf_psc_alpha", 4)
    assert nodes.vp == (1, 2, 0, 1)


@row("16 set_communicator")
def test_communicators():
    for function in (nest.set_communicator, nest.ll_api.set_communicator):
        with fails(nest.NESTError, "set_communicator: "):
            function(None)
