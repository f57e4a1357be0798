"""The type of the package object: settings of the kernel are its attributes, and nothing else can be set."""

import importlib
import types

from . import strict
from .errors import UnknownAttributeError, did_you_mean
from .kernel_attributes import KernelAttributes

LAZY = ("raster_plot", "voltage_trace", "visualization")


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
        names = {*self.__dict__, *self._kernel_attr_names, *LAZY, "strict_types"}
        return sorted(name for name in names if name not in ("_nest",))
