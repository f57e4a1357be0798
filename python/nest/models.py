"""Models and their defaults."""

import warnings

from . import strict
from .errors import ArgumentTypeError, ArgumentValueError, NESTErrors, did_you_mean
from .html import Status
from .json_text import to_json
from .sli import SLILiteral, sli
from .status import is_iterable, is_text, literals

__all__ = ["ConnectionRules", "CopyModel", "GetDefaults", "Models", "SetDefaults"]


def GetDefaults(model, keys=None, output=""):
    """Default parameters of a model.

    Parameters
    ----------
    model : str
        Name of a node model, a synapse model or a recording backend.
    keys : str or sequence of str, optional
        The parameters to return; all if not given.
    output : {'json'}, optional
        Return JSON text.

    Returns
    -------
    dict, value or tuple
        All parameters; the value of one name; a tuple of values for a sequence of names.

    Raises
    ------
    NESTErrors.UnknownComponent
        If nothing has this name.
    NESTErrors.DictError
        If the model has no such parameter.

    Examples
    --------
    >>> nest.GetDefaults("iaf_psc_alpha", "tau_m")
    10.0
    """
    result = _defaults(SLILiteral(model), keys)
    return to_json(result) if output == "json" else result


def _defaults(model, keys):
    if keys is None:
        return Status(sli("GetDefaults", model))
    if is_text(keys):
        return _default(model, str(keys))
    if is_iterable(keys):
        return sli("GetDefaults exch { 1 index exch get } Map exch pop", literals(keys), model)
    raise ArgumentTypeError("keys should be either a string or an iterable")


def _default(model, key):
    try:
        return sli("GetDefaults exch get", SLILiteral(key), model)
    except NESTErrors.DictError as error:
        hint = f"nest.GetDefaults: {model} has no parameter '{key}'{did_you_mean(key, sli('GetDefaults', model))}"
        raise NESTErrors.DictError(error.commandname, error.errormessage, hint=hint) from None


def SetDefaults(model, params, val=None):
    """Change default parameters of a model, for nodes and connections made from now on.

    Parameters
    ----------
    model : str
        Name of a node model, a synapse model or a recording backend.
    params : dict or str
        Names and values, or one name whose value is ``val``.
    val : optional
        The value.

    Raises
    ------
    NESTErrors.UnknownComponent
        If nothing has this name.
    NESTErrors.DictError, NESTErrors.BadProperty, NESTErrors.TypeMismatch
        If a parameter is unknown, outside its range, or of the wrong type.

    Examples
    --------
    >>> nest.SetDefaults("iaf_psc_alpha", {"tau_m": 20.0})
    """
    if val is not None and is_text(params):
        params = {str(params): val}
    if isinstance(params, dict):
        strict.check(lambda: (str(model),), params, "SetDefaults")
    sli("SetDefaults", SLILiteral(model), params)


def CopyModel(existing, new, params=None):
    """Make a new model out of an existing one.

    Parameters
    ----------
    existing : str
        Name of a node or synapse model.
    new : str
        Name of the new model.
    params : dict, optional
        Default parameters of the new model that differ.

    Raises
    ------
    NESTErrors.UnknownModelName
        If ``existing`` does not exist.
    NESTErrors.NewModelNameExists
        If ``new`` does.

    Examples
    --------
    >>> nest.CopyModel("static_synapse", "excitatory", {"weight": 20.0, "delay": 1.5})
    """
    if params is None:
        sli("CopyModel", SLILiteral(existing), SLILiteral(new))
        return
    if isinstance(params, dict):
        strict.check(lambda: (str(existing),), params, "CopyModel")
    sli("CopyModel", SLILiteral(existing), SLILiteral(new), params)


def Models(mtype="all", sel=None):
    """Names of models; ``nest.node_models`` and ``nest.synapse_models`` replace this.

    Parameters
    ----------
    mtype : {'all', 'nodes', 'synapses'}
    sel : str, optional
        Only names that contain this.

    Returns
    -------
    tuple of str
        Sorted.
    """
    _deprecated("Models", "nest.node_models and nest.synapse_models")
    if mtype not in ("all", "nodes", "synapses"):
        raise ArgumentValueError("mtype has to be one of 'all', 'nodes', or 'synapses'")
    status = sli("GetKernelStatus")
    names = () if mtype == "synapses" else status["node_models"]
    names += () if mtype == "nodes" else status["synapse_models"]
    return tuple(sorted(name for name in names if sel is None or sel in name))


def ConnectionRules():
    """Names of connection rules; ``nest.connection_rules`` replaces this.

    Returns
    -------
    tuple of str
        Sorted.
    """
    _deprecated("ConnectionRules", "nest.connection_rules")
    return tuple(sorted(sli("GetKernelStatus")["connection_rules"]))


_warned = set()


def _deprecated(function, replacement):
    if function not in _warned:
        _warned.add(function)
        warnings.warn(f"\n{function} is deprecated, use {replacement} instead.", UserWarning, stacklevel=3)
