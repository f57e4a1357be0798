"""The type of the package object: settings of the kernel are its attributes, and nothing else can be set."""

import importlib
import importlib.util
import types

from . import strict
from .errors import UnknownAttributeError, did_you_mean
from .kernel_attributes import KernelAttributes

LAZY = ("raster_plot", "visualization", "voltage_trace")
NEEDS = {"visualization": "pydot"}  # packages without which a module cannot be imported


def lazy_modules():
    """Names of the modules that are imported when first used, as far as that is possible here."""
    return [name for name in LAZY if name not in NEEDS or importlib.util.find_spec(NEEDS[name])]


class NestModule(KernelAttributes, types.ModuleType):
    """The package ``nest``."""

    @property
    def strict_types(self):
        """Is an integer for a parameter of type float an error (default) or converted?"""
        return strict.enabled

    @strict_types.setter
    def strict_types(self, value):
        strict.enabled = bool(value)

    def __getattr__(self, name):
        if name in LAZY:
            return importlib.import_module(f"{self.__name__}.{name}")
        hint = "" if name.startswith("_") else did_you_mean(name, dir(self))
        raise UnknownAttributeError(f"module '{self.__name__}' has no attribute '{name}'{hint}")

    def __setattr__(self, name, value):
        if isinstance(value, types.ModuleType) or name.startswith("__"):
            self.__dict__[name] = value
        elif isinstance(getattr(type(self), name, None), (property,)) or name in self._kernel_attr_names:
            object.__setattr__(self, name, value)
        else:
            hint = did_you_mean(name, self._kernel_attr_names) if name not in self.__dict__ else ""
            raise UnknownAttributeError(f"Cannot set attribute '{name}' on module '{self.__name__}'{hint}")

    def __dir__(self):
        dunder = (name for name in self.__dict__ if name.startswith("__"))
        return sorted({*dunder, *self.__all__, *self._kernel_attr_names, "strict_types"})
