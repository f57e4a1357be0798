"""Random programs over all commands end in values or SLI errors, never in a crash.

usage: random_programs.py PROGRAM COUNT [SEED]

Each runs with tiny limits. A program that crashes is printed. Commands that touch processes, files for writing or the terminal, and
those that wait or never end, are left out: they have tests of their own.
"""

import concurrent.futures
import os
import random
import subprocess
import sys
import tempfile

LEFT_OUT = set("""
    quit quit_i abort start executive break mathexecutive exithook run loop wait_b wait sleep sleep_d sleep_i
    fork fork_ spoon spawn system sysexec shpawn kill waitPID pipe dup2 mkfifo setNONBLOCK taskset taskset_thisjob
    MoveFile DeleteFile CopyFile RemoveDirectory MakeDirectory MoveDirectory SetDirectory cd ofstream ofsopen file
    Export SaveDictionary writePGM page ppage pageoutput edit readline GNUreadline closeinput cin getline mpirun
    prompt :files :batch :command :interactive parsestdin :parsestdin help helpdesk validate debugon debug
""".split())
VALUES = """
    1|0|-1|2|7|100000|9223372036854775807|-9223372036854775807|1.5|0.0|-2.5|1e300|(abc)|()|(1 2 add)|({)|/a|/b|
    true|false|[1 2 3]|[]|[3]|[1.5 (a) /x]|[[1 2] [3 4]]|[(a) (b)]|[/integertype]|{}|{ 1 }|{ dup }|{ pop }|{ add }|
    { 1 {2} x }|{ exit }|{ stop }|<< /a 1 >>|<< >>|<# 1 2 3 #>|<. 1. 2. .>|mark|/add load|/pop load|cout|
    (1 2 x) isstream pop|(x) cvn|systemdict|userdict|errordict|/integertype
""".replace("\n", "").split("|")
TINY = ["--max-frames=2000", "--max-operands=5000", "--max-memory=300000000", "--max-output=100000",
        "--max-steps=1000000"]
CRASHES = {125, 134, 139}
SANITIZERS = {f"{name}_OPTIONS": "exitcode=125" for name in ("ASAN", "UBSAN", "LSAN")}


def commands(program):
    """All commands, in a fixed order, without those left out and their variants."""
    printed = subprocess.run([program, "-c", "systemdict keys { = } forall"], capture_output=True, text=True,
                             check=True).stdout
    return [name for name in sorted(printed.split()) if name not in LEFT_OUT and name.split("_")[0] not in LEFT_OUT]


def program_text(dice, names):
    """Some lines; in most programs each is guarded, so that the next one runs as well."""
    words = [dice.choice(names) if dice.random() < 0.5 else dice.choice(VALUES).strip()
             for _ in range(dice.randint(3, 25))]
    if dice.random() < 0.3:
        return " ".join(words)
    lines = (" ".join(words[i : i + 4]) for i in range(0, len(words), 4))
    return "\n".join(f"{{ {line} }} stopped pop errordict /newerror false put" for line in lines)


def crash(program, text):
    """How the program died, or None."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            code = subprocess.run([program, *TINY, "-"], input=text, text=True, timeout=60, cwd=folder,
                                  env={**os.environ, **SANITIZERS},
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
        except subprocess.TimeoutExpired:
            return "waited for a minute"
    return f"ended with {code}" if code < 0 or code in CRASHES else None


def main(program, count, seed=1):
    dice, names = random.Random(int(seed)), commands(program)
    texts = [program_text(dice, names) for _ in range(int(count))]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda text: crash(program, text), texts))
    for text, result in zip(texts, results):
        if result:
            print(f"FAILED: {result}\n{text}\n")
    failed = sum(result is not None for result in results)
    print(f"{len(texts) - failed} ended well, {failed} crashed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
