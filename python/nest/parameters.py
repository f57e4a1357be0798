"""Parameter objects: numbers that are drawn or computed per node or per connection."""

import numbers

from .errors import ArgumentTypeError, ArgumentValueError, UnsupportedOperation
from .sli import Handle, sli

__all__ = ["CollocatedSynapses", "CreateParameter", "Parameter"]

LESS, LESS_EQUAL, EQUAL, NOT_EQUAL, GREATER_EQUAL, GREATER = range(6)


class Parameter:
    """A number drawn or computed when it is used: per node in ``set``, per connection in ``Connect``.

    Made by the functions of ``nest.random``, ``nest.math``, ``nest.logic`` and
    ``nest.spatial_distributions``, by arithmetic (``+ - * / **``) and by comparison (1.0 or 0.0).

    Examples
    --------
    >>> neurons.V_m = -70.0 + 5.0 * nest.random.uniform()
    """

    __slots__ = ("_datum",)
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, datum):
        if not isinstance(datum, Handle) or datum.dtype != "parametertype":
            raise ArgumentTypeError("expected parameter datum")
        self._datum = datum

    def __add__(self, other):
        return sli("add", self, operand(other))

    __radd__ = __add__

    def __sub__(self, other):
        return sli("sub", self, operand(other))

    def __rsub__(self, other):
        return self * -1.0 + other

    def __mul__(self, other):
        return sli("mul", self, operand(other))

    __rmul__ = __mul__

    def __truediv__(self, other):
        return sli("div", self, operand(other))

    def __rtruediv__(self, other):
        return self**-1.0 * other

    def __pow__(self, exponent):
        try:
            return sli("pow", self, float(exponent))
        except TypeError:
            raise _power_error() from None

    def __rpow__(self, base):
        raise _power_error()

    def __pos__(self):
        return self

    def __neg__(self):
        return self * -1.0

    def __lt__(self, other):
        return self._compare(other, LESS)

    def __le__(self, other):
        return self._compare(other, LESS_EQUAL)

    def __eq__(self, other):
        return self._compare(other, EQUAL)

    def __ne__(self, other):
        return self._compare(other, NOT_EQUAL)

    def __ge__(self, other):
        return self._compare(other, GREATER_EQUAL)

    def __gt__(self, other):
        return self._compare(other, GREATER)

    def _compare(self, other, comparator):
        return sli("compare", self, operand(other), {"comparator": comparator})

    def GetValue(self):
        """Draw or compute the value without a node.

        Returns
        -------
        float
        """
        return sli("GetValue", self)

    def is_spatial(self):
        """Does a part of it depend on positions?

        Returns
        -------
        bool
        """
        return sli("ParameterIsSpatial", self)

    def apply(self, spatial_nc, positions=None):
        """The value for each node.

        Parameters
        ----------
        spatial_nc : NodeCollection
            The nodes; with ``positions`` a single one, the source.
        positions : sequence of sequence of float, optional
            Positions of targets.

        Returns
        -------
        tuple of float
        """
        if positions is None:
            return tuple(sli("Apply", self, spatial_nc))
        if len(spatial_nc) != 1:
            raise ArgumentValueError("The NodeCollection must contain a single node ID only")
        if not isinstance(positions, (list, tuple)):
            raise ArgumentTypeError("Positions must be a list or tuple of positions")
        if not all(hasattr(position, "__len__") for position in positions):
            raise ArgumentTypeError("Each position must be a list or tuple")
        if len({len(position) for position in positions}) > 1:
            raise ArgumentValueError("All positions must have the same number of dimensions")
        return tuple(sli("Apply", self, {"source": spatial_nc, "targets": [list(p) for p in positions]}))


def _power_error():
    return ArgumentTypeError("unsupported operand type for **: only int and float allow as exponent")


def operand(value):
    """The Parameter itself, or the constant Parameter of a number."""
    if isinstance(value, Parameter):
        return value
    if isinstance(value, numbers.Real):
        return CreateParameter("constant", {"value": float(value)})
    raise UnsupportedOperation(f"a Parameter cannot be combined with {type(value).__name__}")


def CreateParameter(parametertype, specs):
    """Make a Parameter from its type and its numbers.

    Parameters
    ----------
    parametertype : str
        ``constant``, ``uniform``, ``uniform_int``, ``normal``, ``lognormal``, ``exponential``, or ``table``
        with ``values`` for the nodes from the id ``first`` on.
    specs : dict
        Numbers of the type, such as ``{"mean": 0.0, "std": 1.0}``.

    Returns
    -------
    Parameter

    Raises
    ------
    NESTErrors.DictError
        If the type or one of the numbers is unknown.
    NESTErrors.BadProperty
        If a number is outside its range.
    """
    return sli("CreateParameter", {parametertype: specs})


class CollocatedSynapses:
    """Several synapses for every pair that a rule connects.

    Parameters
    ----------
    *syn_specs : dict
        One synapse specification for each of them.

    Examples
    --------
    >>> nest.Connect(a, b, "one_to_one", nest.CollocatedSynapses({"weight": 1.0}, {"weight": -2.0}))
    """

    def __init__(self, *syn_specs):
        if not syn_specs:
            raise ArgumentValueError("CollocatedSynapses needs at least one synapse specification")
        self.syn_specs = syn_specs

    def __len__(self):
        return len(self.syn_specs)
