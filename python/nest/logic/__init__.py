"""Choices between Parameters."""

from ..errors import ArgumentTypeError
from ..parameters import Parameter, operand
from ..sli import sli

__all__ = ["conditional"]


def conditional(condition, param_if_true, param_if_false):
    """One of two values, as a condition decides.

    Parameters
    ----------
    condition : Parameter
        True if it is not zero; comparisons of Parameters are conditions.
    param_if_true, param_if_false : Parameter or float

    Returns
    -------
    Parameter

    Examples
    --------
    >>> nest.logic.conditional(nest.random.uniform() < 0.5, 1.0, -1.0)
    """
    if not isinstance(condition, Parameter):
        raise ArgumentTypeError("condition must be a Parameter")
    return sli("conditional", condition, operand(param_if_true), operand(param_if_false))
