"""Distributions over distance, as Parameters of Parameters."""

from ..parameters import CreateParameter

__all__ = ["exponential", "gabor", "gamma", "gaussian", "gaussian2D"]


def exponential(x, beta=1.0):
    """``exp(-x / beta)``.

    Parameters
    ----------
    x : Parameter
    beta : float
        Positive.

    Returns
    -------
    Parameter
    """
    return CreateParameter("exp_distribution", {"x": x, "beta": beta})


def gaussian(x, mean=0.0, std=1.0):
    """``exp(-(x - mean)^2 / (2 std^2))``.

    Parameters
    ----------
    x : Parameter
    mean, std : float
        ``std`` is positive.

    Returns
    -------
    Parameter
    """
    return CreateParameter("gaussian", {"x": x, "mean": mean, "std": std})


def gaussian2D(x, y, mean_x=0.0, mean_y=0.0, std_x=1.0, std_y=1.0, rho=0.0):
    """Bell of two correlated dimensions, 1 at its top.

    Parameters
    ----------
    x, y : Parameter
    mean_x, mean_y, std_x, std_y : float
        Standard deviations are positive.
    rho : float
        Correlation, between -1 and 1.

    Returns
    -------
    Parameter
    """
    specs = {"x": x, "y": y, "mean_x": mean_x, "mean_y": mean_y, "std_x": std_x, "std_y": std_y, "rho": rho}
    return CreateParameter("gaussian2d", specs)


def gamma(x, kappa=1.0, theta=1.0):
    """Density of the gamma distribution at ``x``.

    Parameters
    ----------
    x : Parameter
    kappa, theta : float
        Shape and scale, positive.

    Returns
    -------
    Parameter
    """
    return CreateParameter("gamma", {"x": x, "kappa": kappa, "theta": theta})


def gabor(x, y, theta=0.0, gamma=1.0, std=1.0, lam=1.0, psi=0.0):
    """Bell times rectified cosine.

    Parameters
    ----------
    x, y : Parameter
    theta, psi : float
        Orientation and phase in degrees.
    gamma, std : float
        Aspect ratio and width, positive.
    lam : float
        Wavelength.

    Returns
    -------
    Parameter
    """
    specs = {"x": x, "y": y, "theta": theta, "gamma": gamma, "std": std, "lam": lam, "psi": psi}
    return CreateParameter("gabor", specs)
