"""What is installed works without the build tree, wherever its folder is moved to.

What runs here sees an empty folder where sources and build are, and an empty environment.
The build folder is named by AERIE_BUILD; NEST_PYTHON_TAG is the folder of Debian's python3 below lib.
"""

import functools
import os
import pathlib
import shutil
import subprocess
import sys

import pytest

BUILD = pathlib.Path(os.environ["AERIE_BUILD"])
SOURCE = pathlib.Path(__file__).parents[2]
PACKAGES = f"lib/python{sys.version_info.major}.{sys.version_info.minor}/dist-packages"
TREES = [SOURCE] if BUILD.resolve().is_relative_to(SOURCE) else [SOURCE, BUILD]
BARE = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "LANG": "C.UTF-8"}
NETWORK = """
import nest
neuron, recorder = nest.Create("iaf_psc_alpha", params={"I_e": 376.0}), nest.Create("spike_recorder")
nest.Connect(neuron, recorder)
nest.Simulate(1000.0)
print(recorder.n_events, nest.__file__, nest.ll_api.sli_func("statusdict /prgdocdir get"))
"""


HIDE = ["unshare", "--mount", "--map-root-user", "sh", "-c", 'mount -t tmpfs none "$0" && exec "$@"']


@functools.cache
def hiding():
    """Words to put before a command so that it does not see the source and build trees; none where that is impossible."""
    words = [word for tree in TREES for word in [*HIDE, str(tree)]]
    possible = subprocess.run([*words, "true"], capture_output=True).returncode == 0
    return words if possible else []


def run_installed(*words, cwd, **environment):
    return run(*hiding(), *words, cwd=cwd, **environment)


def run(*words, cwd, **environment):
    result = subprocess.run([str(word) for word in words], capture_output=True, text=True, cwd=cwd, env={**BARE, **environment})
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def prefix(tmp_path_factory):
    """A prefix that was moved after the installation."""
    folder = tmp_path_factory.mktemp("install")
    run("cmake", "--install", BUILD, "--prefix", folder / "first", cwd=folder)
    shutil.move(folder / "first", folder / "second")
    return folder / "second"


@pytest.mark.skipif(not hiding(), reason="this machine does not let a program have its own view of folders")
def test_the_sources_and_the_build_cannot_be_seen(tmp_path):
    assert run_installed("ls", *TREES[:1], cwd=tmp_path) == ""


def test_the_programs_run(prefix, tmp_path):
    assert run_installed(prefix / "bin" / "sli", "-c", "1 2 add =", cwd=tmp_path).splitlines()[-1] == "3"
    assert "All is well." in run_installed(prefix / "bin" / "nest", "--self-test", cwd=tmp_path)
    out = run_installed(prefix / "bin" / "nest", "-c", "/iaf_psc_alpha 3 Create size = statusdict /prgdocdir get =", cwd=tmp_path)
    assert out.splitlines()[-2:] == ["3", str(prefix / "share" / "doc" / "nest")]


def test_the_package_is_imported_from_there(prefix, tmp_path):
    shown = run_installed("/usr/bin/python3", "-c", NETWORK, cwd=tmp_path, PYTHONPATH=str(prefix / PACKAGES)).split()
    assert shown == ["16", str(prefix / PACKAGES / "nest" / "__init__.py"), str(prefix / "share" / "doc" / "nest")]


def test_the_kernel_is_found_by_cmake(prefix, tmp_path):
    source = shutil.copytree(SOURCE / "examples" / "cpp", tmp_path / "source")
    run_installed("cmake", "-S", source, "-B", tmp_path, "-D", f"CMAKE_PREFIX_PATH={prefix}", cwd=tmp_path)
    run_installed("cmake", "--build", tmp_path, cwd=tmp_path)
    assert run_installed(tmp_path / "one_neuron", cwd=tmp_path) == "16 spikes, the first at 59.3 ms, the last at 978.8 ms\n"


def test_there_are_man_pages_and_completion(prefix, tmp_path):
    for page in ("man1/nest.1", "man1/sli.1", "man7/aerie-commands.7"):
        assert (prefix / "share" / "man" / page).read_text().startswith(".TH ")
    completion = prefix / "share" / "bash-completion" / "completions" / "nest"
    ask = f"source {completion}; COMP_WORDS=({prefix}/bin/nest --ver); COMP_CWORD=1; _aerie 2>/dev/null; printf '%s\\n' ${{COMPREPLY[@]}}"
    assert set(run("bash", "-c", ask, cwd=tmp_path).split()) >= {"--version", "--verbosity="}


def test_nothing_installed_names_the_build(prefix):
    for file in [*(prefix / "bin").iterdir(), *(prefix / "lib").rglob("*")]:
        if file.is_file() and file.suffix != ".a":
            assert str(BUILD).encode() not in file.read_bytes(), file


@pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="no Debian")
def test_the_debian_package(tmp_path):
    run("cpack", "-G", "DEB", "-B", tmp_path / "deb", cwd=BUILD)
    (package,) = (tmp_path / "deb").glob("*.deb")
    assert "python3-numpy" in run("dpkg-deb", "-f", package, "Depends", cwd=tmp_path)
    run("dpkg-deb", "-x", package, tmp_path / "root", cwd=tmp_path)
    usr = tmp_path / "root" / "usr"
    for file in ("bin/nest", "bin/sli", "lib/aerie/libkernel.a", "share/man/man1/nest.1", "share/bash-completion/completions/nest"):
        assert (usr / file).exists(), file
    shown = run_installed("/usr/bin/python3", "-c", NETWORK, cwd=tmp_path, PYTHONPATH=str(usr / "lib/python3/dist-packages")).split()
    assert shown[0] == "16"


def test_a_wheel_is_built_without_a_network(tmp_path):
    pytest.importorskip("setuptools")
    pytest.importorskip("wheel")
    if not (BUILD.name == "release" and BUILD.parent == SOURCE / "build"):
        pytest.skip("setup.py builds in build/release")
    source = tmp_path / "python"
    shutil.copytree(SOURCE / "python", source, ignore=shutil.ignore_patterns("build", "*.egg-info", "__pycache__"))
    build = "from setuptools import build_meta; print(build_meta.build_wheel('.'))"
    run("/usr/bin/python3", "-c", build, cwd=source, AERIE_BUILD=str(BUILD))
    (wheel,) = source.glob("*.whl")
    run("/usr/bin/python3", "-m", "zipfile", "-e", wheel, tmp_path / "site", cwd=tmp_path)
    assert run_installed("/usr/bin/python3", "-c", NETWORK, cwd=tmp_path, PYTHONPATH=str(tmp_path / "site")).split()[0] == "16"
