"""Random numbers as Parameters: drawn anew for every node or connection they are used for."""

from ..parameters import CreateParameter

__all__ = ["exponential", "lognormal", "normal", "uniform", "uniform_int"]


def uniform(min=0.0, max=1.0):
    """Uniformly distributed in [min, max).

    Parameters
    ----------
    min, max : float
        The interval; ``min < max``.

    Returns
    -------
    Parameter
    """
    return CreateParameter("uniform", {"min": min, "max": max})


def uniform_int(max):
    """Uniformly distributed integer in [0, max).

    Parameters
    ----------
    max : int
        Positive.

    Returns
    -------
    Parameter
    """
    return CreateParameter("uniform_int", {"max": max})


def normal(mean=0.0, std=1.0):
    """Normally distributed.

    Parameters
    ----------
    mean : float
    std : float
        Standard deviation, positive.

    Returns
    -------
    Parameter
    """
    return CreateParameter("normal", {"mean": mean, "std": std})


def exponential(beta=1.0):
    """Exponentially distributed.

    Parameters
    ----------
    beta : float
        Mean of the distribution.

    Returns
    -------
    Parameter
    """
    return CreateParameter("exponential", {"beta": beta})


def lognormal(mean=0.0, std=1.0):
    """Log-normally distributed.

    Parameters
    ----------
    mean, std : float
        Mean and standard deviation (positive) of the logarithm.

    Returns
    -------
    Parameter
    """
    return CreateParameter("lognormal", {"mean": mean, "std": std})
