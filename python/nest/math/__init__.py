"""Functions of Parameters."""

import math

from ..parameters import Parameter
from ..sli import sli

__all__ = ["cos", "exp", "max", "min", "redraw", "sin"]


def exp(parameter):
    """Exponential of a Parameter (or of a number).

    Parameters
    ----------
    parameter : Parameter or float

    Returns
    -------
    Parameter or float
    """
    return sli("exp", parameter) if isinstance(parameter, Parameter) else math.exp(parameter)


def sin(parameter):
    """Sine of a Parameter (or of a number), in radians.

    Parameters
    ----------
    parameter : Parameter or float

    Returns
    -------
    Parameter or float
    """
    return sli("sin", parameter) if isinstance(parameter, Parameter) else math.sin(parameter)


def cos(parameter):
    """Cosine of a Parameter (or of a number), in radians.

    Parameters
    ----------
    parameter : Parameter or float

    Returns
    -------
    Parameter or float
    """
    return sli("cos", parameter) if isinstance(parameter, Parameter) else math.cos(parameter)


def min(parameter, value):
    """The smaller of a Parameter and a number.

    Parameters
    ----------
    parameter : Parameter
    value : float

    Returns
    -------
    Parameter
    """
    return sli("min", parameter, float(value))


def max(parameter, value):
    """The larger of a Parameter and a number.

    Parameters
    ----------
    parameter : Parameter
    value : float

    Returns
    -------
    Parameter
    """
    return sli("max", parameter, float(value))


def redraw(parameter, min, max):
    """Draw again until the value lies in [min, max]; at most 1000 times.

    Parameters
    ----------
    parameter : Parameter
    min, max : float
        The interval; both ends belong to it.

    Returns
    -------
    Parameter

    Raises
    ------
    NESTErrors.BadParameterValue
        If ``min > max``.
    """
    return sli("redraw", parameter, float(min), float(max))
