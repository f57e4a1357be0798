import inspect

import pytest

import nest

FUNCTIONS = [
    name for name in nest.__all__ if inspect.isfunction(getattr(nest, name)) or inspect.isclass(getattr(nest, name))
]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_public_name_is_documented(name):
    thing = getattr(nest, name)
    text = inspect.getdoc(thing)
    assert text and text.split("\n")[0].rstrip().endswith((".", ":", "``"))
    if inspect.isfunction(thing) and inspect.signature(thing).parameters:
        assert "Parameters\n----------" in text
        documented = text.split("Parameters\n----------")[1]
        for parameter in inspect.signature(thing).parameters:
            assert parameter in documented


@pytest.mark.parametrize("name", sorted(nest.NestModule._kernel_attr_names))
def test_every_setting_is_documented(name):
    assert "Type: " in getattr(nest.NestModule, name).__doc__


@pytest.mark.parametrize("module", ["random", "math", "logic", "spatial_distributions", "ll_api", "voltage_trace"])
def test_every_function_of_the_modules_is_documented(module):
    module = getattr(nest, module)
    assert module.__doc__
    for name in module.__all__:
        assert inspect.getdoc(getattr(module, name)), name


def test_help_shows_a_model(capsys):
    assert "tau_m" in nest.help("iaf_psc_alpha", return_text=True)
    assert nest.help("nope") is None
    assert "Sorry, there is no help for model 'nope'." in capsys.readouterr().out
    nest.help()
    assert "Simulation of networks" in capsys.readouterr().out


def test_help_shows_what_the_language_shows():
    for model in ("iaf_psc_alpha", "stdp_synapse", "spike_recorder"):
        assert nest.help(model, return_text=True) == nest.ll_api.sli_func(f":begincapture /{model} help :endcapture")


@pytest.mark.parametrize("model", [*nest.node_models, *nest.synapse_models])
def test_every_model_has_a_page(model):
    page = nest.ll_api.sli_func(f"/{model} :modelpage")
    assert model.removesuffix("_hpc").removesuffix("_lbl") in page["about"]
    for entry in page["parameters"] + page["states"]:
        assert entry["description"].rstrip(".") and entry["name"] in nest.help(model, return_text=True)
