"""Builds the extension module with CMake and packs it with the Python files."""

import os
import pathlib
import shutil
import subprocess

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

ROOT = pathlib.Path(__file__).resolve().parents[1]


class BuildWithCMake(build_ext):
    """Builds in ``build/release``, as ``./dev build`` does, and takes the module from there, or from the build folder
    that AERIE_BUILD names."""

    def build_extension(self, ext):
        ready = os.environ.get("AERIE_BUILD")
        if not ready:
            self.build_module()
        target = pathlib.Path(self.get_ext_fullpath(ext.name))
        target.parent.mkdir(parents=True, exist_ok=True)
        folder = pathlib.Path(ready) if ready else ROOT / "build/release"
        shutil.copy2(next((folder / "python/nest").glob("_nest.*.so")), target)
        for picture_plugin in (folder / "python/nest").glob("libaerie_png.so"):
            shutil.copy2(picture_plugin, target.parent)

    @staticmethod
    def build_module():
        if not (ROOT / "build/release/build.ninja").exists():
            subprocess.check_call(["cmake", "--preset", "release"], cwd=ROOT)
        subprocess.check_call(["cmake", "--build", "--preset", "release", "--target", "_nest"], cwd=ROOT)


setup(ext_modules=[Extension("nest._nest", sources=[])], cmdclass={"build_ext": BuildWithCMake})
