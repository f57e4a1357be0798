"""Builds the extension module with CMake and packs it with the Python files."""

import pathlib
import shutil
import subprocess

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

ROOT = pathlib.Path(__file__).resolve().parents[1]


class BuildWithCMake(build_ext):
    """Builds in ``build/release``, as ``./dev build`` does, and takes the module from there."""

    def build_extension(self, ext):
        if not (ROOT / "build/release/build.ninja").exists():
            subprocess.check_call(["cmake", "--preset", "release"], cwd=ROOT)
        subprocess.check_call(["cmake", "--build", "--preset", "release", "--target", "_nest"], cwd=ROOT)
        target = pathlib.Path(self.get_ext_fullpath(ext.name))
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(next((ROOT / "build/release/python/nest").glob("_nest.*.so")), target)


setup(ext_modules=[Extension("nest._nest", sources=[])], cmdclass={"build_ext": BuildWithCMake})
