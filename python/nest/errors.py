"""The exceptions of the package: one tree below :class:`NESTError`.

An error of the simulator arrives with the name the simulator gave it and becomes the class
``NESTErrors.<name>``. Each class also derives from the built-in exception that fits it, so that
``except ValueError`` works without knowing this module.
"""

import re
import sys

__all__ = ["NESTError", "NESTErrors", "NESTMappedException", "PyNESTError", "SLIException"]


class NESTError(Exception):
    """Base class of everything the package raises.

    Attributes
    ----------
    message : str
        The text, as ``str(error)`` gives it.
    errorname, commandname, errormessage : str
        Name of the error, the command that raised it and its reason; empty where there is none.
    code : str
        Stable code of the kind of error, as ``nest --explain`` knows it (``SLI-0108``); the name of the
        class for an error of the package itself.
    hint : str
        What might help, empty if nothing is known.
    """

    errorname = ""
    commandname = ""
    errormessage = ""
    hint = ""

    def __init__(self, message=""):
        super().__init__(message)
        self.message = message
        self.code = type(self).__name__

    def __str__(self):
        return self.message


class SLIException(NESTError):
    """An error raised by the simulator while it ran a command."""

    def __init__(self, commandname, errormessage="", errorname="SLIException", hint=""):
        text = f"{errorname} in SLI function {commandname}{errormessage}"
        super().__init__(f"{text}\n{hint}" if hint else text)
        self.errorname = self.code = errorname
        self.commandname = commandname
        self.errormessage = errormessage
        self.hint = hint


class PyNESTError(NESTError):
    """An error of the Python layer itself."""


class ArgumentTypeError(PyNESTError, TypeError):
    """A Python argument has a type that the function does not take."""


class ArgumentValueError(PyNESTError, ValueError):
    """A Python argument has a value that the function does not take."""


class ArgumentIndexError(PyNESTError, IndexError):
    """An index or a slice reaches outside a collection."""


class UnknownKeyError(PyNESTError, KeyError):
    """No parameter of this name exists."""


class UnknownAttributeError(PyNESTError, AttributeError):
    """No attribute of this name exists, or it cannot be set."""


class UnsupportedOperation(PyNESTError, NotImplementedError):
    """The operation has no meaning for these operands."""


PARENTS = {
    "InterpreterError": "SLIException",
    "TypeMismatch": "InterpreterError",
    "SystemSignal": "InterpreterError",
    "RangeCheck": "InterpreterError",
    "ArgumentType": "InterpreterError",
    "StackUnderflow": "InterpreterError",
    "DictError": "InterpreterError",
    "UndefinedName": "DictError",
    "EntryTypeMismatch": "DictError",
    "UnaccessedDictionaryEntry": "DictError",
    "BadParameterValue": "SLIException",
    "IOError": "SLIException",
    "KernelException": "SLIException",
}
PARENTS.update(
    dict.fromkeys(
        """UnknownModelName NewModelNameExists ModelInUse UnknownSynapseType UnknownNode NoThreadSiblingsAvailable
        LocalNodeExpected NodeWithProxiesExpected UnknownReceptorType IncompatibleReceptorType UnknownPort
        IllegalConnection InexistentConnection UnknownThread BadDelay UnexpectedEvent UnsupportedEvent BadProperty
        BadParameter DimensionMismatch DistributionError InvalidDefaultResolution InvalidTimeInModel
        StepMultipleRequired TimeMultipleRequired GSLSolverFailure NumericalInstability KeyError
        MUSICPortUnconnected MUSICPortHasNoWidth MUSICPortAlreadyPublished MUSICSimulationHasRun
        MUSICChannelUnknown MUSICPortUnknown MUSICChannelAlreadyMapped""".split(),
        "KernelException",
    )
)

