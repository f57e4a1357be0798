"""What the options of the command line do, and that every error is explained.

usage: options.py NEST ROOT
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

SCRATCH = tempfile.TemporaryDirectory()
NEST, ROOT = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2])


def nest(*arguments, given=""):
    return subprocess.run([NEST, *arguments], input=given, capture_output=True, text=True, timeout=120)


def script(text, name="test.sli"):
    path = pathlib.Path(tempfile.mkdtemp(dir=SCRATCH.name)) / name
    path.write_text(text)
    return str(path)


def version_says_what_it_is():
    shown = nest("--version").stdout
    assert "3.9.0" in shown and "threads" in shown and "readline" in shown
    has_mpi = nest("-c", "statusdict /have_mpi get =").stdout.strip() == "true"
    assert ("MPI" in shown) == has_mpi, shown


def help_lists_the_options():
    for option in ("--userargs", "--explain", "--self-test", "--profile", "--errors=json", "--script", " -i "):
        assert option in nest("--help").stdout, option


def self_test_passes():
    result = nest("--self-test")
    assert result.returncode == 0 and "All is well." in result.stdout and "FAILED" not in result.stdout, result.stdout
    for check in ("arithmetic", "text", "errors are caught", "a neuron fires at the known times"):
        assert f"ok      {check}\n" in result.stdout, result.stdout


def a_file_begins_with_an_empty_stack():
    assert nest(script("count =\n")).stdout.endswith("\n0\n")


def a_prompt_opens_after_the_files():
    result = nest("-i", script("/x 42 def\n"), given="x =\n")
    assert result.returncode == 0 and "42" in result.stdout


def a_prompt_opens_also_after_an_error():
    assert "7\n" in nest("-i", script("1 0 div\n"), given="clear 7 =\n").stdout


def a_script_gets_its_arguments():
    result = nest("--script", script("#!/usr/bin/env -S nest --script\nstatusdict /userargs get ==\n"), "a", "-b")
    assert "[(a) (-b)]" in result.stdout, result.stdout


def lines_keep_their_numbers_behind_a_shebang():
    assert "test.sli:3:5: DivisionByZero" in nest(script("#!nest\n\n1 0 div\n")).stderr


def errors_can_be_read_by_tools():
    report = json.loads(nest("--errors=json", script("\n 1 (a) add\n")).stderr)
    assert report["error"] == "ArgumentType" and report["code"] == "SLI-0102" and report["line"] == 2


def errors_carry_their_code():
    assert "[SLI-0108]" in nest(script("1 0 div\n")).stderr


def errors_say_who_called():
    report = nest(script("/f { 1 0 div } def\n/g { f 2 } def\n g 3\n")).stderr
    assert re.search(r"called at .*test.sli:2:6\n  called at .*test.sli:3:2", report), report


def an_unknown_code_is_an_error():
    result = nest("--explain", "SLI-9999")
    assert result.returncode == 126 and "codes look like SLI-0101" in result.stderr, result.stderr


def a_file_is_not_left_by_exit():
    result = nest(script("(before) =\nexit\n"), script("(after) =\n"))
    assert result.returncode == 126 and "EStackUnderflow" in result.stderr and "after" not in result.stdout


def apropos_finds_commands_and_models():
    found = nest("-c", "(Poisson train) apropos").stdout
    assert re.search(r"^poisson_generator +an independent Poisson train for every target$", found, re.M), found
    assert nest("-c", "(nosuchthing) apropos").stdout == "nothing matches\n"
    assert "apropos" in nest("-c", "/nosuchthing help").stderr


def an_option_without_its_argument_is_refused():
    assert "'--explain' needs" in nest("--explain").stderr


def what_is_no_option_is_said():
    assert "no option '--nosuch'" in nest("--nosuch").stderr
    result = nest("--errors=xml", "-c", "1 =")
    assert result.returncode == 127 and "text or json" in result.stderr and not result.stdout


def the_profile_names_commands_and_phases():
    report = nest("--profile", script("1 1 1000 { pop } for\n/iaf_psc_alpha 10 Create pop 100.0 Simulate\n")).stderr
    assert "for" in report and "kernel: simulate" in report
    assert "kernel: update" in report and "kernel: deliver_spike_data" in report, report
    assert "0.0000               kernel: construction_connect" not in report, "not measured, so not shown"


def explanations():
    listing = nest("-c", ":readexplanations :explanations keys { dup cvs =only (\t) =only "
                         ":explanations exch get dup 0 get :errorcode =only (\t) =only 3 get = } forall").stdout
    return [line.split("\t") for line in listing.strip().split("\n")]


# Errors that no program can be shown for; their pages say why instead.
OUT_OF_REACH = {
    "NamingConflict", "CppException", "InternalError",  # of C++ code
    "ForkDisallowed", "ProcessesDrifted", "ProcessEnded",  # of several processes
    "UnexpectedEvent", "UnknownThread", "UnknownPort", "UnknownCompartment",  # declared by the kernel, raised by nobody
}


def every_example_raises_its_error():
    several_processes = nest("-c", "statusdict /have_mpi get =").stdout.strip() == "true"
    wrong = []
    for name, code, example in explanations():
        if name in OUT_OF_REACH or (name == "MPIUnavailable" and several_processes):
            continue
        assert "raiseerror" not in example, f"{name} is raised by its name"
        result = nest("--errors=json", script(example))
        raised = [json.loads(line) for line in result.stderr.splitlines() if line.startswith('{"error"')]
        if not raised or raised[-1]["error"].split(":")[0] != name or raised[-1]["code"] != code:
            wrong.append((name, example, result.stderr))
    assert not wrong, wrong


def pages_without_a_program_say_why():
    assert {name for name, _, example in explanations() if example.startswith("% ")} == OUT_OF_REACH


def every_code_has_a_page_of_its_own():
    codes = [code for _, code, _ in explanations()]
    assert len(codes) == len(set(codes)) > 50


def every_error_the_sources_raise_is_explained():
    known = {name for name, _, _ in explanations()}
    raised = set()
    for folder in ("interpreter", "stdlib", "kernel", "lib-sli"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in (".cpp", ".hpp"):
                raised |= set(re.findall(r'KernelException\(\s*"([A-Z][A-Za-z]+)"', path.read_text()))
                raised |= set(re.findall(r'(?<![A-Za-z])(?:Kernel)?Error\("([A-Z][A-Za-z]+)"', path.read_text()))
            elif path.suffix == ".sli" and path.name not in ("explanations.sli", "examples.sli"):
                code = re.sub(r"%.*", "", path.read_text())
                raised |= set(re.findall(r"/([A-Z][A-Za-z]+)\s+raiseerror", code))
    assert not raised - known, sorted(raised - known)


def main():
    failed = 0
    facts = [(name, value) for name, value in globals().items()
             if callable(value) and value.__module__ == __name__ and name not in ("nest", "script", "explanations", "main")]
    for name, fact in facts:
        try:
            fact()
        except AssertionError as error:
            print(f"{name}: {error}")
            failed += 1
    print(f"{len(facts) - failed} of {len(facts)}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
