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


def errors_named_by_a_sentence_carry_their_code():
    program = script("/iaf_psc_alpha 5000000000 Create\n")
    assert "Too many nodes: 5000000000 were asked for. in Create_l_i [SLI-0534]\n" in nest(program).stderr
    report = json.loads(nest("--errors=json", program).stderr)
    assert report["error"] == "Too many nodes: 5000000000 were asked for." and report["code"] == "SLI-0534", report


def an_error_is_explained_by_its_sentence():
    shown = nest("--explain", "Number of threads unchanged. Error conditions: Nodes exist.").stdout
    assert shown == nest("--explain", "SLI-0529").stdout and "Also: Time representation unchanged." in shown, shown


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


# Names that are sentences have ... where they differ from time to time.
def fits(pattern, name):
    return re.fullmatch(".*".join(map(re.escape, pattern.split("..."))), name)


def explanations():
    """Of every page the names of its errors, its code and its example."""
    listing = nest("-c", ":readexplanations :explanations values { dup 1 get :errorcode =only (\t) =only dup 4 get =only "
                         "0 get { (\t) =only =only } forall () = } forall").stdout
    pages = [line.split("\t") for line in listing.strip().split("\n")]
    return [(names, code, example) for code, example, *names in pages]


# Errors that no program can be shown for; their pages say why instead.
OUT_OF_REACH = {
    "NamingConflict", "CppException", "InternalError", "Parameter values exhausted.",  # of C++ code
    "ForkDisallowed", "ProcessesDrifted", "ProcessEnded", "An error on rank ...: ...",  # of several processes
    "spike_dilutor can only be used with one thread and one process.",
    "The simulated time is too long for the histories of plastic synapses.",  # of hours
    "UnexpectedEvent", "UnknownThread", "UnknownPort", "UnknownCompartment",  # declared by the kernel, raised by nobody
}


def every_example_raises_its_error():
    several_processes = nest("-c", "statusdict /have_mpi get =").stdout.strip() == "true"
    wrong = []
    for names, code, example in explanations():
        if names[0] in OUT_OF_REACH or (names[0] == "MPIUnavailable" and several_processes):
            continue
        assert "raiseerror" not in example, f"{names[0]} is raised by its name"
        result = nest("--errors=json", script(example))
        raised = [json.loads(line) for line in result.stderr.splitlines() if line.startswith('{"error"')]
        if not raised or not any(fits(name, raised[-1]["error"]) for name in names) or raised[-1]["code"] != code:
            wrong.append((names, example, result.stderr))
    assert not wrong, wrong


def pages_without_a_program_say_why():
    assert {names[0] for names, _, example in explanations() if example.startswith("% ")} == OUT_OF_REACH


def every_code_is_declared_once():
    declared = [code for part in ("", "simulation/") for code in
                re.findall(r"^(?:/\w+| \(.*\)\]|\[\(.*\)\]) (\d+)$", (ROOT / f"lib-sli/{part}explanations.sli").read_text(), re.M)]
    assert len(declared) == len(set(declared)) == len(explanations()) > 100


def first_argument(text):
    """What stands before the comma or the bracket that ends the first argument of a call."""
    depth = 0
    for token in re.finditer(r'"(?:[^"\\]|\\.)*"|[(){},]', text):
        depth += (token[0] in "({") - (token[0] in ")}")
        if depth < 0 or (depth == 0 and token[0] == ","):
            return text[:token.start()].strip()
    raise AssertionError(text)


def written(expression):
    """The sentence that an expression of C++ makes, ... for what is put into it; nothing if it only passes one on."""
    if expression.startswith("fmt::format("):
        return re.sub(r"\{[^}]*\}", "...", written(first_argument(expression.removeprefix("fmt::format("))))
    parts = re.findall(r'"((?:[^"\\]|\\.)*)"|([^"]+)', expression)
    return "".join(text or ("..." if code.strip(" +\n") else "") for text, code in parts)


def raised_in_cpp(path):
    text = path.read_text()
    for call in re.finditer(r"throw (?:nest::)?KernelException\(", text):
        yield written(first_argument(text[call.end():])) or "KernelException"
    yield from re.findall(r'(?<![A-Za-z])(?:Kernel)?Error\(\s*"([^"]+)"', text)
    for names in re.findall(r"kind_names\{([^}]*)\}", text):  # of the interpreter
        yield from re.findall(r'"(\w+)"', names)
    if path.name == "special_functions.cpp":
        yield from re.findall(r'(?:fail|refuse|of_one<\w+>)\((?:\w+, |"\w+", )?"([^"]+)"\)', text)


def raised_in_sli(text):
    return re.findall(r"/([A-Z][A-Za-z]+)\s+raiseerror", re.sub(r"%.*", "", text))


def raised_in_python(text):
    return set(re.findall(r"\bNESTErrors\.([A-Z]\w+)\(", text)) - {"PyNESTError"}


def raised_by_the_sources():
    raised = set()
    for folder in ("interpreter", "stdlib", "kernel", "lib-sli", "python"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in (".cpp", ".hpp"):
                raised |= set(raised_in_cpp(path))
            elif path.suffix == ".sli" and path.name not in ("explanations.sli", "examples.sli"):
                raised |= set(raised_in_sli(path.read_text()))
            elif path.suffix == ".py":
                raised |= raised_in_python(path.read_text())
    listed = re.findall(r"^% (\w+): ", (ROOT / "lib-sli/raises.sli").read_text(), re.M)
    return raised | {name.replace("_", " ") for name in listed} - {"Error"}


def every_error_the_sources_raise_has_a_code():
    raised = sorted(raised_by_the_sources())
    assert sum(" " in name for name in raised) > 40, raised
    asked = script("".join(f"({name.replace('...', '7')}) :codeof (<) =only =only (>) =\n" for name in raised))
    codes = re.findall(r"^<(.*)>$", nest(asked).stdout, re.M)
    assert len(codes) == len(raised)
    without = [name for name, code in zip(raised, codes) if not code]
    assert not without, without


def no_page_explains_a_sentence_that_nobody_writes():
    written_ones = raised_by_the_sources()
    explained = {name for names, _, _ in explanations() for name in names if " " in name}
    unused = {name for name in explained if not any(fits(name, sentence) for sentence in written_ones)}
    assert not unused, unused


def main():
    failed = 0
    tools = (nest, script, fits, explanations, first_argument, written, raised_in_cpp, raised_in_sli, raised_in_python,
             raised_by_the_sources, main)
    facts = [(name, value) for name, value in globals().items()
             if callable(value) and value.__module__ == __name__ and value not in tools]
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