BUILTINS = {
    TypeError: "TypeMismatch EntryTypeMismatch ArgumentType",
    KeyError: "DictError UnknownModelName UnknownComponent UnknownSynapseType UnknownNode UnknownPort UnknownThread "
    "UnknownReceptorType KeyError",
    ValueError: "RangeCheck BadProperty BadParameter BadParameterValue BadDelay DimensionMismatch DistributionError "
    "NewModelNameExists IllegalConnection IncompatibleReceptorType UnexpectedEvent UnsupportedEvent "
    "InvalidDefaultResolution InvalidTimeInModel StepMultipleRequired TimeMultipleRequired",
    OSError: "IOError",
    NotImplementedError: "NotImplemented",
    ArithmeticError: "NumericalInstability DivisionByZero",
    RuntimeError: "KernelException",
}
MATE = {name: mate for mate, names in BUILTINS.items() for name in names.split()}


class NESTMappedException(type):
    """Metaclass that makes and keeps an exception class for every attribute asked of :class:`NESTErrors`."""

    def __getattr__(cls, errorname):
        if errorname.startswith("__"):
            raise AttributeError(errorname)
        parent = getattr(cls, cls.parents.get(errorname, cls.default_parent))
        made = _mapped_class(errorname, parent)
        setattr(cls, errorname, made)
        return made


def _mapped_class(errorname, parent):
    def __init__(self, commandname, errormessage="", errorname=errorname, hint=""):
        SLIException.__init__(self, commandname, errormessage, errorname, hint)

    mate = MATE.get(errorname)
    bases = (parent,) if mate is None or issubclass(parent, mate) else (parent, mate)
    contents = {
        "__init__": __init__,
        "__module__": "nest.lib.hl_api_exceptions",
        "__doc__": f"The simulator reported {errorname}.",
    }
    return type(f"NESTErrors.{errorname}", bases, contents)


class NESTErrors(metaclass=NESTMappedException):
    """Namespace of all exceptions; any attribute is an exception class.

    Examples
    --------
    >>> try:
    ...     nest.Create("no_such_model")
    ... except nest.NESTErrors.UnknownModelName as error:
    ...     print(error.errormessage)
    """

    NESTError = NESTError
    SLIException = SLIException
    PyNESTError = PyNESTError
    parents = PARENTS
    default_parent = "SLIException"
    source = "SLI"


# Types of the simulator in the words of Python, for hints.
PYTHON_NAMES = {
    "doubletype": "float",
    "integertype": "int",
    "booltype": "bool",
    "stringtype": "str",
    "literaltype": "str",
    "arraytype": "sequence",
    "dictionarytype": "dict",
    "doublevectortype": "array of float",
    "intvectortype": "array of int",
    "nodecollectiontype": "NodeCollection",
    "parametertype": "Parameter",
    "connectiontype": "SynapseCollection",
}


def from_simulator(errorname, commandname, message, hint="", code=""):
    """The exception for an error of the simulator; the extension module raises what this returns."""
    kind = getattr(NESTErrors, errorname) if errorname else SLIException
    hint = re.sub(r"\b[a-z]+type\b", lambda word: PYTHON_NAMES.get(word[0], word[0]), hint)
    function = public_function() if hint else ""
    error = kind(commandname, f": {message}" if message else "", hint=f"{function}: {hint}" if function else hint)
    error.code = code or error.code
    return error


def public_function():
    """Name of the function of the package that the user called, for messages."""
    found, frame = None, sys._getframe(1)
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        if module.partition(".")[0] == "nest" and module != __name__:
            found = frame
        frame = frame.f_back
    return f"nest.{_name(found)}" if found else ""


def _name(frame):
    code, owner = frame.f_code, frame.f_locals.get("self")
    if owner is None:
        return code.co_name
    if code.co_name == "__setattr__" and type(owner).__name__ == "NestModule":
        return frame.f_locals["name"]
    if code.co_name == "__setattr__":
        return f"{type(owner).__name__}.{frame.f_locals['name']}"
    return f"{type(owner).__name__}.{code.co_name}"


def did_you_mean(name, known):
    """``"; did you mean 'x'?"`` for the known name nearest to ``name``, or an empty string."""
    import difflib

    known = [str(word) for word in known]
    folded = {word.lower(): word for word in known}
    near = folded.get(str(name).lower())
    near = [near] if near else difflib.get_close_matches(str(name), known, n=1)
    return f"; did you mean '{near[0]}'?" if near else ""
