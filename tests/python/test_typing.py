import ast
import pathlib
import subprocess
import sys

import pytest

import nest

STUB = pathlib.Path(nest.__file__).with_suffix(".pyi")


def declared():
    names = set()
    for node in ast.parse(STUB.read_text()).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, ast.AnnAssign):
            names.add(node.target.id)
        elif isinstance(node, ast.ImportFrom) and node.level:
            names.update(alias.asname or alias.name for alias in node.names)
    return names


def test_the_stub_declares_every_public_name_and_no_other():
    lazy = {"visualization"}  # public where the package it needs is installed
    assert declared() - {"__version__"} - lazy == set(nest.__all__) - lazy


def test_the_package_is_marked_as_typed():
    assert STUB.with_name("py.typed").exists()


def test_mypy_accepts_the_stub_and_a_program(tmp_path):
    pytest.importorskip("mypy")
    program = tmp_path / "program.py"
    program.write_text(
        "import nest\n"
        "nest.resolution = 0.1\n"
        "neurons: nest.NodeCollection = nest.Create('iaf_psc_alpha', 10, {'I_e': 376.0})\n"
        "nest.Connect(neurons, neurons[:5], 'one_to_one', {'weight': nest.random.uniform()})\n"
        "nest.Simulate(10)\n"
    )
    result = subprocess.run(
        [sys.executable, "-m", "mypy", "--follow-imports=silent", "--cache-dir", str(tmp_path / "cache"), str(program)],
        env={"MYPYPATH": str(STUB.parents[1]), "PATH": "/usr/bin"},
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stdout + result.stderr
