"""Kept for programs that import from here."""

from .kernel_attributes import KernelAttribute  # noqa: F401
