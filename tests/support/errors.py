"""The manual names every error that a command raises: calls of all commands with all kinds of operands.

usage: errors.py PROGRAM [CALLS [SEED]]      prints what is raised but not documented
"""

import concurrent.futures
import contextlib
import os
import random
import re
import subprocess
import sys
import tempfile

sys.path.append(os.path.join(os.path.dirname(__file__), "../fuzz"))
from random_programs import LEFT_OUT  # commands that touch processes, files for writing or the terminal

VALUES = {
    "integertype": "0|1|-1|2|5|100|9223372036854775807",
    "doubletype": "0.0|1.5|-2.5|1e300",
    "booltype": "true|false",
    "literaltype": "/a|/b|/integertype|/add",
    "stringtype": "()|(abc)|(1 2 add)|(x=3; x*2)|(a.*)|(a[)",
    "arraytype": "[]|[1 2 3]|[3 1]|[1.5 2.5]|[(a) (b)]|[[1 2] [3 4]]|[[1] [2 3]]|[/integertype]|[/a 1]|[true false]",
    "proceduretype": "{}|{ 1 }|{ pop }|{ dup }|{ pop true }",
    "literalproceduretype": "/{ 1 2 } cvlp",
    "dictionarytype": "<< >>|<< /a 1 /b (x) >>",
    "intvectortype": "<# 1 2 3 #>|<# 0 #>",
    "doublevectortype": "<. 1.5 2.5 .>|<. 0.0 .>",
    "istreamtype": "(1 2 x) isstream pop|(line\n) isstream pop",
    "ostreamtype": "osstream pop",
    "regextype": "(a.*) regcomp",
    "trietype": "/add load",
}
ANY = [value for group in VALUES.values() for value in group.split("|")]
ANYBODY = {"StackUnderflow", "ArgumentType", "MemoryExhausted", "OutputOverflow", "Interrupted"}


def manual(program):
    """For every page its name, the operand types of its variants, and its errors."""
    printed = subprocess.run([program, "--verbosity=QUIET", "-c", ":allpages"], capture_output=True, text=True,
                             check=True).stdout
    pages = {}
    for part in printed.split("^L\n"):
        name, _, page = part.strip("\n").partition("\n")
        types = re.findall(r"^        \S+:((?: \w+type)+)$", page, re.M)
        errors = re.search(r"^    Errors: (.*)$", page, re.M)
        pages[name] = ([t.split() for t in types], set(errors[1].split(", ")) if errors else set())
    return pages


def defined(program):
    """The names of the language; pages also speak of those in namespaces."""
    printed = subprocess.run([program, "-c", "systemdict keys userdict keys join { = } forall"], capture_output=True,
                             text=True, check=True).stdout
    return set(printed.split())


def operands(dice, variants):
    types = dice.choice(variants) if variants and dice.random() < 0.8 else [None] * dice.randint(0, 4)
    return " ".join(dice.choice(VALUES[t].split("|")) if t in VALUES and dice.random() < 0.95 else dice.choice(ANY)
                    for t in types)


def raised(program, name, variants, calls, seed):
    """Errors that calls of a command end with."""
    dice = random.Random(f"{seed} {name}")
    lines = ["userdict /@ { stopped { cerr errordict /errorname get <- endl ; } if errordict /newerror false put clear "
             "cleardictstack statusdict /limits get /steps cycles 20000 add put } bind put { } @"]
    lines += [f"{{ {operands(dice, variants)} {name} }} @" for _ in range(calls)]
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(subprocess.TimeoutExpired):
        run = subprocess.run([program, "--verbosity=QUIET", "--max-memory=300000000", "--max-output=100000", "-"],
                             input="\n".join(lines), capture_output=True, text=True, errors="replace", cwd=folder,
                             timeout=60)
        return {line for line in run.stderr.splitlines() if re.fullmatch(r"\w[\w ]*", line)}
    return {"did not end"}


def main(program, calls=150, seed=1):
    pages = manual(program)
    known = defined(program)
    names = [name for name in pages if name in known and name not in LEFT_OUT and name.split("_")[0] not in LEFT_OUT
             and not name.startswith(":") and name not in ("@", "stop", "raiseerror", "raiseerror_", "raiseagain", "resume")]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        found = pool.map(lambda name: raised(program, name, pages[name][0], int(calls), seed), names)
    failed = 0
    for name, errors in zip(names, found):
        unknown = errors - pages[name][1] - ANYBODY
        if unknown:
            failed += 1
            print(name + ": " + ", ".join(sorted(unknown)))
    print(f"{len(names) - failed} commands name their errors, {failed} do not")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
