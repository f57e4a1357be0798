"""Settings of the kernel as dictionaries."""

import warnings

from .errors import ArgumentTypeError, ArgumentValueError, UnknownKeyError, did_you_mean
from .html import Status
from .kernel_attributes import KernelAttributes
from .sli import sli
from .status import is_iterable, is_text

__all__ = ["GetKernelStatus", "SetKernelStatus", "get", "set"]


def GetKernelStatus(keys=None):
    """Read settings of the kernel.

    Parameters
    ----------
    keys : str or sequence of str, optional
        The settings to return; all if not given.

    Returns
    -------
    dict, value or tuple
        All settings; the value of one name; a tuple of values for a sequence of names.

    Raises
    ------
    KeyError
        If the kernel has no such setting.

    Examples
    --------
    >>> nest.GetKernelStatus("resolution")
    0.1
    """
    status = sli("GetKernelStatus")
    if keys is None:
        return Status(status)
    if is_text(keys):
        return _of(status, str(keys))
    if is_iterable(keys):
        return tuple(_of(status, str(key)) for key in keys)
    raise ArgumentTypeError("keys should be either a string or an iterable")


def _of(status, key):
    if key not in status:
        error = UnknownKeyError(f"'{key}' is not a setting of the kernel{did_you_mean(key, status)}")
        error.args = (key,)
        raise error
    return status[key]


def SetKernelStatus(params):
    """Write settings of the kernel, all or none.

    Parameters
    ----------
    params : dict
        Names and values.

    Raises
    ------
    ValueError
        If a name is not a setting, or one that can only be read.
    NESTErrors.TypeMismatch, NESTErrors.BadProperty
        If a value has the wrong type or is outside its range.

    Examples
    --------
    >>> nest.SetKernelStatus({"resolution": 0.1, "local_num_threads": 2})
    """
    if not isinstance(params, dict):
        raise ArgumentTypeError(f"SetKernelStatus takes a dictionary, not {type(params).__name__}")
    for key in list(params):
        problem = _problem(key)
        if problem and _misses_are_errors(params):
            raise ArgumentValueError(problem)
        if problem:
            warnings.warn(f"{problem} \n`{key}` has been ignored", stacklevel=2)
            del params[key]
    sli("SetKernelStatus", params)


def _problem(key):
    names = KernelAttributes._kernel_attr_names
    if key not in names:
        valid = ", ".join(f"'{name}'" for name in sorted(names))
        return f"`{key}` is not a valid kernel parameter{did_you_mean(key, names)}, valid parameters are: {valid}"
    if key in KernelAttributes._readonly_kernel_attrs:
        return f"`{key}` is a readonly kernel parameter"
    return ""


def _misses_are_errors(params):
    if "dict_miss_is_error" in params:
        return bool(params["dict_miss_is_error"])
    return sli("GetKernelStatus")["dict_miss_is_error"]


def get(*keys):
    """Read settings of the kernel.

    Parameters
    ----------
    *keys : str or sequence of str
        Nothing for all settings, one name, or several.

    Returns
    -------
    dict, value or tuple
    """
    if not keys:
        return GetKernelStatus()
    return GetKernelStatus(keys[0] if len(keys) == 1 else keys)


def set(**kwargs):
    """Write settings of the kernel: ``nest.set(resolution=0.1, rng_seed=42)``.

    Parameters
    ----------
    **kwargs
        Names and values.
    """
    if kwargs:
        SetKernelStatus(kwargs)
